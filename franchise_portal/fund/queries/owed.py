"""Of which years the franchisor owes a statement of the fund, and to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, and_, case, exists, func, or_, select

from ...database import db
from ...fees.enums import Account, Book
from ...fees.models import AccountDay, Invoice
from ...kit import clock
from ...kit.period import Period
from ..enums import ClockState, StatementStatus
from ..models import FundStatement, FundTerms
from ..rules.years import StatementClock, period_of, statement_clock, year_of
from .terms import clock_of, currency, statement_within, the_terms

MOST_YEARS = 5
"""How many years are looked at: of what is older, nobody asks for a statement any more."""


@dataclass(frozen=True, slots=True)
class OwedStatement:
    """A year's statement: its clock, and when it was published."""

    clock: StatementClock
    since: date
    """The first day after the year."""
    published_at: datetime | None

    @property
    def published_on(self) -> date | None:
        """On which day that was."""
        return clock.day_of(self.published_at) if self.published_at else None


def statements_owed(franchisee_id: UUID | None, on: date) -> Sequence[OwedStatement]:
    """The statements of the last years in which something was paid in, the oldest first.

    By any franchisee, or by one: a statement is owed to those who contributed.
    """
    terms = the_terms()
    this = year_of(on, terms.year_starts_month)
    years = {
        year: period_of(year, terms.year_starts_month)
        for year in range(this - MOST_YEARS + 1, this + 1)
    }
    paid = _paid_in(franchisee_id, years)
    if not paid:
        return ()
    published = _published()
    return [_owed(year, years[year], terms, on, published) for year in sorted(paid)]


def clock_of_last_year(terms: FundTerms) -> StatementClock | None:
    """How the statement of the last year that is over stands; None where nobody is owed one.

    That is so when no franchisee paid in: the network may have begun since.
    """
    year = year_of(clock.today(), terms.year_starts_month) - 1
    found = clock_of(year, terms)
    was_published = found.state in {ClockState.IN_TIME, ClockState.AFTER}
    if was_published or _paid_in(None, {year: period_of(year, terms.year_starts_month)}):
        return found
    return None


def _owed(
    year: int,
    period: Period,
    terms: FundTerms,
    on: date,
    published: Mapping[tuple[date, date], datetime],
) -> OwedStatement:
    within = statement_within(terms)
    moment = published.get((period.start, period.last))
    found = statement_clock(
        period,
        year=year,
        within=within.time,
        on=on,
        published_on=clock.day_of(moment) if moment else None,
        source=within.source,
    )
    return OwedStatement(found, period.end, moment)


def _paid_in(franchisee_id: UUID | None, years: Mapping[int, Period]) -> set[int]:
    """The years in which something was paid in, in one query whatever the network's size."""
    row = (
        _by_anybody(years)
        if franchisee_id is None
        else db.session.execute(
            select(
                *(
                    exists().where(
                        Invoice.franchisee_id == franchisee_id,
                        Invoice.issued_on >= period.start,
                        Invoice.issued_on < period.end,
                        Invoice.fund_minor != 0,
                    )
                    for period in years.values()
                )
            )
        ).one()
    )
    return {year for year, found in zip(years, row, strict=True) if found}


def _by_anybody(years: Mapping[int, Period]) -> Row[*tuple[int, ...]]:
    """What franchisees contributed in each year, by the book: all contributions less own outlets'.

    The two stand in two books with opposite signs.
    """
    sums = [
        func.coalesce(
            func.sum(
                case(
                    (
                        and_(AccountDay.on_date >= period.start, AccountDay.on_date < period.end),
                        AccountDay.total_minor,
                    ),
                    else_=0,
                )
            ),
            0,
        )
        for period in years.values()
    ]
    periods = list(years.values())
    return db.session.execute(
        select(*sums).where(
            or_(
                and_(AccountDay.book == Book.FUND, AccountDay.account == Account.CONTRIBUTIONS),
                and_(AccountDay.book == Book.FRANCHISOR, AccountDay.account == Account.OWN_SHARE),
            ),
            AccountDay.currency == currency(),
            AccountDay.on_date >= periods[0].start,
            AccountDay.on_date < periods[-1].end,
        )
    ).one()


def _published() -> dict[tuple[date, date], datetime]:
    """When the first statement of each period was published."""
    rows = db.session.execute(
        select(FundStatement.starts_on, FundStatement.ends_on, func.min(FundStatement.published_at))
        .where(FundStatement.status != StatementStatus.DRAFT)
        .group_by(FundStatement.starts_on, FundStatement.ends_on)
    )
    return {(first, last): moment for first, last, moment in rows if moment is not None}
