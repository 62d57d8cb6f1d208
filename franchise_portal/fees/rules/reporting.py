"""When an outlet's sales are to be reported, and what is charged when nobody has reported them.

A plan says it in its table `[reporting]`; where it says nothing, the defaults below hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ...kit.i18n import N_
from ...kit.period import Period
from ...kit.rates import plain_text
from ..enums import ReportingPeriod
from .plan_fields import Inspector, Table

REPORTING_KEYS = ("period", "due_days", "estimate_days", "average_of", "factor")
PATH = "reporting"
MOST_DAYS = 90
MOST_PERIODS = 60
HIGHEST_FACTOR = 2


@dataclass(frozen=True, slots=True)
class Reporting:
    """How often sales are reported, by when, and how a missing report is estimated."""

    period: ReportingPeriod = ReportingPeriod.MONTH
    due_days: int = 5
    """The report is due so many days after the last day of its period."""
    estimate_days: int = 7
    """It is estimated once it is late by so many days."""
    average_of: int = 3
    """The estimate takes the average of so many reports before it."""
    factor: Decimal = Decimal("1.1")
    """And multiplies it, so that not reporting never pays."""

    def period_of(self, day: date) -> Period:
        """The period in which a day's sales are reported."""
        if self.period is ReportingPeriod.WEEK:
            year, week, _ = day.isocalendar()
            return Period.of_week(year, week)
        return Period.month_of(day)

    def due_on(self, period: Period) -> date:
        """The last day on which the report of a period is in time."""
        return period.last + timedelta(days=self.due_days)

    def estimated_from(self, period: Period) -> date:
        """The first day on which a missing report may be estimated."""
        return self.due_on(period) + timedelta(days=self.estimate_days + 1)


PLAIN = Reporting()


def read_reporting(inspector: Inspector, mapping: Table) -> Reporting:
    """Read a plan's table `[reporting]`; the defaults where there is none."""
    table = mapping.get(PATH)
    if table is None:
        return PLAIN
    if not isinstance(table, Mapping):
        inspector.report(
            (PATH,), N_("“reporting” must be a table."), N_("Begin it with a line [reporting].")
        )
        return PLAIN
    inspector.unknown_keys(table, (PATH,), REPORTING_KEYS)
    return Reporting(
        inspector.choice(table, (PATH,), "period", ReportingPeriod) or PLAIN.period,
        _days(inspector, table, "due_days", PLAIN.due_days),
        _days(inspector, table, "estimate_days", PLAIN.estimate_days),
        _periods(inspector, table),
        _factor(inspector, table),
    )


def reporting_to_json(reporting: Reporting) -> dict[str, Any]:
    """The canonical form: only what differs from the defaults, so that old plans stay the same."""
    form: dict[str, Any] = {
        "period": reporting.period.value,
        "due_days": reporting.due_days,
        "estimate_days": reporting.estimate_days,
        "average_of": reporting.average_of,
        "factor": plain_text(reporting.factor),
    }
    usual = {
        "period": PLAIN.period.value,
        "due_days": PLAIN.due_days,
        "estimate_days": PLAIN.estimate_days,
        "average_of": PLAIN.average_of,
        "factor": plain_text(PLAIN.factor),
    }
    return {key: value for key, value in form.items() if value != usual[key]}


def _days(inspector: Inspector, table: Table, key: str, usual: int) -> int:
    value = table.get(key, usual)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_DAYS:
        return value
    inspector.report(
        (PATH, key),
        N_("“%(key)s” must be a whole number of days from 0 to %(most)s."),
        N_("Write a number such as 5, without quotes."),
        value,
        key=key,
        most=MOST_DAYS,
    )
    return usual


def _periods(inspector: Inspector, table: Table) -> int:
    count = inspector.whole(table, (PATH,), "average_of")
    if count is None:
        return PLAIN.average_of
    if count <= MOST_PERIODS:
        return count
    inspector.report(
        (PATH, "average_of"),
        N_("An average of more than %(most)s reports says nothing about today."),
        N_("Write a smaller number."),
        count,
        most=MOST_PERIODS,
    )
    return PLAIN.average_of


def _factor(inspector: Inspector, table: Table) -> Decimal:
    factor = inspector.number(table, (PATH,), "factor")
    if factor is None:
        return PLAIN.factor
    if 0 < factor <= HIGHEST_FACTOR:
        return factor
    inspector.report(
        (PATH, "factor"),
        N_("“factor” must be above 0 and at most %(most)s."),
        N_('Write it like factor = "1.1".'),
        table.get("factor"),
        most=HIGHEST_FACTOR,
    )
    return PLAIN.factor
