"""The grade of credit: points for what was measured, a grade for the points, terms for the grade.

The tables stand here as data, are printed on the page as they stand, and a grade keeps what it was
worked out from, so that anybody can follow it. How late one pays weighs more than all the rest
together: with 60 of 100 points gone nobody reaches more than C, however large the deposit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from ...kit.money import Money
from ..grade_enums import Grade, Measured

TABLE: Final = 1
"""The number of these tables; a change of any figure below is another one."""


@dataclass(frozen=True, slots=True)
class Band:
    """Up to (or, where more is better, from) a bound so many points."""

    bound: Decimal | None
    """Included; None for everything beyond the last bound."""
    points: int


def _bands(*pairs: tuple[str | None, int]) -> tuple[Band, ...]:
    return tuple(Band(None if bound is None else Decimal(bound), points) for bound, points in pairs)


#: The best band first. Of `LATE`, `RETURNED` and `BROKEN` less is better, of the others more.
BANDS: Final[Mapping[Measured, tuple[Band, ...]]] = {
    Measured.LATE: _bands(
        ("0", 60), ("3", 56), ("7", 50), ("14", 40), ("30", 24), ("60", 8), (None, 0)
    ),
    Measured.RETURNED: _bands(("0", 10), ("1", 6), ("2", 2), (None, 0)),
    Measured.BROKEN: _bands(("0", 10), ("1", 5), ("2", 2), (None, 0)),
    Measured.COVER: _bands(("3", 12), ("2", 9), ("1", 6), ("0.5", 3), (None, 0)),
    Measured.AGE: _bands(("5", 8), ("3", 6), ("2", 4), ("1", 2), (None, 0)),
}
MORE_IS_BETTER: Final = frozenset({Measured.COVER, Measured.AGE})
LATE_UNKNOWN: Final = 40
"""Points of those who had nothing to pay yet: as if they paid within 14 days."""

#: Points from which a grade holds, the best first.
THRESHOLDS: Final = (
    (Grade.AAA, 92),
    (Grade.AA, 82),
    (Grade.A, 70),
    (Grade.B, 55),
    (Grade.C, 41),
    (Grade.D, 0),
)


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of an invoice and how many days after its due day it was paid, or is open still."""

    minor: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What was measured of a franchisee."""

    late: Decimal | None
    """Days late on average, weighted by amount; None when nothing has been due."""
    returned: int
    broken: int
    cover: Decimal
    """The deposit received, in months of fees."""
    age: Decimal
    """Whole and part years."""

    def value(self, measured: Measured) -> Decimal | None:
        """What was measured, by its name."""
        found = getattr(self, measured.value)
        return None if found is None else Decimal(found)


def days_late(portions: Iterable[Portion]) -> Decimal | None:
    """Days late on average, each portion weighted by its amount; early counts as on time.

    To a tenth of a day. None when there is nothing to weigh.
    """
    weighed = [(one.minor, max(one.days, 0)) for one in portions if one.minor > 0]
    total = sum(minor for minor, _days in weighed)
    if not total:
        return None
    sum_of_days = sum(minor * days for minor, days in weighed)
    return (Decimal(sum_of_days) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A grade with its points and where each came from."""

    grade: Grade
    points: int
    of: Mapping[Measured, int]


def points_for(measured: Measured, value: Decimal | None) -> int:
    """The points of one measure; the unknown lateness of who had nothing to pay has its own."""
    if value is None:
        return LATE_UNKNOWN
    for band in BANDS[measured]:
        if band.bound is None:
            return band.points
        if value >= band.bound if measured in MORE_IS_BETTER else value <= band.bound:
            return band.points
    raise LookupError(measured)


def graded(behaviour: Behaviour) -> Standing:
    """The grade that follows from what was measured."""
    of = {one: points_for(one, behaviour.value(one)) for one in Measured}
    points = sum(of.values())
    return Standing(grade=grade_of(points), points=points, of=of)


def grade_of(points: int) -> Grade:
    """The grade for so many points."""
    return next(grade for grade, least in THRESHOLDS if points >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By what the next grade is reached, all else as it is."""

    measured: Measured
    bound: Decimal
    """What it would have to be: at most, or at least where more is better."""
    points: int
    """How many points that brings."""
    is_enough: bool
    """Whether it alone reaches the next grade."""


def next_grade(grade: Grade) -> Grade | None:
    """The grade above; None at the top."""
    order = [one for one, _least in THRESHOLDS]
    place = order.index(grade)
    return order[place - 1] if place else None


def ways_up(behaviour: Behaviour) -> tuple[Way, ...]:
    """How the next grade can be reached: each measure that alone is enough, with its least change.

    Where none is enough alone, each that brings points, as far as it goes.
    """
    standing = graded(behaviour)
    above = next_grade(standing.grade)
    if above is None:
        return ()
    needed = dict(THRESHOLDS)[above] - standing.points
    enough, helping = [], []
    for measured in Measured:
        better = [
            (band, band.points - standing.of[measured])
            for band in BANDS[measured]
            if band.bound is not None and band.points > standing.of[measured]
        ]
        reaching = [(band, gain) for band, gain in better if gain >= needed]
        if reaching:
            enough.append(_way(measured, *reaching[-1], is_enough=True))
        elif better:
            helping.append(_way(measured, *better[0], is_enough=False))
    return tuple(enough or helping)


def _way(measured: Measured, band: Band, gain: int, *, is_enough: bool) -> Way:
    if band.bound is None:
        raise LookupError(measured)
    return Way(measured=measured, bound=band.bound, points=gain, is_enough=is_enough)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms of payment that a grade proposes."""

    due_days: int
    is_prepaid: bool
    credit_limit: Money


#: By grade: days beyond everybody's (None: half of them), and months of fees on credit.
PROPOSALS: Final[Mapping[Grade, tuple[int | None, Decimal]]] = {
    Grade.AAA: (15, Decimal(3)),
    Grade.AA: (7, Decimal(2)),
    Grade.A: (0, Decimal("1.5")),
    Grade.B: (0, Decimal(1)),
    Grade.C: (None, Decimal("0.5")),
    Grade.D: (None, Decimal(0)),
}


def proposed(grade: Grade, *, usual_days: int, monthly_fees: Money) -> Terms:
    """The terms for a grade: from the days that everybody has and the usual fees of a month."""
    extra, months = PROPOSALS[grade]
    return Terms(
        due_days=usual_days // 2 if extra is None else usual_days + extra,
        is_prepaid=grade is Grade.D,
        credit_limit=monthly_fees.share(months),
    )


def behaviour_to_json(behaviour: Behaviour) -> dict[str, Any]:
    """What was measured, as a grade keeps it."""
    values = ((one.name, getattr(behaviour, one.name)) for one in fields(behaviour))
    return {name: None if value is None else str(value) for name, value in values}


def behaviour_from_json(kept: Mapping[str, Any]) -> Behaviour:
    """What was measured, as it was kept."""
    return Behaviour(
        late=None if kept["late"] is None else Decimal(kept["late"]),
        returned=int(kept["returned"]),
        broken=int(kept["broken"]),
        cover=Decimal(kept["cover"]),
        age=Decimal(kept["age"]),
    )
