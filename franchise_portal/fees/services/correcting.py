"""A corrected report: what its earlier version was charged is taken back, and it is charged anew.

Nothing that was issued changes. Where a fee looks at the year, the later periods of the outlet's
year are worked out again too, in the order in which they were first charged; those that come to
another amount are taken back and charged anew. So the year comes to the same as if the right
figures had been reported at first, and correcting a correction comes to zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from ...kit.i18n import N_
from ...kit.period import Period
from ..errors import MissingFigure
from ..queries.before import previous_periods
from ..queries.due import DueReport
from ..queries.left_out import Skipped, skipped
from ..queries.plans import the_plan
from ..queries.raw_ids import RawId
from ..queries.taken_back import (
    Live,
    live_in_year,
    places_in_year,
    reports_with,
)
from ..queries.taxing import rates_of
from ..rules.assessment import FeeLine, Situation, fees_due
from ..rules.working import unpacked
from ..rules.year_so_far import YearSoFar
from ..rules.years import year_of
from .drafts import Draft, Taken
from .past import plan_of

OTHER_FRANCHISEE = N_(
    "An earlier version of this report was charged to another franchisee. "
    "Credit that invoice by hand, and enter the report anew."
)

Days = tuple[date, date]


@dataclass(slots=True)
class Correction:
    """The documents to which some corrected reports lead. Use it behind the gate."""

    reports: Sequence[DueReport]
    before: Mapping[RawId, Sequence[Live]]
    """The live charges of each report's earlier versions."""
    skipped: list[Skipped] = field(default_factory=list)
    _drafts: dict[tuple[RawId, str, str], Draft] = field(default_factory=dict)
    _previous: dict[RawId, Period] = field(default_factory=dict)

    def drafts(self) -> list[Draft]:
        """One document for each franchisee, currency and month; what could not be is skipped."""
        mine = [report for report in self.reports if self._is_same_franchisee(report)]
        self._previous = previous_periods(mine)
        yearly: dict[tuple[RawId, Period], list[DueReport]] = defaultdict(list)
        for report in mine:
            if self._looks_at_the_year(report):
                year = year_of(report.sales.period.last, plan_of(report).year_starts)
                yearly[report.outlet_id, year].append(report)
            else:
                self._alone(report)
        for (_, year), reports in yearly.items():
            self._in_its_year(reports, year)
        return list(self._drafts.values())

    def _is_same_franchisee(self, report: DueReport) -> bool:
        if all(live.franchisee_id == report.franchisee_id for live in self.before[report.id]):
            return True
        self.skipped.append(skipped(report, OTHER_FRANCHISEE))
        return False

    def _looks_at_the_year(self, report: DueReport) -> bool:
        plans = {live.plan_id for live in self.before[report.id]} | {report.plan_id}
        return any(the_plan(plan_id).needs_year for plan_id in plans if plan_id is not None)

    def _alone(self, report: DueReport) -> None:
        lines = self._lines(report, YearSoFar())
        if lines is not None:
            self._replace(report, self.before[report.id], lines)

    def _lines(self, report: DueReport, so_far: YearSoFar) -> tuple[FeeLine, ...] | None:
        plan, previous = plan_of(report), self._previous.get(report.id)
        situation = Situation(
            report.opened, report.closed, previous, standings=so_far.standings(plan)
        )
        try:
            return fees_due(plan, report.sales, situation)
        except MissingFigure as error:
            self.skipped.append(skipped(report, error.message, **error.params))
            return None

    def _replace(
        self, report: DueReport, lives: Sequence[Live], lines: tuple[FeeLine, ...]
    ) -> None:
        for live in lives:
            draft = self._draft(report, live.currency, live.month)
            draft.take_back(_reversal(live))
        if lines:
            self._draft(report, report.sales.currency, report.sales.period.month.text).add(
                report, lines
            )

    def _draft(self, report: DueReport, currency: str, month: str) -> Draft:
        key = (report.franchisee_id, currency, month)
        if key not in self._drafts:
            self._drafts[key] = Draft(
                report.franchisee_id, report.franchisee_code, currency, month=month
            )
        return self._drafts[key]

    def _in_its_year(self, reports: Sequence[DueReport], year: Period) -> None:
        """Go through the year of one outlet from the first corrected period on."""
        outlet_id, franchisee_id = reports[0].outlet_id, reports[0].franchisee_id
        places = places_in_year(outlet_id, year)
        corrected = {(one.sales.period.start, one.sales.period.last): one for one in reports}
        chains = _by_days(live_in_year(outlet_id, franchisee_id, year))
        order = sorted(chains.keys() | corrected.keys(), key=lambda days: str(places[days]))
        begun, so_far = False, YearSoFar()
        later = _Later(franchisee_id, [live for lives in chains.values() for live in lives])
        for days in order:
            report, lives = corrected.get(days), chains.get(days, [])
            lines: Iterable[FeeLine] | None = None
            if report is not None:
                begun = True
                lines = self._lines(report, so_far)
                if lines is not None:
                    self._replace(report, self.before[report.id], tuple(lines))
            elif begun:
                lines = self._again(later, lives, so_far)
            _go_on(so_far, lives if lines is None else lines)

    def _again(self, later: "_Later", lives: Sequence[Live], so_far: YearSoFar) -> list[FeeLine]:
        """Work a later period out again; charge anew what comes to another amount."""
        lines = []
        for live in lives:
            line = later.line_of(live, so_far)
            if line is not None:
                lines.append(line)
                if line.amount_minor == live.minor:
                    continue
            report = later.report_of(live)
            draft = self._draft(report, live.currency, live.month)
            draft.take_back(_reversal(live))
            if line is not None:
                draft.add(report, (line,))
                draft.turns[report.id, live.fee] = live.turn + 1
        return lines


class _Later:
    """The charges of a year's later periods, worked out again."""

    def __init__(self, franchisee_id: RawId, lives: Sequence[Live]) -> None:
        ids = list({live.report_id for live in lives})
        self._rows = reports_with(ids, franchisee_id) if ids else {}

    def line_of(self, live: Live, so_far: YearSoFar) -> FeeLine | None:
        """The line of a charge as the year stands now; only its own fee's standing matters.

        None when there is none any more: the year reaches its minimum without a true-up.
        """
        plan, sales = the_plan(live.plan_id), self._rows[live.report_id].sales
        situation = unpacked(live.working, live.fee)._replace(standings=so_far.standings(plan))
        for line in fees_due(plan, sales, situation):
            if line.fee == live.fee:
                return line
        return None

    def report_of(self, live: Live) -> DueReport:
        """A report that was charged, as if it were due again."""
        row = self._rows[live.report_id]
        return DueReport(
            row.id,
            live.outlet_id,
            row.outlet_name,
            live.franchisee_id,
            row.franchisee_code,
            live.contract_id,
            "",
            live.plan_id,
            row.sales,
            row.opened,
            row.closed,
        )


def _reversal(live: Live) -> Taken:
    rate = rates_of([live.tax_rate_id]).get(live.tax_rate_id) if live.tax_rate_id else None
    return Taken(live.id, -live.minor, live.is_fund, is_reversal=True, rate=rate, fee=live.fee)


def _by_days(lives: Iterable[Live]) -> dict[Days, list[Live]]:
    ordered = sorted(lives, key=lambda live: live.days)
    return {days: list(group) for days, group in groupby(ordered, key=lambda live: live.days)}


def _go_on(so_far: YearSoFar, charged: Iterable[Live | FeeLine]) -> None:
    for one in charged:
        if isinstance(one, FeeLine):
            basis = one.meter.fee.basis
            so_far.add(one.fee, basis, one.basis_amount, one.amount_minor)
        else:
            so_far.add(one.fee, one.counted_on, one.basis, one.minor)
