"""CSV files as people really send them."""

import io

import pytest

from franchise_portal.kit.errors import BadInput, Problem
from franchise_portal.sheets import Columns, Row, read_table

COLUMNS = Columns(("outlet", "period", "gross_sales"), ("refunds", "currency"))
GOOD = "outlet,period,gross_sales\nTL-001,2026-10,48210.50\n"


def read(content: str | bytes, **options: object) -> list[Row]:
    data = content.encode() if isinstance(content, str) else content
    return list(
        read_table(io.BytesIO(data), filename="sales.csv", columns=COLUMNS, **options)  # type: ignore[arg-type]
    )


def problems(content: str | bytes, **options: object) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refusal:
        read(content, **options)
    return refusal.value.problems


def problem(content: str | bytes, **options: object) -> str:
    (only,) = problems(content, **options)
    return str(only)


def test_a_row_knows_its_number_and_every_known_column():
    assert read(GOOD) == [
        Row(
            2,
            {
                "outlet": "TL-001",
                "period": "2026-10",
                "gross_sales": "48210.50",
                "refunds": "",
                "currency": "",
            },
        )
    ]


def test_a_byte_order_mark_is_welcome():
    assert read(b"\xef\xbb\xbf" + GOOD.encode())[0].values["outlet"] == "TL-001"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_recognised(delimiter):
    assert read(GOOD.replace(",", delimiter))[0].values["gross_sales"] == "48210.50"


def test_excels_line_about_the_separator_is_skipped_and_counted():
    rows = read("sep=;\noutlet;period;gross_sales\nTL-001;2026-10;1,5\n")
    assert rows[0].number == 3
    assert rows[0].values["gross_sales"] == "1,5"


def test_names_are_read_whatever_their_case_and_spacing():
    assert read("Outlet, Period ,Gross Sales\na,b,c\n")[0].values["gross_sales"] == "c"


def test_blank_rows_are_skipped_but_counted():
    rows = read("outlet,period,gross_sales\n\n,,\nTL-001,2026-10,1\n")
    assert [row.number for row in rows] == [4]


def test_a_cell_of_two_lines_does_not_shift_the_numbers_after_it():
    rows = read('outlet,period,gross_sales\n"TL\n001",2026-10,1\nTL-002,2026-10,2\n')
    assert [row.number for row in rows] == [2, 4]


def test_an_empty_column_that_excel_left_behind_is_ignored():
    rows = read("outlet,period,gross_sales,,\na,b,c,,\n")
    assert "" not in rows[0].values


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "  \r\n"])
def test_an_empty_file_is_refused(content):
    assert "sales.csv: The file is empty. Choose a file" in problem(content)


def test_a_missing_column_is_named_with_those_needed():
    text = problem("outlet,gross_sales\na,1\n")
    assert text.startswith("sales.csv:1: period: The column “period” is missing.")
    assert "outlet, period, gross_sales" in text


def test_a_misspelt_column_gets_its_likely_name():
    unknown, missing = problems("outlet,period,gros_sales\na,b,1\n")
    assert "There is no column “gros_sales”" in str(unknown)
    assert "Did you mean “gross_sales”?" in str(unknown)
    assert unknown.row == missing.row == 1


def test_an_unknown_column_lists_the_known_ones():
    assert "one of: outlet, period, gross_sales, refunds, currency" in problem(
        "outlet,period,gross_sales,weather\na,b,1,sunny\n"
    )


def test_a_column_that_stands_twice_is_refused():
    assert "stands in the file twice" in problem("outlet,period,gross_sales,outlet\na,b,1,a\n")


def test_a_file_without_header_is_told_once():
    assert "Row 1 holds no column names" in problem("TL-001,2026-10,1\nTL-002,2026-10,2\n")


def test_a_header_below_a_title_is_found_and_its_row_named():
    text = problem("Sales of October\n\noutlet,period,gross_sales\na,b,1\n")
    assert "The column names stand in row 3, not in row 1. Delete the rows above them." in text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused_with_the_remedy(encoding):
    text = problem(GOOD.encode(encoding))
    assert "UTF-16" in text
    assert "CSV UTF-8" in text


def test_gbk_is_recognised_and_its_first_row_named():
    text = problem((GOOD + "陈氏商贸,2026-10,1\n").encode("gbk"))
    assert "GBK" in text
    assert "row 3" in text
    assert "CSV UTF-8" in text


def test_western_encodings_are_refused_with_the_row():
    text = problem((GOOD + "Café Müller,2026-10,1\n").encode("cp1252"))
    assert "not encoded in UTF-8: row 3" in text


def test_a_nul_byte_is_refused_with_its_row():
    assert problem(GOOD + "TL-002,2026-10,1\x00\n").startswith("sales.csv:3: The file holds a NUL")


def test_too_many_cells_name_the_row_and_the_usual_cause():
    text = problem(GOOD + "TL-002,2026-10,1,5\n")
    assert text.startswith("sales.csv:3: D: The row has 4 cells, the header has 3.")
    assert "quotation marks" in text


def test_too_few_cells_name_the_first_that_is_missing():
    assert problem(GOOD + "TL-002,2026-10\n").startswith("sales.csv:3: gross_sales: The row has 2")


def test_faults_of_rows_can_be_collected_beside_the_good_rows():
    faults: list[Problem] = []
    rows = read(GOOD + "TL-002\nTL-003,2026-10,3\n", faults=faults)
    assert [row.number for row in rows] == [2, 4]
    assert [fault.row for fault in faults] == [3]


def test_without_a_list_all_faults_of_rows_are_raised_together():
    found = problems(GOOD + "TL-002\nTL-003,2026-10,3\nTL-004\n")
    assert [fault.row for fault in found] == [3, 5]


def test_a_quotation_mark_that_does_not_close_names_the_row_where_it_opens():
    text = problem(GOOD + '"TL-002,2026-10,1\nTL-003,2026-10,1\n')
    assert text.startswith("sales.csv:3: A quotation mark opens here")


def test_more_rows_than_allowed_are_refused():
    assert "more than 2 rows" in problem(GOOD + "a,b,1\nc,d,1\n", max_rows=2)


def test_a_file_above_the_size_is_refused_before_it_is_read():
    assert "larger than 1 MB" in problem(GOOD + "a" * 1_048_576, max_bytes=1_048_576)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel file"),
        (b"<html><table><tr><td>outlet</table>", "web page"),
        (b"\x1f\x8b\x08", "packed archive"),
    ],
)
def test_other_files_are_called_by_what_they_are(content, words):
    assert words in problem(content)


def test_a_text_that_calls_itself_a_spreadsheet_is_refused():
    with pytest.raises(BadInput, match="its content is not"):
        list(read_table(io.BytesIO(GOOD.encode()), filename="sales.xlsx", columns=COLUMNS))
