"""The pages of drafts: the office shows and moves them, a franchisee reads its own line by line."""

import re

import pytest
from sqlalchemy import select

from franchise_portal import jobs
from franchise_portal.database import db
from franchise_portal.fees.draft_enums import DraftEnd
from franchise_portal.fees.models import Invoice, MonthDraft, SalesReport
from franchise_portal.fees.queries.month_drafts import open_draft
from franchise_portal.kit import clock
from franchise_portal.network.models import Network
from tests.builders.corrections import a_tax
from tests.builders.drafts import TENTH_DAY, give_grace, show
from tests.builders.fees import a_report, assess, give_plan, invoices
from tests.builders.network import an_outlet
from tests.support.richer import once
from tests.web.test_query_budget import counted

MONTH = "/fees/months/2026-10"


@pytest.fixture
@once
def reported(network):
    for contract in network.contracts.values():
        give_plan(contract)
    for outlet in network.outlets.values():
        a_report(outlet, gross="40000" if outlet.code == "TL-001" else "15000")
    give_grace(network)


@pytest.fixture
@once
def drafted(network):
    for contract in network.contracts.values():
        give_plan(contract)
    for outlet in network.outlets.values():
        a_report(outlet, gross="40000" if outlet.code == "TL-001" else "15000")
    show(network)


def draft_of(network, code):
    return f"/fees/drafts/2026-10/{network.franchisees[code].id}"


def lines_of(browser):
    """The lines of the page as words, without what only rows in the database have."""
    found = re.findall(r"<details class=\"lines__item.*?</details>", browser.page.html, re.DOTALL)
    return [re.sub(r'id="line-[^"]*"', "", one) for one in found]


def test_days_of_grace_are_a_setting_of_the_network(network, browser):
    browser.sign_in("hanna")
    browser.get("/network/settings")
    assert "none: invoices are issued at once" in browser.page.text
    facts = {
        "name": "Tamberley", "currency": "EUR", "zone": "Europe/Berlin", "languages": ["en"],
        "payment_days": "13", "dispute_days": "28", "dispute_answer_days": "10",
    }  # fmt: skip
    for wrong in ("29", "-1", "", "ten"):
        browser.post("/network/settings/particulars", {**facts, "grace_days": wrong}, status=422)
    browser.post("/network/settings/particulars", {**facts, "grace_days": "10"})
    assert "10 days, shown as drafts" in browser.page.text
    assert db.session.scalars(select(Network.grace_days)).one() == 10


def test_without_grace_the_month_is_assessed_as_before(reported, network, browser):
    network.network.grace_days = 0
    db.session.commit()
    browser.sign_in("felix")
    browser.get(MONTH)
    assert "Assess October 2026" in browser.page.text
    assert "drafts" not in browser.page.text
    browser.post(f"{MONTH}/drafts", status=422)
    assert "This network issues invoices at once" in browser.page.text


def test_a_month_is_shown_as_drafts_and_issued_now(reported, browser):
    browser.sign_in("felix")
    browser.get(MONTH)
    assert "Show drafts for 10 days" in browser.page.text
    assert "Issue at once" in browser.page.text
    browser.post(f"{MONTH}/drafts")
    page = browser.page.text
    assert "They are issued on 12 November 2026." in page
    assert "Felix showed them on 2 November 2026." in page
    assert "In draft" in page
    assert re.search(r"F-001 Omar & Sons\s+2\s+€ 4,900.00\s+€ 1,100.00", page)
    assert re.search(r"F-002 Olga Trading 奥尔加商贸\s+1\s+€ 1,450.00\s+€ 300.00", page)
    assert re.search(r"Together\s+€ 6,350.00\s+€ 1,400.00", page)
    browser.get("/fees/months")
    assert "In draft" in browser.page.text
    browser.get("/")
    assert "Invoices in draft 1 October 2026" in browser.page.text
    browser.post(f"{MONTH}/assessment")
    jobs.run_waiting()
    db.session.expire_all()
    browser.get(MONTH)
    assert "Every report of October 2026 has been charged." in browser.page.text
    assert [one.total_minor for one in invoices()] == [4_900_00, 1_450_00]


def test_drafts_are_found_by_code_and_by_name(drafted, network, browser):
    more(network, 0)
    db.session.commit()
    browser.sign_in("felix")
    browser.get(f"{MONTH}?q=Business")
    assert "F-101 Business 0" in browser.page.text
    assert "F-001 Omar" not in browser.page.text
    assert "Together" not in browser.page.text
    browser.get(f"{MONTH}?q=nobody")
    assert "No draft matches" in browser.page.text


def test_drafts_are_postponed_to_a_later_day(drafted, browser):
    browser.sign_in("felix")
    browser.get(f"{MONTH}/drafts/postponement")
    assert "From 13 November 2026 to 28 December 2026." in browser.page.text
    path = f"{MONTH}/drafts/postponement"
    for wrong in ("", "2026-11-12", "2026-12-29"):
        browser.post(path, {"to": wrong, "version": "1"}, status=422)
    browser.post(path, {"to": "2026-11-20", "version": "1"})
    assert "The drafts are issued on 20 November 2026." in browser.page.text
    browser.post(path, {"to": "2026-11-25", "version": "1"}, status=409)
    assert "Somebody else changed this" in browser.page.text
    assert "They are to be issued on 20 November 2026." in browser.page.text


def test_drafts_are_taken_back_and_the_month_waits_again(drafted, network, browser):
    browser.sign_in("felix")
    browser.post(f"{MONTH}/drafts/withdrawal")
    assert "Nothing was issued." in browser.page.text
    assert "Show drafts for 10 days" in browser.page.text
    browser.post(f"{MONTH}/drafts/withdrawal", status=409)
    assert "not shown any more" in browser.page.text
    [draft] = db.session.scalars(select(MonthDraft))
    assert draft.ended_how is DraftEnd.WITHDRAWN
    browser.sign_in("omar")
    browser.get("/")
    assert "Draft for" not in browser.page.text
    browser.get(draft_of(network, "F-001"), status=404)


def test_a_franchisee_reads_the_draft_from_its_first_page_on(drafted, network, browser):
    browser.sign_in("omar")
    for start in ("/", "/fees/invoices"):
        browser.get(start)
        assert "Draft for October 2026: to be issued on 12 November 2026" in browser.page.text
        assert draft_of(network, "F-001") in browser.page.html
    browser.get(draft_of(network, "F-001"))
    page = browser.page.text
    assert "This is a draft. Nothing is owed yet." in page
    assert "€ 4,900.00" in page
    assert "25 November 2026" in page  # 13 days after it is issued
    report = db.session.scalars(
        select(SalesReport).where(SalesReport.outlet_id == network.outlets["TL-001"].id)
    ).one()
    assert f"/fees/sales/reports/{report.id}" in browser.page.html


def test_the_lines_of_a_draft_are_those_of_the_invoice(drafted, network, browser):
    browser.sign_in("omar")
    browser.get(draft_of(network, "F-001"))
    seen = lines_of(browser)
    assert len(seen) == 6
    assess()
    db.session.commit()
    [invoice] = invoices(network.franchisees["F-001"])
    browser.get(f"/fees/invoices/{invoice.id}")
    issued = lines_of(browser)
    # Beside what only an invoice has: how a line of it can be disputed.
    assert [without_dispute(one) for one in issued] == [without_dispute(one) for one in seen]


def without_dispute(html):
    html = re.sub(r'<(div|footer|p) class="explanation__foot".*?</\1>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_tax_of_a_draft_is_named_as_on_the_invoice(drafted, network, browser):
    a_tax()
    db.session.commit()
    browser.sign_in("omar")
    browser.get(draft_of(network, "F-001"))
    assert "VAT 19% on 4,900.00 931.00" in browser.page.text
    assert "€ 5,831.00" in browser.page.text
    assess()
    db.session.commit()
    browser.get(draft_of(network, "F-001"))
    assert "VAT 19% on 4,900.00 931.00" in browser.page.text


def test_a_report_that_a_franchisee_corrects_changes_its_draft(drafted, network, browser):
    browser.sign_in("olga")
    page = draft_of(network, "F-002")
    browser.get(page)
    assert "€ 1,450.00" in browser.page.text
    outlet = network.outlets["HX-001"]
    browser.get(f"/fees/sales/outlets/{outlet.id}/2026-10")
    figures = {"gross_sales": "30000", "reason": "A day was missing.", "version": "1", "draft": "0"}
    browser.post(f"/fees/sales/outlets/{outlet.id}/2026-10/report", figures)
    browser.get(page)
    assert "€ 2,650.00" in browser.page.text  # 1,800 + 600 + 250
    assert db.session.scalars(select(Invoice)).all() == []


def test_others_see_only_their_own_draft(drafted, network, browser):
    browser.sign_in("omar")
    browser.get(draft_of(network, "F-002"), status=404)
    browser.get(f"/fees/drafts/2026-09/{network.franchisees['F-001'].id}", status=404)
    browser.get(f"/fees/drafts/sometime/{network.franchisees['F-001'].id}", status=404)
    browser.sign_in("mina")  # of one outlet: invoices are the owner's
    browser.get("/")
    assert "Draft for" not in browser.page.text
    assert browser.client.get(draft_of(network, "F-001")).status_code in {403, 404}
    browser.sign_in("felix")
    browser.get(draft_of(network, "F-002"))
    assert "Olga Trading" in browser.page.text


def test_the_address_of_a_draft_leads_to_the_invoice_that_it_has_become(drafted, network, browser):
    with clock.fixed(TENTH_DAY):
        assess()
        db.session.commit()
        assert open_draft("2026-10") is None
    [invoice] = invoices(network.franchisees["F-001"])
    browser.sign_in("omar")
    answer = browser.get(draft_of(network, "F-001"))
    assert answer.request.path == f"/fees/invoices/{invoice.id}"
    assert invoice.number in browser.page.text


def test_a_report_that_is_missing_stands_beside_the_draft(network, browser):
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"])
    show(network)
    db.session.commit()
    browser.sign_in("omar")
    browser.get(draft_of(network, "F-001"))
    assert "Still to report" in browser.page.text
    assert f"/fees/sales/outlets/{network.outlets['TL-003'].id}/2026-10" in browser.page.html


def test_the_page_of_a_month_in_draft_asks_as_often_for_many_as_for_few(
    drafted, network, browser, app
):
    browser.sign_in("felix")
    browser.get(MONTH)
    with counted(app) as few:
        browser.get(MONTH)
    for number in range(5):
        more(network, number)
    db.session.commit()
    browser.get(MONTH)
    with counted(app) as many:
        browser.get(MONTH)
    assert "F-105" in browser.page.text
    assert len(many) == len(few), "\n".join(many)


def more(network, number):
    """Another franchisee with an outlet that has reported."""
    from franchise_portal.access.actor import SYSTEM  # noqa: PLC0415
    from franchise_portal.contracts.services import create_contract  # noqa: PLC0415
    from franchise_portal.network.services import create_franchisee  # noqa: PLC0415
    from tests.support.people import ENDS_ON, STARTS_ON  # noqa: PLC0415

    code = f"F-10{number + 1}"
    network.franchisees[code] = create_franchisee(
        SYSTEM, code=code, name=f"Business {number}", since=STARTS_ON
    )
    outlet = an_outlet(network, f"TL-20{number}", owner=code, name=f"Street {number}")
    contract = create_contract(
        SYSTEM,
        number=f"CT-{code}-TL",
        franchisee=network.franchisees[code],
        brand=network.brands["TL"],
        starts_on=outlet.opened_on,
        ends_on=ENDS_ON,
        outlets=[outlet],
    )
    give_plan(contract)
    a_report(outlet)
