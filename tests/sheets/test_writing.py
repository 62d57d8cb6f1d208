"""What is written can be read again, and never runs."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from franchise_portal.sheets import Columns, read_table, write_csv, write_xlsx

DANGEROUS = [
    "=1+1",
    "+49 30 1234",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    '=HYPERLINK("http://example.test","x")',
    "-",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_would_run_gets_an_apostrophe_in_csv(text):
    lines = write_csv(["name"], [[text]]).decode("utf-8-sig")
    assert lines.split("\r\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_would_run_is_stored_as_text_in_xlsx(text):
    data = write_xlsx(["name"], [[text]])
    cell = load_workbook(io.BytesIO(data)).active["A2"]
    assert cell.data_type == "s"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_negative_numbers_stay_numbers():
    row = [-5, Decimal("-12.50")]
    assert b"-5,-12.50" in write_csv(["a", "b"], [row])
    sheet = load_workbook(io.BytesIO(write_xlsx(["a", "b"], [row]))).active
    assert (sheet["A2"].value, sheet["B2"].value) == (-5, -12.5)
    assert sheet["B2"].data_type == "n"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_again_as_it_was(write):
    columns = ["name", "phone", "opened_on", "amount", "note"]
    values = [
        "陈氏商贸",
        "+49 30 1234",
        date(2024, 3, 1),
        Decimal("1234567.89"),
        '=1, "two"\nlines',
    ]
    data = write(columns, [values])
    (row,) = read_table(io.BytesIO(data), filename="x", columns=Columns(columns))
    assert list(row.values.values()) == [
        "陈氏商贸", "+49 30 1234", "2024-03-01", "1234567.89", '=1, "two"\nlines',
    ]  # fmt: skip


def test_csv_begins_with_the_mark_that_excel_needs_for_chinese():
    assert write_csv(["名"], []).startswith(b"\xef\xbb\xbf")


def test_control_characters_do_not_break_the_spreadsheet():
    data = write_xlsx(["name"], [["bell\x07 and \ud800"]])
    assert load_workbook(io.BytesIO(data)).active["A2"].value == "bell and "


def test_moments_and_nothing_are_written_plainly():
    moment = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    assert b"2026-11-02T12:00:00+00:00,,true" in write_csv(["a", "b", "c"], [[moment, None, True]])


def test_a_sheet_is_named_within_the_rules_of_the_format():
    data = write_xlsx(["a"], [], title="Outlets: all/[2026]" + "x" * 40)
    assert len(load_workbook(io.BytesIO(data)).sheetnames[0]) <= 31
