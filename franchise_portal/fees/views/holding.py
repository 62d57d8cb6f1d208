"""Why something open is not asked for, in words, for the pages on which it stands."""

from uuid import UUID

from ...kit import clock
from ...kit.money import Money
from ...web.wording import sentence
from ..holds import holds_of


def held_parts(invoice_id: UUID, open_: Money) -> tuple[tuple[str, Money | None], ...]:
    """A sentence for each reason, and how much it holds; None for all that is open."""
    return tuple(
        (
            sentence(hold.why, hold.params),
            hold.amount if hold.amount is not None and hold.amount < open_ else None,
        )
        for hold in holds_of([invoice_id], clock.today()).get(invoice_id, ())
    )
