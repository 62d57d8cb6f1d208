"""Writing tables. Figures stay figures; text that a spreadsheet program would run stays text."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

Cell = str | int | Decimal | date | datetime | bool | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What makes a spreadsheet program run a text: an operator first, also after white space or in
#: full width, or a control character that hides one.
RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BOM = "\ufeff"


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, so that Excel shows Chinese names.

    A text that would run as a formula gets an apostrophe before it; `read_table` takes it off.
    """
    out = io.StringIO(newline="")
    out.write(_BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _csv_cell(value: Cell) -> str:
    text = text_of(value)
    if isinstance(value, str) and RUNS.match(text):
        return f"'{text}"
    return text


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "Sheet1"
) -> bytes:
    """An XLSX file of one sheet with a frozen bold header. Text is stored as text, never run."""
    from .xlsx import written  # noqa: PLC0415 - openpyxl takes its time, and most processes do without

    return written(columns, rows, title)


def text_of(value: Cell) -> str:
    """What a cell says where it is written as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value.value) if isinstance(value, Enum) else str(value)
    return _UNPRINTABLE.sub("", text)
