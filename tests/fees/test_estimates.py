"""Missing reports: the list, reminders, estimates, and how a real report replaces them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from franchise_portal import jobs
from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.enums import ReminderStep, SalesSource
from franchise_portal.fees.jobs import remind_of_sales
from franchise_portal.fees.models import Charge, Invoice, SalesReminder, SalesReport
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules.estimates import estimated
from franchise_portal.fees.rules.reporting import PLAIN, Reporting
from franchise_portal.fees.services.estimating import estimate_sales
from franchise_portal.jobs import Progress
from franchise_portal.kit import clock
from franchise_portal.kit.errors import Refused
from franchise_portal.kit.money import half_up
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from tests.builders.fees import OCTOBER, a_file, a_plan, a_report, assess, give_plan
from tests.fees.figures import a_sales

LATER = datetime(2026, 11, 13, 12, 0, tzinfo=UTC)
"""October's reports were due on 5 November; from the 13th on they may be estimated."""


@pytest.fixture
def silent(network):
    """TL-001 has reported July to September; TL-003 nothing at all; HX-001 all of it."""
    for contract in network.contracts.values():
        give_plan(contract)
    for month, gross in (("2026-07", "40000"), ("2026-08", "50000"), ("2026-09", "60000")):
        a_report(network.outlets["TL-001"], month, gross)
    a_report(network.outlets["HX-001"], "2026-10")
    db.session.commit()
    return network


def october_of(network, code="TL-001"):
    query = select(SalesReport).where(
        SalesReport.outlet_id == network.outlets[code].id, SalesReport.month == "2026-10"
    )
    return list(db.session.scalars(query.order_by(SalesReport.version)))


def press(browser, network, act, code="TL-001", status=200):
    browser.post(f"/fees/sales/outlets/{network.outlets[code].id}/2026-10/{act}", status=status)


def test_the_office_sees_what_is_missing_and_what_an_estimate_would_say(silent, browser):
    browser.sign_in("felix")
    browser.get("/fees/sales/due?month=2026-10")
    text = browser.page.text
    assert "TL-001 Quay House" in text
    assert "55,000.00" in text
    assert "nothing to rest on" in text
    assert "HX-001" not in text
    assert "Estimate what may be" not in text
    with clock.fixed(LATER):
        browser.get("/fees/sales/due?month=2026-10")
    assert "8 days late" in browser.page.text
    assert "Estimate what may be" in browser.page.text


def test_an_estimate_stands_until_the_report_comes_and_the_books_end_as_if_it_had(silent, browser):
    with clock.fixed(LATER):
        browser.sign_in("felix")
        press(browser, silent, "estimate")
        (estimate,) = october_of(silent)
        assert (estimate.source, estimate.gross_minor) == (SalesSource.ESTIMATE, 5_500_000)
        assert estimate.reason == "2026-07, 2026-08, 2026-09 × 1.1"
        assert "an estimate stands for it" in browser.page.text
        assess()
        db.session.commit()
        assert sum(one.total_minor for one in invoices_of(silent)) == 465_000

        browser.get(f"/fees/invoices/{invoices_of(silent)[0].id}")
        assert "estimated" in browser.page.text

        browser.sign_in("omar")
        browser.get("/fees/sales/due")
        assert "Estimated" in browser.page.text
        page = f"/fees/sales/outlets/{silent.outlets['TL-001'].id}/2026-10"
        browser.get(page)
        assert "stand for this report as an estimate" in browser.page.text
        browser.post(f"{page}/report", {"version": "1", "gross_sales": "30000"})
        jobs.run_waiting()
        db.session.expire_all()
        # 30,000 × 8 % and the technology fee.
        assert sum(one.total_minor for one in invoices_of(silent)) == 265_000
        assert check_ledger().findings == ()
        assert [one.is_current for one in october_of(silent)] == [False, True]


def invoices_of(network):
    query = select(Invoice).where(Invoice.franchisee_id == network.franchisees["F-001"].id)
    return list(db.session.scalars(query.order_by(Invoice.number)))


def test_a_report_that_comes_in_a_file_replaces_the_estimate(silent, browser):
    with clock.fixed(LATER):
        browser.sign_in("felix")
        press(browser, silent, "estimate")
        assess()
        db.session.commit()
        services.import_sales(SYSTEM, file=a_file("TL-001,2026-10,30000"), filename="late.csv")
        db.session.commit()
        jobs.run_waiting()
    first, second = october_of(silent)
    assert (first.is_current, second.is_current, second.version) == (False, True, 2)
    db.session.expire_all()
    assert sum(one.total_minor for one in invoices_of(silent)) == 265_000
    with pytest.raises(Exception, match="wrong"):
        services.import_sales(SYSTEM, file=a_file("TL-001,2026-10,9"), filename="again.csv")


def test_what_cannot_be_estimated_is_refused_with_the_reason(silent, browser):
    browser.sign_in("felix")
    press(browser, silent, "estimate")
    assert "from 13 November 2026 on, not earlier" in browser.page.text
    with clock.fixed(LATER):
        press(browser, silent, "estimate", code="TL-003")
        assert "nothing that an estimate could rest on" in browser.page.text
        press(browser, silent, "estimate", code="HX-001")
        assert "has come. There is nothing to estimate." in browser.page.text
        press(browser, silent, "estimate")
        press(browser, silent, "estimate")
        assert "estimated already" in browser.page.text
    assert len(october_of(silent)) == 1


def test_one_click_estimates_the_month_and_a_second_one_nothing(silent, browser):
    with clock.fixed(LATER):
        browser.sign_in("hanna")
        for _ in range(2):
            browser.post("/fees/sales/due/2026-10/estimates")
            jobs.run_waiting()
    assert [one.source for one in october_of(silent)] == [SalesSource.ESTIMATE]
    assert october_of(silent, "TL-003") == []
    told = db.session.scalars(select(Message).where(Message.kind == "fees/sales_report")).all()
    assert [one.to_address for one in told] == ["omar@demo.test"]
    assert "are estimated" in told[0].subject


def test_an_estimate_never_rests_on_another(silent):
    with clock.fixed(LATER):
        estimate_sales(SYSTEM, outlet=silent.outlets["TL-001"], period=OCTOBER)
    november = Period.parse("2026-11")
    with clock.fixed(datetime(2026, 12, 20, 12, 0, tzinfo=UTC)):
        report = estimate_sales(SYSTEM, outlet=silent.outlets["TL-001"], period=november)
    assert report.reason == "2026-07, 2026-08, 2026-09 × 1.1"


def test_only_the_office_estimates(silent, browser):
    browser.sign_in("omar")
    press(browser, silent, "estimate", status=403)
    press(browser, silent, "reminder", status=403)


def run_clock(day):
    with clock.fixed(datetime(2026, 11, day, 9, 20, tzinfo=UTC)):
        remind_of_sales(progress=Progress())


def test_the_clock_reminds_before_and_after_the_day_and_once_each(silent):
    run_clock(2)
    assert reminders() == []
    run_clock(3)
    run_clock(4)
    assert reminders() == [ReminderStep.DUE] * 2
    for day in (6, 7):
        run_clock(day)
    assert reminders() == [ReminderStep.DUE] * 2 + [ReminderStep.LATE] * 2
    subjects = {one.subject for one in db.session.scalars(select(Message))}
    assert any("please report by 5 November 2026" in subject for subject in subjects)
    assert any("is late" in subject for subject in subjects)


def test_nobody_is_reminded_of_what_no_contract_covers(silent):
    for contract in silent.contracts.values():
        contract.status = ContractStatus.DRAFT
    db.session.commit()
    run_clock(3)
    run_clock(6)
    assert reminders() == []


def reminders():
    db.session.expire_all()
    steps = db.session.scalars(
        select(SalesReminder.step).where(SalesReminder.starts_on == date(2026, 10, 1))
    )
    return sorted(steps)


def test_the_office_asks_once_by_name(silent, browser):
    browser.sign_in("felix")
    with clock.fixed(LATER):
        press(browser, silent, "reminder")
        assert "has been asked for the report" in browser.page.text
        press(browser, silent, "reminder")
        assert "were asked for this report before" in browser.page.text
    assert db.session.scalars(select(Message)).one().to_address == "omar@demo.test"


def test_a_charge_on_an_estimate_is_like_any_other_for_the_ledger(silent):
    with clock.fixed(LATER):
        estimate_sales(SYSTEM, outlet=silent.outlets["TL-001"], period=OCTOBER)
        assess()
    db.session.commit()
    assert db.session.scalars(select(Charge)).first() is not None
    assert check_ledger().findings == ()


def test_a_plan_may_say_how_it_estimates(network):
    give_plan(
        network.contracts["CT-F-001-TL"],
        a_plan(reporting={"average_of": 1, "factor": "1", "estimate_days": 0, "due_days": 1}),
    )
    for month, gross in (("2026-08", "50000"), ("2026-09", "60000")):
        a_report(network.outlets["TL-001"], month, gross)
    with clock.fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC)), pytest.raises(Refused):
        estimate_sales(SYSTEM, outlet=network.outlets["TL-001"], period=OCTOBER)
    report = estimate_sales(SYSTEM, outlet=network.outlets["TL-001"], period=OCTOBER)
    assert (report.gross_minor, report.reason) == (6_000_000, "2026-09 × 1")


AMOUNTS = st.integers(min_value=0, max_value=10**12)


@given(st.lists(AMOUNTS, min_size=1, max_size=9), st.integers(1, 6))
def test_an_estimate_is_the_average_of_the_last_reports_times_the_factor(amounts, count):
    month = Period.parse("2026-01")
    before = []
    for amount in amounts:
        before.append(a_sales(month.text, gross=amount, customers=Decimal(amount)))
        month = month.following()
    rule = Reporting(average_of=count, factor=Decimal("1.1"))
    estimate = estimated(rule, before[::-1], month)
    assert estimate is not None
    taken = amounts[-count:]
    expected = half_up(sum(taken) * 11, len(taken) * 10)
    assert estimate.sales.gross_sales == estimate.sales.customers == expected
    assert len(estimate.rests_on) == len(taken)


def test_an_estimate_knows_no_count_that_one_report_lacks():
    before = [a_sales("2026-08", customers=Decimal(5)), a_sales("2026-09")]
    estimate = estimated(PLAIN, before, OCTOBER)
    assert estimate is not None
    assert estimate.sales.customers is None


def test_without_an_earlier_report_there_is_no_estimate():
    assert estimated(PLAIN, [a_sales("2026-10"), a_sales("2026-11")], OCTOBER) is None
