"""A contract that comes into force is charged its initial fee by the portal, once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services as contracts
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.contracts.event_enums import ChargeKind, ChargeStatus
from franchise_portal.contracts.models import Clause, ContractCharge
from franchise_portal.contracts.rules.terms import FEE_PLAN, TransferTerms
from franchise_portal.contracts.services import charges as events
from franchise_portal.contracts.services import transfers
from franchise_portal.contracts.services.succession import transfer_if_due
from franchise_portal.database import db, edge
from franchise_portal.fees.jobs import charge_initial_fees
from franchise_portal.fees.models import Charge, Invoice, SingleCharge
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules import quote
from franchise_portal.fees.services.assigning import keep_plan
from franchise_portal.fees.services.initial_fees import charge_initial_fee
from franchise_portal.fees.single_errors import NoClause
from franchise_portal.jobs import Progress
from tests.builders.contracts import CLAUSES, NOW, PLAIN_TERMS, a_contract, a_version
from tests.builders.fees import ROYALTY, a_plan, a_report, assess, give_plan
from tests.contracts.test_events_transfer import DAY, agreed, asked
from tests.fees.plans import reports

FRANCHISE = {
    "name": "franchise fee",
    "kind": "initial",
    "clause": "4.1",
    "method": "flat",
    "amount": "29000",
}
TRAINING = {**FRANCHISE, "name": "training", "clause": "4.2", "amount": "1500"}
BEGINS = date(2029, 3, 1)


def plan(*fees):
    return a_plan(ROYALTY, *(fees or (FRANCHISE, TRAINING)))


@pytest.fixture
def signed(network):
    """A contract that is signed and begins on 1 March 2029, with two initial fees in its plan."""
    with edge():
        contract = a_contract(network, status=ContractStatus.SIGNED)
        give_plan(contract, plan())
    return contract


def begin(contract, on=BEGINS):
    with edge():
        contracts.keep_clock(SYSTEM, contract.id, on=on)


def run():
    charge_initial_fees(progress=Progress())


def owed():
    rows = db.session.scalars(select(ContractCharge).order_by(ContractCharge.arose_on))
    return [(one.kind, one.amount_minor, one.status, one.reference) for one in rows]


def lines():
    query = select(SingleCharge).order_by(SingleCharge.position)
    return [(one.kind, one.clause, one.amount_minor) for one in db.session.scalars(query)]


def test_each_initial_fee_stands_on_a_debit_note_under_its_clause(signed):
    begin(signed)
    run()
    [note] = db.session.scalars(select(Invoice)).all()
    assert lines() == [("initial_fee", "4.1", 29_000_00), ("initial_fee", "4.2", 1_500_00)]
    assert (note.number, note.total_minor) == ("DN-2026-0001", 30_500_00)
    assert owed() == [(ChargeKind.INITIAL_FEE, 30_500_00, ChargeStatus.INVOICED, "DN-2026-0001")]
    assert not check_ledger().findings


def test_the_working_names_the_contract_its_first_day_and_the_fee(signed):
    begin(signed)
    run()
    first = db.session.scalars(select(SingleCharge).order_by(SingleCharge.position)).first()
    assert first.working == {
        "about": "CT-2029-0001",
        "from": "2029-03-01",
        "note": "franchise fee",
    }


def test_running_again_charges_nothing_more(signed):
    begin(signed)
    begin(signed, on=date(2029, 3, 2))
    run()
    before = owed(), lines()
    begin(signed, on=date(2029, 3, 3))
    run()
    assert (owed(), lines()) == before


def test_nothing_is_owed_before_the_first_day(signed):
    begin(signed, on=date(2029, 2, 28))
    run()
    assert (owed(), lines()) == ([], [])


def test_a_contract_signed_here_owes_what_its_terms_plan_says(network):
    with edge():
        row = keep_plan(plan(FRANCHISE))
        terms = replace(PLAIN_TERMS, starts_on=BEGINS, parts=((FEE_PLAN, str(row.id)),))
        clauses = [*CLAUSES, replace(CLAUSES[-1], number="4.1", title="Initial fee")]
        contract = a_contract(network)
        version = a_version(contract, terms=terms, clauses=clauses)
        contracts.send_out(network.actors["hanna"], version, on=date(2026, 11, 2), reason="")
        contracts.execute(SYSTEM, version, at=NOW)
    begin(contract)
    run()
    assert lines() == [("initial_fee", "4.1", 29_000_00)]


def test_a_contract_that_was_imported_as_running_is_not_charged(network):
    with edge():
        give_plan(network.contracts["CT-F-001-TL"], plan())
    begin(network.contracts["CT-F-001-TL"], on=date(2026, 11, 3))
    run()
    assert (owed(), lines()) == ([], [])


def test_who_takes_a_contract_over_owes_for_the_transfer_and_no_initial_fee(network):
    contract = agreed(network, replace(PLAIN_TERMS, transfer=TransferTerms()))
    with edge():
        give_plan(contract, plan())
    transfer = asked(network, contract)
    with edge():
        transfers.name_buyer(network.actors["rosa"], transfer, to=network.franchisees["F-002"])
    with edge():
        transfers.approve(network.actors["hanna"], transfer, reason="Good hands.")
    with edge():
        assert transfer_if_due(SYSTEM, transfer.id, on=DAY)
    run()
    assert (owed(), lines()) == ([], [])


def test_a_fee_whose_waiver_is_asked_for_waits_for_the_answer(network, signed):
    begin(signed)
    [due] = db.session.scalars(select(ContractCharge)).all()
    with edge():
        events.ask_waiver(network.actors["felix"], signed, due, words="They train themselves.")
    run()
    assert lines() == []
    assert owed()[0][2] is ChargeStatus.OPEN


def test_without_the_clause_it_waits_for_a_person(browser, signed):
    begin(signed)
    with edge():
        db.session.execute(
            delete(Clause).where(Clause.contract_id == signed.id, Clause.number == "4.2")
        )
    [due] = db.session.scalars(select(ContractCharge)).all()
    with pytest.raises(NoClause), edge():
        charge_initial_fee(SYSTEM, due.id)
    run()
    assert lines() == []
    browser.sign_in("felix")
    assert "Initial fee" in browser.get("/fees/single-charges").text
    browser.post(f"/fees/single-charges/events/{due.id}", {"clause": "4.1"})
    db.session.rollback()
    assert lines() == [("initial_fee", "4.1", 30_500_00)]
    run()
    assert lines() == [("initial_fee", "4.1", 30_500_00)]


def test_another_plan_since_leaves_the_amount_to_a_person(signed):
    begin(signed)
    with edge():
        give_plan(signed, plan(TRAINING))
    run()
    assert lines() == []


def test_an_initial_fee_is_not_charged_with_sales_reports():
    sales = reports(("2026-10", "60000"), currency="EUR")
    assert [line.fee for line in quote(plan(), sales)] == ["royalty"]


def test_what_each_outlet_costs_once_is_a_fee_of_its_own_with_its_first_report(network):
    opening = {
        "name": "opening fee",
        "clause": "4.3",
        "basis": "outlet",
        "method": "flat",
        "amount": "5000",
        "every": "once",
    }
    with edge():
        give_plan(network.contracts["CT-F-001-TL"], a_plan(ROYALTY, opening))
        network.outlets["TL-003"].opened_on = date(2026, 10, 12)
        for month in ("2026-10", "2026-11"):
            for code in ("TL-001", "TL-003"):
                a_report(network.outlets[code], month, "40000")
    for month in ("2026-10", "2026-11", "2026-10"):
        with edge():
            assess(month)
    found = db.session.execute(
        select(Charge.outlet_id, Charge.month, Charge.clause, Charge.amount_minor).where(
            Charge.fee == "opening fee"
        )
    ).all()
    assert found == [(network.outlets["TL-003"].id, "2026-10", "4.3", 5_000_00)]
