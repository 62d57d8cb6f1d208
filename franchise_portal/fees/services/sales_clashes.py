"""Periods that cannot be reported: outside the days of trading, or reported before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ...kit import clock
from ...kit.errors import Unreadable
from ...kit.i18n import N_
from ...kit.period import Period
from ..enums import SalesSource
from ..queries import directory
from ..queries.directory import Entry
from ..queries.raw_ids import RawId
from ..rules.sales import Sales

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be posted."""

    outlet_id: RawId
    sales: Sales
    estimate: directory.Reported | None = None
    """What stood for the report until now."""


def trading_trouble(period: Period, entry: Entry) -> Unreadable | None:
    """What is wrong with a period in which the outlet did not trade, or that is far ahead."""
    if period.last < entry.opened_on:
        return Unreadable(
            N_("%(outlet)s opened on %(day)s, after this period."),
            N_("Check the period, or the outlet's opening day."),
            outlet=entry.code,
            day=entry.opened_on.isoformat(),
        )
    if entry.closed_on is not None and period.start > entry.closed_on:
        return Unreadable(
            N_("%(outlet)s closed on %(day)s, before this period."),
            N_("Check the period, or the outlet's closing day."),
            outlet=entry.code,
            day=entry.closed_on.isoformat(),
        )
    if period.start > clock.today() + A_YEAR:
        return Unreadable(
            N_("This period begins more than a year from now."), N_("Check the year.")
        )
    return None


class Before:
    """What the outlets of some rows reported in earlier files."""

    def __init__(self, rows: Sequence[GoodRow]) -> None:
        """Look up the reports that could clash with some rows."""
        self._reported: dict[RawId, list[directory.Reported]] = defaultdict(list)
        self._invoices: dict[RawId, str] = {}
        if not rows:
            return
        found = directory.reported_between(
            {row.outlet_id for row in rows},
            min(row.sales.period.start for row in rows),
            max(row.sales.period.last for row in rows),
        )
        if not found:
            return
        for report in found:
            self._reported[report.outlet_id].append(report)
        clashing = {report.id for row in rows for report in self._clashes(row)}
        if clashing:
            self._invoices = directory.invoices_of(clashing)

    def _clashes(self, row: GoodRow) -> list[directory.Reported]:
        period = row.sales.period
        return [
            report
            for report in self._reported.get(row.outlet_id, ())
            if report.starts_on <= period.last and report.ends_on >= period.start
        ]

    def replacing(self, row: GoodRow) -> GoodRow:
        """The row with the estimate that it replaces, if there is one for its period."""
        if not self._reported:
            return row
        found = next((one for one in self._clashes(row) if _is_estimate_of(one, row)), None)
        return replace(row, estimate=found) if found else row

    def trouble(self, row: GoodRow) -> Unreadable | None:
        """What is wrong when the period, or a day of it, was reported before.

        An estimate of just this period is not in the way: the report has come.
        """
        found = self._clashes(row) if self._reported else []
        clashes = [one for one in found if not _is_estimate_of(one, row)]
        if not clashes:
            return None
        report = clashes[0]
        other = Period.of_days(report.starts_on, report.ends_on)
        params = {"outlet": row.sales.outlet, "other": other.text}
        invoice = next((self._invoices[r.id] for r in clashes if r.id in self._invoices), "")
        if invoice:
            return Unreadable(
                N_("%(outlet)s has been assessed for %(other)s, in invoice %(invoice)s."),
                N_("Leave the row out. An amount that was reported wrongly needs a correction."),
                invoice=invoice,
                **params,
            )
        if other == row.sales.period:
            return Unreadable(
                N_("%(outlet)s has reported %(other)s already."),
                N_("Leave the row out."),
                **params,
            )
        return Unreadable(
            N_("%(outlet)s has reported %(other)s, which shares days with this period."),
            N_("Report each day once."),
            **params,
        )


def _is_estimate_of(report: directory.Reported, row: GoodRow) -> bool:
    period = row.sales.period
    return report.source is SalesSource.ESTIMATE and (
        (report.starts_on, report.ends_on) == (period.start, period.last)
    )
