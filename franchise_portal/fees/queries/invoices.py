"""Invoices as an actor sees them: the list, and everything about one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, exists, false, func, select, type_coerce
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found
from ...ready import Ready
from ...rows import written
from ...web.paging import Page
from ...web.slices import MOST_VALUES, AnyRows, Prepared, distinct, page, prepared
from ..enums import Book, InvoiceKind, InvoiceStatus
from ..models import Allocation, Charge, Invoice, InvoiceTax, OpenItem, Payment
from .charges import OutletCharges, ReportFacts, explained
from .crediting import TakenBack, taken_back_by, taken_back_of
from .single_charges import SingleLine, deposits_among, single_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which invoices are looked for."""

    text: str = ""
    status: str = ""
    month: str = ""
    franchisee_id: UUID | None = None
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.text or self.status or self.month or self.franchisee_id)


class InvoiceRow(NamedTuple):
    """A row of the list."""

    id: str
    number: str
    franchisee: str
    franchisee_local: str
    month: str
    due_on: date
    """The day that counts now: a later one where more time was given for what is open."""
    currency: str
    total_minor: int
    open_minor: int
    kind: str
    """The value of an `InvoiceKind`."""


def visible_invoices(actor: Actor) -> Select[Invoice]:
    """All for the office, one's own for the owner of a business; none for people of one outlet."""
    query = select(Invoice)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(Invoice.franchisee_id == scope.franchisee_id)


def invoices(actor: Actor, wanted: Wanted) -> Page[InvoiceRow]:
    """A page of invoices, the latest first."""
    if wanted.is_everything and isinstance(actor.scope, Everything):
        return page(_all_of_them(), wanted.page, make=InvoiceRow)
    ids = visible_invoices(actor).with_only_columns(Invoice.id)
    if wanted.franchisee_id is not None:
        ids = ids.where(Invoice.franchisee_id == wanted.franchisee_id)
    if wanted.month:
        ids = ids.where(Invoice.month == wanted.month)
    if wanted.status:
        ids = ids.where(_stands(wanted.status))
    if wanted.text:
        ids = _matching(ids, wanted.text)
    return page(prepared(ids, _rows, _LATEST), wanted.page, make=InvoiceRow)


@cache
def _all_of_them() -> Prepared:
    return prepared(select(Invoice.id), _rows, _LATEST)


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Invoice.id.in_(ids))


_LATEST = (Invoice.number.desc(),)
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(Invoice.id),
    Invoice.number,
    Franchisee.name,
    Franchisee.name_local,
    Invoice.month,
    func.coalesce(
        select(func.max(OpenItem.due_on))
        .where(OpenItem.invoice_id == Invoice.id)
        .correlate(Invoice)
        .scalar_subquery(),
        Invoice.due_on,
    ),
    Invoice.currency,
    Invoice.total_minor,
    select(func.coalesce(func.sum(OpenItem.open_minor), 0))
    .where(OpenItem.invoice_id == Invoice.id)
    .correlate(Invoice)
    .scalar_subquery(),
    type_coerce(Invoice.kind, String),
).join(Franchisee, Franchisee.id == Invoice.franchisee_id)


def _stands(status: str) -> ColumnElement[bool]:
    still = select(OpenItem.invoice_id)
    today = clock.today()
    conditions = {
        InvoiceStatus.PAID.value: ~exists().where(OpenItem.invoice_id == Invoice.id)
        & (Invoice.kind != InvoiceKind.CREDIT_NOTE),
        InvoiceStatus.CREDIT.value: Invoice.kind == InvoiceKind.CREDIT_NOTE,
        InvoiceStatus.OVERDUE.value: Invoice.id.in_(still.where(OpenItem.due_on < today)),
        InvoiceStatus.OPEN.value: Invoice.id.in_(still.where(OpenItem.due_on >= today)),
    }
    return conditions.get(status, false())


def _matching(query: Select[UUID], text: str) -> Select[UUID]:
    """Those whose number begins like the text, or whose franchisee's words do."""
    if text[:1].isdigit() or text.upper().startswith(("CN-", "DN-")):
        text = text.upper()
        return query.where(Invoice.number.startswith(text, autoescape=True))
    return found(query, SearchKind.FRANCHISEE, Invoice.franchisee_id, text)


class StillOpen(NamedTuple):
    """What is still open of an invoice, in minor units, and the day that counts for it."""

    minor: int
    due_on: date


def still_open(invoice_ids: Collection[UUID]) -> dict[UUID, StillOpen]:
    """What is still open of some invoices; settled ones are left out."""
    still: dict[UUID, StillOpen] = {}
    for invoice_id, minor, due_on in db.session.execute(
        select(OpenItem.invoice_id, OpenItem.open_minor, OpenItem.due_on).where(
            OpenItem.invoice_id.in_(sorted(invoice_ids))
        )
    ):
        other = still.get(invoice_id, StillOpen(0, due_on))
        still[invoice_id] = StillOpen(other.minor + minor, max(other.due_on, due_on))
    return still


def status_of(minor: int, due_on: date, kind: str = InvoiceKind.INVOICE.value) -> InvoiceStatus:
    """How an invoice stands today, of which `minor` is open."""
    if minor <= 0 and kind == InvoiceKind.CREDIT_NOTE:
        return InvoiceStatus.CREDIT
    if minor <= 0:
        return InvoiceStatus.PAID
    return InvoiceStatus.OVERDUE if due_on < clock.today() else InvoiceStatus.OPEN


def days_late(minor: int, due_on: date) -> int:
    """How many days an invoice is late, of which `minor` is open."""
    return max(0, (clock.today() - due_on).days) if minor > 0 else 0


def invoiced_months(actor: Actor) -> Sequence[str]:
    """The months for which the actor can see invoices, the latest first."""
    if isinstance(actor.scope, Everything):
        return _MONTHS.scalars()
    query = visible_invoices(actor).with_only_columns(Invoice.month).distinct()
    return db.session.scalars(query.order_by(Invoice.month.desc()).limit(MOST_VALUES)).all()


_MONTHS = Ready(distinct(Invoice.month))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A part of a payment, or of an earlier credit, that settled a part of the invoice."""

    on: date
    book: Book
    amount: Money
    payment_id: UUID | None
    write_off_id: UUID | None
    reference: str
    recorded_at: datetime | None
    recorded_by: str


MOST_REPORTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceData:
    """Everything that the page of an invoice shows."""

    invoice: Invoice
    outlets: tuple[OutletCharges, ...]
    singles: tuple[SingleLine, ...]
    """Lines that come from no sales report: all of a debit note."""
    fees: Money
    fund: Money
    taxes: tuple[InvoiceTax, ...]
    total: Money
    open: Money
    due_on: date
    """The day that counts now: later than the printed one where more time was given."""
    status: InvoiceStatus
    days_late: int
    settlements: tuple[Settlement, ...]
    takes_back: tuple[TakenBack, ...]
    """Lines on it that take back what was charged before."""
    taken_back: tuple[TakenBack, ...]
    """What was taken back of its own lines, by later documents."""
    corrects: Invoice | None
    """Of a credit note: the invoice that it is about."""

    @property
    def deposits(self) -> Money:
        """What of it is a deposit, asked for or given back; `fees` hold it too."""
        return deposits_among(self.singles, self.takes_back, self.total.currency)

    @property
    def can_be_credited(self) -> bool:
        """Whether it is an invoice or a debit note of which something may be left."""
        return self.invoice.kind.is_owed and bool(self.outlets or self.singles)

    @property
    def settled(self) -> Money:
        """What has been paid of it."""
        return Money.total((one.amount for one in self.settlements), self.total.currency)

    @property
    def contracts(self) -> tuple[tuple[UUID, str], ...]:
        """Ids and numbers of the contracts that the lines rest on."""
        of_reports = (line.contract for outlet in self.outlets for line in outlet.lines)
        of_none = (line.contract for line in self.singles)
        contracts = {one.id: one.number for one in (*of_reports, *of_none)}
        return tuple(sorted(contracts.items(), key=lambda item: item[1]))

    @property
    def reports(self) -> tuple[tuple[ReportFacts, OutletCharges], ...]:
        """The latest reports that were charged, one for each outlet, at most eight."""
        latest = [(outlet.reports[-1], outlet) for outlet in self.outlets]
        return tuple(latest[:MOST_REPORTS])


def invoice_for(actor: Actor, invoice_id: UUID) -> InvoiceData:
    """One invoice with its explained lines and what settled it.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_invoices(actor).where(Invoice.id == invoice_id)
    invoice = db.session.scalar(query.options(joinedload(Invoice.franchisee)))
    if invoice is None:
        raise NotFound
    currency = invoice.currency
    minor, due_on = still_open([invoice.id]).get(invoice.id, StillOpen(0, invoice.due_on))
    corrects = invoice.corrects_id
    return InvoiceData(
        invoice=invoice,
        outlets=explained(Charge.invoice_id == invoice.id),
        singles=single_lines([invoice.id]),
        fees=Money(invoice.total_minor - invoice.fund_minor - invoice.tax_minor, currency),
        fund=Money(invoice.fund_minor, currency),
        taxes=taxes_of([invoice.id]).get(invoice.id, ()),
        total=Money(invoice.total_minor, currency),
        open=Money(minor, currency),
        due_on=due_on,
        status=status_of(minor, due_on, invoice.kind),
        days_late=days_late(minor, due_on),
        settlements=settlements_of(invoice.id),
        takes_back=taken_back_by([invoice.id]).get(invoice.id, ()),
        taken_back=taken_back_of(invoice.id),
        corrects=db.session.get(Invoice, corrects) if corrects else None,
    )


def taxes_of(invoice_ids: Sequence[UUID]) -> dict[UUID, tuple[InvoiceTax, ...]]:
    """The taxes of some invoices, the highest rate first."""
    found: dict[UUID, list[InvoiceTax]] = {}
    for row in db.session.scalars(
        select(InvoiceTax)
        .where(InvoiceTax.invoice_id.in_(invoice_ids))
        .order_by(InvoiceTax.rate.desc(), InvoiceTax.kind)
    ):
        found.setdefault(row.invoice_id, []).append(row)
    return {invoice_id: tuple(rows) for invoice_id, rows in found.items()}


def settlements_of(invoice_id: UUID) -> tuple[Settlement, ...]:
    """What settled an invoice, the earliest first."""
    rows = db.session.execute(
        select(Allocation, Payment)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .where(Allocation.invoice_id == invoice_id)
        .order_by(Allocation.allocated_on, Allocation.id)
    )
    return tuple(
        Settlement(
            on=allocation.allocated_on,
            book=allocation.book,
            amount=Money(allocation.amount_minor, allocation.currency),
            payment_id=allocation.payment_id,
            write_off_id=allocation.write_off_id,
            reference=payment.reference if allocation.payment_id else "",
            recorded_at=payment.recorded_at if allocation.payment_id else None,
            recorded_by=payment.recorded_by_name if allocation.payment_id else "",
        )
        for allocation, payment in rows
    )


def find_invoice(actor: Actor, number: str) -> Invoice | None:
    """The invoice with a number, if the actor may see it."""
    return db.session.scalar(visible_invoices(actor).where(Invoice.number == number.strip()))
