"""A report that was corrected after it was charged: taken back, charged anew, nothing changed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.models import Charge, CreditLine, Invoice
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import corrected, credit, credit_lines
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, assess, give_plan, invoices, pay

BY_YEAR = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "marginal",
    "tiers": [
        {"up_to": "60000", "rate": "0.08"},
        {"up_to": "150000", "rate": "0.05"},
        {"rate": "0.02"},
    ],
    "thresholds": "year_to_date",
}
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
slow = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def planned(network):
    give_plan(network.contracts["CT-F-001-TL"])
    give_plan(network.contracts["CT-F-002-HX"], a_plan(BY_YEAR, FUND))
    db.session.commit()
    return network


def charged(franchisee):
    """All that a franchisee was charged in the end, by fee."""
    lines = select(Charge.fee, func.sum(Charge.amount_minor)).join(Invoice)
    back = select(Charge.fee, func.sum(CreditLine.amount_minor)).join(CreditLine)
    totals = {}
    for query in (
        lines.where(Invoice.franchisee_id == franchisee.id),
        back.join(Invoice, Invoice.id == CreditLine.invoice_id).where(
            Invoice.franchisee_id == franchisee.id
        ),
    ):
        for fee, minor in db.session.execute(query.group_by(Charge.fee)):
            totals[fee] = totals.get(fee, 0) + int(minor)
    return totals


def test_the_next_run_takes_back_what_was_charged_and_charges_anew(planned):
    report = a_report(planned.outlets["TL-001"], gross="50000")
    assess()
    corrected(report, "40000")
    summary = assess()
    assert (summary.invoices, summary.total) == (1, (Money(-800_00, "EUR"),))
    assert summary.fees["royalty"] == (Money(-600_00, "EUR"),)
    first, note = invoices()
    assert (first.total_minor, note.number, note.total_minor) == (
        4_250_00,
        "CN-2026-0001",
        -800_00,
    )
    assert [line.amount_minor for line in credit_lines()] == [-3_000_00, -1_000_00, -250_00]
    assert check_ledger(with_rule=True).agrees


def test_more_sales_lead_to_an_invoice_over_the_difference(planned):
    report = a_report(planned.outlets["TL-001"], gross="50000")
    assess()
    corrected(report, "60000")
    assess()
    _, second = invoices()
    assert (second.kind, second.total_minor) == (InvoiceKind.INVOICE, 800_00)
    assert check_ledger(with_rule=True).agrees


def test_at_once_only_this_outlet_is_charged(planned):
    report = a_report(planned.outlets["TL-001"], gross="50000")
    assess()
    later = corrected(report, "40000")
    a_report(planned.outlets["TL-003"], gross="10000")
    services.correct_at_once(SYSTEM, month=Period.parse("2026-10"), outlet_id=later.outlet_id)
    assert [one.total_minor for one in invoices()] == [4_250_00, -800_00]
    assert assess().invoices == 1


def test_running_it_again_changes_nothing(planned):
    report = a_report(planned.outlets["TL-001"], gross="50000")
    assess()
    corrected(report, "40000")
    assess()
    assert assess().invoices == 0
    assert len(invoices()) == 2


def test_a_back_dated_correction_after_payment_becomes_credit(planned):
    report = a_report(planned.outlets["TL-001"], "2026-08", gross="50000")
    assess("2026-08")
    pay(planned.franchisees["F-001"], "4250", on=date(2026, 9, 20), invoice=invoices()[0])
    corrected(report, "40000")
    assess("2026-08")
    [balance] = balance_of(planned.franchisees["F-001"].id)
    assert (balance.open.minor, balance.credit.minor) == (0, 800_00)
    assert check_ledger(with_rule=True).agrees


def test_a_credit_given_before_stays_given(planned):
    report = a_report(planned.outlets["TL-001"], gross="50000")
    assess()
    credit(invoices()[0], {"royalty": "300"})
    corrected(report, "40000")
    assess()
    assert charged(planned.franchisees["F-001"])["royalty"] == 2_400_00 - 300_00
    assert check_ledger(with_rule=True).agrees


def test_the_year_is_charged_as_if_it_had_been_reported_right_at_first(planned):
    hexiang, olga = planned.outlets["HX-001"], planned.franchisees["F-002"]
    reports = {month: a_report(hexiang, month, gross="50000") for month in MONTHS}
    for month in MONTHS:
        assess(month)
    corrected(reports["2026-07"], "90000")
    assess("2026-07")
    # 240,000 in the year: 8 % of 60,000, 5 % of 90,000, 2 % of 90,000.
    assert charged(olga)["royalty"] == 4_800_00 + 4_500_00 + 1_800_00
    assert check_ledger(with_rule=True).agrees


changes = st.lists(
    st.tuples(st.sampled_from(MONTHS), st.integers(0, 12_000_000)), min_size=1, max_size=4
)


@slow
@given(first=st.lists(st.integers(0, 9_000_000), min_size=4, max_size=4), changes=changes)
def test_correcting_and_correcting_back_is_zero(planned, first, changes):
    db.session.rollback()
    hexiang, olga = planned.outlets["HX-001"], planned.franchisees["F-002"]
    current = {
        month: a_report(hexiang, month, gross=Money(cents, "EUR").text)
        for month, cents in zip(MONTHS, first, strict=True)
    }
    for month in MONTHS:
        assess(month)
    before = charged(olga)
    originals = {month: report.gross_minor for month, report in current.items()}
    for month, cents in [*changes, *((month, originals[month]) for month, _ in changes)]:
        current[month] = corrected(current[month], Money(cents, "EUR").text)
        assess(month)
    assert charged(olga) == before
    assert sum(one.total_minor for one in invoices(olga)) == sum(before.values())
    assert [str(one) for one in check_ledger(with_rule=True).findings] == []
    db.session.rollback()
