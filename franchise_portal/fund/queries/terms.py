"""The fund's year and the clock of its statement, as the network's rules and its law say."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select, true

from ...database import db
from ...fees.models import JournalEntry
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...kit.period import Period
from ...law import Duty, pack
from ...network.models import Network
from ...network.queries import founded
from ..enums import StatementStatus
from ..models import FundBudget, FundStatement, FundTerms
from ..rules.years import StatementClock, period_of, statement_clock, year_of

STATEMENT, HANDED_OUT = "fund_statement", "fund_statement_handed_out"
"""How the law packs name the two duties, after their own slug."""
IN_TIME = N_(
    "The law, article 17, says “in time” and names no months; the number is the network’s own."
)
"""What China's regulation of commercial franchising asks for the use of advertising money."""


class Within(NamedTuple):
    """How long there is, and which law says so; none where the network's own rule does."""

    time: Duration
    source: str


def the_terms() -> FundTerms:
    """The row, or one with the defaults that is not kept yet."""
    row: FundTerms | None = db.session.scalar(select(FundTerms))
    return row or _usual_terms()


def _usual_terms() -> FundTerms:
    return FundTerms(
        year_starts_month=1,
        law_pack="none",
        due_months=4,
        hand_out_days=30,
        names_outlets=True,
        version=0,
    )


def statement_within(terms: FundTerms) -> Within:
    """How long after the year's end its statement is due."""
    duty = _duty(terms, STATEMENT)
    if duty is not None and duty.within is not None:
        return Within(duty.within, duty.rule.source)
    source = IN_TIME if terms.law_pack == "cn" else ""
    return Within(Duration(terms.due_months, Unit.MONTHS), source)


def law_duties_kept(terms: FundTerms) -> frozenset[str]:
    """The duties of the fund's law pack whose clock is kept here, by their ids."""
    found = (_duty(terms, STATEMENT), _duty(terms, HANDED_OUT))
    return frozenset(duty.id for duty in found if duty is not None)


def hand_out_within(terms: FundTerms) -> Within:
    """How long after it is made contributors receive it."""
    duty = _duty(terms, HANDED_OUT)
    if duty is not None and duty.within is not None:
        return Within(duty.within, duty.rule.source)
    return Within(Duration(terms.hand_out_days, Unit.DAYS), "")


def _duty(terms: FundTerms, name: str) -> Duty | None:
    wanted = f"{terms.law_pack}.{name}"
    return next((duty for duty in pack(terms.law_pack).duties if duty.id == wanted), None)


def this_year(terms: FundTerms | None = None) -> int:
    """The fund's year in which today lies."""
    return year_of(clock.today(), (terms or the_terms()).year_starts_month)


def year_period(year: int, terms: FundTerms | None = None) -> Period:
    """The days of a year of the fund."""
    return period_of(year, (terms or the_terms()).year_starts_month)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the fund has to know: rules, currency, the years to choose from."""

    terms: FundTerms
    currency: str
    years: tuple[int, ...]
    """The latest first: all from the first with anything in it."""

    @property
    def this_year(self) -> int:
        """The fund's year in which today lies."""
        return this_year(self.terms)

    def period(self, year: int | None) -> Period:
        """The days of a year; of this one when none is named."""
        return year_period(self.this_year if year is None else year, self.terms)


def frame() -> Frame:
    """All of it in one query."""
    row: Any = db.session.execute(
        select(
            FundTerms,
            Network.currency,
            select(func.min(JournalEntry.on_date)).scalar_subquery(),
            select(func.min(FundBudget.year)).scalar_subquery(),
            select(func.max(FundBudget.year)).scalar_subquery(),
        )
        .select_from(Network)
        .outerjoin(FundTerms, true())
        .limit(1)
    ).one()
    terms, money, first_on, first_budget, last_budget = row
    terms = terms or _usual_terms()
    known = [
        this_year(terms),
        year_of(first_on, terms.year_starts_month) if first_on else None,
        first_budget,
        last_budget,
    ]
    found = [year for year in known if year is not None]
    return Frame(terms, money, tuple(range(max(found), min(found) - 1, -1)))


def published_on(period: Period) -> date | None:
    """The day on which a period's first statement was published."""
    moment = db.session.scalar(
        select(func.min(FundStatement.published_at)).where(
            FundStatement.starts_on == period.start,
            FundStatement.ends_on == period.last,
            FundStatement.status != StatementStatus.DRAFT,
        )
    )
    return clock.day_of(moment) if moment else None


def clock_of(year: int, terms: FundTerms | None = None) -> StatementClock:
    """How the statement of a year stands today."""
    terms = terms or the_terms()
    period, within = year_period(year, terms), statement_within(terms)
    return statement_clock(
        period,
        year=year,
        within=within.time,
        on=clock.today(),
        published_on=published_on(period),
        source=within.source,
    )


def is_closed(day: date) -> bool:
    """Whether a day lies in a period whose statement is published."""
    found = db.session.scalar(
        select(FundStatement.id)
        .where(
            FundStatement.starts_on <= day,
            FundStatement.ends_on >= day,
            FundStatement.status == StatementStatus.PUBLISHED,
        )
        .limit(1)
    )
    return found is not None


def currency() -> str:
    """The currency of the fund's book: the network's."""
    return founded().currency


def year_of_day(day: date) -> int:
    """The year of the fund in which a day lies."""
    return year_of(day, the_terms().year_starts_month)
