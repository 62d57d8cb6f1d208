"""Importing sales: what is refused and how it is named, what is posted, what is kept."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.enums import ImportStatus
from franchise_portal.fees.errors import ImportDecided, ImportNotClean
from franchise_portal.fees.models import SalesImport, SalesReport
from franchise_portal.kit.errors import BadInput, NotAllowed
from tests.builders.fees import a_file, a_plan, a_report, assess, give_plan


def read(file, *, dry_run=False, name="sales.csv"):
    return services.import_sales(SYSTEM, file=file, filename=name, dry_run=dry_run)


def problems_of(file, name="sales.csv"):
    """Each problem as (row, column, sentence)."""
    with pytest.raises(BadInput) as refused:
        read(file, name=name)
    return [(p.row, p.column, str(p).removeprefix(f"{p.where}: ")) for p in refused.value.problems]


def reports():
    return db.session.execute(select(func.count()).select_from(SalesReport)).scalar_one()


def test_a_good_file_is_posted_whole(network):
    file = a_file("TL-001,2026-10,50000.50", "TL-003,2026-10,1000", "HX-001,2026-10,0")
    done = read(file)
    assert (done.rows, done.reports, done.month) == (3, 3, "2026-10")
    assert [str(amount) for amount in done.gross] == ["51000.50 EUR"]
    assert done.missing_count == 0
    report = db.session.scalars(
        select(SalesReport).where(SalesReport.outlet_id == network.outlets["TL-001"].id)
    ).one()
    assert (report.gross_minor, report.month, report.ends_on) == (
        50_000_50,
        "2026-10",
        date(2026, 10, 31),
    )


def test_a_dry_run_writes_nothing(network):
    done = read(a_file("TL-001,2026-10,50000"), dry_run=True)
    assert (done.reports, done.import_id, reports()) == (1, None, 0)
    assert [one.outlet for one in done.missing] == ["HX-001", "TL-003"]


def test_a_spreadsheet_is_read_like_a_text_file(network):
    book = Workbook()
    book.active.append(["outlet", "period", "gross_sales", "sales_tax"])
    book.active.append(["TL-001", "2026-10", 50000.5, 4000])
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    assert read(data, name="sales.xlsx").reports == 1


def test_every_wrong_row_is_named_and_nothing_is_posted(network):
    file = a_file(
        "TL-O01,2026-10,100",
        "TL-001,2026-13,100",
        "TL-001,2026-10,-5",
        "TL-001,2026-10,48.21O,50",
        "TL-001,2026-10,1",
        "HX-001,2026-10,100",
        "HX-001,2026-10,200",
    )
    found = problems_of(file)
    assert [row for row, _, _ in found] == [2, 3, 4, 5, 6, 8]
    assert "Did you mean “TL-001”?" in found[0][2]
    assert reports() == 0


def test_an_outlet_and_period_that_stand_twice_are_named_by_both_rows(network):
    found = problems_of(a_file("TL-001,2026-10,1", "TL-003,2026-10,2", "TL-001,2026-10,3"))
    assert found == [
        (4, "period", "Row 2 reports the same period of outlet TL-001. Keep one of the two rows.")
    ]


def test_twice_is_noticed_across_portions(network, monkeypatch):
    monkeypatch.setattr("franchise_portal.fees.services.sales_check.AT_ONCE", 1)
    [(row, _, text)] = problems_of(a_file("TL-001,2026-10,1", "TL-001,2026-10,3"))
    assert row == 3
    assert text.startswith("Row 2 reports the same period")


def test_days_that_two_rows_share_are_refused(network):
    [(row, _, text)] = problems_of(a_file("TL-001,2026-10,1", "TL-001,2026-W42,3"))
    assert row == 3
    assert "shares days with 2026-10" in text


def test_what_was_reported_before_is_refused(network):
    a_report(network.outlets["TL-001"])
    [(_, column, text)] = problems_of(a_file("TL-001,2026-10,1"))
    assert column == "period"
    assert "has reported 2026-10 already" in text


def test_what_was_assessed_names_its_invoice(network):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    [(_, _, text)] = problems_of(a_file("TL-001,2026-10,1"))
    assert "has been assessed for 2026-10, in invoice 2026-0001" in text


def test_a_week_inside_a_month_reported_before_is_refused(network):
    a_report(network.outlets["TL-001"])
    [(_, _, text)] = problems_of(a_file("TL-001,2026-W42,1"))
    assert "which shares days with this period" in text


def test_another_currency_is_refused(network):
    file = a_file("TL-001,2026-10,1,USD", header="outlet,period,gross_sales,currency")
    [(row, column, text)] = problems_of(file)
    assert (row, column) == (2, "currency")
    assert "USD" in text


def test_the_currency_of_the_outlets_plan_is_the_right_one(network):
    give_plan(network.contracts["CT-F-002-HX"], a_plan(currency="CNY"))
    file = a_file(
        "HX-001,2026-10,1,CNY", "TL-001,2026-10,1,EUR", header="outlet,period,gross_sales,currency"
    )
    assert [str(amount) for amount in read(file).gross] == ["1.00 CNY", "1.00 EUR"]


def test_days_without_trading_are_refused(network):
    network.outlets["TL-001"].closed_on = date(2026, 9, 30)
    found = problems_of(a_file("TL-001,2026-10,1", "TL-003,2020-10,1"))
    assert ["closed on 2026-09-30" in found[0][2], "opened on 2024-03-01" in found[1][2]] == [
        True,
        True,
    ]


def test_the_month_of_closing_is_still_reported(network):
    network.outlets["TL-001"].closed_on = date(2026, 10, 2)
    assert read(a_file("TL-001,2026-10,1")).reports == 1


def test_a_count_that_the_plan_needs_must_be_there(network):
    fee = {"name": "deliveries", "clause": "6.7", "basis": "units", "method": "per_unit"}
    give_plan(network.contracts["CT-F-002-HX"], a_plan({**fee, "rate": "0.50"}))
    [(row, column, text)] = problems_of(a_file("HX-001,2026-10,1"))
    assert (row, column) == (2, "units")
    assert "deliveries" in text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"outlet,period,gross_sales\n", "no rows"),
        (b"shop,when,money\nTL-001,2026-10,1\n", "column names"),
        (b"outlet,period\nTL-001,2026-10\n", "missing"),
        ("outlet,period,gross_sales\nTL-001,2026-10,1\n".encode("utf-16"), "UTF-16"),
        (b"outlet,period,gross_sales,x\nTL-001,2026-10,\xd6\xd0\xce\xc4\n", "UTF-8"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_is_no_sales_file_is_refused_as_a_whole(network, data, words):
    [problem] = problems_of(io.BytesIO(data))[:1]
    assert words.casefold() in problem[2].casefold()
    assert reports() == 0


def test_a_file_that_only_claims_to_be_a_spreadsheet_is_refused(network):
    [(_, _, text)] = problems_of(io.BytesIO(b"outlet,period\n"), name="sales.xlsx")
    assert "its content is not" in text


def test_a_formula_is_named_by_its_cell(network):
    book = Workbook()
    book.active.append(["outlet", "period", "gross_sales"])
    book.active.append(["TL-001", "2026-10", "=1+1"])
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    [(row, column, text)] = problems_of(data, name="sales.xlsx")
    assert (row, column) == (2, "gross_sales")
    assert "formula" in text


def test_only_those_who_may_import_do(network):
    with pytest.raises(NotAllowed):
        services.import_sales(network.actors["omar"], file=a_file(), filename="x.csv")


# The page: upload, look, decide.


def upload(file, actor=SYSTEM):
    size = len(file.getvalue())
    return services.upload(actor, file=file, filename="october.csv", size=size)


def test_an_upload_is_checked_and_nothing_is_posted(network):
    row = upload(a_file("TL-001,2026-10,50000", "TL-O03,2026-10,1"))
    assert row.status is ImportStatus.CHECKED
    assert (row.rows_read, row.rows_good, row.gross_minor) == (2, 1, 50_000_00)
    assert [problem["row"] for problem in row.problems] == [3]
    assert [(one["outlet"], one["row"]) for one in row.missing] == [("HX-001", None), ("TL-003", 3)]
    assert (row.missing_count, row.trading_count, reports()) == (2, 3, 0)


def test_all_is_posted_only_when_all_is_good(network):
    row = upload(a_file("TL-001,2026-10,50000", "TL-O03,2026-10,1"))
    with pytest.raises(ImportNotClean):
        services.decide(SYSTEM, row=row, partly=False)


def test_the_good_rows_are_posted_when_the_person_says_so(network):
    row = upload(a_file("TL-001,2026-10,50000", "TL-O03,2026-10,1"))
    services.decide(SYSTEM, row=row, partly=True)
    services.post(SYSTEM, row=row)
    services.post(SYSTEM, row=row)
    assert (row.status, reports()) == (ImportStatus.POSTED, 1)


def test_a_file_is_decided_on_once(network):
    row = upload(a_file("TL-001,2026-10,50000"))
    services.discard(SYSTEM, row=row)
    with pytest.raises(ImportDecided):
        services.decide(SYSTEM, row=row, partly=False)
    assert reports() == 0


def test_a_row_that_somebody_reported_meanwhile_is_left_out_and_named(network):
    row = upload(a_file("TL-001,2026-10,50000", "TL-003,2026-10,1"))
    a_report(network.outlets["TL-003"])
    services.decide(SYSTEM, row=row, partly=False)
    services.post(SYSTEM, row=row)
    assert (row.rows_good, row.status) == (1, ImportStatus.POSTED)
    assert "already" in row.problems[0]["message"]


def test_a_large_file_waits_for_the_job(network):
    file = a_file("TL-001,2026-10,50000")
    row = services.upload(SYSTEM, file=file, filename="large.csv", size=10**7)
    assert row.status is ImportStatus.READING
    services.check(row)
    assert (row.status, row.rows_good) == (ImportStatus.CHECKED, 1)


def test_a_large_file_that_cannot_be_read_says_why(network):
    row = services.upload(SYSTEM, file=io.BytesIO(b"%PDF"), filename="large.csv", size=10**7)
    services.check(row)
    assert row.status is ImportStatus.UNREADABLE
    assert "PDF" in row.problems[0]["message"]


def test_the_file_itself_is_kept(network):
    from franchise_portal import storage  # noqa: PLC0415

    row = upload(a_file("TL-001,2026-10,50000"))
    assert storage.read(row.file).startswith(b"outlet,period")
    assert db.session.scalars(select(SalesImport)).one() is row
