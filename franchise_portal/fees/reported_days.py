"""Days that a sales file reports twice: they would be charged twice, so the later row is refused.

An import and a quote ask here, and say the same sentence.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from ..kit.errors import Problem, Unreadable, shown
from ..kit.i18n import N_
from .rules import Sales


class Days:
    """The days of one outlet that the file has reported so far, as spans that share no day."""

    __slots__ = ("_last", "_rows", "_starts", "_texts")

    def __init__(self) -> None:
        """Nothing reported."""
        self._starts: list[date] = []
        self._last: list[date] = []
        self._rows: list[int] = []
        self._texts: list[str] = []

    def trouble(self, sales: Sales) -> Unreadable | None:
        """Take in a period; what is wrong when it shares days with one before."""
        start, last = sales.period.start, sales.period.last
        place = bisect_left(self._starts, start)
        for other in (place, place - 1):
            if 0 <= other < len(self._starts) and (
                self._starts[other] <= last and self._last[other] >= start
            ):
                return self._shared(sales, other)
        self._starts.insert(place, start)
        self._last.insert(place, last)
        self._rows.insert(place, sales.row)
        self._texts.insert(place, sales.period_text)
        return None

    def _shared(self, sales: Sales, other: int) -> Unreadable:
        row = self._rows[other]
        if (self._starts[other], self._last[other]) == (sales.period.start, sales.period.last):
            return same_period(row, sales.outlet)
        return Unreadable(
            N_("%(value)s shares days with %(other)s of the same outlet in row %(row)s."),
            N_("Report each day once."),
            value=sales.period_text,
            other=self._texts[other],
            row=row,
        )


def same_period(first: int, outlet: str) -> Unreadable:
    """What is wrong with a row whose outlet and period stand in an earlier one."""
    return Unreadable(
        N_("Row %(first)s reports the same period of outlet %(outlet)s."),
        N_("Keep one of the two rows."),
        first=first,
        outlet=shown(outlet),
    )


def reported_twice(rows: Sequence[Sales], *, place: str) -> Iterator[Problem]:
    """The rows of a file that report days again, in its order; `place` is its name in messages."""
    days: dict[str, Days] = defaultdict(Days)
    for sales in rows:
        trouble = days[sales.outlet].trouble(sales)
        if trouble is not None:
            yield trouble.at(place, sales.row, "period", sales.period_text)
