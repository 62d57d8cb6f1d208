"""Two or more sides of one sum: a bar for each, its parts one after the other, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Amount, Chart, Line, Rect, Shape, Text, coordinate

_BAR = 24.0
_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Side:
    """One side. Parts are (role, amount), the role a key of `PALETTE`; a loss is below zero.

    `label` stands above the bar at the left, `figure` at the right; both are finished words.
    """

    label: str
    parts: tuple[tuple[str, Amount], ...]
    figure: str = ""

    @property
    def above(self) -> float:
        """How far it reaches to the right of zero."""
        return sum(float(amount) for _role, amount in self.parts if amount > 0)

    @property
    def below(self) -> float:
        """How far it reaches to the left of zero, zero or more."""
        return -sum(float(amount) for _role, amount in self.parts if amount < 0)


def sides(rows: Sequence[Side], *, width: int = 726, type_size: int = 12, alt: str = "") -> Chart:
    """Draw a bar for each side; what is below zero hangs to the left of one common line."""
    bar = _BAR * type_size / 12
    pitch = bar + type_size * 2.9
    height = pitch * len(rows)
    most = max((row.above for row in rows), default=0.0)
    least = max((row.below for row in rows), default=0.0)
    unit = width / (most + least) if most + least else 0.0
    zero = least * unit
    shapes: list[Shape] = []
    for place, row in enumerate(rows):
        top = pitch * place
        baseline = coordinate(top + type_size * 1.1)
        shapes.append(Text("text", "0", baseline, row.label, "start", str(type_size)))
        if row.figure:
            shapes.append(Text("text", str(width), baseline, row.figure, "end", str(type_size)))
        shapes += _parts(row, zero, unit, top + type_size * 1.7, bar)
    if least:
        x = coordinate(zero)
        shapes.append(Line("rule", x, coordinate(type_size * 1.4), x, coordinate(height)))
    return Chart(str(width), str(round(height)), tuple(shapes), alt)


def _parts(row: Side, zero: float, unit: float, top: float, height: float) -> list[Shape]:
    shapes: list[Shape] = []
    right = left = zero
    for role, amount in row.parts:
        length = abs(float(amount)) * unit
        if not length:
            continue
        if amount > 0:
            x, right = right, right + length
        else:
            x = left = left - length
        drawn = max(length - _GAP, 0.6)
        shapes.append(
            Rect(role, coordinate(x), coordinate(top), coordinate(drawn), coordinate(height))
        )
    return shapes
