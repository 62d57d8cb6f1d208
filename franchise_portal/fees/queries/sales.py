"""Sales reports and the files they came from, as an actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, bindparam, exists, or_, select, type_coerce
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.enums import SearchKind
from ...network.models import Outlet, OutletOwnership
from ...network.queries import found
from ...ready import Ready
from ...rows import WrittenId, written
from ...web.paging import Page
from ...web.slices import MOST_VALUES, AnyRows, Prepared, distinct, page, prepared
from ..models import Charge, Invoice, SalesImport, SalesReport
from .listing import page_of, with_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which reports are looked for."""

    text: str = ""
    month: str = ""
    outlet_id: UUID | None = None
    page: int = 1

    @property
    def is_month(self) -> bool:
        """Whether a whole month is asked for, and nothing else."""
        return bool(self.month) and not self.text and self.outlet_id is None


class ReportRow(NamedTuple):
    """A row of the list."""

    id: str
    outlet: str
    name: str
    name_local: str
    starts_on: date
    ends_on: date
    currency: str
    gross_minor: int
    taken_off_minor: int
    """Sales tax, refunds, discounts and excluded sales."""
    reported_at: datetime
    invoice_id: str | None
    """Of the invoice on which it was charged; None before."""
    invoice: str | None
    """Its number."""
    source: str
    """How it came, as the database keeps it."""

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day reported."""
        return self.starts_on, self.ends_on

    @property
    def period(self) -> Period:
        """The days reported."""
        return Period.of_days(*self.span)

    @property
    def gross(self) -> Money:
        """Gross sales."""
        return Money(self.gross_minor, self.currency)


def visible_reports(actor: Actor) -> Select[SalesReport]:
    """The current reports: all for the office; of one's own days for a franchisee.

    What an outlet sold before one bought it or after one sold it is somebody else's.
    """
    query = select(SalesReport).where(SalesReport.is_current)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    owned = exists().where(
        OutletOwnership.outlet_id == SalesReport.outlet_id,
        OutletOwnership.franchisee_id == scope.franchisee_id,
        OutletOwnership.starts_on <= SalesReport.ends_on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= SalesReport.starts_on),
    )
    query = query.where(owned)
    if scope.outlet_ids is not None:
        query = query.where(SalesReport.outlet_id.in_(scope.outlet_ids))
    return query


def reports(actor: Actor, wanted: Wanted) -> Page[ReportRow]:
    """A page of reports, the latest month first, in the order in which outlets were entered.

    An order by code would sort a hundred thousand rows for a page of fifty.
    """
    if isinstance(actor.scope, Everything) and wanted.is_month:
        return page(_of_month(), wanted.page, make=ReportRow, values={"month": wanted.month})
    ids = visible_reports(actor).with_only_columns(SalesReport.id)
    if wanted.month:
        ids = ids.where(SalesReport.month == wanted.month)
    if wanted.outlet_id is not None:
        ids = ids.where(SalesReport.outlet_id == wanted.outlet_id)
    if wanted.text:
        ids = found(ids, SearchKind.OUTLET, SalesReport.outlet_id, wanted.text)
    return page(prepared(ids, _rows, _LATEST), wanted.page, make=ReportRow)


@cache
def _of_month() -> Prepared:
    month = SalesReport.month == bindparam("month")
    ids = select(SalesReport.id).where(SalesReport.is_current, month)
    return prepared(ids, _rows, _LATEST)


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(SalesReport.id.in_(ids))


_LATEST = (SalesReport.month.desc(), SalesReport.outlet_id.asc(), SalesReport.starts_on.asc())
#: Any of a report's charges: all stand on one invoice.
_CHARGED = (
    select(Charge.invoice_id)
    .where(Charge.sales_report_id == SalesReport.id)
    .correlate(SalesReport)
    .limit(1)
)
_CHARGED_ON = (
    select(Invoice.number)
    .join(Charge, Charge.invoice_id == Invoice.id)
    .where(Charge.sales_report_id == SalesReport.id)
    .correlate(SalesReport)
    .limit(1)
)
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(SalesReport.id),
    Outlet.code,
    Outlet.name,
    Outlet.name_local,
    SalesReport.starts_on,
    SalesReport.ends_on,
    SalesReport.currency,
    SalesReport.gross_minor,
    SalesReport.sales_tax_minor
    + SalesReport.refunds_minor
    + SalesReport.discounts_minor
    + SalesReport.excluded_minor,
    SalesReport.reported_at,
    type_coerce(_CHARGED.scalar_subquery(), WrittenId),
    _CHARGED_ON.scalar_subquery(),
    type_coerce(SalesReport.source, String),
).join(Outlet, Outlet.id == SalesReport.outlet_id)


def reported_months(actor: Actor) -> Sequence[str]:
    """The months for which the actor can see reports, the latest first."""
    if isinstance(actor.scope, Everything):
        # A month that has reports has current ones.
        return _MONTHS.scalars()
    query = visible_reports(actor).with_only_columns(SalesReport.month).distinct()
    return db.session.scalars(query.order_by(SalesReport.month.desc()).limit(MOST_VALUES)).all()


_MONTHS = Ready(distinct(SalesReport.month))


def visible_imports(actor: Actor) -> Select[SalesImport]:
    """All files for those who may import."""
    actor.require(Permission.FEES_SALES_IMPORT)
    return select(SalesImport)


def imports(actor: Actor, page: int) -> Page[SalesImport]:
    """A page of sales files, the latest first."""
    query = visible_imports(actor)
    rows = page_of(query, page, SalesImport.created_at.desc(), SalesImport.id.desc())
    return with_rows(rows, [row.SalesImport for row in rows.rows])


def import_for(actor: Actor, import_id: UUID) -> SalesImport:
    """One sales file with what was kept of it.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.scalar(
        visible_imports(actor)
        .where(SalesImport.id == import_id)
        .options(joinedload(SalesImport.file))
    )
    if row is None:
        raise NotFound
    return row


def report_for(actor: Actor, report_id: UUID) -> tuple[SalesReport, Outlet]:
    """One report with its outlet.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_reports(actor).where(SalesReport.id == report_id)
    report = db.session.scalar(query.options(joinedload(SalesReport.outlet)))
    if report is None:
        raise NotFound
    return report, report.outlet


def gross_of(row: SalesImport) -> Money | None:
    """Gross sales of a file's good rows; None when they are in several currencies."""
    return Money(row.gross_minor, row.currency) if row.currency else None


GOOD_SHOWN = 50


def good_rows(row: SalesImport) -> Sequence[ReportRow]:
    """The first reports that a file has posted, by outlet."""
    rows = db.session.execute(
        _NAMED.where(SalesReport.import_id == row.id)
        .order_by(Outlet.code, SalesReport.starts_on)
        .limit(GOOD_SHOWN)
    )
    return [ReportRow(*columns) for columns in rows]
