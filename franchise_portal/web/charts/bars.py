"""Columns: a figure over months, its parts stacked, one month in the accent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from math import ceil, floor, log10
from typing import Final
from unicodedata import east_asian_width

from .shapes import Amount, Chart, Line, Rect, Shape, Text, coordinate


class Emphasis(StrEnum):
    """What a bar is among the others: any month, the same month last year, or this one."""

    PLAIN = ""
    BEFORE = "before"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Bar:
    """One column.

    ``amounts`` stack upwards, the first outlet at the foot, in any one unit. ``label`` stands
    below, ``figure`` directly above, ``note`` over a leader at the top (an opening); all three are
    finished words in the reader's language, empty for none.
    """

    amounts: tuple[Amount, ...]
    label: str = ""
    figure: str = ""
    note: str = ""
    emphasis: Emphasis = Emphasis.PLAIN

    @property
    def above(self) -> Amount:
        """What stands above the base line."""
        return sum((amount for amount in self.amounts if amount > 0), Decimal(0))

    @property
    def below(self) -> Amount:
        """What hangs below it, as a number of zero or less."""
        return sum((amount for amount in self.amounts if amount < 0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing area in user units, its type size, and the room at the right for the scale."""

    width: int
    height: int
    type_size: int = 12
    gutter: int = 0


WIDE: Final = Size(726, 240, 12, 64)  # the main column of an object page
PANEL: Final = Size(336, 116)  # half a column, such as inside an opened invoice line
FULL: Final = Size(1070, 260, 12, 64)  # a panel over the whole page
SHEET: Final = Size(504, 170, 8, 38)  # the wide column of a PDF, 123 mm
SHEET_LOW: Final = Size(504, 116, 8)

_BAR_SHARE = 0.725
_GAP = 0.9  # of a unit between stacked parts, so that they read as two without colour
_GRID_LINES = 3
_NEARLY = 1.06
_FIGURE = 0.58  # of the type size: how wide a figure of the scale is, commas among them
_CLEAR = 4  # units between the last column and the scale


def bar_chart(
    bars: Sequence[Bar],
    *,
    size: Size = WIDE,
    tick: Callable[[Decimal], str] | None = None,
    limit: Amount | None = None,
    alt: str = "",
) -> Chart:
    """Draw columns on one scale that begins at zero.

    ``tick`` words a figure of the scale at the right; without it there is no grid. ``limit`` draws
    a dashed line at an amount, such as a minimum. No bars, or only zeros, give an empty frame.
    """
    frame = _frame(bars, size, limit, has_grid=tick is not None)
    shapes: list[Shape] = []
    if tick:
        frame = _roomy(frame, tick)
        shapes += _grid(frame, tick)
    for index, bar in enumerate(bars):
        shapes += _column(frame, index, bar, _beside(frame, index, bars))
    shapes.append(
        Line("rule", "0", coordinate(frame.zero), coordinate(frame.plot), coordinate(frame.zero))
    )
    if limit is not None:
        shapes.append(_limit_line(frame, limit))
    shapes += _notes(frame, bars)
    return Chart(str(size.width), str(size.height), tuple(shapes), alt)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The scale: where zero is, how many units one amount takes, how wide one column is."""

    size: Size
    count: int
    zero: float
    unit: float
    highest: float
    step: Decimal | None
    has_grid: bool

    @property
    def plot(self) -> float:
        return float(self.size.width - self.size.gutter)

    @property
    def pitch(self) -> float:
        return self.plot / max(self.count, 1)

    @property
    def bar(self) -> float:
        return self.pitch * _BAR_SHARE

    def left(self, index: int) -> float:
        return self.pitch * index + (self.pitch - self.bar) / 2

    def middle(self, index: int) -> float:
        return self.left(index) + self.bar / 2

    def y(self, amount: Amount) -> float:
        return self.zero - float(amount) * self.unit


def _frame(bars: Sequence[Bar], size: Size, limit: Amount | None, *, has_grid: bool) -> _Frame:
    highest = max([float(bar.above) for bar in bars] + [float(limit or 0)], default=0.0)
    step = _round_step(highest)
    if step and (above := (floor(highest / float(step)) + 1) * float(step)) <= highest * _NEARLY:
        highest = above  # the next line is so near that the scale may as well reach it
    lowest = min([float(bar.below) for bar in bars], default=0.0)
    type_size = size.type_size
    top = 4.0
    if any(bar.figure for bar in bars):
        top += type_size * 1.5
    if any(bar.note for bar in bars):
        top += type_size * 1.5
    foot = type_size * 1.75 if any(bar.label for bar in bars) else 2.0
    if lowest < 0 and any(bar.figure for bar in bars):
        foot += type_size * 1.4
    room = size.height - top - foot
    unit = room / (highest - lowest) if highest > lowest else 0.0
    return _Frame(size, len(bars), top + highest * unit, unit, highest, step, has_grid)


def _roomy(frame: _Frame, tick: Callable[[Decimal], str]) -> _Frame:
    """The same with a gutter that the longest figure of the scale fits into."""
    if not frame.step:
        return frame
    longest = tick(frame.step * floor(frame.highest / float(frame.step)))
    needed = ceil(len(longest) * frame.size.type_size * _FIGURE) + _CLEAR
    gutter = max(frame.size.gutter, needed)
    return replace(frame, size=replace(frame.size, gutter=gutter))


def _grid(frame: _Frame, tick: Callable[[Decimal], str]) -> list[Shape]:
    """Lines at round amounts, their figures in the gutter."""
    shapes: list[Shape] = []
    amount = step = frame.step or Decimal(0)
    while 0 < float(amount) <= frame.highest:
        y = frame.y(amount)
        shapes.append(Line("grid", "0", coordinate(y), coordinate(frame.plot), coordinate(y)))
        size = frame.size
        baseline = y + size.type_size * 0.34
        shapes.append(
            Text(
                "faint",
                str(size.width),
                coordinate(baseline),
                tick(amount),
                "end",
                str(size.type_size),
            ),
        )
        amount += step
    return shapes


def _round_step(highest: float) -> Decimal | None:
    """A step of 1, 2 or 5 times a power of ten that gives three lines or fewer."""
    if highest <= 0:
        return None
    power = Decimal(10) ** floor(log10(highest / _GRID_LINES))
    for factor in (1, 2, 5, 10):
        if floor(highest / float(power * factor)) <= _GRID_LINES:
            return power * factor
    return power * 10


def _column(frame: _Frame, index: int, bar: Bar, beside: float) -> list[Shape]:
    shapes: list[Shape] = []
    foot = hang = frame.zero
    for place, amount in enumerate(amount for amount in bar.amounts if amount):
        height = abs(float(amount)) * frame.unit
        gap = _GAP if place else 0.0
        if amount > 0:
            foot -= height
            y = foot
        else:
            y, hang = hang, hang + height
        role = _role(bar, place, negative=amount < 0)
        drawn = max(height - gap, 0.4)
        x = coordinate(frame.left(index))
        shapes.append(Rect(role, x, coordinate(y), coordinate(frame.bar), coordinate(drawn)))
    return shapes + _words(frame, index, bar, min(foot, beside), hang)


def _role(bar: Bar, place: int, *, negative: bool) -> str:
    if negative:
        return "bar-worse"
    role = f"bar-{bar.emphasis}" if bar.emphasis else "bar"
    return f"{role}-second" if place else role


def _beside(frame: _Frame, index: int, bars: Sequence[Bar]) -> float:
    """The top of the highest column that a figure above this one would run into."""
    words = bars[index].figure
    if not words or bars[index].below < 0:
        return frame.zero
    half = _length(words, frame.size.type_size) / 2
    middle = frame.middle(index)
    return min(
        (
            frame.y(bar.above)
            for place, bar in enumerate(bars)
            if frame.left(place) < middle + half and frame.left(place) + frame.bar > middle - half
        ),
        default=frame.zero,
    )


def _words(frame: _Frame, index: int, bar: Bar, top: float, bottom: float) -> list[Shape]:
    """The figure above (or below a negative column) and the label at the foot."""
    size = frame.size.type_size
    now = bar.emphasis is Emphasis.NOW
    shapes: list[Shape] = []
    if bar.figure:
        negative = bottom > frame.zero and top >= frame.zero
        y = bottom + size * 1.15 if negative else _clear_of_lines(frame, top - size * 0.45)
        role = "worse" if negative else ("strong" if now else "text")
        x, anchor = _anchored(frame, index, bar.figure)
        shapes.append(Text(role, x, coordinate(y), bar.figure, anchor, str(size), strong=now))
    if bar.label:
        y = frame.size.height - size * 0.4
        role = "strong" if now else "text"
        x, anchor = _anchored(frame, index, bar.label)
        shapes.append(Text(role, x, coordinate(y), bar.label, anchor, str(size), strong=now))
    return shapes


def _clear_of_lines(frame: _Frame, baseline: float) -> float:
    """Lift a figure that a grid line would strike through, so that it stands on the line."""
    size = frame.size.type_size
    if not frame.step or not frame.has_grid:
        return baseline
    nearest = round((frame.zero - baseline + size * 0.4) / frame.unit / float(frame.step))
    line = frame.y(nearest * frame.step)
    struck = baseline - size < line < baseline + size * 0.3
    return line - size * 0.4 if struck and nearest else baseline


def _anchored(frame: _Frame, index: int, words: str) -> tuple[str, str]:
    """Centre the words on their column; at the edges let them begin or end with it."""
    middle = frame.middle(index)
    half = _length(words, frame.size.type_size) / 2
    if middle - half < 0:
        return coordinate(frame.left(index)), "start"
    if middle + half > frame.plot:
        return coordinate(frame.left(index) + frame.bar), "end"
    return coordinate(middle), "middle"


def _length(words: str, size: int) -> float:
    """Roughly how long the words run: a Han character is a square, a Latin one over half of it."""
    return sum(1.0 if east_asian_width(letter) in "WF" else 0.58 for letter in words) * size


def _limit_line(frame: _Frame, limit: Amount) -> Line:
    y = coordinate(frame.y(limit))
    return Line("limit", "0", y, coordinate(frame.plot), y, dash="3 3")


def _notes(frame: _Frame, bars: Sequence[Bar]) -> list[Shape]:
    """Words over a leader to their column; of two that would collide the first is kept."""
    size = frame.size.type_size
    shapes: list[Shape] = []
    taken = -1.0
    for index, bar in enumerate(bars):
        if not bar.note:
            continue
        half = _length(bar.note, size) / 2
        middle = min(max(frame.middle(index), half), frame.size.width - half)
        if middle - half < taken:
            continue
        taken = middle + half + size
        x = coordinate(frame.middle(index))
        end = frame.y(bar.above) - (size * 1.6 if bar.figure else 2)
        shapes.append(Line("leader", x, coordinate(size * 1.35), x, coordinate(end), weight="0.8"))
        shapes.append(
            Text("text", coordinate(middle), coordinate(float(size)), bar.note, "middle", str(size))
        )
    return shapes
