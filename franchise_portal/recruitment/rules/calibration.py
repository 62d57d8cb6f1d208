"""Did the score predict how signed franchisees did? Rank correlation and bands, honest about few.

Spearman's rank correlation asks only for the order: it does not matter that a score is a mean of
marks and an outcome a ratio of sales. Ties get the mean of their ranks. The interval is Fisher's
(z ± 1.96 / √(n − 3)); with few cases it is wide, and below `FEWEST` nothing is said at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import StatisticsError, correlation, fmean
from typing import Final

FEWEST: Final = 10
"""Below so many signed franchisees with an outcome there are too few to tell."""
_Z_95: Final = 1.96
_ALMOST_ONE: Final = 0.999_999

#: Lower edges of the bands of mean scores; the scale ends at 5.
EDGES: Final = (1.0, 2.5, 3.0, 3.5, 4.0, 4.5)
TOP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Case:
    """A signed franchisee: the mean score before signing, and how it did."""

    score: float
    outcome: float


@dataclass(frozen=True, slots=True)
class Association:
    """How far the order of scores and the order of outcomes agree."""

    cases: int
    rho: float | None = None
    """-1 to 1; None when there are too few cases, or all scores or all outcomes are alike."""
    low: float | None = None
    high: float | None = None

    @property
    def is_telling(self) -> bool:
        """Whether anything can be said."""
        return self.rho is not None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and self.low * self.high > 0


@dataclass(frozen=True, slots=True)
class Band:
    """The franchisees whose mean score lies between two edges, the lower one included."""

    low: float
    high: float
    cases: int
    outcome: float | None
    """The mean outcome; None without cases."""


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 on, ties with the mean of theirs."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found


def associate(cases: Sequence[Case]) -> Association:
    """The rank correlation of scores and outcomes with its interval."""
    count = len(cases)
    if count < FEWEST:
        return Association(count)
    try:
        rho = correlation(
            ranks([case.score for case in cases]), ranks([case.outcome for case in cases])
        )
    except StatisticsError:
        # All scores or all outcomes are alike: there is no order to compare.
        return Association(count)
    rho = max(-1.0, min(1.0, rho))
    middle = atanh(max(-_ALMOST_ONE, min(_ALMOST_ONE, rho)))
    width = _Z_95 / sqrt(count - 3)
    return Association(count, rho, tanh(middle - width), tanh(middle + width))


def bands(cases: Iterable[Case]) -> tuple[Band, ...]:
    """The cases by bands of their score, the lowest first; each case is in one band."""
    edges = (*EDGES, TOP)
    sorted_in: list[list[float]] = [[] for _ in EDGES]
    for case in cases:
        place = sum(case.score >= edge for edge in EDGES) - 1
        sorted_in[max(place, 0)].append(case.outcome)
    return tuple(
        Band(edges[place], edges[place + 1], len(found), fmean(found) if found else None)
        for place, found in enumerate(sorted_in)
    )
