"""Exclusive areas that were promised twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ...network.rules.areas import Corner, covers
from ...network.rules.overlaps import shared_area, shared_postcodes
from .surroundings import AreaGranted, OtherGrant, Place, Surroundings
from .terms import NO_END, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryConflict:
    """An exclusive area of a draft and one of another contract that overlap on some days."""

    area: AreaGranted
    other: OtherGrant
    starts_on: date
    ends_on: date
    postcodes: tuple[str, ...] = ()
    """What both lists hold."""
    outlines: tuple[tuple[Corner, ...], ...] = ()
    """What both polygons cover."""


def territory_conflicts(terms: Terms, around: Surroundings) -> tuple[TerritoryConflict, ...]:
    """Every other exclusive grant that overlaps one of these terms, in space and in time.

    A list of postcodes and a polygon cannot be compared: see `incomparable`.
    """
    return tuple(_conflicts(terms, around))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A drawn area and a list of postcodes, which no rule can compare."""

    area: AreaGranted
    other: OtherGrant
    inside: tuple[Place, ...] = ()
    """Outlets of the drawn area's contract whose postcodes the list holds: a sign of overlap."""

    @property
    def key(self) -> str:
        """What a comparison by a person is kept under."""
        return f"{self.area.code}|{self.other.area.code}|{self.other.number}"


def incomparable(terms: Terms, around: Surroundings) -> tuple[Pair, ...]:
    """The exclusive grants of the same days that somebody has to compare on a map.

    The network knows no coordinates of outlets. What it knows is which outlets stand under the
    contract of the drawn area: where the postcode of one of them is in the list, the two areas
    most probably overlap, and the person who compares them is told.
    """
    return tuple(
        Pair(area=area, other=other, inside=_inside(area, other, around))
        for area, other in _pairs(terms, around)
        if bool(area.polygon) != bool(other.area.polygon)
    )


def _inside(area: AreaGranted, other: OtherGrant, around: Surroundings) -> tuple[Place, ...]:
    drawn_places, codes = (
        (around.places, other.area.postcodes) if area.polygon else (other.places, area.postcodes)
    )
    return tuple(one for one in drawn_places if one.postcode and covers(codes, one.postcode))


def overlapping(areas: Sequence[AreaGranted]) -> Iterator[tuple[AreaGranted, AreaGranted]]:
    """The pairs of areas that share postcodes or ground, each once, found without trying all."""
    yield from _drawn_over_each_other([one for one in areas if one.polygon])
    yield from _sharing_codes([one for one in areas if one.postcodes and not one.polygon])


def _drawn_over_each_other(
    areas: Sequence[AreaGranted],
) -> Iterator[tuple[AreaGranted, AreaGranted]]:
    """From west to east: only those that begin before another has ended can overlap it."""
    spans = {one.code: (min(x for x, _ in one.polygon), one.polygon) for one in areas}
    open_areas: list[AreaGranted] = []
    for area in sorted(areas, key=lambda one: (spans[one.code][0], one.code)):
        west = spans[area.code][0]
        open_areas = [one for one in open_areas if max(x for x, _ in one.polygon) > west]
        for one in open_areas:
            if shared_area(one.polygon, area.polygon):
                yield one, area
        open_areas.append(area)


def _sharing_codes(areas: Sequence[AreaGranted]) -> Iterator[tuple[AreaGranted, AreaGranted]]:
    """A code meets the same code, or a beginning (`101*`) of it."""
    holders: dict[str, list[AreaGranted]] = defaultdict(list)
    for area in areas:
        for code in area.postcodes:
            holders[code].append(area)
    seen: set[frozenset[str]] = set()
    for area in areas:
        for code in area.postcodes:
            beginning = code.removesuffix("*")
            wider = (f"{beginning[:length]}*" for length in range(len(beginning) + 1))
            for held in {code, *wider} & holders.keys():
                for other in holders[held]:
                    pair = frozenset({area.code, other.code})
                    if other is not area and pair not in seen:
                        seen.add(pair)
                        yield area, other


def _conflicts(terms: Terms, around: Surroundings) -> Iterator[TerritoryConflict]:
    starts_on, ends_on = days_of(terms, around)
    for area, other in _pairs(terms, around):
        postcodes = shared_postcodes(area.postcodes, other.area.postcodes)
        outlines: tuple[tuple[Corner, ...], ...] = ()
        if area.polygon and other.area.polygon:
            outlines = shared_area(area.polygon, other.area.polygon)
        if area.code == other.area.code or postcodes or outlines:
            yield TerritoryConflict(
                area=area,
                other=other,
                starts_on=max(starts_on, other.starts_on),
                ends_on=min(ends_on, other.ends_on),
                postcodes=postcodes,
                outlines=outlines,
            )


def _pairs(terms: Terms, around: Surroundings) -> Iterator[tuple[AreaGranted, OtherGrant]]:
    if terms.territory is None or not terms.territory.is_exclusive:
        return
    starts_on, ends_on = days_of(terms, around)
    areas = [around.areas[code] for code in terms.territory.codes if code in around.areas]
    for area in areas:
        for other in around.others:
            if other.starts_on <= ends_on and starts_on <= other.ends_on:
                yield area, other


def days_of(terms: Terms, around: Surroundings) -> tuple[date, date]:
    """From when to when the terms hold, as far as they say."""
    starts_on = max(around.effective_from, terms.starts_on or around.contract_starts_on)
    try:
        last = terms.term_end(around.term_number)
    except OverflowError:
        last = None
    return starts_on, last or NO_END
