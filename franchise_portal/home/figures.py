"""What the home pages count, from everybody's tables. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select, union_all

from ..access.actor import Actor
from ..access.scope import Everything
from ..audit.models import Entry
from ..audit.queries import visible_entries
from ..database import db
from ..fees.enums import InvoiceKind
from ..fees.models import Allocation, Invoice, OpenItem, SalesReport
from ..fees.queries.held import deposits_of_documents
from ..kit import clock
from ..kit.money import Money
from ..kit.period import Period, shifted
from ..network.models import Franchisee, Outlet
from ..network.queries import lists, visible_franchisees, visible_outlets
from ..reports.enums import ReportStatus
from ..reports.models import Report

MONTHS = 24
YEAR = 12


@dataclass(frozen=True, slots=True)
class Course:
    """A figure over months, the oldest first; the last is the one spoken of."""

    months: tuple[str, ...]
    minor: tuple[int, ...]
    currency: str

    @property
    def now(self) -> Money:
        """The last month's."""
        return Money(self.minor[-1], self.currency)

    @property
    def year_before(self) -> Money | None:
        """The same month a year earlier; None when it is not in the course or was nothing."""
        if len(self.minor) <= YEAR or not self.minor[-1 - YEAR]:
            return None
        return Money(self.minor[-1 - YEAR], self.currency)

    @property
    def change(self) -> Decimal | None:
        """Growth on the year before, as a share."""
        before = self.year_before
        return None if before is None else Decimal(self.now.minor) / before.minor - 1


@dataclass(frozen=True, slots=True)
class Late:
    """A franchisee with something overdue."""

    id: UUID
    name: str
    name_local: str
    amount: Money
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Birthday:
    """Somebody's birthday soon."""

    person_id: str
    name: str
    name_local: str
    franchisee: str
    on: date


def latest_month(actor: Actor) -> str | None:
    """The last month for which the actor can see a sales report."""
    found: str | None = db.session.scalar(_reports(actor, func.max(SalesReport.month)))
    return found


def closed_month() -> Period:
    """The month that has ended most recently."""
    return Period.month_of(clock.today()).preceding()


def sales(actor: Actor, last: str, currency: str) -> Course:
    """Gross sales month by month."""
    months = _months(last)
    query = _reports(actor, SalesReport.month, func.sum(SalesReport.gross_minor))
    query = query.where(SalesReport.month >= months[0], SalesReport.currency == currency)
    return _course(months, query.group_by(SalesReport.month), currency)


def fees(actor: Actor, last: str, currency: str) -> Course:
    """Fees invoiced month by month, without the fund's part and without deposits."""
    months = _months(last)
    own = Invoice.total_minor - Invoice.fund_minor - Invoice.tax_minor
    within = (Invoice.month >= months[0], Invoice.currency == currency, *_own(actor, Invoice))
    deposits = deposits_of_documents()
    parts = union_all(
        select(Invoice.month, func.sum(own).label("minor")).where(*within).group_by(Invoice.month),
        select(Invoice.month, -func.sum(deposits.c.minor))
        .join(deposits, deposits.c.invoice_id == Invoice.id)
        .where(*within)
        .group_by(Invoice.month),
    ).subquery()
    query = select(parts.c.month, func.sum(parts.c.minor)).group_by(parts.c.month)
    return _course(months, query, currency)


def paid_on_time(actor: Actor, last: str) -> tuple[tuple[str, Decimal], ...]:
    """The share of each month's invoices that was settled by its due day, due days to come aside.

    An invoice settled in part by then does not count as paid.
    """
    first = _months(last)[-YEAR]
    in_time = (
        select(Allocation.invoice_id, func.sum(Allocation.amount_minor).label("settled"))
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Invoice.month >= first, Allocation.allocated_on <= Invoice.due_on)
        .group_by(Allocation.invoice_id)
        .subquery()
    )
    settled = case((func.coalesce(in_time.c.settled, 0) >= Invoice.total_minor, 1), else_=0)
    rows = db.session.execute(
        select(Invoice.month, func.count(), func.sum(settled))
        .outerjoin(in_time, in_time.c.invoice_id == Invoice.id)
        .where(
            Invoice.kind == InvoiceKind.INVOICE,  # a debit note is no month's fees
            Invoice.month >= first,
            Invoice.due_on < clock.today(),
            *_own(actor, Invoice),
        )
        .group_by(Invoice.month)
        .order_by(Invoice.month)
    )
    return tuple((month, Decimal(int(good)) / count) for month, count, good in rows)


def late_franchisees(actor: Actor, limit: int) -> tuple[Sequence[Late], int]:
    """Who is late longest, and how many are."""
    today = clock.today()
    seen = visible_franchisees(actor).with_only_columns(Franchisee.id).order_by(None)
    overdue = (
        select(
            OpenItem.franchisee_id,
            OpenItem.currency,
            func.sum(OpenItem.open_minor).label("minor"),
            func.min(OpenItem.due_on).label("since"),
        )
        .where(OpenItem.due_on < today, OpenItem.franchisee_id.in_(seen))
        .group_by(OpenItem.franchisee_id, OpenItem.currency)
        .subquery()
    )
    rows = db.session.execute(
        select(Franchisee.id, Franchisee.name, Franchisee.name_local, overdue)
        .join(overdue, overdue.c.franchisee_id == Franchisee.id)
        .order_by(overdue.c.since, Franchisee.code)
        .limit(limit)
    ).all()
    count = db.session.scalar(select(func.count()).select_from(overdue)) or 0
    found = [
        Late(
            row.id,
            row.name,
            row.name_local,
            Money(int(row.minor), row.currency),
            row.since,
            (today - row.since).days,
        )
        for row in rows
    ]
    return found, count


def birthdays(actor: Actor, *, days: int = 14, limit: int = 4) -> Sequence[Birthday]:
    """Birthdays from today on, the nearest first."""
    return [
        Birthday(row.id, row.name, row.name_local, row.franchisee, row.next_birthday)
        for row in lists.birthdays(actor, days=days - 1, limit=limit)
        if row.next_birthday
    ]


def latest(actor: Actor, limit: int) -> Sequence[Entry]:
    """What happened last, as far as the actor can see."""
    query = visible_entries(actor).where(Entry.is_access.is_(False))
    return db.session.scalars(query.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)).all()


def _reports(actor: Actor, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - any columns
    query = select(*columns).where(SalesReport.is_current)
    if isinstance(actor.scope, Everything):
        return query
    seen = visible_outlets(actor).with_only_columns(Outlet.id).order_by(None)
    return query.where(SalesReport.outlet_id.in_(seen))


def _own(actor: Actor, mapped: type[Invoice]) -> tuple[ColumnElement[bool], ...]:
    if isinstance(actor.scope, Everything):
        return ()
    return (mapped.franchisee_id == actor.scope.franchisee_id,)


def _months(last: str) -> tuple[str, ...]:
    start = Period.parse_month(last).start
    return tuple(
        Period.month_of(shifted(start, number - MONTHS + 1)).text for number in range(MONTHS)
    )


def _course(months: tuple[str, ...], query: Select[*tuple[Any, ...]], currency: str) -> Course:
    found = {month: int(minor) for month, minor in db.session.execute(query)}
    return Course(months, tuple(found.get(month, 0) for month in months), currency)


@dataclass(frozen=True, slots=True)
class Due:
    """What is still open of one invoice."""

    invoice_id: UUID
    number: str
    month: str
    due_on: date
    amount: Money
    is_late: bool


def next_due(franchisee_id: UUID, limit: int = 5) -> Sequence[Due]:
    """Open invoices of a franchisee, the one due first first."""
    rows = db.session.execute(
        select(
            Invoice.id,
            Invoice.number,
            Invoice.month,
            Invoice.due_on,
            OpenItem.currency,
            func.sum(OpenItem.open_minor),
        )
        .join(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(OpenItem.franchisee_id == franchisee_id)
        .group_by(Invoice.id, Invoice.number, Invoice.month, Invoice.due_on, OpenItem.currency)
        .order_by(Invoice.due_on, Invoice.number)
        .limit(limit)
    )
    today = clock.today()
    return [
        Due(invoice_id, number, month, due_on, Money(int(minor), currency), due_on < today)
        for invoice_id, number, month, due_on, currency, minor in rows
    ]


def ready_statements(franchisee_id: UUID, limit: int = 3) -> Sequence[Report]:
    """The latest statements that can be opened."""
    query = (
        select(Report)
        .where(
            Report.franchisee_id == franchisee_id,
            Report.kind == "statement",
            Report.status == ReportStatus.READY,
        )
        .order_by(Report.period.desc(), Report.created_at.desc())
        .limit(limit * 3)
    )
    found: dict[str, Report] = {}
    for report in db.session.scalars(query):
        found.setdefault(report.period, report)
    return list(found.values())[:limit]


def own_outlets(actor: Actor, limit: int = 6) -> Sequence[Outlet]:
    """The outlets of one's own business, by code."""
    query = visible_outlets(actor).order_by(Outlet.code).limit(limit)
    return db.session.scalars(query).all()
