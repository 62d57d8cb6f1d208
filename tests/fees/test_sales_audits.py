"""Audits of sales: opened, written, sent, answered, settled by corrections; and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal import jobs
from franchise_portal.database import db
from franchise_portal.fees.enums import SalesAuditStatus, SalesSource
from franchise_portal.fees.models import (
    Invoice,
    SalesAudit,
    SalesAuditLine,
    SalesReport,
    SingleCharge,
)
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules.understatement import (
    Compared,
    Terms,
    finding_from_json,
    finding_to_json,
    found,
    interest,
)
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit import clock
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from tests.builders.fees import a_report, assess, give_plan
from tests.fees.figures import a_sales


@pytest.fixture
def charged(network):
    """TL-001 has reported August and September and was charged for both."""
    for contract in network.contracts.values():
        give_plan(contract)
    for month, gross in (("2026-08", "50000"), ("2026-09", "40000")):
        a_report(network.outlets["TL-001"], month, gross)
        with clock.fixed(datetime(2026, int(month[-2:]) + 1, 4, 9, tzinfo=UTC)):
            assess(month)
    db.session.commit()
    return network


def the_audit():
    db.session.expire_all()
    return db.session.scalars(select(SalesAudit)).one()


def lines_of(audit):
    query = select(SalesAuditLine).where(SalesAuditLine.audit_id == audit.id)
    return list(db.session.scalars(query.order_by(SalesAuditLine.starts_on)))


def opened(browser, first="2026-08", last="2026-09", status=200):
    browser.post(
        "/fees/audits",
        {"outlet": "TL-001", "first_month": first, "last_month": last},
        status=status,
    )


def write(browser, audit, *gross, status=200, **more):
    figures = {
        f"gross_sales-{line.id}": text for line, text in zip(lines_of(audit), gross, strict=True)
    }
    fields = {"version": str(the_audit().version), "findings": "The bank's lists.", **figures}
    browser.post(f"/fees/audits/{audit.id}/findings", {**fields, **more}, status=status)


def sent(browser, audit, status=200, clause="6.1"):
    fields = {"version": str(the_audit().version), "answer_until": "2026-11-16", "clause": clause}
    browser.post(f"/fees/audits/{audit.id}/sending", fields, status=status)


def test_an_audit_from_opening_to_the_corrected_books(charged, browser):
    browser.sign_in("felix")
    opened(browser)
    audit = the_audit()
    assert audit.number == "SA-2026-0001"
    assert "The books say what was reported." in browser.page.text
    write(browser, audit, "52000", "40100", cost="600", interest_rate="0.10")
    # August: 2,000 of 50,000 is 4 %; its missing fees are 160.00, due on 17 September, 46 days ago.
    assert "€ 2,100.00 were not reported" in browser.page.text
    assert "the contract adds interest and the cost of the audit" in browser.page.text
    assert "2.02" in browser.page.text
    assert "770.06" in browser.page.text

    browser.sign_in("omar")
    browser.get(f"/fees/audits/{audit.id}", status=404)
    browser.sign_in("felix")
    for clause in ("", "99"):
        sent(browser, audit, status=422, clause=clause)
        assert "Choose the clause that lets cost and interest" in browser.page.text
    sent(browser, audit)
    mails = db.session.scalars(select(Message).where(Message.kind == "fees/sales_audit")).all()
    assert [mail.to_address for mail in mails] == ["omar@demo.test"]

    settle = {"version": str(the_audit().version), "words": "As found."}
    browser.post(f"/fees/audits/{audit.id}/settlement", settle, status=422)
    assert "can answer until 16 November 2026." in browser.page.text

    browser.sign_in("omar")
    browser.get(f"/fees/audits/{audit.id}")
    assert "Clause for cost and interest 6.1" in browser.page.text
    browser.post(f"/fees/audits/{audit.id}/answers", {"words": "A voucher sale, we agree."})
    assert "A voucher sale, we agree." in browser.page.text
    browser.post(f"/fees/audits/{audit.id}/settlement", settle, status=403)

    browser.sign_in("felix")
    settle["version"] = str(the_audit().version)
    browser.post(f"/fees/audits/{audit.id}/settlement", settle)
    assert "2 reports are corrected." in browser.page.text
    current = db.session.scalars(
        select(SalesReport).where(SalesReport.is_current).order_by(SalesReport.starts_on)
    ).all()
    assert [one.gross_minor for one in current] == [5_200_000, 4_010_000]
    assert {one.source for one in current} == {SalesSource.AUDIT}
    assert {one.reason for one in current} == {"SA-2026-0001"}

    db.session.rollback()
    jobs.run_waiting()
    assert check_ledger().findings == ()
    assert the_audit().status is SalesAuditStatus.SETTLED
    owed = sum(one.total_minor for one in db.session.scalars(select(Invoice)))
    # 8 % of 92,100 and the technology fee of two months; cost and interest on a debit note.
    assert owed == 736_800 + 50_000 + 60_206
    browser.get(f"/fees/audits/{audit.id}")
    assert "770.06" in browser.page.text
    assert "DN-2026-0001" in browser.page.text
    kinds = db.session.execute(
        select(SingleCharge.kind, SingleCharge.amount_minor).order_by(SingleCharge.position)
    ).all()
    assert [tuple(row) for row in kinds] == [
        (SingleKind.AUDIT_COST, 600_00),
        (SingleKind.AUDIT_INTEREST, 2_06),
    ]


def test_another_business_s_audit_is_not_there(charged, browser):
    browser.sign_in("felix")
    opened(browser)
    audit = the_audit()
    write(browser, audit, "52000", "40000")
    sent(browser, audit)
    browser.sign_in("olga")
    browser.get(f"/fees/audits/{audit.id}", status=404)
    browser.post(f"/fees/audits/{audit.id}/answers", {"words": "x"}, status=404)
    browser.get("/fees/audits")
    assert audit.number not in browser.page.text


def test_an_audited_period_is_closed_for_corrections_until_it_is_withdrawn(charged, browser):
    browser.sign_in("felix")
    opened(browser)
    audit = the_audit()
    write(browser, audit, "52000", "40000")
    sent(browser, audit)
    page = f"/fees/sales/outlets/{charged.outlets['TL-001'].id}/2026-09/report"
    told = {"version": "1", "gross_sales": "41000", "reason": "A till was left out."}
    browser.sign_in("omar")
    browser.post(page, told, status=422)
    assert "The audit SA-2026-0001 has looked at this period" in browser.page.text
    browser.sign_in("felix")
    fields = {"version": str(the_audit().version), "words": "The wrong year."}
    browser.post(f"/fees/audits/{audit.id}/withdrawal", fields)
    browser.sign_in("omar")
    browser.post(page, told)


def test_what_cannot_be_audited_is_refused(charged, browser):
    browser.sign_in("felix")
    opened(browser, first="2026-07", status=422)
    assert "TL-001 has no report for 2026-07." in browser.page.text
    opened(browser, first="2026-09", last="2026-08", status=422)
    opened(browser, last="2026-11", status=422)
    opened(browser)
    opened(browser, status=422)
    assert "The audit SA-2026-0001 of these months is under way." in browser.page.text
    audit = the_audit()
    sent(browser, audit, status=422)
    assert "There is nothing to send" in browser.page.text
    write(browser, audit, "-5", "40000", status=422)
    assert "negative" in browser.page.text
    write(browser, audit, "52000", "40000", interest_rate="7", status=422)
    assert "The rate 7 is above one." in browser.page.text


def test_of_two_auditors_the_second_sees_the_first_s_figures_and_keeps_his_own(charged, browser):
    browser.sign_in("felix")
    opened(browser)
    audit = the_audit()
    seen = str(audit.version)
    write(browser, audit, "52000", "40000")
    write(browser, audit, "53000", "40000", status=409, version=seen)
    assert 'value="53000"' in browser.page.html
    assert [line.gross_minor for line in lines_of(audit)] == [5_200_000, 4_000_000]


def test_a_report_corrected_meanwhile_is_not_overwritten(charged, browser):
    browser.sign_in("felix")
    opened(browser)
    audit = the_audit()
    write(browser, audit, "52000", "40000")
    browser.sign_in("omar")
    page = f"/fees/sales/outlets/{charged.outlets['TL-001'].id}/2026-08/report"
    browser.post(page, {"version": "1", "gross_sales": "51000", "reason": "A till was left out."})
    browser.sign_in("felix")
    sent(browser, audit, status=409)
    assert "was corrected after this audit compared it" in browser.page.text


REPORTED = a_sales(gross=10_000)
TWO = Terms(Decimal("0.02"), cost=60_000, interest_rate=Decimal("0.10"))


@pytest.mark.parametrize(
    ("audited", "terms", "triggered"),
    [
        (10_199, TWO, False),
        (10_200, TWO, True),
        (10_200, TWO._replace(is_above=True), False),
        (10_201, TWO._replace(is_above=True), True),
        (9_000, TWO, False),
        (10_000, TWO, False),
        (10_001, TWO._replace(trigger_rate=Decimal(0)), True),
    ],
)
def test_the_share_decides_whether_cost_and_interest_are_owed(audited, terms, triggered):
    one = Compared(REPORTED, a_sales(gross=audited), 600, 612, date(2026, 9, 17))
    finding = found([one], terms, on=date(2026, 11, 2))
    assert finding.is_triggered is triggered
    assert finding.cost == (60_000 if triggered else 0)
    assert finding.fees == 12
    assert finding.total == finding.fees + finding.interest + finding.cost


def test_one_period_over_the_share_is_enough():
    low = Compared(REPORTED, a_sales(gross=10_100), 600, 606, None)
    high = Compared(a_sales("2026-11", gross=1_000), a_sales("2026-11", gross=1_050), 60, 63, None)
    assert not found([low], TWO, on=date(2026, 11, 2)).is_triggered
    assert found([low, high], TWO, on=date(2026, 11, 2)).is_triggered


def test_nothing_reported_and_something_sold_is_over_any_share():
    one = Compared(a_sales(gross=0), a_sales(gross=1), 0, 0, None)
    finding = found([one], TWO, on=date(2026, 11, 2))
    assert finding.is_triggered
    assert finding.share is None


@pytest.mark.parametrize(
    ("owed", "days", "owes"), [(16_000, 46, 202), (16_000, 0, 0), (-5, 46, 0), (365, 365, 37)]
)
def test_interest_is_simple_by_days_of_365_rounded_half_up(owed, days, owes):
    assert interest(owed, Decimal("0.10"), days) == owes


def test_a_finding_is_kept_and_read_back_as_it_was_told():
    one = Compared(REPORTED, a_sales(gross=10_300), 600, 618, date(2026, 9, 17))
    finding = found([one], TWO, on=date(2026, 11, 2))
    assert finding_from_json(finding_to_json(finding)) == finding
    assert finding.periods[0].period == Period.parse("2026-10")
