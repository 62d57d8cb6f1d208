"""How an amount follows from a basis: flat, at one rate, or by tiers, all in whole numbers."""

from dataclasses import dataclass
from typing import NamedTuple

from ..enums import Method


class Slice(NamedTuple):
    """The part of a basis that lies in one tier: above `above`, up to and with `to`, in grains.

    `limit` is the tier's own upper limit, `floor` that of the tier below.
    """

    above: int
    to: int
    rate: int
    floor: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds from a month of operation on (0: from the beginning)."""

    method: Method
    from_month: int = 0
    rate: int = 0
    amount: int = 0
    tiers: tuple[tuple[int | None, int], ...] = ()
    """Limits and rates in ascending order; the last limit is `None`."""

    def owed(self, above: int, to: int) -> int:
        """Grains × rate for the basis between two points of the scale.

        `above` is what was there before: zero, or the year's basis so far.
        """
        if self.method is Method.MARGINAL:
            return sum((part.to - part.above) * part.rate for part in self.slices(above, to))
        if self.method is Method.CLIFF:
            return self.at(to) - self.at(above)
        return (to - above) * self.rate

    def at(self, point: int) -> int:
        """What a cliff owes for a whole basis: all of it at the rate of the tier reached."""
        return point * self.reached(point).rate

    def reached(self, point: int) -> Slice:
        """The tier in which a point lies, as the slice of the whole basis that it takes.

        A limit belongs to its tier.
        """
        floor = 0
        for limit, rate in self.tiers:
            if limit is None or point <= limit:
                return Slice(0, point, rate, floor, limit)
            floor = limit
        raise AssertionError(self.tiers)

    def slices(self, above: int, to: int) -> list[Slice]:
        """The parts of the basis between two points, tier by tier; none when there is no basis."""
        parts: list[Slice] = []
        floor = 0
        for limit, rate in self.tiers:
            if limit is None or limit > above:
                end = to if limit is None or limit > to else limit
                if end > above:
                    parts.append(Slice(above, end, rate, floor, limit))
                    above = end
                if above >= to:
                    break
            floor = limit or 0
        return parts
