"""XLSX files: what people type, and what attackers make."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from franchise_portal.kit.errors import BadInput, Problem
from franchise_portal.sheets import Columns, Row, limits, read_table
from franchise_portal.sheets.styles import Shown, shown_by

COLUMNS = Columns(("outlet", "period", "gross_sales"), ("opened_on",))
NEW_MONTH = datetime(2026, 10, 1)  # noqa: DTZ001 - a sheet has no zones
HEADER = ["outlet", "period", "gross_sales", "opened_on"]


def workbook(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in (HEADER, *rows):
        sheet.append(row)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, filename: str = "sales.xlsx", **options: object) -> list[Row]:
    return list(read_table(io.BytesIO(data), filename=filename, columns=COLUMNS, **options))  # type: ignore[arg-type]


def problem(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        read(data)
    return str(refusal.value.problems[0])


def replaced(data: bytes, part: str, change) -> bytes:
    """The same archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def test_values_come_as_the_text_a_person_would_have_typed():
    (row,) = read(workbook(["TL-001", "2026-10", 48210.5, date(2024, 3, 1)]))
    assert row == Row(
        2,
        {
            "outlet": "TL-001",
            "period": "2026-10",
            "gross_sales": "48210.5",
            "opened_on": "2024-03-01",
        },
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1234567.89, "1234567.89"),
        (-12.5, "-12.5"),
        (1e20, "100000000000000000000"),
        (0.0000001, "0.0000001"),
        (100123, "100123"),
        (True, "true"),
    ],
)
def test_numbers_lose_the_noise_of_binary_fractions_and_never_carry_an_exponent(value, text):
    assert read(workbook(["a", "b", value]))[0].values["gross_sales"] == text


def test_a_month_that_the_program_turned_into_a_day_is_a_month_again():
    data = workbook(["a", NEW_MONTH, 1], formats={"B2": "mmm-yy"})
    assert read(data)[0].values["period"] == "2026-10"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ("#,##0.00 [$€-407]", Shown.NUMBER),
        ('0 "days"', Shown.NUMBER),
        ("yyyy-mm-dd", Shown.DAY),
        ("[$-804]yyyy年m月", Shown.MONTH),
        ("yyyy-mm", Shown.MONTH),
        ("dd/mm/yyyy hh:mm", Shown.DAY),
        ("h:mm AM/PM", Shown.TIME),
        ("[h]:mm", Shown.TIME),
        ("0.00E+00", Shown.NUMBER),
        ("[Red]-0.00;0.00", Shown.NUMBER),
    ],
)
def test_a_number_format_says_how_much_of_a_date_it_shows(code, shown):
    assert shown_by(code) is shown


def test_a_day_with_a_time_keeps_it_so_that_it_can_be_refused():
    data = workbook(["a", "b", 1, NEW_MONTH.replace(hour=14, minute=30)])
    assert read(data)[0].values["opened_on"] == "2026-10-01T14:30:00"
    assert read(workbook(["a", "b", 1, time(14, 30)]))[0].values["opened_on"] == "14:30:00"


def test_blank_rows_keep_their_numbers():
    assert [row.number for row in read(workbook(["a", "b", 1], [], ["c", "d", 2]))] == [2, 4]


def test_cells_missing_at_the_end_of_a_row_are_blank():
    assert read(workbook(["a", "b", 1]))[0].values["opened_on"] == ""


def test_a_formula_is_named_by_row_and_column_with_the_remedy():
    text = problem(workbook(["a", "b", 1], ["c", "d", "=SUM(C2:C2)"]))
    assert text.startswith("sales.xlsx:3: gross_sales: The cell holds a formula.")
    assert "values only" in text


def test_a_formula_costs_only_its_row_when_faults_are_collected():
    faults: list[Problem] = []
    rows = read(workbook(["a", "b", "=1+1"], ["c", "d", 2]), faults=faults)
    assert [row.number for row in rows] == [3]
    assert [fault.column for fault in faults] == ["gross_sales"]


def test_an_error_of_the_program_is_named():
    assert "sales.xlsx:2: gross_sales: The cell holds an error" in problem(
        workbook(["a", "b", "#N/A"])
    )


def test_a_cell_beyond_the_named_columns_is_named_by_its_letter():
    assert problem(workbook(["a", "b", 1, None, None, "stray"])).startswith("sales.xlsx:2: F:")


def test_only_the_first_sheet_that_shows_is_read():
    book = Workbook()
    book.active.title = "notes"
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("sales")
    sheet.append(HEADER)
    sheet.append(["a", "b", 1])
    out = io.BytesIO()
    book.save(out)
    assert len(read(out.getvalue())) == 1


def test_the_content_decides_not_the_name():
    assert len(read(workbook(["a", "b", 1]), filename="sales.csv")) == 1


WITH_READING = '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'


def shared_texts(texts: str) -> bytes:
    """A workbook as Excel writes it: its cells point into a list of texts."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = f'<?xml version="1.0"?><x:sst xmlns:x{space[5:]}>{texts}</x:sst>'
    cells = "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABC"))
    sheet = f"<worksheet {space}><sheetData><row r='1'>{cells}</row><row r='2'>"
    sheet += '<c r="A2" t="s"><v>3</v></c></row></sheetData></worksheet>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    data = replaced(workbook(), "xl/worksheets/sheet1.xml", lambda _: sheet.encode())
    data = replaced(
        data,
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            f'<Relationship Id="t" Type="{relation}" Target="texts.xml"/></Relationships>'.encode(),
        ),
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/texts.xml", texts)
    return out.getvalue()


NAMES = "".join(f"<x:si><x:t>{name}</x:t></x:si>" for name in HEADER[:3])


def test_cells_may_point_into_a_list_of_shared_texts():
    data = shared_texts(
        NAMES + "<x:si><x:r><x:t>Tokyo </x:t></x:r><x:r><x:t>East</x:t></x:r></x:si>"
    )
    assert read(data)[0].values["outlet"] == "Tokyo East"


def test_a_pointer_beyond_the_shared_texts_is_damage():
    assert "damaged" in problem(shared_texts(NAMES))


def test_shared_texts_keep_only_the_text_not_its_reading():
    reading = WITH_READING.replace("<", "<x:").replace("<x:/", "</x:")
    assert read(shared_texts(f"{NAMES}<x:si>{reading}</x:si>"))[0].values["outlet"] == "東京"


def test_a_cell_keeps_only_its_text_not_its_reading():
    data = replaced(
        workbook(["東京", "b", 1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<t>東京</t>".encode(), WITH_READING.encode()),
    )
    assert read(data)[0].values["outlet"] == "東京"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("content.xml", b"<x/>", "OpenDocument"),
        ("xl/workbook.bin", b"x", "binary workbook"),
        ("word/document.xml", b"<x/>", "not a spreadsheet"),
    ],
)
def test_other_archives_are_called_by_what_they_are(name, content, words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    assert words in problem(out.getvalue())


def test_a_truncated_archive_is_damaged():
    assert "damaged" in problem(workbook(["a", "b", 1])[:-200])


def test_broken_xml_is_damaged():
    data = replaced(workbook(["a", "b", 1]), "xl/worksheets/sheet1.xml", lambda xml: xml[:-40])
    assert "damaged" in problem(data)


def test_a_bomb_that_declares_its_size_is_refused_unopened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels"):
            archive.writestr(name, "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(limits.MAX_UNPACKED // limits.MEBIBYTE + 1):
                part.write(b" " * limits.MEBIBYTE)
    assert len(out.getvalue()) < limits.MEBIBYTE
    assert "far larger than it pretends" in problem(out.getvalue())


def test_a_bomb_that_lies_about_its_size_is_not_believed():
    data = replaced(
        workbook(["a", "b", 1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml + b" " * 5 * limits.MEBIBYTE,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    lie = data.replace(info.file_size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lie != data
    assert "damaged" in problem(lie)


def test_an_archive_of_very_many_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(limits.MAX_PARTS + 1):
            archive.writestr(f"part{number}", b"")
    assert "far larger" in problem(out.getvalue())


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/texts.xml", "xl/workbook.xml"])
def test_entities_are_refused_in_every_part(part):
    def laugh(xml: bytes) -> bytes:
        declaration, mark, rest = xml.rpartition(b"?>")
        return declaration + mark + LAUGHS + rest

    data = shared_texts(NAMES + "<x:si><x:t>a</x:t></x:si>")
    assert len(read(data)) == 1
    assert "damaged" in problem(replaced(data, part, laugh))


def test_a_row_number_beyond_all_sheets_costs_no_time():
    data = replaced(
        workbook(["a", "b", 1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999999"'),
    )
    assert read(data)[0].number == 999999999999


def test_a_cell_far_to_the_right_does_not_make_a_row_of_that_width():
    data = replaced(
        workbook(["a", "b", 1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="C2"', b'r="ZZZZZZZ2"'),
    )
    assert "The row has" in problem(data)
