"""What a fee plan charges for a report: the one rule, in whole numbers, with what it knew.

A line keeps the report and the situation it was counted from, so its reasons are worked out only
when somebody asks (`explaining.explain`), by the same terms and always with the same outcome.

Where the plan file's reference is silent, this holds:

- A period belongs to the year that contains its last day.
- A period's year to date counts the periods for which the fee was charged, each with its basis
  but never less than zero; what a minimum or a maximum changed is not carried on.
- With `year_to_date` a cliff may owe less for the year than it owed before: the line is negative.
- `prorate = "days"` charges minimum and flat amounts by the days of operation in the reported
  period, the yearly minimum by those in the year. The day of closing is a day of operation.
- The yearly minimum is trued up in the last period of the year or of the outlet's operation, also
  when `every` gives that period no other charge; a year without a day of operation owes none.
- Opening days come from the fee, else from another fee of the plan, else from the network's
  record. Where nobody knows, months of operation are counted from the first report.
- `once` is charged in the first report of operation, if it begins no later than the month of
  opening ends; so an outlet that opened long before its first report here is not charged anew.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from ...kit.money import Money, half_up
from ...kit.period import Period
from ..enums import Every, Method
from .meters import Meter
from .plans import FeePlan
from .sales import Sales
from .terms import Terms
from .years import days_open, ends_year, month_of_operation, span_of, year_of

Ratio = tuple[int, int]
"""An exact number of minor units: numerator and denominator, the latter above zero."""


class Standing(NamedTuple):
    """How a fee's year stood before a period, for one outlet."""

    basis: Decimal = Decimal(0)
    """The year's basis so far, in major units of money or units of the basis."""
    charged: int = 0
    """What the year was charged so far, in minor units."""


NOTHING_YET = Standing()


class Situation(NamedTuple):
    """What the rule must know about an outlet beside its report."""

    opened: date | None = None
    """The first day of operation, as the network knows it."""
    closed: date | None = None
    """The last day of operation, as the network knows it."""
    previous: Period | None = None
    """The outlet's report before this one, by its first day."""
    first: Period | None = None
    """The outlet's first report."""
    is_last_of_year: bool | None = None
    """Whether no other report of the year will follow; `None`: judged by calendar and closing."""
    standings: Mapping[str, Standing] = {}
    """By the fee's name; needed for fees with `needs_year` only."""


class Bound(Enum):
    """What held an amount back or up."""

    NONE = auto()
    MINIMUM = auto()
    MAXIMUM = auto()


class FeeLine(NamedTuple):
    """One fee on one report. Bases in grains of its meter, amounts in minor units."""

    meter: Meter
    sales: Sales
    situation: Situation
    is_due: bool
    """False when only the year's true-up gives the period a line."""
    terms: Terms
    basis: int
    """As reported; may be below zero."""
    before: int
    """The year's basis before the period; 0 unless thresholds are year-to-date."""
    by_terms: Ratio
    bound: Bound
    within: Ratio
    """The amount after minimum and maximum."""
    exact: Ratio
    """With the true-up of the yearly minimum; rounded, it is the amount."""
    amount_minor: int

    @property
    def fee(self) -> str:
        """The fee's name."""
        return self.meter.fee.name

    @property
    def amount(self) -> Money:
        """What is charged."""
        return Money(self.amount_minor, self.meter.currency)

    @property
    def counted(self) -> int:
        """The basis that counts, in grains: never below zero."""
        return max(self.basis, 0)

    @property
    def basis_amount(self) -> Decimal:
        """The basis that counts, exact, in major units of money or units of the basis."""
        return self.meter.number(self.counted)

    @property
    def is_trued_up(self) -> bool:
        """Whether the yearly minimum added something."""
        return self.exact is not self.within


def fees_due(plan: FeePlan, sales: Sales, situation: Situation) -> tuple[FeeLine, ...]:
    """The lines that a plan charges for a report, in the order of the plan.

    Raises `MissingFigure` when the report lacks the count that a fee is counted on.
    """
    lines = []
    for meter in plan.meters:
        line = _line(meter, sales, situation)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _line(meter: Meter, sales: Sales, situation: Situation) -> FeeLine | None:
    if meter.every is not None and not _is_due(meter, sales, situation):
        return _true_up_only(meter, sales, situation)
    terms = _terms(meter, sales, situation) if meter.steps else meter.terms
    basis = meter.basis_of(sales)
    before = meter.grains(_standing(meter, situation).basis) if meter.is_cumulative else 0
    span = (before, before + max(basis, 0))
    by_terms = within = _by_terms(meter, sales, situation, terms, span)
    bound = Bound.NONE
    if meter.minimum is not None or meter.maximum is not None:
        bound, within = _bounded(meter, sales, situation, by_terms)
    exact = within
    if meter.yearly_minimum is not None:
        exact = _trued_up(meter, sales, situation, within)
    return FeeLine(
        meter,
        sales,
        situation,
        True,  # noqa: FBT003 - a tuple of a hundred thousand lines is filled by position
        terms,
        basis,
        before,
        by_terms,
        bound,
        within,
        exact,
        half_up(*exact),
    )


def _by_terms(
    meter: Meter, sales: Sales, situation: Situation, terms: Terms, span: tuple[int, int]
) -> Ratio:
    if terms.method is Method.FLAT:
        days, of = open_days(meter, sales, situation)
        return terms.amount * days, of
    return terms.owed(*span), meter.per


def _bounded(
    meter: Meter, sales: Sales, situation: Situation, by_terms: Ratio
) -> tuple[Bound, Ratio]:
    amount, per = by_terms
    if meter.minimum is not None:
        days, of = open_days(meter, sales, situation)
        if amount * of < meter.minimum * days * per:
            return Bound.MINIMUM, (meter.minimum * days, of)
    if meter.maximum is not None and amount > meter.maximum * per:
        return Bound.MAXIMUM, (meter.maximum, 1)
    return Bound.NONE, by_terms


def open_days(meter: Meter, sales: Sales, situation: Situation) -> Ratio:
    """Days of operation in the period and days of it; one of one where nothing is prorated."""
    if not meter.is_prorated:
        return 1, 1
    opened = meter.opened(sales.outlet, situation.opened)
    closed = meter.closed(sales.outlet, situation.closed)
    if opened is None and closed is None:
        return 1, 1
    days, of = days_open(sales.period, opened, closed), sales.period.days
    return (1, 1) if days == of else (days, of)


def opening_of(meter: Meter, sales: Sales, situation: Situation) -> tuple[date, bool]:
    """The day from which months of operation are counted, and whether it is known or assumed."""
    opened = meter.opened(sales.outlet, situation.opened)
    if opened is not None:
        return opened, True
    return (situation.first or sales.period).last, False


def _terms(meter: Meter, sales: Sales, situation: Situation) -> Terms:
    opened, _ = opening_of(meter, sales, situation)
    return meter.terms_in(month_of_operation(sales.period, opened))


def _standing(meter: Meter, situation: Situation) -> Standing:
    return situation.standings.get(meter.fee.name, NOTHING_YET)


def _is_due(meter: Meter, sales: Sales, situation: Situation) -> bool:
    """Whether this is the first report that begins in its week, month, quarter or year."""
    previous = situation.previous
    if meter.every is Every.ONCE:
        return _begins_operation(meter, sales, situation)
    if previous is None or meter.every is None:
        return True
    span = span_of(meter.every, sales.period.start, meter.year_starts)
    return previous.start < span.start


def _begins_operation(meter: Meter, sales: Sales, situation: Situation) -> bool:
    previous, period = situation.previous, sales.period
    opened = meter.opened(sales.outlet, situation.opened)
    if opened is None:
        return previous is None
    if previous is not None and previous.last >= opened:
        return False
    return period.last >= opened and period.start < Period.month_of(opened).end


def yearly_minimum(meter: Meter, sales: Sales, situation: Situation) -> tuple[Ratio, Ratio] | None:
    """The yearly minimum and its share of days, if this is the period in which it is trued up."""
    if meter.yearly_minimum is None:
        return None
    period = sales.period
    opened = meter.opened(sales.outlet, situation.opened)
    closed = meter.closed(sales.outlet, situation.closed)
    year = year_of(period.last, meter.year_starts)
    is_last = situation.is_last_of_year
    if is_last is None:
        is_last = ends_year(period, meter.year_starts) or (
            closed is not None and closed <= period.last
        )
    days = days_open(year, opened, closed)
    if not is_last or not days:
        return None
    share = (days, year.days) if meter.is_prorated and days < year.days else (1, 1)
    return (meter.yearly_minimum * share[0], share[1]), share


def _trued_up(meter: Meter, sales: Sales, situation: Situation, within: Ratio) -> Ratio:
    """The amount, raised so that the year reaches its minimum; the same object if it does."""
    minimum = yearly_minimum(meter, sales, situation)
    if minimum is None:
        return within
    (owed, of), _ = minimum
    missing = owed - _standing(meter, situation).charged * of
    return (missing, of) if missing * within[1] > within[0] * of else within


def _true_up_only(meter: Meter, sales: Sales, situation: Situation) -> FeeLine | None:
    """A line for a period that `every` gives none, if the year still lacks something."""
    nothing = (0, 1)
    exact = _trued_up(meter, sales, situation, nothing)
    if exact is nothing:
        return None
    return FeeLine(
        meter,
        sales,
        situation,
        is_due=False,
        terms=meter.terms,
        basis=0,
        before=0,
        by_terms=nothing,
        bound=Bound.NONE,
        within=nothing,
        exact=exact,
        amount_minor=half_up(*exact),
    )
