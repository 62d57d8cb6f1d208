"""The mails of reminders, each reader in their own language."""

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...kit.money import Money
from ...network.models import Franchisee
from ..enums import Manner
from ..models import DunningLetter


def tell_of_letter(letter: DunningLetter, franchisee: Franchisee) -> None:
    """Write to the owners of the business; before a notice of default to the office too."""
    sides = [Side.FRANCHISEE]
    if letter.manner is Manner.LAST:
        sides.append(Side.FRANCHISOR)
    for side in sides:
        write_to(
            franchisee.id,
            side,
            kind="dunning/letter",
            context={
                "is_office": side is Side.FRANCHISOR,
                "business": franchisee.name,
                "franchisee_id": franchisee.id,
                "letter_id": letter.id,
                "manner": letter.manner,
                "name": letter.name,
                "items": [_item(item) for item in letter.items],
                "next_name": letter.next_name,
                "next_on": letter.next_on,
            },
        )


def _item(item: dict[str, object]) -> dict[str, object]:
    return {
        "number": item["number"],
        "days_late": item["days_late"],
        "asked": Money(int(str(item["asked"])), str(item["currency"])),
    }
