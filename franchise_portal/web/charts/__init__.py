"""Where every bar, line and word of a chart stands. Pure: numbers in, shapes out.

Shapes carry literal colours, because the PDF engine reads attributes and not style sheets; on
screen the class of each shape (``chart__<role>``) takes the colour of the theme. Lengths are user
units of the view box: pixels on a page; on paper the template gives a width in millimetres.
"""

from .bars import FULL, PANEL, SHEET, SHEET_LOW, WIDE, Bar, Emphasis, Size, bar_chart
from .shapes import PALETTE, Amount, Chart, Shape, Swatch
from .sides import Side, sides
from .small import shares, sparkline

__all__ = [
    "FULL",
    "PALETTE",
    "PANEL",
    "SHEET",
    "SHEET_LOW",
    "WIDE",
    "Amount",
    "Bar",
    "Chart",
    "Emphasis",
    "Shape",
    "Side",
    "Size",
    "Swatch",
    "bar_chart",
    "shares",
    "sides",
    "sparkline",
]
