"""The mail that comes with a debit note, each reader in their own language."""

from collections.abc import Sequence

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...kit.money import Money
from ..models import Invoice
from ..single_enums import SingleKind


def tell_franchisee(note: Invoice, kinds: Sequence[SingleKind]) -> None:
    """Write to the owners of the business what was charged, why, and until when it is due."""
    write_to(
        note.franchisee_id,
        Side.FRANCHISEE,
        kind="fees/debit_note",
        context={
            "invoice_id": note.id,
            "number": note.number,
            "total": Money(note.total_minor, note.currency),
            "due_on": note.due_on,
            "kinds": list(dict.fromkeys(kinds)),
        },
    )
