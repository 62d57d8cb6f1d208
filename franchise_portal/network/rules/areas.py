"""Territories: lists of postcodes, and polygons in degrees of longitude and latitude."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import cos, radians

from ...kit.errors import shown
from ...kit.i18n import N_
from ..errors import Refused

Corner = tuple[Decimal, Decimal]

_POSTCODE = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?\*?")
_MOST_POSTCODES = 5_000
_MOST_CORNERS = 200
_FEWEST_CORNERS = 3
_LONGITUDE = Decimal(180)
_LATITUDE = Decimal(90)
_KILOMETRES = Decimal("111.2")
"""Of a degree of latitude."""
_SMALLEST = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon placed in a box: what an SVG needs. Lengths are units of the box."""

    width: int
    height: int
    points: str
    corners: tuple[tuple[str, str], ...]
    rule: str
    """The length of a rule that measures `rule_km` kilometres."""
    rule_km: str


def postcodes_of(text: str) -> tuple[str, ...]:
    """Read postcodes from a text, separated by commas, semicolons or line ends; sorted, once each.

    Raises:
        Refused: naming the first that is none.
    """
    codes: dict[str, None] = {}
    for part in re.split(r"[,;\n]+", text):
        code = " ".join(part.upper().split())
        if not code:
            continue
        if not _POSTCODE.fullmatch(code):
            raise Refused(
                N_(
                    "“%(value)s” is not a postcode. Write letters and digits; an asterisk at the "
                    "end stands for all that begin so."
                ),
                field="postcodes",
                value=shown(part),
            )
        codes[code] = None
    if len(codes) > _MOST_POSTCODES:
        raise Refused(
            N_("These are more than %(limit)s postcodes. Use beginnings such as 101*."),
            field="postcodes",
            limit=_MOST_POSTCODES,
        )
    return tuple(sorted(codes))


def polygon_of(text: str) -> tuple[Corner, ...]:
    """Read a polygon: one corner a line, longitude and latitude in degrees; it closes by itself.

    Raises:
        Refused: naming the line, when a corner is unreadable or outside the world, when there are
            too few or too many, or when two sides cross.
    """
    corners: list[Corner] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            corners.append(_corner(line, number))
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if not corners:
        return ()
    if not _FEWEST_CORNERS <= len(corners) <= _MOST_CORNERS:
        raise Refused(
            N_("A polygon needs between %(fewest)s and %(most)s corners; these are %(count)s."),
            field="polygon",
            fewest=_FEWEST_CORNERS,
            most=_MOST_CORNERS,
            count=len(corners),
        )
    _require_simple(corners)
    return tuple(corners)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Several polygons placed in one box, to one scale."""

    width: int
    height: int
    shapes: tuple[str, ...]
    """The points of each."""
    rule: str
    rule_km: str


def placed(corners: Sequence[Corner], *, width: int, height: int, margin: int) -> Area:
    """Put a polygon into the middle of a box, north up, as large as the margins let it be."""
    drawing = placed_together([corners], width=width, height=height, margin=margin)
    return Area(
        width,
        height,
        drawing.shapes[0],
        tuple((format(x, "f"), format(y, "f")) for x, y in corners),
        drawing.rule,
        drawing.rule_km,
    )


def placed_together(
    polygons: Sequence[Sequence[Corner]], *, width: int, height: int, margin: int
) -> Drawing:
    """Put polygons into the middle of one box, north up, as they lie to each other."""
    longitudes = [corner[0] for corners in polygons for corner in corners]
    latitudes = [corner[1] for corners in polygons for corner in corners]
    west, north = min(longitudes), max(latitudes)
    # A degree of longitude shrinks towards the poles. The middle latitude stands for the whole
    # area: over a town, even over a country, the error is thinner than the line.
    shrink = _cosine((north + min(latitudes)) / 2)
    across = max((max(longitudes) - west) * shrink, _SMALLEST)
    down = max(north - min(latitudes), _SMALLEST)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down)
    left, top = (width - across * scale) / 2, (height - down * scale) / 2
    shapes = tuple(
        " ".join(
            f"{_short(left + (x - west) * shrink * scale)},{_short(top + (north - y) * scale)}"
            for x, y in corners
        )
        for corners in polygons
    )
    rule_km = _round_length(Decimal(width) / 5 / scale * _KILOMETRES)
    return Drawing(
        width,
        height,
        shapes,
        _short(rule_km / _KILOMETRES * scale),
        format(rule_km.normalize(), "f"),
    )


def _cosine(latitude: Decimal) -> Decimal:
    return max(Decimal(str(cos(radians(latitude)))), Decimal("0.01"))


def _round_length(longest: Decimal) -> Decimal:
    """The longest length of 1, 2 or 5 times a power of ten that is not longer."""
    power = Decimal(10) ** longest.adjusted()
    return next(power * step for step in (5, 2, 1) if power * step <= longest)


def _short(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")), "f")


def _corner(line: str, number: int) -> Corner:
    parts = re.split(r"[,;\s]+", line.strip())
    try:
        longitude, latitude = (_degrees(part) for part in parts)
    except (InvalidOperation, ValueError) as error:
        raise Refused(
            N_(
                "Line %(line)s, “%(value)s”, is not a corner. Write longitude and latitude in "
                "degrees, like 13.40 52.52."
            ),
            field="polygon",
            line=number,
            value=shown(line),
        ) from error
    if not (abs(longitude) <= _LONGITUDE and abs(latitude) <= _LATITUDE):
        raise Refused(
            N_("Line %(line)s lies outside the world. Write longitude first, then latitude."),
            field="polygon",
            line=number,
        )
    return longitude, latitude


def _degrees(text: str) -> Decimal:
    degrees = Decimal(text)
    if not degrees.is_finite():
        raise ValueError(text)
    return degrees


def _require_simple(corners: Sequence[Corner]) -> None:
    """No two sides may cross: such a figure has no inside that everybody would agree on."""
    sides = [(corner, corners[(i + 1) % len(corners)]) for i, corner in enumerate(corners)]
    for i, first in enumerate(sides):
        for j in range(i + 2, len(sides)):
            if (i, j) != (0, len(sides) - 1) and _cross(*first, *sides[j]):
                raise Refused(
                    N_(
                        "The side after corner %(first)s crosses the side after corner %(second)s. "
                        "Write the corners in the order in which you would walk around the area."
                    ),
                    field="polygon",
                    first=i + 1,
                    second=j + 1,
                )
    if _doubled_area(corners) == 0:
        raise Refused(N_("These corners lie on one line and enclose nothing."), field="polygon")


def _doubled_area(corners: Sequence[Corner]) -> Decimal:
    return sum(
        (
            x * corners[(i + 1) % len(corners)][1] - corners[(i + 1) % len(corners)][0] * y
            for i, (x, y) in enumerate(corners)
        ),
        Decimal(0),
    )


def _cross(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
        return True
    return any(_on_side(point, *side) for point, side in ((c, (a, b)), (d, (a, b)), (a, (c, d))))


def _turn(a: Corner, b: Corner, c: Corner) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _on_side(point: Corner, a: Corner, b: Corner) -> bool:
    return (
        _turn(a, b, point) == 0
        and min(a[0], b[0]) <= point[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= point[1] <= max(a[1], b[1])
    )


def covers(postcodes: Sequence[str], postcode: str) -> bool:
    """Whether a list of postcodes and beginnings (`101*`) holds a postcode."""
    code = " ".join(postcode.upper().split())
    return bool(code) and any(
        code.startswith(one[:-1]) if one.endswith("*") else code == one for one in postcodes
    )
