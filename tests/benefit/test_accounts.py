"""Accounts of outlets: reported, corrected by versions, imported, and closed to others."""

import pytest
from sqlalchemy import select

from franchise_portal.benefit.enums import BenefitFileKind, BenefitFileStatus
from franchise_portal.benefit.errors import FileDecided, FileNotClean
from franchise_portal.benefit.models import BenefitFile, Investment, OutletAccount
from franchise_portal.benefit.rules.accounts import account_period
from franchise_portal.benefit.services import accounts, files
from franchise_portal.database import db
from franchise_portal.kit.errors import BadInput, ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.money import Money
from tests.builders.benefit import a_place, a_sheet, an_account, figures
from tests.builders.fees import a_report, assess, give_plan

HEADER = "outlet,period,sales,cost_of_goods,staff,rent,other_costs"
SENT = {
    "sales": "50000",
    "cost_of_goods": "15000",
    "staff": "14000",
    "rent": "5000",
    "other_costs": "4000",
}


@pytest.fixture
def outlet(network):
    return network.outlets["TL-001"]


@pytest.fixture
def omar(network):
    return network.actors["omar"]


def page_of(outlet, period="2026-10"):
    return f"/benefit/outlets/{outlet.id}/accounts/{period}"


def rows():
    query = select(OutletAccount).order_by(OutletAccount.starts_on, OutletAccount.version)
    return list(db.session.scalars(query))


def test_an_owner_reports_a_month_on_a_page(browser, network, outlet):
    browser.sign_in("omar")
    browser.get(f"/benefit/outlets/{outlet.id}/accounts")
    browser.get(f"/benefit/outlets/{outlet.id}/accounts?period=2026-10")
    assert "October 2026" in browser.page.text
    browser.post(page_of(outlet), {"version": "0", **SENT, "owner_pay": "2000.50"})
    [row] = rows()
    assert (row.sales_minor, row.owner_pay_minor, row.depreciation_minor) == (
        50_000_00,
        2_000_50,
        None,
    )
    assert (row.franchisee_id, row.reported_by_name) == (network.franchisees["F-001"].id, "Omar")
    assert "Not reported" in browser.page.text


def test_what_is_wrong_stands_at_its_field(browser, network, outlet):
    browser.sign_in("omar")
    browser.post(page_of(outlet), {"version": "0", **SENT, "rent": "-5"}, status=422)
    assert "negative" in browser.page.text
    browser.post(page_of(outlet), {"version": "0", **SENT, "staff": ""}, status=422)
    assert "0 if there was none" in browser.page.text
    browser.get(f"/benefit/outlets/{outlet.id}/accounts?period=summer", status=422)
    assert "neither a month nor a quarter" in browser.page.text
    assert rows() == []


def test_a_correction_is_a_new_version_with_a_reason(omar, outlet):
    an_account(outlet, actor=omar)
    place, month = a_place(outlet, actor=omar), account_period("2026-10")
    facts = {"place": place, "period": month, "figures": figures(rent=6_000)}
    with pytest.raises(Refused, match="Write why"):
        accounts.report_account(omar, **facts, seen=1)
    with pytest.raises(ChangedMeanwhile):
        accounts.report_account(omar, **facts, seen=0, reason="The rent rose.")
    accounts.report_account(omar, **facts, seen=1, reason="The rent rose.")
    with pytest.raises(Refused, match="reported already"):
        accounts.report_account(omar, **facts, seen=2, reason="Again.")
    first, second = rows()
    assert (first.rent_minor, first.is_current) == (5_000_00, False)
    assert (second.rent_minor, second.is_current, second.version) == (6_000_00, True, 2)


def test_two_versions_never_stand_for_one_period(browser, network, outlet, omar):
    an_account(outlet, actor=omar)
    db.session.commit()
    browser.sign_in("omar")
    browser.post(page_of(outlet), {"version": "0", **SENT, "rent": "1"}, status=409)
    assert "while you were writing" in browser.page.text
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-11", "not over yet"),
        ("2026-Q4", "not over yet"),
        ("2024-01", "did not trade"),
        ("2026-Q3", "shares months"),
    ],
)
def test_a_period_that_cannot_be_is_refused(network, outlet, period, words):
    an_account(outlet, "2026-08")
    span = account_period(period)
    place = a_place(outlet)
    with pytest.raises(Refused, match=words):
        accounts.report_account(
            network.actors["felix"], place=place, period=span, figures=figures()
        )
    assert len(rows()) == 1


def test_an_amount_below_zero_is_refused(network, outlet):
    with pytest.raises(Refused, match="zero or more"):
        an_account(outlet, rent=-1)
    assert rows() == []


def test_others_neither_see_nor_write_it(browser, network, outlet):
    an_account(outlet)
    db.session.commit()
    with pytest.raises(NotFound):
        a_place(outlet, actor=network.actors["olga"])
    for who, status in (("olga", 404), ("mina", 403), ("sami", 403), ("dora", 403)):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(page_of(outlet), status=status)
        browser.get(f"/benefit/outlets/{outlet.id}", status=status)
        browser.post(page_of(outlet), {"version": "1", **SENT}, status=status)
    for who in ("hanna", "felix", "rosa", "audrey"):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(page_of(outlet))
        assert "50,000.00" in browser.page.text
    assert len(rows()) == 1


def test_an_auditor_reads_and_does_not_write(browser, network, outlet):
    browser.sign_in("audrey")
    browser.get(page_of(outlet))
    assert "Nobody has reported" in browser.page.text
    browser.post(page_of(outlet), {"version": "0", **SENT}, status=403)
    with pytest.raises(NotAllowed):
        an_account(outlet, actor=network.actors["rosa"])


def test_a_later_owner_does_not_see_the_books_of_the_one_before(browser, network, outlet):
    from franchise_portal.network.models import OutletOwnership  # noqa: PLC0415

    an_account(outlet, "2026-08")
    owned = db.session.scalars(
        select(OutletOwnership).where(OutletOwnership.outlet_id == outlet.id)
    ).one()
    sold_on = account_period("2026-09").last
    owned.ends_on = sold_on
    db.session.flush()
    db.session.add(
        OutletOwnership(
            outlet_id=outlet.id,
            franchisee_id=network.franchisees["F-002"].id,
            starts_on=account_period("2026-10").start,
        )
    )
    db.session.commit()
    browser.sign_in("olga")
    browser.get(f"/benefit/outlets/{outlet.id}")
    assert "50,000.00" not in browser.page.text
    browser.get(page_of(outlet, "2026-08"), status=404)
    browser.get(page_of(outlet, "2026-10"))


def test_what_was_invested_is_reported_and_corrected(browser, network, outlet, omar):
    browser.sign_in("omar")
    address = f"/benefit/outlets/{outlet.id}/investment"
    browser.get(address)
    browser.post(address, {"version": "0", "amount": "0"}, status=422)
    browser.post(address, {"version": "0", "amount": "240000", "note": "All of it."})
    assert "240,000.00" in browser.page.text
    browser.post(address, {"version": "0", "amount": "1"}, status=409)
    browser.post(address, {"version": "1", "amount": "250000"})
    query = select(Investment.amount_minor, Investment.is_current).order_by(Investment.version)
    assert db.session.execute(query).all() == [(240_000_00, False), (250_000_00, True)]
    with pytest.raises(Refused, match="EUR"):
        accounts.report_investment(
            omar, place=a_place(outlet), amount=Money.parse("1", "USD"), seen=2
        )


def test_a_file_is_checked_before_it_is_posted(browser, network):
    browser.sign_in("omar")
    browser.get("/benefit/files/accounts/new")
    sheet = a_sheet(
        HEADER,
        "TL-001,2026-09,50000,15000,14000,5000,4000",
        "TL-003,2026-Q3,90000,27000,26000,9000,8000",
    )
    browser.post("/benefit/files/accounts", {"file": (sheet, "books.csv")})
    assert "TL-003" in browser.page.text
    assert rows() == []
    [row] = db.session.scalars(select(BenefitFile))
    browser.post(f"/benefit/files/{row.id}/posting")
    assert "2 rows are posted" in browser.page.text
    assert [(one.starts_on.month, one.sales_minor) for one in rows()] == [
        (7, 90_000_00),
        (9, 50_000_00),
    ]
    browser.post(f"/benefit/files/{row.id}/posting", status=409)
    assert len(rows()) == 2


def test_a_file_with_faults_names_them_and_posts_nothing(network, omar):
    sheet = a_sheet(
        HEADER,
        "TL-001,2026-09,50000,15000,14000,5000,4000",
        "TL-01,2026-09,50000,15000,14000,5000,4000",
        "HX-001,2026-09,50000,15000,14000,5000,4000",
        "TL-003,2026-12,50000,15000,14000,5000,4000",
        "TL-003,September,50000,15000,14000,5000,",
        "TL-001,2026-09,50000,15000,14000,5000,4000",
    )
    row = files.keep_file(omar, kind=BenefitFileKind.ACCOUNTS, file=sheet, filename="books.csv")
    assert (row.rows_read, row.rows_good) == (6, 1)
    where = [(one["row"], one["column"]) for one in row.problems]
    # Olga's outlet is not there for Omar.
    assert where == [
        (3, "outlet"),
        (4, "outlet"),
        (5, "period"),
        (6, "period"),
        (6, "other_costs"),
        (7, "period"),
    ]
    with pytest.raises(FileNotClean):
        files.post_file(omar, row=row)
    assert rows() == []
    files.discard_file(omar, row=row)
    with pytest.raises(FileDecided):
        files.discard_file(omar, row=row)
    assert row.status is BenefitFileStatus.DISCARDED


def test_posting_the_same_figures_again_changes_nothing(network, omar):
    an_account(network.outlets["TL-001"], "2026-09", actor=omar)
    sheet = a_sheet(
        HEADER,
        "TL-001,2026-09,50000,15000,14000,5000,4000",
        "TL-001,2026-10,50000,15000,14000,5000,4000",
    )
    row = files.keep_file(omar, kind=BenefitFileKind.ACCOUNTS, file=sheet, filename="books.csv")
    assert files.post_file(omar, row=row) == 1
    assert [(one.version, one.is_current) for one in rows()] == [(1, True), (1, True)]


def test_a_file_of_another_kind_or_without_rows_is_refused(network, omar):
    for sheet in (a_sheet("a,b", "1,2"), a_sheet(HEADER)):
        with pytest.raises(BadInput):
            files.keep_file(omar, kind=BenefitFileKind.ACCOUNTS, file=sheet, filename="x.csv")
    with pytest.raises(NotAllowed):
        files.keep_file(omar, kind=BenefitFileKind.TAKINGS, file=a_sheet("a"), filename="x.csv")


def test_a_file_is_closed_to_other_businesses(browser, network, omar):
    sheet = a_sheet(HEADER, "TL-001,2026-09,50000,15000,14000,5000,4000")
    row = files.keep_file(omar, kind=BenefitFileKind.ACCOUNTS, file=sheet, filename="books.csv")
    db.session.commit()
    browser.sign_in("olga")
    browser.get(f"/benefit/files/{row.id}", status=404)
    browser.get(f"/benefit/files/{row.id}/file", status=404)
    browser.post(f"/benefit/files/{row.id}/posting", status=404)
    browser.get("/benefit/files/takings/new", status=404)
    assert rows() == []


def test_the_balance_of_an_outlet_follows_from_accounts_and_invoices(browser, network, outlet):
    give_plan(network.contracts["CT-F-001-TL"])
    for month in ("2026-08", "2026-09", "2026-10"):
        a_report(outlet, month, "50000")
        assess(month)
        an_account(outlet, month)
    db.session.commit()
    browser.sign_in("omar")
    browser.get(f"/benefit/outlets/{outlet.id}?month=2026-10")
    # 4,250 of fees in a month; 12,000 before them: 7,750 for the owner.
    assert "August 2026 to October 2026" in browser.page.text
    assert "8.5%" in browser.page.text
    assert "54.8%" in browser.page.text
    assert "35.4%" in browser.page.text
    assert "23,250.00" in browser.page.text
    assert "What was invested at the opening was not reported." in browser.page.text
    browser.get("/benefit/?month=2026-10")
    assert "35.4%" in browser.page.text
    assert "HX-001" not in browser.page.text
    browser.sign_out()
    browser.sign_in("hanna")
    browser.get("/benefit/")
    assert "HX-001" in browser.page.text
    browser.get(f"/network/outlets/{outlet.id}")
    assert "Benefit balance" in browser.page.text
