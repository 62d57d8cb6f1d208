"""Where two territories overlap: the postcodes that both hold, or the area that both cover."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .areas import Corner

_LEAST = 1e-10
"""In square degrees, about a square metre: neighbours that share a border do not overlap."""
_DIGITS = 6


def shared_postcodes(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """The postcodes and beginnings of postcodes (`101*`) that both lists hold, sorted.

    Of `101*` and `10115` the narrower one is shared.
    """
    one, other = set(first), set(second)
    return tuple(
        sorted(
            {code for code in one if _is_held(code, other)}
            | {code for code in other if _is_held(code, one)}
        )
    )


def _is_held(code: str, by: set[str]) -> bool:
    """Whether a list holds all of a postcode, or of a beginning."""
    if code in by:
        return True
    beginning = code.removesuffix("*")
    return any(f"{beginning[:length]}*" in by for length in range(len(beginning) + 1))


def shared_area(
    first: Sequence[Corner], second: Sequence[Corner]
) -> tuple[tuple[Corner, ...], ...]:
    """The outlines of the parts that both polygons cover; none when they only touch."""
    from shapely import Polygon  # noqa: PLC0415 - it brings NumPy, and most processes do without

    # Coordinates in degrees are no money: binary numbers do, and shapely knows no others.
    shared = Polygon(first).intersection(Polygon(second))
    parts = getattr(shared, "geoms", (shared,))
    return tuple(
        tuple((_decimal(x), _decimal(y)) for x, y in list(part.exterior.coords)[:-1])
        for part in parts
        if isinstance(part, Polygon) and part.area > _LEAST
    )


def _decimal(value: float) -> Decimal:
    return round(Decimal(value), _DIGITS)
