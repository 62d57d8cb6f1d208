"""How far a month is: what was reported, what is missing, what was charged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import Job, JobStatus
from ...kit import clock
from ...kit.money import Money
from ...kit.period import Period, shifted
from ...network.models import Outlet
from ...network.queries import trading_outlets
from ..enums import MonthStatus
from ..models import Assessment, Invoice, MonthDraft, OpenItem, SalesReport
from .charged_lines import charged_lines
from .due import count_own, count_uncharged
from .missing import Missing, not_reported
from .month_drafts import months_in_draft, open_draft
from .of_sales import is_of_sales

MONTHS_LISTED = 24
MISSING_LISTED = 50
ASSESS_JOB = "fees.assess_month"
TAX = "tax"
"""What the row of the tax is called, as fees are."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in the list; sums by currency."""

    month: str
    reports: int
    gross: tuple[Money, ...]
    invoices: int
    fees: tuple[Money, ...]
    fund: tuple[Money, ...]
    is_in_draft: bool = False
    """Whether its invoices are shown as drafts."""

    @property
    def status(self) -> MonthStatus:
        """Whether it has been assessed."""
        if self.is_in_draft:
            return MonthStatus.DRAFT
        if self.invoices:
            return MonthStatus.ASSESSED
        return MonthStatus.READY if self.reports else MonthStatus.EMPTY


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What one fee came to in a month, in one currency."""

    fee: str
    is_fund: bool
    lines: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthData:
    """Everything that the page of a month shows."""

    month: Period
    reports: int
    outlets: int
    """Outlets with at least one report."""
    trading: int
    gross: tuple[Money, ...]
    missing: Sequence[Missing]
    missing_count: int
    uncharged: int
    invoices: int
    total: tuple[Money, ...]
    open: tuple[Money, ...]
    fees: tuple[FeeRow, ...]
    runs: Sequence[Assessment]
    job: Job | None
    """The latest request to assess the month, if it is still to be seen."""
    draft: MonthDraft | None
    """Since when its invoices are shown as drafts, while they are."""

    @property
    def status(self) -> MonthStatus:
        """Where the month stands: uncharged reports make it ready again."""
        if self.draft is not None:
            return MonthStatus.DRAFT
        if self.uncharged:
            return MonthStatus.READY
        return MonthStatus.ASSESSED if self.invoices else MonthStatus.EMPTY

    @property
    def is_busy(self) -> bool:
        """Whether a job is assessing it."""
        return self.job is not None and self.job.status in {JobStatus.WAITING, JobStatus.RUNNING}


def months(actor: Actor) -> tuple[MonthRow, ...]:
    """The last two years' months, the latest first, and those before that have reports."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    latest = Period.month_of(clock.today()).preceding()
    first = f"{shifted(latest.start, 1 - MONTHS_LISTED):%Y-%m}"
    reported = _grouped(
        select(
            SalesReport.month,
            SalesReport.currency,
            func.count(),
            func.sum(SalesReport.gross_minor),
        )
        .where(SalesReport.is_current)
        .group_by(SalesReport.month, SalesReport.currency)
    )
    invoiced = _grouped(
        select(
            Invoice.month,
            Invoice.currency,
            func.count(),
            func.sum(Invoice.total_minor - Invoice.fund_minor),
            func.sum(Invoice.fund_minor),
        )
        .where(is_of_sales())
        .group_by(Invoice.month, Invoice.currency)
    )
    names = {*reported, *invoiced}
    if names and max(names) >= first:
        names.add(latest.text)
    drafts = months_in_draft()
    return tuple(
        replace(_row(month, reported, invoiced), is_in_draft=month in drafts)
        for month in sorted(names, reverse=True)
    )


def _grouped(query: Any) -> dict[str, list[tuple[Any, ...]]]:  # noqa: ANN401 - a select
    found: dict[str, list[tuple[Any, ...]]] = {}
    for month, *values in db.session.execute(query.order_by(None)):
        found.setdefault(month, []).append(tuple(values))
    return found


def _row(
    month: str,
    reported: dict[str, list[tuple[Any, ...]]],
    invoiced: dict[str, list[tuple[Any, ...]]],
) -> MonthRow:
    reports, invoices = reported.get(month, []), invoiced.get(month, [])
    return MonthRow(
        month,
        sum(count for _, count, _ in reports),
        tuple(Money(int(minor), currency) for currency, _, minor in sorted(reports)),
        sum(count for _, count, *_ in invoices),
        tuple(Money(int(fees), currency) for currency, _, fees, _ in sorted(invoices)),
        tuple(Money(int(fund), currency) for currency, _, _, fund in sorted(invoices)),
    )


def month_data(actor: Actor, month: Period) -> MonthData:
    """One month."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    reported = db.session.execute(
        select(SalesReport.currency, func.count(), func.sum(SalesReport.gross_minor))
        .where(SalesReport.month == month.text, SalesReport.is_current)
        .group_by(SalesReport.currency)
        .order_by(SalesReport.currency)
    ).all()
    invoiced = db.session.execute(
        select(Invoice.currency, func.count(), func.sum(Invoice.total_minor))
        .where(Invoice.month == month.text, is_of_sales())
        .group_by(Invoice.currency)
        .order_by(Invoice.currency)
    ).all()
    missing, missing_count = not_reported(actor, month, MISSING_LISTED)
    return MonthData(
        month=month,
        reports=sum(count for _, count, _ in reported),
        outlets=_outlets(month.text),
        trading=_trading(month),
        gross=tuple(Money(int(minor), currency) for currency, _, minor in reported),
        missing=missing,
        missing_count=missing_count,
        uncharged=_to_charge(month.text),
        invoices=sum(count for _, count, _ in invoiced),
        total=tuple(Money(int(minor), currency) for currency, _, minor in invoiced),
        open=_open(month.text),
        fees=_fees(month.text),
        runs=_runs(month.text),
        job=latest_job(month.text),
        draft=open_draft(month.text),
    )


def _outlets(month: str) -> int:
    return db.session.execute(
        select(func.count(func.distinct(SalesReport.outlet_id))).where(
            SalesReport.month == month, SalesReport.is_current
        )
    ).scalar_one()


def _trading(month: Period) -> int:
    trading = trading_outlets(month).with_only_columns(Outlet.id).order_by(None).subquery()
    return db.session.execute(select(func.count()).select_from(trading)).scalar_one()


def _open(month: str) -> tuple[Money, ...]:
    rows = db.session.execute(
        select(OpenItem.currency, func.sum(OpenItem.open_minor))
        .join(Invoice, Invoice.id == OpenItem.invoice_id)
        .where(Invoice.month == month, is_of_sales())
        .group_by(OpenItem.currency)
        .order_by(OpenItem.currency)
    )
    return tuple(Money(int(minor), currency) for currency, minor in rows)


def _fees(month: str) -> tuple[FeeRow, ...]:
    """What each fee came to, less what documents of the month take back; a row for the tax."""
    lines = charged_lines(Invoice.month == month, is_of_sales())
    rows = db.session.execute(
        select(
            lines.c.fee,
            lines.c.is_fund,
            lines.c.currency,
            func.sum(lines.c.count),
            func.sum(lines.c.minor),
            func.min(lines.c.position),
        ).group_by(lines.c.fee, lines.c.is_fund, lines.c.currency)
    ).all()
    ordered = sorted(rows, key=lambda row: (row[1], row[5], row[0], row[2]))
    return tuple(
        FeeRow(fee, is_fund, int(count), Money(int(minor), currency))
        for fee, is_fund, currency, count, minor, _ in ordered
    ) + tuple(_tax(month))


def _tax(month: str) -> Iterator[FeeRow]:
    rows = db.session.execute(
        select(Invoice.currency, func.sum(Invoice.tax_minor))
        .where(Invoice.month == month, is_of_sales())
        .group_by(Invoice.currency)
        .having(func.sum(Invoice.tax_minor) != 0)
        .order_by(Invoice.currency)
    )
    for currency, minor in rows:
        yield FeeRow(TAX, False, 0, Money(int(minor), currency))  # noqa: FBT003 - a row


def _runs(month: str) -> Sequence[Assessment]:
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.month == month)
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
        .limit(10)
    ).all()


def latest_job(month: str) -> Job | None:
    """The latest job that was asked to assess a month."""
    return db.session.scalar(
        select(Job)
        .where(Job.name == ASSESS_JOB, Job.dedupe_key.startswith(f"assess/{month}/"))
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(1)
    )


def _to_charge(month: str) -> int:
    """Reports of a month that wait to be charged; own outlets are looked at only where some do."""
    uncharged = count_uncharged(month)
    return uncharged - count_own(month) if uncharged else 0
