"""What a chart is made of: shapes with literal colours, and the words said instead of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, TypeAlias

Amount: TypeAlias = int | Decimal

# The one place outside tokens.css that names colours: the light theme, for paper.
PALETTE: Final = {
    "bar": "#c3c9d2",
    "bar-before": "#8d95a3",
    "bar-now": "#3853b6",
    "bar-second": "#e2e5ea",
    "bar-before-second": "#b3b9c4",
    "bar-now-second": "#9dadde",
    "bar-worse": "#a3751c",
    "grid": "#e0e3e7",
    "rule": "#8a919c",
    "limit": "#1a1f29",
    "leader": "#6d737d",
    "text": "#545b66",
    "faint": "#6d737d",
    "strong": "#3853b6",
    "worse": "#6e4a05",
    "line": "#3853b6",
    "dot": "#3853b6",
    "part-info": "#3853b6",
    "part-success": "#215a35",
    "part-danger": "#9b1b19",
    "part-neutral": "#8a909a",
}


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled box."""

    kind: ClassVar[str] = "rect"
    role: str
    x: str
    y: str
    width: str
    height: str
    radius: str = ""

    @property
    def colour(self) -> str:
        """Literal fill, for paper."""
        return PALETTE[self.role]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke; ``dash`` as in SVG."""

    kind: ClassVar[str] = "line"
    role: str
    x1: str
    y1: str
    x2: str
    y2: str
    weight: str = "1"
    dash: str = ""

    @property
    def colour(self) -> str:
        """Literal stroke, for paper."""
        return PALETTE[self.role]


@dataclass(frozen=True, slots=True)
class Polyline:
    """A stroke through many points."""

    kind: ClassVar[str] = "polyline"
    role: str
    points: str

    @property
    def colour(self) -> str:
        """Literal stroke, for paper."""
        return PALETTE[self.role]


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    kind: ClassVar[str] = "dot"
    role: str
    x: str
    y: str
    radius: str

    @property
    def colour(self) -> str:
        """Literal fill, for paper."""
        return PALETTE[self.role]


@dataclass(frozen=True, slots=True)
class Text:
    """Words, set on their baseline; ``anchor`` is start, middle or end."""

    kind: ClassVar[str] = "text"
    role: str
    x: str
    y: str
    text: str
    anchor: str
    size: str
    strong: bool = False

    @property
    def colour(self) -> str:
        """Literal fill, for paper."""
        return PALETTE[self.role]


Shape: TypeAlias = Rect | Line | Polyline | Dot | Text


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes in drawing order inside a view box, with the words a screen reader says instead."""

    width: str
    height: str
    shapes: tuple[Shape, ...]
    alt: str = ""

    def height_mm(self, width_mm: float) -> str:
        """Height in millimetres when the chart is ``width_mm`` wide."""
        return coordinate(width_mm * float(self.height) / float(self.width))


@dataclass(frozen=True, slots=True)
class Swatch:
    """One entry of a legend: the role of a shape (a key of ``PALETTE``) and what it stands for."""

    role: str
    label: str

    @property
    def colour(self) -> str:
        """Literal colour, for paper."""
        return PALETTE[self.role]


def coordinate(value: float) -> str:
    """A length with at most one decimal, without a trailing zero."""
    return f"{value:.1f}".removesuffix(".0")
