"""The mail about late charges that were lowered, each reader in their own language."""

from collections.abc import Sequence

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...fees.models import Invoice
from ...kit.money import Money
from ..queries.late_corrections import TooHigh


def tell_of_lowering(credit: Invoice, lowered: Sequence[TooHigh]) -> None:
    """Write to the owners of the business what is given back, of which charges, and why."""
    items = [
        {
            "kind": one.charge.kind,
            "invoice": one.charge.invoice.number,
            "before": Money(one.left, one.charge.currency),
            "right": Money(one.known.minor, one.charge.currency),
        }
        for one in lowered
    ]
    write_to(
        credit.franchisee_id,
        Side.FRANCHISEE,
        kind="dunning/late_lowered",
        context={
            "credit_note_id": credit.id,
            "number": credit.number,
            "note": lowered[0].charge.note.number,
            "total": Money(-credit.total_minor, credit.currency),
            "items": items,
        },
    )
