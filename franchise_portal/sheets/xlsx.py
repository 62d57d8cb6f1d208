"""Writing workbooks of one sheet, with openpyxl."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .writing import RUNS, Cell, text_of

_WIDEST = 60
_SAMPLE = 200


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
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
    text = text_of(value)
    cell = WriteOnlyCell(sheet, value=text)
    if RUNS.match(text):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _widths(columns: Sequence[str], sample: Sequence[Sequence[Cell]]) -> list[int]:
    widths = [len(name) for name in columns]
    for row in sample:
        for index, value in enumerate(row):
            widths[index] = max(widths[index], sum(1 + (c > "\u2e7f") for c in text_of(value)))
    return [min(width, _WIDEST) + 2 for width in widths]


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "Sheet1"
