"""Writing tables. Figures stay figures; text that a spreadsheet program would run stays text."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | Decimal | date | datetime | bool | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What makes a spreadsheet program run a text: an operator first, also after white space or in
#: full width, or a control character that hides one.
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BOM = "\ufeff"
_WIDEST = 60
_SAMPLE = 200


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
    text = _text(value)
    if isinstance(value, str) and _RUNS.match(text):
        return f"'{text}"
    return text


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "Sheet1"
) -> bytes:
    """An XLSX file of one sheet with a frozen bold header. Text is stored as text, never run."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    rows = iter(rows)
    sample = [row for row, _ in zip(rows, range(_SAMPLE), strict=False)]
    for index, width in enumerate(_widths(columns, sample)):
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
    sheet.append([_heading(sheet, name) for name in columns])
    for row in (*sample, *rows):
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet: object, name: str) -> Any:  # noqa: ANN401 - openpyxl has no types
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: object, value: Cell) -> Any:  # noqa: ANN401
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    text = _text(value)
    cell = WriteOnlyCell(sheet, value=text)
    if _RUNS.match(text):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _text(value: Cell) -> str:
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


def _widths(columns: Sequence[str], sample: Sequence[Sequence[Cell]]) -> list[int]:
    widths = [len(name) for name in columns]
    for row in sample:
        for index, value in enumerate(row):
            widths[index] = max(widths[index], sum(1 + (c > "\u2e7f") for c in _text(value)))
    return [min(width, _WIDEST) + 2 for width in widths]


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "Sheet1"
