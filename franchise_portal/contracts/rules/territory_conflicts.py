"""Exclusive areas that were promised twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...network.rules.areas import Corner
from ...network.rules.overlaps import shared_area, shared_postcodes
from .surroundings import AreaGranted, OtherGrant, Surroundings
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


def incomparable(terms: Terms, around: Surroundings) -> tuple[OtherGrant, ...]:
    """Exclusive grants of the same days that somebody has to compare on a map."""
    return tuple(
        other
        for area, other in _pairs(terms, around)
        if bool(area.polygon) != bool(other.area.polygon)
    )


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
