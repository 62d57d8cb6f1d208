"""XLSX files: the first visible sheet of a workbook, row by row, in one pass over its XML.

The numbers come as text and stay text, so that no amount passes through a binary fraction unseen.
A formula is a fault of its cell: its result is whatever the last program thought it was.
"""

from collections.abc import Callable, Iterator
from pyexpat import ExpatError, ParserCreate
from typing import Any

from ..kit.errors import BadInput, Unreadable
from ..kit.i18n import N_
from . import numbers
from .archives import Archive, local
from .faults import SAVE_AGAIN, refuse_for
from .limits import MAX_COLUMNS, MAX_TEXTS
from .raw import CellFault, RawRow
from .styles import Shown, shown_by_style

_FORMULA = Unreadable(
    N_("The cell holds a formula."),
    N_("Copy the column, paste it back as values only, and save the file again."),
)
_ERROR = Unreadable(
    N_("The cell holds an error of the spreadsheet program."),
    N_("Put the right value in its place."),
)
_DAMAGED = Unreadable(N_("The file is damaged: its sheet cannot be read."), SAVE_AGAIN)
_A = ord("A") - 1


def rows(data: bytes, place: str) -> Iterator[RawRow]:
    """Every row that is not blank, with the numbers that the spreadsheet program shows.

    Raises:
        BadInput: for an archive that is damaged, protected, too large or no workbook.
    """
    try:
        archive = Archive(data)
        name, workbook = archive.first_sheet()
        sheet = _Sheet(_texts(archive), _styles(archive), since_1904=_since_1904(workbook))
        for chunk in archive.chunks(name):
            yield from sheet.feed(chunk)
        sheet.close()
    except Unreadable as trouble:
        refuse_for(place, trouble)
    except (ExpatError, ValueError) as error:
        # A number of a style, a row or a day that is none: only a damaged file holds one.
        raise _damaged(place) from error


def _damaged(place: str) -> BadInput:
    try:
        refuse_for(place, _DAMAGED)
    except BadInput as refusal:
        return refusal


class _Sheet:
    """Hears the XML of a sheet and collects finished rows, without Japanese reading aids."""

    def __init__(self, texts: list[str], styles: list[Shown], *, since_1904: bool) -> None:
        self._texts, self._styles, self._since_1904 = texts, styles, since_1904
        self._ready: list[RawRow] = []
        self._columns: dict[str, int] = {}
        self._row = 0
        self._cells: list[str] = []
        self._faults: list[CellFault] = []
        self._column = -1
        self._kind = "n"
        self._style = 0
        self._words: list[str] = []
        self._is_formula = self._hears = self._aids = False
        self._parser = _parser(self._start, self._end, self._hear)

    def feed(self, chunk: bytes) -> list[RawRow]:
        """Read on; return the rows that are finished."""
        self._parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
        ready, self._ready = self._ready, []
        return ready

    def close(self) -> None:
        """Insist that the XML ends as it should."""
        self._parser.Parse(b"", True)  # noqa: FBT003

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = self._column_of(reference) if reference else self._column + 1
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._is_formula = False
            self._words.clear()
        elif name in {"v", "t"}:
            self._hears = not self._aids
        elif name == "rPh":
            self._aids = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._cells, self._faults, self._column = [], [], -1

    def _hear(self, words: str) -> None:
        if self._hears:
            self._words.append(words)

    def _end(self, name: str) -> None:
        if name == "c":
            self._finish_cell()
        elif name in {"v", "t"}:
            self._hears = False
        elif name == "rPh":
            self._aids = False
        elif name == "row" and (self._faults or any(self._cells)):
            self._ready.append(RawRow(self._row, self._cells, tuple(self._faults)))

    def _finish_cell(self) -> None:
        raw = "".join(self._words)
        if self._is_formula:
            text = ""
            self._faults.append(CellFault(self._column, raw.strip(), _FORMULA))
        elif not raw:
            return
        else:
            text = self._text(raw)
        column = min(self._column, MAX_COLUMNS)
        cells = self._cells
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text

    def _text(self, raw: str) -> str:
        try:
            if self._kind == "s":
                return self._texts[int(raw)]
            if self._kind == "n":
                style = self._style
                shown = self._styles[style] if style < len(self._styles) else Shown.NUMBER
                return numbers.as_text(raw, shown, since_1904=self._since_1904)
            if self._kind == "e":
                raise _ERROR
        except Unreadable as trouble:
            self._faults.append(CellFault(self._column, raw, trouble))
            return ""
        except (IndexError, ValueError) as error:
            raise _DAMAGED from error
        if self._kind == "b":
            return "true" if raw == "1" else "false"
        if self._kind == "d":
            return raw.removesuffix("T00:00:00")
        return raw.strip()

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - _A
            column = self._columns[letters] = column - 1
        return max(column, 0)


def _parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    hear: Callable[[str], None],
) -> Any:  # noqa: ANN401 - expat's own class
    """A parser that knows elements by their local names and refuses document types."""
    parser = ParserCreate()
    parser.buffer_text = True
    plain: dict[str, str] = {}

    def start_plain(name: str, attributes: dict[str, str]) -> None:
        if name not in plain:
            plain[name] = name.rpartition(":")[2]
        start(plain[name], attributes)

    def end_plain(name: str) -> None:
        end(plain[name])

    def refuse_type(*_: object) -> None:
        raise _DAMAGED

    parser.StartElementHandler = start_plain
    parser.EndElementHandler = end_plain
    parser.CharacterDataHandler = hear
    parser.StartDoctypeDeclHandler = refuse_type
    parser.EntityDeclHandler = refuse_type
    return parser


class _Texts:
    """Hears the texts that cells share, without reading aids either."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._words: list[str] = []
        self._hears = self._aids = False
        self.parser = _parser(self._start, self._end, self._hear)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._words.clear()
        elif name == "rPh":
            self._aids = True
        elif name == "t":
            self._hears = not self._aids

    def _hear(self, words: str) -> None:
        if self._hears:
            self._words.append(words)

    def _end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self._words).strip())
        elif name == "rPh":
            self._aids = False
        elif name == "t":
            self._hears = False


def _texts(archive: Archive) -> list[str]:
    name = _part(archive, "sharedStrings")
    if not name:
        return []
    heard = _Texts()
    for chunk in archive.chunks(name, MAX_TEXTS):
        heard.parser.Parse(chunk, False)  # noqa: FBT003
    heard.parser.Parse(b"", True)  # noqa: FBT003
    return heard.texts


def _styles(archive: Archive) -> list[Shown]:
    name = _part(archive, "styles")
    return shown_by_style(archive.tree(name)) if name else []


def _part(archive: Archive, kind: str) -> str:
    related = archive.related(archive.workbook_part()).values()
    return next((name for is_kind, name in related if is_kind == kind and name in archive), "")


def _since_1904(workbook: Any) -> bool:  # noqa: ANN401 - an element of the tree
    return any(
        local(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"}
        for element in workbook
    )
