"""What a month's statement says, as values: the page, the PDF and the mail print the same."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ...kit.money import Money
from ..enums import Book, InvoiceKind
from .charges import ExplainedLine, OutletCharges
from .crediting import TakenBack
from .single_charges import SingleLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The franchisee whose statement it is."""

    id: UUID
    code: str
    name: str
    name_local: str
    address: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """An invoice on the statement."""

    id: UUID
    number: str
    month: str
    issued_on: date
    due_on: date
    total: Money
    fund: Money
    """The part of the total that belongs to the advertising fund."""
    tax: Money
    """The tax in the total; the franchisor owes it."""
    kind: InvoiceKind

    @property
    def fees(self) -> Money:
        """The part that belongs to the franchisor, without tax."""
        return self.total - self.fund - self.tax


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFacts:
    """What is still open of one book's part of an invoice."""

    invoice_id: UUID
    number: str
    month: str
    book: Book
    due_on: date
    amount: Money
    days_late: int
    """Zero while it is not yet due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledFacts:
    """Where a part of a payment went."""

    invoice_id: UUID
    number: str
    month: str
    book: Book
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """A payment and what it settled."""

    id: UUID
    received_on: date
    amount: Money
    reference: str
    settled: tuple[SettledFacts, ...]
    rest: Money
    """What is left of it as credit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletSeries:
    """An outlet's sales net of tax and refunds, month by month; None where nothing was reported."""

    id: UUID
    code: str
    name: str
    name_local: str
    opened_on: date
    net: tuple[Money | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesSeries:
    """The months up to the statement's, the oldest first, and the outlets, the oldest first."""

    months: tuple[str, ...]
    outlets: tuple[OutletSeries, ...]

    def total(self, place: int, currency: str) -> Money | None:
        """All outlets in the month at a place; None when none of them reported."""
        amounts = [net for outlet in self.outlets if (net := outlet.net[place]) is not None]
        return Money.total(amounts, currency) if amounts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTo:
    """How much to pay into which account, and what to write beside it."""

    book: Book
    account: str
    """The account's number; empty when the network has not entered it."""
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """What is open by how late it is on the statement's day."""

    not_due: Money
    to_30: Money
    to_60: Money
    over_60: Money

    @property
    def overdue(self) -> Money:
        """All that is late."""
        return self.to_30 + self.to_60 + self.over_60

    @property
    def all(self) -> tuple[Money, Money, Money, Money]:
        """In the order in which they are printed."""
        return self.not_due, self.to_30, self.to_60, self.over_60


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountData:
    """One franchisee's month in one currency. Amounts of two currencies are never added.

    `opening + fees + deposits + fund + tax - paid - written_off + paid_back = closing`, and
    `closing - paid_since = due - credit`.
    """

    currency: str
    opening: Money
    fees: Money
    deposits: Money
    """Asked for less given back in the month: no fees, but held for the franchisee."""
    fund: Money
    tax: Money
    written_off: Money
    """Given up in the month."""
    paid_back: Money
    """Credit that was paid back in the month."""
    paid: Money
    """Received from the first to the last day of the month."""
    closing: Money
    paid_since: Money
    """Received after the month, up to the day on which the statement stands."""
    due: Money
    due_by: date | None
    """The last day on which something falls due; None when nothing is open."""
    credit: Money
    """What is left of payments and settles the next invoice."""
    ages: Ages
    open_items: tuple[OpenFacts, ...]
    invoices: tuple[InvoiceFacts, ...]
    outlets: tuple[OutletCharges, ...]
    singles: tuple[SingleLine, ...]
    """Lines of the month's debit notes, which come from no sales report."""
    taken_back: tuple[TakenBack, ...]
    """Lines of the month's documents that take earlier ones back."""
    payments: tuple[PaymentFacts, ...]
    """Received in the month."""
    sales: SalesSeries
    pay_to: tuple[PayTo, ...]

    @property
    def charges(self) -> Money:
        """Fees, deposits, fund and tax of the month."""
        return self.fees + self.deposits + self.fund + self.tax

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is owed, was owed or has moved."""
        moved = (self.opening, self.closing, self.paid_since, self.due, self.credit)
        return not (any(moved) or self.invoices or self.payments)

    @property
    def fee_lines(self) -> tuple[ExplainedLine, ...]:
        """The lines that belong to the franchisor."""
        return tuple(line for line in self._lines if not line.fee.fund)

    @property
    def fund_lines(self) -> tuple[ExplainedLine, ...]:
        """The lines that belong to the advertising fund."""
        return tuple(line for line in self._lines if line.fee.fund)

    @property
    def all_lines(self) -> tuple[ExplainedLine | SingleLine, ...]:
        """Everything that was charged."""
        return (*self._lines, *self.singles)

    @property
    def _lines(self) -> tuple[ExplainedLine, ...]:
        return tuple(line for outlet in self.outlets for line in outlet.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementData:
    """One franchisee's month: an account for each currency in which something stands or moved."""

    number: str
    month: str
    first_on: date
    last_on: date
    issued_on: date
    as_of: date
    """The day on which it is judged what is open and what is late."""
    franchisee: Party
    contracts: tuple[tuple[UUID, str], ...]
    """Ids and numbers of the contracts that the lines rest on."""
    accounts: tuple[AccountData, ...]
    """At least one; the network's own currency first."""
    dispute_until: date | None
    """The last day on which a line of the month's invoices can be disputed."""
    dispute_to: str
    """The address to write to; empty when the network has not entered it."""

    @property
    def invoices(self) -> tuple[InvoiceFacts, ...]:
        """The month's invoices in all currencies."""
        return tuple(invoice for account in self.accounts for invoice in account.invoices)
