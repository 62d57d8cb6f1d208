"""Walking an outlet's reports in order, so that each period knows how the year stood before it.

The same walk serves a quote from files and the assessment of a year from the database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from ...kit.period import Period
from .assessment import NOTHING_YET, FeeLine, Situation, Standing, fees_due
from .plans import FeePlan
from .sales import Sales
from .years import ends_year, year_of

LONGEST_SILENCE = timedelta(days=92)
"""How long an outlet's reports may be missing at the end of a year that is still trued up."""

Days = tuple[date | None, date | None]
"""First and last day of an outlet's operation, as far as they are known."""


def quote(plan: FeePlan, rows: Sequence[Sales]) -> list[FeeLine]:
    """What a plan would charge for these reports, with nothing known but them and the plan.

    Lines come in the order of the rows, for each row in the order of the plan. The rows may come
    in any order; the year is counted in the order of time. Raises `MissingFigure`.
    """
    lines: list[tuple[FeeLine, ...]] = [()] * len(rows)
    by_outlet = sorted(range(len(rows)), key=lambda place: rows[place].outlet)
    for _, group in groupby(by_outlet, key=lambda place: rows[place].outlet):
        places = sorted(group, key=lambda place: rows[place].period)
        reports = [rows[place] for place in places]
        for place, due in zip(places, walk(plan, reports), strict=True):
            lines[place] = due
    return [line for due in lines for line in due]


def walk(
    plan: FeePlan, reports: Sequence[Sales], *, days: Days = (None, None)
) -> Iterator[tuple[FeeLine, ...]]:
    """The lines for each report of one outlet; the reports are sorted by their periods.

    `days` are the outlet's first and last day of operation, where the network knows them and the
    plan does not say otherwise.
    """
    opened, closed = days
    years: dict[Period, Mapping[str, Standing]] = {}
    ends = _ends_of_years(plan, reports) if plan.needs_year else {}
    previous = None
    for place, sales in enumerate(reports):
        year = year_of(sales.period.last, plan.year_starts)
        standings = years.get(year, {})
        is_last = ends.get(place, False)
        situation = Situation(opened, closed, previous, reports[0].period, is_last, standings)
        due = fees_due(plan, sales, situation)
        if plan.needs_year:
            years[year] = _carried(due, standings)
        previous = sales.period
        yield due


def _carried(lines: Iterable[FeeLine], standings: Mapping[str, Standing]) -> dict[str, Standing]:
    """How the year stands after a period; the lines keep how it stood before."""
    after = dict(standings)
    for line in lines:
        if line.meter.needs_year:
            before = after.get(line.fee, NOTHING_YET)
            after[line.fee] = Standing(
                before.basis + line.basis_amount, before.charged + line.amount_minor
            )
    return after


def _ends_of_years(plan: FeePlan, reports: Sequence[Sales]) -> dict[int, bool | None]:
    """The places of the reports that no other of the same year follows.

    True where the year is over: by the calendar, or because the reports up to its end are missing
    but those of the next year go on. None where only the outlet's closing can tell, which each
    fee may know for itself.
    """
    last: dict[Period, int] = {}
    for place, sales in enumerate(reports):
        last[year_of(sales.period.last, plan.year_starts)] = place

    def is_over(place: int) -> bool:
        period = reports[place].period
        if ends_year(period, plan.year_starts):
            return True
        following = reports[place + 1].period if place + 1 < len(reports) else None
        return following is not None and following.start - period.end <= LONGEST_SILENCE

    return {place: is_over(place) or None for place in last.values()}
