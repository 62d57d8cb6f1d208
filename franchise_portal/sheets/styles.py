"""Which number formats of a workbook show a date, and how much of it."""

import re
from enum import Enum
from xml.etree.ElementTree import Element

from .archives import local


class Shown(Enum):
    """What a format shows of a number."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    TIME = "time"


#: The formats that every workbook has without defining them.
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), Shown.DAY),
    17: Shown.MONTH,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), Shown.TIME),
}

#: Quoted words, colours and languages in brackets, escaped letters, padding: none is a date.
_DECORATION = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def shown_by_style(styles: Element) -> list[Shown]:
    """For each cell style, by its index, what its number format shows."""
    formats = dict(_BUILT_IN)
    shown: list[Shown] = []
    for element in styles.iter():
        if local(element.tag) == "numFmt":
            formats[int(element.get("numFmtId", "0"))] = shown_by(element.get("formatCode", ""))
    for element in styles:
        if local(element.tag) == "cellXfs":
            for style in element:
                number = int(style.get("numFmtId", "0"))
                shown.append(formats.get(number, Shown.NUMBER))
    return shown


def shown_by(code: str) -> Shown:
    """What a format such as `yyyy-mm` shows."""
    elapsed = re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE)
    letters = set(_DECORATION.sub("", code).lower().partition(";")[0])
    if "general" in code.lower() or not letters & set("ymdhs"):
        return Shown.TIME if elapsed else Shown.NUMBER
    if "d" in letters:
        return Shown.DAY
    if "y" in letters:
        return Shown.MONTH if "m" in letters and "h" not in letters else Shown.DAY
    return Shown.TIME if letters & set("hs") or elapsed else Shown.MONTH
