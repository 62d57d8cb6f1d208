"""Late charges: posted once, by a clause, explained, and looked at before the first time."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.event_errors import OwnRequest
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.dunning import jobs
from franchise_portal.dunning.enums import LateKind, RateUse
from franchise_portal.dunning.errors import (
    AlreadyWaived,
    MonthDone,
    MonthOpen,
    RateCharged,
    RateKnown,
    TableKnown,
)
from franchise_portal.dunning.models import LateRun, LateWaiver
from franchise_portal.dunning.queries import late as queries
from franchise_portal.dunning.queries.late_invoices import late_franchisees
from franchise_portal.dunning.services import charging, rates, waiving
from franchise_portal.fees.models import Invoice, SingleCharge
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.period import Period
from tests.builders.corrections import credit
from tests.builders.dunning import a_late_invoice, agree_on_late, at, euro, late_charges
from tests.builders.fees import pay
from tests.support.richer import once

SEPTEMBER, OCTOBER = Period.parse_month("2026-09"), Period.parse_month("2026-10")
NOVEMBER = Period.parse_month("2026-11")


@pytest.fixture
@once
def late(network):
    """4,250 due on 15 September, of which 3,250 bear 3.65 %: 32.5 cents a day."""
    a_late_invoice(network)
    return network


@pytest.fixture
def agreed(late):
    agree_on_late(late.contracts["CT-F-001-TL"])
    return late


def post(network, month, *, on, who="felix"):
    with at(on):
        run = charging.post_month(network.actors[who], month)
        charge(run, on)
    return run


def charge(run, on):
    for franchisee_id in late_franchisees(Period.parse_month(run.month), after=None, limit=50):
        charging.charge_franchisee(SYSTEM, run, franchisee_id, on=on)
    charging.finish(SYSTEM, run)


def test_the_builder_says_what_the_tests_count_on(late):
    invoice = db.session.scalars(select(Invoice)).one()
    assert (invoice.total_minor, invoice.fund_minor) == (425_000, 100_000)
    assert invoice.due_on == date(2026, 9, 15)


def test_without_terms_on_late_payment_nothing_is_charged(late):
    assert queries.reckon([late.franchisees["F-001"].id], SEPTEMBER).charges == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"clause": ""}, "name no clause"),
        ({"has_clause": False}, "has no clause"),
        ({"base": "ecb"}, "is not kept here"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_charged(late, changes, words):
    agree_on_late(late.contracts["CT-F-001-TL"], **changes)
    found = queries.reckon([late.franchisees["F-001"].id], SEPTEMBER)
    assert found.charges == ()
    [missing] = found.missing
    assert words in missing.why


def test_interest_is_charged_on_the_fees_and_not_on_the_fund(agreed):
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    [one] = late_charges()
    assert (one.kind, one.period, one.amount_minor) == (LateKind.INTEREST, "2026-09", 488)
    [part] = one.working["parts"]
    assert (part["base_minor"], part["days"], part["rate"]) == (325_000, 15, "0.0365")
    line = db.session.scalars(select(SingleCharge)).one()
    assert (line.kind, line.clause, line.amount_minor) == (SingleKind.LATE_INTEREST, "6.8", 488)
    assert check_ledger().agrees


def test_a_month_posted_twice_charges_once(agreed):
    run = post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    with at(date(2026, 10, 5)):
        charge(run, date(2026, 10, 5))
        with pytest.raises(MonthDone):
            charging.post_month(agreed.actors["felix"], SEPTEMBER)
    assert len(late_charges()) == 1
    assert db.session.scalar(select(func.count()).select_from(SingleCharge)) == 1


def test_there_is_no_interest_on_interest(agreed):
    """The debit note of September is due in October; November charges it nothing."""
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    post(agreed, OCTOBER, on=date(2026, 11, 4))
    post(agreed, NOVEMBER, on=date(2026, 12, 4))
    invoice = db.session.scalars(select(Invoice).order_by(Invoice.issued_at)).first()
    assert [(one.period, one.amount_minor) for one in late_charges()] == [
        ("2026-09", 488),
        ("2026-10", 1_008),
        ("2026-11", 975),
    ]
    assert {one.invoice_id for one in late_charges()} == {invoice.id}
    assert check_ledger().agrees


def test_a_payment_in_between_counts_from_the_day_after_it(agreed):
    """1,000 of the fund and 1,000 of the fees on 23 September: 8 days on 3,250, 7 on 2,250."""
    pay(agreed.franchisees["F-001"], "2000", on=date(2026, 9, 23))
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    [one] = late_charges()
    assert [(part["base_minor"], part["days"]) for part in one.working["parts"]] == [
        (325_000, 8),
        (225_000, 7),
    ]
    assert one.amount_minor == 418


def test_what_a_credit_note_took_back_was_never_owed(agreed):
    invoice = db.session.scalars(select(Invoice)).one()
    with at(date(2026, 9, 28)):
        credit(invoice, {"royalty": "1000"})
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    [one] = late_charges()
    assert [(part["base_minor"], part["days"]) for part in one.working["parts"]] == [(225_000, 15)]


def test_grace_and_fixed_amounts(late):
    agree_on_late(
        late.contracts["CT-F-001-TL"], rate=None, flat=euro("50"), a_day=euro("2"), grace_days=5
    )
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    assert [(one.kind, one.period, one.amount_minor) for one in late_charges()] == [
        (LateKind.DAILY, "2026-09", 2_000),
        (LateKind.FLAT, "once", 5_000),
    ]
    post(late, OCTOBER, on=date(2026, 11, 4))
    assert [one.kind for one in late_charges()].count(LateKind.FLAT) == 1


def test_a_base_rate_with_a_margin_is_worked_out_in_pieces(late):
    felix = late.actors["felix"]
    table = rates.add_table(felix, key="ecb", name="Main rate", use=RateUse.BASE)
    rates.add_rate(felix, table, starts_on=date(2026, 1, 1), rate=Decimal("0.02"))
    rates.add_rate(felix, table, starts_on=date(2026, 9, 24), rate=Decimal("0.015"))
    agree_on_late(late.contracts["CT-F-001-TL"], base="ecb", rate=Decimal("0.09"))
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    [one] = late_charges()
    assert [(part["rate"], part["days"]) for part in one.working["parts"]] == [
        ("0.11", 8),
        ("0.105", 7),
    ]


def test_the_highest_rate_of_the_law_counts_where_the_contract_keeps_within_it(late):
    contract = late.contracts["CT-F-001-TL"]
    contract.pack = "au"
    table = rates.add_table(
        late.actors["felix"], key="au", name="Highest rate", use=RateUse.CEILING
    )
    rates.add_rate(SYSTEM, table, starts_on=date(2026, 1, 1), rate=Decimal("0.01"))
    agree_on_late(contract, within_law=True)
    [one] = queries.reckon([late.franchisees["F-001"].id], SEPTEMBER).charges
    assert one.due.working["parts"][0]["rate"] == "0.01"


def test_days_before_the_first_posted_month_are_never_charged(agreed):
    post(agreed, OCTOBER, on=date(2026, 11, 4))
    assert [one.period for one in late_charges()] == ["2026-10"]
    with at(date(2026, 11, 4)), pytest.raises(MonthDone):
        charging.post_month(agreed.actors["felix"], SEPTEMBER)


@pytest.mark.parametrize(
    ("month", "on"), [("2026-10", date(2026, 11, 2)), ("2026-12", date(2026, 11, 20))]
)
def test_a_month_is_posted_once_its_last_payments_are_booked(agreed, month, on):
    with at(on), pytest.raises(MonthOpen):
        charging.post_month(agreed.actors["felix"], Period.parse_month(month))


def test_months_follow_one_another(agreed):
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    with at(date(2026, 12, 5)), pytest.raises(MonthOpen):
        charging.post_month(agreed.actors["felix"], NOVEMBER)


@pytest.mark.parametrize("who", ["rosa", "adam", "audrey", "omar"])
def test_only_finance_and_the_owner_post(agreed, who):
    with at(date(2026, 10, 5)), pytest.raises(NotAllowed):
        charging.post_month(agreed.actors[who], SEPTEMBER)


def test_the_job_posts_nothing_before_a_person_has(agreed):
    db.session.commit()
    with at(date(2026, 10, 5)):
        jobs.charge_late()
    assert db.session.scalars(select(LateRun)).all() == []


def test_the_job_posts_further_months_by_itself_and_once(agreed):
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    db.session.commit()
    with at(date(2026, 11, 4)):
        jobs.charge_late()
        jobs.charge_late()
        run_waiting()
        jobs.charge_late()
        run_waiting()
    assert [run.month for run in queries.runs()] == ["2026-10", "2026-09"]
    assert [one.period for one in late_charges()] == ["2026-09", "2026-10"]
    assert all(run.finished_at for run in queries.runs())


def test_after_a_gap_one_run_posts_all_months_in_order_and_another_changes_nothing(late):
    agree_on_late(late.contracts["CT-F-001-TL"], flat=euro("50"))
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    db.session.commit()
    with at(date(2027, 1, 20)):
        jobs.charge_late()
        run_waiting()
        first = [(run.month, run.charges) for run in queries.runs()], late_charges()
        jobs.charge_late()
        run_waiting()
    assert first == (
        [("2026-12", 1), ("2026-11", 1), ("2026-10", 1), ("2026-09", 2)],
        late_charges(),
    )
    assert [one.period for one in late_charges() if one.kind is LateKind.INTEREST] == [
        "2026-09",
        "2026-10",
        "2026-11",
        "2026-12",
    ]
    assert check_ledger().agrees


def test_a_month_that_is_not_finished_is_not_followed(agreed):
    with at(date(2027, 1, 20)):
        charging.post_month(agreed.actors["felix"], SEPTEMBER)
        db.session.commit()
        jobs.charge_late()
    assert [run.month for run in queries.runs()] == ["2026-09"]


@pytest.fixture
def charged(agreed):
    post(agreed, SEPTEMBER, on=date(2026, 10, 5))
    return agreed


def waive(network, who="felix", words="The bank was at fault."):
    with at(date(2026, 10, 6)):
        [one] = late_charges()
        charge_of = queries.charge_for(network.actors[who], one.id)
        return waiving.ask_waiver(network.actors[who], charge_of, words=words)


def test_within_ones_limit_a_charge_is_waived_at_once_and_credited(charged):
    [before] = balance_of(charged.franchisees["F-001"].id, on=date(2026, 10, 6))
    approval = waive(charged)
    assert approval.status is ApprovalStatus.DONE
    [after] = balance_of(charged.franchisees["F-001"].id, on=date(2026, 10, 6))
    assert before.open - after.open == euro("4.88")
    assert db.session.scalars(select(LateWaiver)).one().reason == "The bank was at fault."
    assert check_ledger().agrees


def test_a_charge_is_waived_once(charged):
    waive(charged)
    with pytest.raises(AlreadyWaived):
        waive(charged)


def test_above_the_limit_a_second_person_decides(late):
    agree_on_late(late.contracts["CT-F-001-TL"], rate=None, flat=euro("150"))
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    approval = waive(late, who="rosa")
    assert approval.status is ApprovalStatus.ASKED
    assert db.session.scalars(select(LateWaiver)).all() == []
    with pytest.raises(OwnRequest):
        approvals.grant(late.actors["rosa"], approval)
    with at(date(2026, 10, 7)):
        approvals.grant(late.actors["felix"], approval)
    assert db.session.scalars(select(LateWaiver)).one().waived_by_name == "Felix"
    assert check_ledger().agrees


def test_a_waiver_needs_a_reason(charged):
    with pytest.raises(Refused):
        waive(charged, words=" ")


def test_what_was_entered_in_a_table_of_rates_is_not_changed(charged):
    felix = charged.actors["felix"]
    with at(date(2026, 9, 1)):
        old = rates.add_table(felix, key="old", name="Old", use=RateUse.BASE)
        with pytest.raises(TableKnown):
            rates.add_table(felix, key="old", name="Other", use=RateUse.BASE)
    with pytest.raises(RateCharged):
        rates.add_rate(felix, old, starts_on=date(2026, 9, 30), rate=Decimal("0.02"))
    rates.add_rate(felix, old, starts_on=date(2026, 10, 1), rate=Decimal("0.02"))
    with pytest.raises(RateKnown):
        rates.add_rate(felix, old, starts_on=date(2026, 10, 1), rate=Decimal("0.03"))
    with pytest.raises(Refused):
        rates.add_rate(felix, old, starts_on=date(2027, 1, 1), rate=Decimal(2))


@pytest.mark.parametrize(
    ("key", "name", "use"),
    [
        ("", "Name", RateUse.BASE),
        ("Ü", "Name", RateUse.BASE),
        ("ecb", " ", RateUse.BASE),
        ("nowhere", "Name", RateUse.CEILING),
    ],
)
def test_a_table_has_a_name_and_a_key(network, key, name, use):
    with pytest.raises(Refused):
        rates.add_table(network.actors["felix"], key=key, name=name, use=use)
