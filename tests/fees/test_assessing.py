"""Assessing a month: what is charged, what is written, what happens when it is run again."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.models import ContractOutlet
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.models import Charge, JournalEntry, NumberSeries, OpenItem, Posting
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.errors import NotAllowed
from franchise_portal.kit.period import Period
from tests.builders.fees import (
    FUND,
    OCTOBER,
    ROYALTY,
    TECHNOLOGY,
    a_plan,
    a_report,
    assess,
    give_plan,
    invoices,
    pay,
)


@pytest.fixture
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)
    return network


def test_each_franchisee_gets_one_invoice_for_all_its_outlets(planned):
    a_report(planned.outlets["TL-001"], gross="50000")
    a_report(planned.outlets["TL-003"], gross="1000")
    a_report(planned.outlets["HX-001"], gross="20000", sales_tax="1000")

    summary = assess()

    omar, olga = invoices()
    assert (summary.invoices, summary.lines) == (2, 9)
    # Omar: 3000 + 1000 + 250 and the minimum of 900 + 20 + 250.
    assert (omar.total_minor, omar.fund_minor) == (5_420_00, 1_020_00)
    # Olga: 6 % and 2 % of 19,000, and 250.
    assert (olga.total_minor, olga.fund_minor) == (1_770_00, 380_00)
    assert [str(amount) for amount in summary.total] == ["7190.00 EUR"]
    assert {fee: str(amounts[0]) for fee, amounts in summary.fees.items()} == {
        "royalty": "5040.00 EUR",
        "advertising fund": "1400.00 EUR",
        "technology": "750.00 EUR",
    }
    assert check_ledger().agrees


def test_invoices_are_numbered_by_year_and_due_after_the_days_of_the_network(planned):
    a_report(planned.outlets["TL-001"])
    a_report(planned.outlets["HX-001"])
    assess()

    assert [invoice.number for invoice in invoices()] == ["2026-0001", "2026-0002"]
    assert {invoice.issued_on for invoice in invoices()} == {date(2026, 11, 2)}
    assert {invoice.due_on for invoice in invoices()} == {date(2026, 11, 15)}


def test_assessing_again_writes_nothing(planned):
    a_report(planned.outlets["TL-001"])
    assess()
    before = {table: _count(table) for table in (Charge, JournalEntry, Posting, OpenItem)}

    again = assess()

    assert (again.invoices, again.lines, again.total, again.skipped_count) == (0, 0, (), 0)
    assert {table: _count(table) for table in before} == before
    assert db.session.get_one(NumberSeries, "invoices-2026").next == 2


def test_a_late_report_leads_to_a_further_invoice(planned):
    omar = planned.franchisees["F-001"]
    a_report(planned.outlets["TL-001"])
    assess()
    a_report(planned.outlets["TL-003"])
    assess()

    first, second = invoices(omar)
    assert (first.month, second.month) == ("2026-10", "2026-10")
    assert (first.statement_month, second.statement_month) == ("2026-10", "2026-10")
    assert check_ledger().agrees


def test_a_report_for_an_older_month_stands_on_the_next_statement(planned):
    omar = planned.franchisees["F-001"]
    a_report(planned.outlets["TL-001"], "2026-10")
    assess("2026-10")
    a_report(planned.outlets["TL-003"], "2026-08")
    assess("2026-08")

    _, late = invoices(omar)
    assert (late.month, late.statement_month) == ("2026-08", "2026-11")


def test_every_invoice_is_posted_in_the_two_books(planned):
    a_report(planned.outlets["TL-001"], gross="50000")
    assess()

    sides = set(db.session.execute(select(Posting.book, Posting.account, Posting.amount_minor)))
    assert sides == {
        (Book.FRANCHISOR, Account.RECEIVABLE, 3_250_00),
        (Book.FRANCHISOR, Account.REVENUE, -3_250_00),
        (Book.FUND, Account.RECEIVABLE, 1_000_00),
        (Book.FUND, Account.CONTRIBUTIONS, -1_000_00),
    }


def test_credit_settles_the_next_invoice_the_fund_first(planned):
    omar = planned.franchisees["F-001"]
    pay(omar, "1200", on=date(2026, 10, 20))
    a_report(planned.outlets["TL-001"], gross="50000")

    assess()

    still = dict(db.session.execute(select(OpenItem.book, OpenItem.open_minor)).all())
    assert still == {Book.FRANCHISOR: 3_050_00}
    assert check_ledger().agrees


def test_an_outlet_without_contract_is_named_and_the_others_are_charged(planned):
    a_report(planned.outlets["TL-001"])
    a_report(planned.outlets["HX-001"])
    db.session.execute(
        ContractOutlet.__table__.update()
        .where(ContractOutlet.outlet_id == planned.outlets["HX-001"].id)
        .values(ends_on=date(2026, 9, 30))
    )

    summary = assess()

    assert summary.invoices == 1
    assert summary.skipped_count == 1
    assert summary.skipped[0].outlet == "HX-001"
    assert "No contract covers" in summary.skipped[0].message


def test_a_contract_without_plan_is_named(network):
    give_plan(network.contracts["CT-F-002-HX"], starts_on=date(2026, 11, 1))
    a_report(network.outlets["HX-001"])

    summary = assess()

    assert summary.invoices == 0
    [skipped] = summary.skipped
    assert (skipped.outlet, dict(skipped.params)) == ("HX-001", {"contract": "CT-F-002-HX"})


def test_an_outlet_that_changed_hands_within_the_period_is_not_charged(planned):
    outlet = planned.outlets["HX-001"]
    db.session.execute(
        ContractOutlet.__table__.update()
        .where(ContractOutlet.outlet_id == outlet.id)
        .values(ends_on=date(2026, 10, 14))
    )
    omars = planned.contracts["CT-F-001-TL"]
    db.session.add(
        ContractOutlet(
            contract_id=omars.id,
            outlet_id=outlet.id,
            starts_on=date(2026, 10, 15),
            ends_on=omars.ends_on,
        )
    )
    a_report(outlet, "2026-10")
    summary = assess()
    assert summary.invoices == 0
    assert "changed hands" in summary.skipped[0].message


def test_the_days_of_each_owner_are_charged_to_each(planned):
    outlet = planned.outlets["HX-001"]
    db.session.execute(
        ContractOutlet.__table__.update()
        .where(ContractOutlet.outlet_id == outlet.id)
        .values(ends_on=date(2026, 10, 14))
    )
    omars = planned.contracts["CT-F-001-TL"]
    db.session.add(
        ContractOutlet(
            contract_id=omars.id,
            outlet_id=outlet.id,
            starts_on=date(2026, 10, 15),
            ends_on=omars.ends_on,
        )
    )
    a_report(outlet, "2026-10-01/2026-10-14")
    a_report(outlet, "2026-10-15/2026-10-31")
    assess()
    assert len(invoices(planned.franchisees["F-001"])) == 1
    assert len(invoices(planned.franchisees["F-002"])) == 1


def test_a_count_that_a_fee_needs_and_nobody_reported_is_named(network):
    fee = {"name": "deliveries", "clause": "6.7", "basis": "units", "method": "per_unit"}
    give_plan(network.contracts["CT-F-002-HX"], a_plan({**fee, "rate": "0.50"}))
    a_report(network.outlets["HX-001"])

    summary = assess()

    assert summary.invoices == 0
    assert summary.skipped[0].params["fee"] == "deliveries"


def test_a_plan_in_another_currency_than_the_report_is_named(network):
    give_plan(network.contracts["CT-F-002-HX"], a_plan(ROYALTY, currency="USD"))
    a_report(network.outlets["HX-001"], currency="EUR")
    assert "but the fee plan" in assess().skipped[0].message


def test_two_currencies_make_two_invoices(network):
    give_plan(network.contracts["CT-F-001-TL"])
    contract = network.contracts["CT-F-002-HX"]
    contract.franchisee_id = network.franchisees["F-001"].id
    give_plan(contract, a_plan(ROYALTY, currency="CNY"))
    a_report(network.outlets["TL-001"])
    a_report(network.outlets["HX-001"], currency="CNY")

    summary = assess()

    assert {invoice.currency for invoice in invoices()} == {"CNY", "EUR"}
    assert [str(amount) for amount in summary.total] == ["3000.00 CNY", "4250.00 EUR"]


def test_only_those_who_may_assess_do(planned):
    with pytest.raises(NotAllowed):
        services.assess_month(planned.actors["adam"], month=OCTOBER)


def test_the_years_tiers_go_on_from_month_to_month(network):
    tiers = {
        **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
        "method": "marginal",
        "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.04"}],
        "thresholds": "year_to_date",
    }
    give_plan(network.contracts["CT-F-002-HX"], a_plan(tiers))
    for month in ("2026-01", "2026-02", "2026-03"):
        a_report(network.outlets["HX-001"], month, gross="40000")
        assess(month)
    assert [invoice.total_minor for invoice in invoices()] == [2_400_00, 2_000_00, 1_600_00]


def test_a_late_report_counts_on_from_what_the_year_was_charged_so_far(network):
    tiers = {
        **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
        "method": "marginal",
        "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.04"}],
        "thresholds": "year_to_date",
    }
    give_plan(network.contracts["CT-F-002-HX"], a_plan(tiers))
    for month in ("2026-02", "2026-01"):
        a_report(network.outlets["HX-001"], month, gross="40000")
        assess(month)
    assert sum(invoice.total_minor for invoice in invoices()) == 4_400_00


def test_a_monthly_fee_is_charged_once_however_late_a_week_is_reported(network):
    give_plan(network.contracts["CT-F-002-HX"], a_plan(TECHNOLOGY))
    outlet = network.outlets["HX-001"]
    a_report(outlet, "2026-10-12/2026-10-18")
    assess()
    a_report(outlet, "2026-10-05/2026-10-11")
    again = assess()
    assert (again.lines, again.invoices) == (0, 0)
    a_report(outlet, "2026-09")
    assert assess("2026-09").lines == 1


def test_a_negative_line_becomes_credit_that_settles_what_is_open(network):
    cliff = {
        **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
        "method": "cliff",
        "tiers": [{"up_to": "100000", "rate": "0.06"}, {"rate": "0.04"}],
        "thresholds": "year_to_date",
    }
    give_plan(network.contracts["CT-F-002-HX"], a_plan(cliff, FUND))
    for month, gross in (("2026-01", "100000"), ("2026-02", "20000")):
        a_report(network.outlets["HX-001"], month, gross=gross)
        assess(month)

    january, february = invoices()
    # The year owes 4 % of 120,000 and has been charged 6 % of 100,000.
    assert (february.total_minor, february.fund_minor) == (-800_00, 400_00)
    still = db.session.execute(select(OpenItem.invoice_id, OpenItem.book, OpenItem.open_minor))
    # Of the credit of 1,200 all goes to what is due longest in the fund.
    assert {tuple(row) for row in still} == {
        (january.id, Book.FUND, 800_00),
        (january.id, Book.FRANCHISOR, 6_000_00),
        (february.id, Book.FUND, 400_00),
    }
    assert check_ledger().agrees


def test_the_run_leaves_a_record_only_when_there_was_something_to_do(planned):
    from franchise_portal.fees.models import Assessment  # noqa: PLC0415

    assess()
    assert _count(Assessment) == 0
    a_report(planned.outlets["TL-001"])
    assess()
    assess()
    [run] = db.session.scalars(select(Assessment))
    assert (run.invoices, run.totals) == (1, [["EUR", 4_250_00]])


def test_portions_charge_the_same_as_one_go(planned, monkeypatch):
    monkeypatch.setattr("franchise_portal.fees.services.assessment.FRANCHISEES_AT_ONCE", 1)
    for code in planned.outlets:
        a_report(planned.outlets[code])
    run = services.MonthRun(SYSTEM, month=Period.parse("2026-10"))
    steps = 0
    while run.next_portion():
        steps += 1
    assert (steps, run.finish().invoices) == (3, 2)
    assert [invoice.number for invoice in invoices()] == ["2026-0001", "2026-0002"]


def _count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()
