"""Fee stress: noted once, listed for the office, the whole network's month, limits, the PDF."""

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from franchise_portal import jobs
from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.benefit.enums import AlertKind
from franchise_portal.benefit.jobs import JOB
from franchise_portal.benefit.models import BenefitMonth, FeeAlert
from franchise_portal.benefit.queries.stress import limits as limits_now
from franchise_portal.benefit.reports.balance import BALANCE, build
from franchise_portal.benefit.rules.alerts import Limits
from franchise_portal.benefit.services import accounts, limits, stress
from franchise_portal.contracts.models import ContractOutlet
from franchise_portal.database import db
from franchise_portal.jobs import Job, JobStatus
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.reports.renderer import engine
from franchise_portal.reports.writing import html_of, speaking
from tests.builders.benefit import a_place, a_taking, an_account
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.network import outlets
from tests.support.people import ENDS_ON, STARTS_ON
from tests.support.richer import once

AT_LOSS = AlertKind.FEE_AT_LOSS
MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.fixture
@once
def charged(network):
    """Six outlets of Omar's with fees for three months; TL-001 makes a loss and says so."""
    contract = network.contracts["CT-F-001-TL"]
    give_plan(contract)
    more = outlets(network, 4)
    for outlet in more:
        db.session.add(
            ContractOutlet(
                contract_id=contract.id,
                outlet_id=outlet.id,
                starts_on=STARTS_ON,
                ends_on=ENDS_ON,
            )
        )
    db.session.flush()
    for month in MONTHS:
        for outlet in (network.outlets["TL-003"], *more):
            a_report(outlet, month, "50000")
        a_report(network.outlets["TL-001"], month, "8000")
        assess(month)
        an_account(network.outlets["TL-001"], month, sales=8_000, cost_of_goods=2_400, staff=4_000)
        an_account(network.outlets["TL-003"], month)
    place = a_place(network.outlets["TL-001"])
    accounts.report_investment(SYSTEM, place=place, amount=Money.parse("90000", "EUR"))
    db.session.commit()
    return network


def noted():
    query = select(FeeAlert).order_by(FeeAlert.kind)
    return {(row.outlet_id, row.kind): row for row in db.session.scalars(query)}


def test_alerts_are_noted_with_their_figures(charged):
    stress.watch_month("2026-10")
    stressed = charged.outlets["TL-001"].id
    found = noted()
    # 900, 160 and 250 on sales of 8,000; the other five pay 8.5 %.
    assert {key for key in found if key[0] == stressed} == {
        (stressed, AlertKind.BURDEN_OVER_MEDIAN),
        (stressed, AlertKind.FEE_AT_LOSS),
        (stressed, AlertKind.LOW_RETURN),
    }
    burden = found[stressed, AlertKind.BURDEN_OVER_MEDIAN]
    assert (burden.found, burden.limit) == (Decimal("0.16375"), Decimal("0.115"))
    # Twice: 8,000 less 15,400 of costs and 1,310 of fees.
    assert found[stressed, AlertKind.FEE_AT_LOSS].found == -2 * Decimal(8710)
    healthy = charged.outlets["TL-003"].id
    assert {kind for outlet_id, kind in found if outlet_id == healthy} == {
        AlertKind.BURDEN_OVER_PROFIT
    }


def test_looking_again_notes_nothing_twice(charged):
    stress.watch(date(2026, 11, 2))
    count = len(noted())
    told = db.session.scalar(select(func.count()).select_from(Entry))
    row = db.session.scalars(select(BenefitMonth).where(BenefitMonth.month == "2026-10")).one()
    at = row.worked_out_at
    stress.watch(date(2026, 11, 2))
    assert len(noted()) == count
    assert db.session.scalar(select(func.count()).select_from(Entry)) == told
    row = db.session.scalars(select(BenefitMonth).where(BenefitMonth.month == "2026-10")).one()
    assert row.worked_out_at == at


def test_the_nightly_job_looks_at_every_charged_month(charged):
    job = jobs.enqueue(JOB, arguments={})
    db.session.commit()
    jobs.run_waiting()
    db.session.expire_all()
    assert db.session.get_one(Job, job.id).status is JobStatus.DONE
    months = db.session.scalars(select(BenefitMonth.month).order_by(BenefitMonth.month))
    assert tuple(months) == MONTHS
    kinds = db.session.scalars(select(FeeAlert.month).where(FeeAlert.kind == AT_LOSS))
    assert sorted(kinds) == ["2026-09", "2026-10"]


def test_an_alert_is_never_changed(charged):
    stress.watch_month("2026-10")
    db.session.commit()
    row = next(iter(noted().values()))
    row.found = Decimal(0)
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.flush()
    db.session.rollback()


def test_the_network_is_the_sum_of_what_is_known(charged):
    a_taking(charged.outlets["TL-003"], "2026-10", "400")
    stress.watch_month("2026-10")
    row = db.session.scalars(select(BenefitMonth)).one()
    assert (row.median_rate, row.outlets, row.accounts) == (Decimal("0.085"), 6, 2)
    assert row.sums["supply_margin"] == 400_00
    assert row.sums["fees"] + row.sums["fund"] == 3 * (4_250_00 + 1_310_00)
    assert row.sums["profit"] == 3 * (7_750_00 - 8_710_00)


def test_the_office_reads_the_list_and_the_network(browser, charged):
    stress.watch_month("2026-10")
    db.session.commit()
    browser.sign_in("hanna")
    browser.get("/benefit/stress")
    assert "TL-001" in browser.page.text
    assert "16.4% of the sales; above 11.5%" in browser.page.text
    browser.get("/benefit/stress?rule=fee_at_loss")
    assert "TL-003" not in browser.page.text
    browser.get("/benefit/stress?q=nowhere")
    assert "TL-001" not in browser.page.text
    browser.get("/benefit/network/2026-10")
    assert "8.5%" in browser.page.text
    browser.get("/benefit/network/2026-01", status=404)
    for who in ("omar", "sami"):
        browser.sign_out()
        browser.sign_in(who)
        browser.get("/benefit/stress", status=403)
        browser.get("/benefit/network/2026-10", status=403)


def test_both_sides_read_the_same_alerts_beside_the_balance(browser, charged):
    stress.watch_month("2026-10")
    db.session.commit()
    outlet = charged.outlets["TL-001"]
    for who in ("omar", "hanna"):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(f"/benefit/outlets/{outlet.id}?month=2026-10")
        assert "3 alerts" in browser.page.text
        assert "17,420.00, month after month" in browser.page.text
        assert "the middle of 6 outlets is 8.5%" in browser.page.text


def test_with_few_outlets_nobody_is_compared(network):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"], "2026-10", "8000")
    assess()
    stress.watch_month("2026-10")
    assert noted() == {}
    row = db.session.scalars(select(BenefitMonth)).one()
    assert row.median_rate is None


def test_limits_are_set_by_whoever_may_and_change_what_is_noted(browser, charged):
    hanna, felix = charged.actors["hanna"], charged.actors["felix"]
    with pytest.raises(NotAllowed):
        limits.change_limits(felix, limits=Limits())
    with pytest.raises(Refused, match="smaller share first"):
        limits.change_limits(hanna, limits=Limits(lowest_share=Decimal("0.9")))
    with pytest.raises(Refused, match="1 to 12"):
        limits.change_limits(hanna, limits=Limits(loss_months=0))
    browser.sign_in("hanna")
    browser.get("/benefit/limits")
    sent = {
        "version": "0",
        "points": "0.2",
        "of_profit": "0.9",
        "loss_months": "12",
        "hurdle": "0",
        "lowest_share": "0",
        "highest_share": "1",
    }
    browser.post("/benefit/limits", {**sent, "points": "20%"}, status=422)
    browser.post("/benefit/limits", sent)
    assert limits_now() == Limits(
        points=Decimal("0.2"),
        of_profit=Decimal("0.9"),
        loss_months=12,
        hurdle=Decimal(0),
        lowest_share=Decimal(0),
        highest_share=Decimal(1),
    )
    with pytest.raises(ChangedMeanwhile):
        limits.change_limits(hanna, limits=Limits(), seen=0)
    stress.watch_month("2026-10")
    # A return below nothing stays below any hurdle.
    assert {kind for _outlet, kind in noted()} == {AlertKind.LOW_RETURN}


def test_the_paper_says_what_the_page_says(charged):
    stress.watch_month("2026-10")
    outlet = charged.outlets["TL-001"]
    with speaking("en", "UTC"):
        paper = build(outlet.id).paper
    assert paper.burden == "16.4%"
    assert paper.balance.months == 3
    assert [title for title, _words in paper.alerts] == [
        "Fees above the network’s middle",
        "Fees due at a loss",
        "Return below the hurdle",
    ]
    assert any("November 2025" in words for words in paper.balance.gaps)


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_paper_is_laid_out_in_every_language(charged, language):
    stress.watch_month("2026-10")
    with speaking(language, "UTC"):
        html = html_of(BALANCE.template, build(charged.outlets["TL-001"].id), language)
    data = engine().write(html, BALANCE.stylesheets).data
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) <= 2
    assert "16.4%" in pages[0]
    assert "TL-001" in pages[0]


def test_a_paper_is_asked_for_by_both_sides_and_nobody_else(browser, charged):
    outlet = charged.outlets["TL-001"]
    for who in ("omar", "rosa"):
        browser.sign_out()
        browser.sign_in(who)
        browser.post(f"/benefit/outlets/{outlet.id}/paper")
    browser.sign_out()
    browser.sign_in("olga")
    browser.post(f"/benefit/outlets/{outlet.id}/paper", status=404)
