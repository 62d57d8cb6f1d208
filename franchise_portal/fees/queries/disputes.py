"""Until when and to whom one can dispute a line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from ...access.actor import Actor
from ...kit import clock
from ...network.models import Network
from .. import contests
from ..contests import Contest
from ..models import Invoice
from .statement_data import StatementData


@dataclass(frozen=True, slots=True)
class Dispute:
    """The last day on which a line can be disputed, and the address to write to, if any."""

    until: date
    address: str
    is_open: bool
    contests: Mapping[UUID, Contest] = field(default_factory=dict)
    """What was said against lines already."""
    new_url: tuple[str, str] | None = None
    """What stands before and after a line's id in the address of the form; None where the viewer
    disputes nothing."""

    @classmethod
    def of_statement(cls, data: StatementData, *, today: date) -> "Dispute | None":
        """The terms for the lines of a statement; None when it has none."""
        if data.dispute_until is None:
            return None
        return cls(data.dispute_until, data.dispute_to, today <= data.dispute_until)


def dispute_of(invoice: Invoice, network: Network) -> Dispute:
    """The terms for the lines of an invoice."""
    until = invoice.issued_on + timedelta(days=network.dispute_days)
    return Dispute(until, network.email, clock.today() <= until)


def with_contests(dispute: Dispute, actor: Actor, line_ids: Iterable[UUID]) -> Dispute:
    """The same terms, with what was said against these lines and where one disputes another."""
    return replace(
        dispute,
        contests=contests.of_lines(actor, list(line_ids)),
        new_url=contests.new_url(actor),
    )
