"""Until when and to whom one can dispute a line."""

from dataclasses import dataclass
from datetime import date, timedelta

from ...kit import clock
from ...network.models import Network
from ..models import Invoice
from .statement_data import StatementData


@dataclass(frozen=True, slots=True)
class Dispute:
    """The last day on which a line can be disputed, and the address to write to, if any."""

    until: date
    address: str
    is_open: bool

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
