"""CSV files: which encoding, which delimiter, and then row by row."""

import csv
import io
import re
from collections.abc import Iterator
from typing import TextIO

from ..kit.errors import BadInput
from ..kit.i18n import N_
from .faults import SAVE_AGAIN, SAVE_AS_UTF8, refuse
from .raw import RawRow

_BOM = b"\xef\xbb\xbf"
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_HEAD = 64 * 1024
#: A text that was protected against being run as a formula when it was exported.
_PROTECTED = re.compile(r"'(?=\s*[=+\-@\t\r\n＝＋－＠])")


def rows(data: bytes, place: str) -> Iterator[RawRow]:
    """Every row that is not blank, numbered by the line of the file on which it begins.

    Raises:
        BadInput: for another encoding, NUL bytes, or quotation marks that do not close.
    """
    data = _in_utf8(data, place)
    beginning = data[:_HEAD].decode("utf-8", errors="ignore")
    separator = _SEPARATOR_LINE.match(beginning)
    delimiter = separator[1] if separator else _delimiter(beginning)
    # Read from the bytes: the text of a large file as a whole would take four times the memory.
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    if separator:
        lines.readline()
    return _parsed(lines, delimiter, 1 if separator else 0, place)


def _parsed(lines: TextIO, delimiter: str, skipped: int, place: str) -> Iterator[RawRow]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            trimmed = [_clean(cell) for cell in cells]
            if any(trimmed):
                yield RawRow(line, trimmed)
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        _refuse_quotes(place, line, error)


def _clean(cell: str) -> str:
    cell = cell.strip()
    return _PROTECTED.sub("", cell, count=1) if cell.startswith("'") else cell


def _refuse_quotes(place: str, line: int, error: csv.Error) -> None:
    if "field larger" in str(error) or "unexpected end" in str(error):
        refuse(
            place,
            line,
            N_("A quotation mark opens here and does not close."),
            N_("Close it, or write two quotation marks for one that belongs to the text."),
        )
    refuse(
        place,
        line,
        N_("The quotation marks of this row do not pair up."),
        N_("Put quotation marks around the whole cell and write two for one inside it."),
    )


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into most cells; a comma when none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _in_utf8(data: bytes, place: str) -> bytes:
    """The bytes without their byte order mark, once they have proved to be UTF-8."""
    if data.startswith(_UTF_16_OR_32) or _looks_like_utf_16(data):
        refuse(place, None, N_("The file is encoded in UTF-16."), SAVE_AS_UTF8)
    nul = data.find(b"\x00")
    if nul >= 0:
        refuse(
            place,
            _line_of(data, nul),
            N_("The file holds a NUL byte, as damaged files and programs do."),
            SAVE_AGAIN,
        )
    data = data.removeprefix(_BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, error, place) from error
    return data


def _looks_like_utf_16(data: bytes) -> bool:
    beginning = data[:2_000]
    return beginning.count(b"\x00") * 4 > len(beginning)


def _wrong_encoding(data: bytes, error: UnicodeDecodeError, place: str) -> BadInput:
    line = _line_of(data, error.start)
    message = N_("The file is not encoded in UTF-8: row %(line)s holds the first wrong byte.")
    if _looks_chinese(data):
        message = N_(
            "The file is in a Chinese encoding such as GBK, not in UTF-8: row %(line)s is the "
            "first that shows it."
        )
    try:
        refuse(place, line, message, SAVE_AS_UTF8, line=line)
    except BadInput as refusal:
        return refusal


def _looks_chinese(data: bytes) -> bool:
    """Han characters of GBK and Big5 come as pairs of bytes; accented Latin letters singly."""
    runs = _HIGH_BYTES.findall(data[:200_000])
    paired = sum(1 for run in runs if len(run) % 2 == 0)
    return paired * 2 > len(runs)


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
