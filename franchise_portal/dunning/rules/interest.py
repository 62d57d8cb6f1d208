"""Interest on what is paid late: simple, by days of 365, in pieces where anything changes.

A piece is a span of days with one balance and one rate. Pieces are exact; a charge is rounded once,
half up, at its end. A year has 365 days in the divisor also where it has 366: a leap year costs a
day more, as contracts that say "365" mean it. There is no interest on interest: what was charged
for being late never belongs to a balance.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ...kit.money import half_up

DAYS_OF_A_YEAR = 365
MONTHS_OF_A_YEAR = 12
ONE = timedelta(days=1)


class Dated(NamedTuple):
    """A rate for a year, as a share of one, from a day on."""

    starts_on: date
    rate: Decimal


class Balance(NamedTuple):
    """What is owed, in minor units, from the beginning of a day on."""

    starts_on: date
    minor: int


class Agreed(NamedTuple):
    """Days, both included, for which something else was agreed: a payment plan."""

    starts_on: date
    ends_on: date
    rate: Decimal
    """For a year; 0 for no interest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Days with one balance and one rate; the working shows each."""

    starts_on: date
    ends_on: date
    """Included."""
    minor: int
    rate: Decimal

    @property
    def days(self) -> int:
        """How many."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def exact(self) -> Fraction:
        """Balance × rate ÷ 365 × days, in minor units, not rounded."""
        return self.minor * Fraction(self.rate) * self.days / DAYS_OF_A_YEAR


class Rates:
    """What rate holds on a day: the contract's own or a base rate with its margin, capped."""

    def __init__(
        self,
        own: Decimal,
        *,
        base: Sequence[Dated] = (),
        has_base: bool = False,
        ceiling: Sequence[Dated] = (),
    ) -> None:
        """`own` is for a year: the rate itself, or what is added to the base rate."""
        self._own, self._has_base = own, has_base
        self._base = sorted(base)
        self._ceiling = sorted(ceiling)

    def on(self, day: date) -> Decimal:
        """The rate on a day; 0 where the base rate of the day is not known.

        A base rate below zero lowers the sum, yet never below nothing.
        """
        base = _on(self._base, day) if self._has_base else Decimal(0)
        if base is None:
            return Decimal(0)
        most = _on(self._ceiling, day)
        rate = base + self._own
        return max(Decimal(0), rate if most is None else min(rate, most))

    def knows(self, day: date) -> bool:
        """Whether the base rate of a day has been entered, where one is needed."""
        return not self._has_base or _on(self._base, day) is not None

    def changes(self, first: date, last: date) -> Iterator[date]:
        """The days after the first on which it may change."""
        for dated in (*(self._base if self._has_base else ()), *self._ceiling):
            if first < dated.starts_on <= last:
                yield dated.starts_on


def yearly(rate: Decimal, *, is_monthly: bool) -> Decimal:
    """A rate for a year; a monthly one counts twelve times."""
    return rate * MONTHS_OF_A_YEAR if is_monthly else rate


def pieces(
    balances: Sequence[Balance],
    rates: Rates,
    first: date,
    last: date,
    agreed: Sequence[Agreed] = (),
) -> tuple[Piece, ...]:
    """The days from `first` to `last`, both included, cut wherever balance or rate changes.

    Days without a balance or with a rate of 0 bear nothing and are left out.
    """
    if last < first:
        return ()
    cuts = {first, *rates.changes(first, last)}
    cuts |= {balance.starts_on for balance in balances if first < balance.starts_on <= last}
    for one in agreed:
        cuts |= {day for day in (one.starts_on, one.ends_on + ONE) if first < day <= last}
    begins = sorted(cuts)
    found = []
    for begin, end in zip(begins, [*(day - ONE for day in begins[1:]), last], strict=True):
        piece = Piece(begin, end, open_on(balances, begin), _rate(rates, agreed, begin))
        if piece.minor > 0 and piece.rate > 0:
            found.append(piece)
    return tuple(joined(found))


def joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that differ in nothing are one piece."""
    kept: Piece | None = None
    for piece in found:
        if kept and _goes_on(kept, piece):
            kept = Piece(kept.starts_on, piece.ends_on, kept.minor, kept.rate)
            continue
        if kept:
            yield kept
        kept = piece
    if kept:
        yield kept


def interest(found: Iterable[Piece]) -> int:
    """What pieces come to together, in minor units: added exactly, rounded once."""
    exact = sum((piece.exact for piece in found), Fraction(0))
    return half_up(exact.numerator, exact.denominator)


def late_days(
    balances: Sequence[Balance], first: date, last: date, agreed: Sequence[Agreed] = ()
) -> int:
    """How many of some days have something open, days of a payment plan aside."""
    # The same cuts as those of interest: a rate of one a day in a year of so many days.
    free = [Agreed(one.starts_on, one.ends_on, Decimal(0)) for one in agreed]
    return sum(piece.days for piece in pieces(balances, Rates(Decimal(1)), first, last, free))


def open_on(balances: Sequence[Balance], day: date) -> int:
    """What is owed on a day, in minor units; 0 before the first balance."""
    before = [one for one in balances if one.starts_on <= day]
    return max(before, key=lambda one: one.starts_on).minor if before else 0


def first_late_day(due_on: date, grace_days: int) -> date:
    """The first day that costs something: the days of grace are free."""
    return due_on + timedelta(days=grace_days) + ONE


def _on(dated: Sequence[Dated], day: date) -> Decimal | None:
    found = None
    for one in dated:
        if one.starts_on > day:
            break
        found = one.rate
    return found


def _rate(rates: Rates, agreed: Sequence[Agreed], day: date) -> Decimal:
    for one in agreed:
        if one.starts_on <= day <= one.ends_on:
            return one.rate
    return rates.on(day)


def _goes_on(kept: Piece, piece: Piece) -> bool:
    is_same = (kept.minor, kept.rate) == (piece.minor, piece.rate)
    return is_same and kept.ends_on + ONE == piece.starts_on
