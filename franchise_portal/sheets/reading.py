"""Reading a table: the header is checked at once, the rows come one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from ..kit.errors import BadInput, Problem, Unreadable, shown
from ..kit.i18n import N_
from . import kinds, texts, workbooks
from .faults import refuse, refuse_for
from .limits import MAX_BYTES, MAX_PROBLEMS, MAX_ROWS
from .raw import RawRow

_LOOK_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a table must have and those that it may have."""

    required: Sequence[str]
    optional: Sequence[str] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.required, *self.optional)


class Row(NamedTuple):
    """One row. `number` is the row a person sees in the file, the header being row 1.

    `values` has every known column; a column that the file leaves out is "".
    """

    number: int
    values: dict[str, str]


def read_table(
    file: BinaryIO,
    *,
    filename: str,
    columns: Columns,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    faults: list[Problem] | None = None,
) -> Iterator[Row]:
    """Read a CSV or XLSX table, told apart by content.

    Faults of the file as a whole (encoding, header, size, not a table) are raised at once. Faults
    of single rows (a formula, too many cells) are collected in `faults` and the row is left out;
    without `faults` they are raised together when the last row has been read.

    Raises:
        BadInput: with a Problem for each fault, which names row, column and remedy.
    """
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        _refuse_size(filename, max_bytes)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        refuse(filename, None, N_("The file is empty."), _EMPTY_REMEDY)
    try:
        kind = kinds.recognise(data, filename)
    except Unreadable as trouble:
        refuse_for(filename, trouble)
    reader = workbooks if kind is kinds.Kind.ARCHIVE else texts
    raw = reader.rows(data, filename)
    ahead = list(islice(raw, _LOOK_AHEAD))
    if not ahead:
        refuse(filename, None, N_("The file is empty."), _EMPTY_REMEDY)
    header = _Header.read(ahead, columns, filename)
    body = chain(ahead[1:], raw)
    return _rows(body, header, max_rows, faults, fills=kind is kinds.Kind.ARCHIVE)


_EMPTY_REMEDY = N_("Choose a file with the column names in row 1 and one row for each entry.")


def _refuse_size(filename: str, max_bytes: int) -> None:
    refuse(
        filename,
        None,
        N_("The file is larger than %(limit)s MB."),
        N_("Split it into several files."),
        limit=max_bytes // (1024 * 1024),
    )


@dataclass(frozen=True, slots=True)
class _Header:
    """The names in row 1, in the order of the file; "" where a column has no name."""

    place: str
    names: tuple[str, ...]
    blank: dict[str, str]

    @classmethod
    def read(cls, ahead: Sequence[RawRow], columns: Columns, place: str) -> "_Header":
        first = ahead[0]
        names = tuple(_normal(cell) for cell in first.cells)
        problems = [*_wrong_names(names, first, columns, place)]
        if problems:
            if not set(names) & set(columns.known):
                _refuse_header(ahead, columns, place)
            raise BadInput(problems[0].message, problems=problems, **problems[0].params)
        return cls(place, names, dict.fromkeys(columns.known, ""))

    def label(self, index: int) -> str:
        """What to call a column in a message: its name, else its letter."""
        name = self.names[index] if index < len(self.names) else ""
        return name or letters(index)


def letters(index: int) -> str:
    """The letters a spreadsheet program writes above a column, from its index: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _normal(cell: str) -> str:
    return "_".join(cell.casefold().replace("-", " ").replace("_", " ").split())


def _wrong_names(
    names: Sequence[str], first: RawRow, columns: Columns, place: str
) -> Iterator[Problem]:
    missing = [name for name in columns.required if name not in names]
    unknown = [name for name in dict.fromkeys(names) if name and name not in columns.known]
    for name in unknown:
        written = first.cells[names.index(name)]
        similar = get_close_matches(name, missing or columns.known, n=1, cutoff=0.6)
        message = N_("There is no column “%(column)s” in this kind of file.")
        remedy = N_("Delete the column, or name it as one of: %(known)s.")
        if similar:
            remedy = N_("Did you mean “%(similar)s”? Otherwise delete the column.")
        params: dict[str, object] = {
            "column": shown(written),
            "known": ", ".join(columns.known),
            "similar": similar[0] if similar else "",
        }
        yield Problem(place, first.number, shown(written), shown(written), message, remedy, params)
    for name in missing:
        yield Problem(
            place, first.number, name, None,
            N_("The column “%(column)s” is missing."),
            N_("Add it to row 1; these columns are needed: %(needed)s."),
            {"column": name, "needed": ", ".join(columns.required)},
        )  # fmt: skip
    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            yield Problem(
                place, first.number, name, None,
                N_("The column “%(column)s” stands in the file twice."),
                N_("Keep one of them."),
                {"column": name},
            )  # fmt: skip


def _refuse_header(ahead: Sequence[RawRow], columns: Columns, place: str) -> None:
    """Nothing in row 1 is a column's name: say so once, not once for each column."""
    needed = ", ".join(columns.required)
    for row in ahead[1:]:
        if set(columns.required) <= {_normal(cell) for cell in row.cells}:
            refuse(
                place,
                ahead[0].number,
                N_("The column names stand in row %(row)s, not in row 1."),
                N_("Delete the rows above them."),
                row=row.number,
            )
    refuse(
        place,
        ahead[0].number,
        N_("Row 1 holds no column names."),
        N_("Write them in row 1; these are needed: %(needed)s."),
        needed=needed,
    )


def _rows(
    raw: Iterable[RawRow],
    header: _Header,
    max_rows: int,
    faults: list[Problem] | None,
    *,
    fills: bool,
) -> Iterator[Row]:
    collected = faults if faults is not None else []
    width, names, blank = len(header.names), header.names, header.blank
    for count, row in enumerate(raw, start=1):
        if count > max_rows:
            _refuse_length(header.place, row.number, max_rows)
        number, cells, cell_faults = row
        if cell_faults or len(cells) > width or (len(cells) < width and not fills):
            found = list(_faults_of(row, header, fills=fills))
            collected += found
            if faults is None and len(collected) >= MAX_PROBLEMS:
                break
            if found:
                continue
        values = blank.copy()
        values.update(zip(names, cells, strict=False))
        values.pop("", None)
        yield Row(number, values)
    if faults is None and collected:
        first = collected[0]
        raise BadInput(first.message, problems=collected, **first.params)


def _refuse_length(place: str, number: int, max_rows: int) -> None:
    refuse(
        place,
        number,
        N_("The file has more than %(limit)s rows."),
        N_("Split it into several files."),
        limit=max_rows,
    )


def _faults_of(row: RawRow, header: _Header, *, fills: bool) -> Iterator[Problem]:
    for column, value, trouble in row.faults:
        yield trouble.at(header.place, row.number, header.label(column), shown(value) or None)
    width = len(header.names)
    extra = next((i for i in range(width, len(row.cells)) if row.cells[i]), None)
    if extra is not None:
        trouble = Unreadable(
            N_("The row has %(cells)s cells, the header has %(columns)s."),
            N_("Put quotation marks around a cell that holds the delimiter, such as “1,5”."),
            cells=len(row.cells),
            columns=width,
        )
        yield trouble.at(header.place, row.number, letters(extra), shown(row.cells[extra]))
    elif len(row.cells) < width and not fills:
        trouble = Unreadable(
            N_("The row has %(cells)s cells, the header has %(columns)s."),
            N_("Add the cells that are missing; an empty cell still needs its delimiter."),
            cells=len(row.cells),
            columns=width,
        )
        yield trouble.at(header.place, row.number, header.label(len(row.cells)), None)
