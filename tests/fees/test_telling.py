"""Sales as a franchisee tells them: page, draft, what it costs, versions, what is refused."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from franchise_portal.access.roles import Role
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.fees.enums import SalesSource
from franchise_portal.fees.models import SalesDraft, SalesReport
from franchise_portal.jobs import Job
from franchise_portal.kit import clock
from franchise_portal.network.models import OutletOwnership
from tests.builders.accounts import a_user
from tests.builders.fees import a_plan, a_report, assess, give_plan

CUSTOMERS = {
    "name": "customer fee",
    "clause": "6.9",
    "basis": "customers",
    "method": "per_unit",
    "rate": "0.25",
}


@pytest.fixture
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)
    db.session.commit()
    return network


def page_of(network, outlet="TL-001", period="2026-10"):
    return f"/fees/sales/outlets/{network.outlets[outlet].id}/{period}"


def reports_of(network, outlet="TL-001"):
    query = select(SalesReport).where(SalesReport.outlet_id == network.outlets[outlet].id)
    return list(db.session.scalars(query.order_by(SalesReport.starts_on, SalesReport.version)))


def send(browser, network, *, status=200, outlet="TL-001", period="2026-10", seen=0, **figures):
    return browser.post(
        f"{page_of(network, outlet, period)}/report",
        {"version": str(seen), "draft": "0", **figures},
        status=status,
    )


def test_a_manager_reports_a_month_and_sees_what_it_will_cost(planned, browser):
    a_report(planned.outlets["TL-003"], "2026-09", "40000")
    a_report(planned.outlets["TL-003"], "2025-10", "38000")
    db.session.commit()
    browser.sign_in("mina")
    browser.get("/fees/sales/due")
    assert "TL-003" in browser.page.text
    assert "TL-001" not in browser.page.text
    browser.get(page_of(planned, "TL-003"))
    assert "September 2026: 40,000.00" in browser.page.text
    assert "October 2025: 38,000.00" in browser.page.text

    browser.post(f"{page_of(planned, 'TL-003')}/preview", {"version": "0", "gross_sales": "60000"})
    assert "60,000.00 the fee plan charges" in browser.page.text
    assert "5,050.00." in browser.page.text
    assert "This is 50% more than in September 2026." in browser.page.text
    assert reports_of(planned, "TL-003")[-1].month == "2026-09"

    send(browser, planned, outlet="TL-003", gross_sales="60000", refunds="500")
    report = reports_of(planned, "TL-003")[-1]
    assert (report.gross_minor, report.refunds_minor, report.version) == (6_000_000, 50_000, 1)
    assert (report.source, report.reported_by_name) == (SalesSource.ENTERED, "Mina")
    assert report.reported_by == planned.users["mina"].id
    assert "60,000.00" in browser.page.text


def test_staff_may_report_without_seeing_sales(planned, browser):
    a_user(
        "kai@demo.test",
        role=Role.FRANCHISEE_STAFF,
        franchisee_id=planned.franchisees["F-001"].id,
        outlet_ids=(planned.outlets["TL-001"].id,),
    )
    a_report(planned.outlets["TL-001"], "2026-09", "41000")
    db.session.commit()
    browser.sign_in("kai")
    browser.get(page_of(planned))
    assert "41,000" not in browser.page.text
    send(browser, planned, gross_sales="42000")
    assert reports_of(planned)[-1].gross_minor == 4_200_000
    assert "Sales to report" in browser.page.text


def test_another_business_s_outlet_is_not_there(planned, browser):
    browser.sign_in("omar")
    browser.get(page_of(planned, "HX-001"), status=404)
    send(browser, planned, outlet="HX-001", gross_sales="1", status=404)
    browser.sign_in("mina")
    browser.get(page_of(planned, "TL-001"), status=404)
    assert reports_of(planned, "HX-001") == []


def test_a_draft_is_kept_as_typed_and_gone_once_the_report_is_sent(planned, browser):
    browser.sign_in("omar")
    browser.post(
        f"{page_of(planned)}/draft", {"version": "0", "draft": "0", "gross_sales": "48 thousand"}
    )
    browser.get(page_of(planned))
    assert "A draft of" in browser.page.text
    assert 'value="48 thousand"' in browser.page.html
    assert reports_of(planned) == []
    send(browser, planned, gross_sales="48000")
    assert db.session.scalars(select(SalesDraft)).all() == []


def test_of_two_who_write_at_once_the_second_sees_the_first_s_work(planned, browser):
    browser.sign_in("omar")
    browser.post(f"{page_of(planned)}/draft", {"draft": "0", "gross_sales": "100"})
    browser.post(f"{page_of(planned)}/draft", {"draft": "0", "gross_sales": "200"}, status=409)
    assert 'value="200"' in browser.page.html
    assert db.session.scalars(select(SalesDraft)).one().typed == {"gross_sales": "100"}

    send(browser, planned, gross_sales="48000")
    send(browser, planned, gross_sales="49000", status=409)
    assert "Somebody else sent or kept figures" in browser.page.text
    assert [report.gross_minor for report in reports_of(planned)] == [4_800_000]
    send(browser, planned, gross_sales="49000", seen=1, reason="A bill was missing.")
    assert [one.gross_minor for one in reports_of(planned) if one.is_current] == [4_900_000]


def test_a_correction_is_a_new_version_with_who_when_and_why(planned, browser):
    browser.sign_in("omar")
    send(browser, planned, gross_sales="48000")
    send(browser, planned, gross_sales="48000", seen=1, reason="x", status=422)
    assert "These are the figures that were reported already." in browser.page.text
    send(browser, planned, gross_sales="50000", seen=1, status=422)
    assert "Write why the report is corrected" in browser.page.text
    send(browser, planned, gross_sales="50000", seen=1, reason="One till was left out.")
    first, second = reports_of(planned)
    assert (first.is_current, second.is_current, second.version) == (False, True, 2)
    assert second.reason == "One till was left out."
    assert "What version 2 changed" in browser.page.text
    assert "+2,000.00" in browser.page.text
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert entry.action == "fees.sales.corrected"


def test_a_correction_after_the_assessment_has_the_month_assessed_again(planned, browser):
    a_report(planned.outlets["TL-001"], "2026-10", "50000")
    assess()
    db.session.commit()
    browser.sign_in("omar")
    send(browser, planned, gross_sales="60000", seen=1, reason="One till was left out.")
    jobs = db.session.scalars(select(Job).where(Job.name == "fees.assess_month")).all()
    assert [job.arguments["month"] for job in jobs] == ["2026-10"]


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"gross_sales": ""}, "Write the sales of the period; 0 if there were none."),
        ({"gross_sales": "-5"}, "negative"),
        ({"gross_sales": "48,210.50"}, "thousands separators"),
        ({"gross_sales": "1", "refunds": "abc"}, "abc"),
    ],
)
def test_figures_that_cannot_be_are_refused_at_their_field(planned, browser, figures, says):
    browser.sign_in("omar")
    send(browser, planned, status=422, **figures)
    assert says in browser.page.text
    assert reports_of(planned) == []


def test_a_period_that_is_not_over_can_be_kept_but_not_sent(planned, browser):
    browser.sign_in("omar")
    browser.get(page_of(planned, period="2026-11"))
    assert "This period is not over until 30 November 2026." in browser.page.text
    send(browser, planned, period="2026-11", gross_sales="5", status=422)
    browser.post(f"{page_of(planned, period='2026-11')}/draft", {"draft": "0", "gross_sales": "5"})
    assert reports_of(planned) == []


def test_a_closed_outlet_reports_up_to_its_last_day(planned, browser):
    planned.outlets["TL-001"].closed_on = date(2026, 9, 12)
    db.session.commit()
    browser.sign_in("omar")
    send(browser, planned, gross_sales="5", status=422)
    assert "closed on 12 September 2026" in browser.page.text
    send(browser, planned, period="2026-09", gross_sales="5")
    assert len(reports_of(planned)) == 1


def test_a_number_that_a_fee_is_counted_on_must_be_said(network, browser):
    give_plan(network.contracts["CT-F-001-TL"], a_plan(CUSTOMERS))
    db.session.commit()
    browser.sign_in("omar")
    browser.get(page_of(network))
    assert "Customers" in browser.page.text
    assert "Refunds" not in browser.page.text
    send(browser, network, gross_sales="100", status=422)
    assert "customer fee" in browser.page.text
    send(browser, network, gross_sales="100", customers="40")
    assert reports_of(network)[-1].customers == 40


def test_a_weekly_plan_asks_for_weeks(network, browser):
    give_plan(network.contracts["CT-F-001-TL"], a_plan(reporting={"period": "week"}))
    db.session.commit()
    browser.sign_in("omar")
    browser.get("/fees/sales/due")
    assert "26 October to 1 November 2026" in browser.page.text
    browser.get(page_of(network, period="2026-10"), status=404)
    send(browser, network, period="2026-W43", gross_sales="9000")
    report = reports_of(network)[-1]
    assert (report.starts_on, report.ends_on) == (date(2026, 10, 19), date(2026, 10, 25))


def test_days_that_were_reported_otherwise_are_not_reported_twice(planned, browser):
    a_report(planned.outlets["TL-001"], "2026-10-01/2026-10-14")
    db.session.commit()
    browser.sign_in("omar")
    send(browser, planned, gross_sales="5", status=422)
    assert "shares days with this period" in browser.page.text


def test_the_former_owner_reports_the_days_before_the_handover(planned, browser):
    outlet = planned.outlets["TL-001"]
    span = db.session.scalars(
        select(OutletOwnership).where(OutletOwnership.outlet_id == outlet.id)
    ).one()
    span.ends_on = date(2026, 10, 14)
    db.session.add(
        OutletOwnership(
            outlet_id=outlet.id,
            franchisee_id=planned.franchisees["F-002"].id,
            starts_on=date(2026, 10, 15),
        )
    )
    db.session.commit()
    browser.sign_in("omar")
    send(browser, planned, gross_sales="700")
    report = reports_of(planned)[-1]
    assert (report.starts_on, report.ends_on) == (date(2026, 10, 1), date(2026, 10, 14))
    browser.get(page_of(planned, period="2026-11"), status=404)


def test_an_earlier_clock_is_another_day(planned, browser):
    with clock.fixed(datetime(2026, 10, 31, 20, 0, tzinfo=UTC)):
        browser.sign_in("omar")
        send(browser, planned, gross_sales="100")
    assert len(reports_of(planned)) == 1
