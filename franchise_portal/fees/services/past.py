"""What the fees of reports must know of earlier ones when they are charged."""

from collections import defaultdict
from collections.abc import Sequence

from ...kit.period import Period
from ..queries.before import charged_later, previous_periods, year_so_far
from ..queries.due import DueReport
from ..queries.plans import the_plan
from ..queries.raw_ids import RawId
from ..rules.assessment import FeeLine, Situation, fees_due
from ..rules.plans import FeePlan
from ..rules.year_so_far import YearSoFar
from ..rules.years import span_of, year_of


class Past:
    """What the fees of some reports must know of earlier ones; asked only where a plan asks."""

    def __init__(self, reports: Sequence[DueReport]) -> None:
        """Load it for all reports at once."""
        spaced = [report for report in reports if plan_of(report).needs_previous]
        yearly = [report for report in reports if plan_of(report).needs_year]
        self._previous = previous_periods(spaced) if spaced else {}
        self._later = charged_later(spaced) if spaced else {}
        self._years: dict[tuple[RawId, RawId, Period], YearSoFar] = defaultdict(YearSoFar)
        for year, group in _by_year(yearly).items():
            for (outlet_id, franchisee_id), so_far in year_so_far(group, year).items():
                self._years[outlet_id, franchisee_id, year] = so_far

    def charge(self, report: DueReport) -> tuple[FeeLine, ...]:
        """The lines of a report; the year's standing goes on, so call it in the order of time."""
        plan = plan_of(report)
        situation = Situation(report.opened, report.closed, self._previous.get(report.id))
        if not plan.needs_year:
            return self._once_a_span(report, plan, situation)
        year = year_of(report.sales.period.last, plan.year_starts)
        so_far = self._years[report.outlet_id, report.franchisee_id, year]
        situation = situation._replace(standings=so_far.standings(plan))
        lines = self._once_a_span(report, plan, situation)
        for line in lines:
            so_far.add(line.fee, line.meter.fee.basis, line.basis_amount, line.amount_minor)
        return lines

    def _once_a_span(
        self, report: DueReport, plan: FeePlan, situation: Situation
    ) -> tuple[FeeLine, ...]:
        """Charge a late report, but no monthly fee that a later report has paid for its month."""
        lines = fees_due(plan, report.sales, situation)
        later = self._later.get(report.id)
        if not later:
            return lines
        start = report.sales.period.start
        checked = []
        for line in lines:
            every = line.meter.every
            span = span_of(every, start, plan.year_starts) if every and every != "once" else None
            paid = [
                period
                for fee, period in later
                if fee == line.fee and every and (span is None or period.start in span)
            ]
            if not paid:
                checked.append(line)
                continue
            again = fees_due(plan, report.sales, situation._replace(previous=paid[0]))
            checked += [other for other in again if other.fee == line.fee]
        return tuple(checked)


def plan_of(report: DueReport) -> FeePlan:
    """The plan by which a report is charged."""
    assert report.plan_id is not None  # noqa: S101 - the run has seen to it
    return the_plan(report.plan_id)


def _by_year(reports: Sequence[DueReport]) -> dict[Period, list[DueReport]]:
    years: dict[Period, list[DueReport]] = {}
    for report in reports:
        year = year_of(report.sales.period.last, plan_of(report).year_starts)
        years.setdefault(year, []).append(report)
    return years
