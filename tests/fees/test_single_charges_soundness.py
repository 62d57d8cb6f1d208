"""A change of a single charge behind the books' back is found, and the queries stay few."""

import pytest
from sqlalchemy import select, update

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.models import Charge, CreditLine, Invoice, SingleCharge
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services import crediting
from franchise_portal.kit.money import Money
from tests.builders.corrections import with_owner
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.singles import an_occasion, charge_once
from tests.fees.test_soundness import lift_the_ban
from tests.support.richer import once


@pytest.fixture
@once
def books(network):
    contract = network.contracts["CT-F-001-TL"]
    give_plan(contract)
    a_report(network.outlets["TL-001"])
    assess()
    note = charge_once(an_occasion(contract), contract=contract)
    charge_once(an_occasion(contract, source="s/2"), contract=contract)
    [line] = creditable(note)
    amounts = {line.charge_id: Money.parse("1", "EUR")}
    crediting.issue_credit_note(SYSTEM, with_owner(note), amounts, reason="Ours.")
    db.session.commit()
    assert check_ledger().agrees
    return network


def of_singles():
    return CreditLine.single_charge_id.is_not(None)


def change_the_amount():
    here = SingleCharge.source == "s/2"
    db.session.execute(update(SingleCharge).where(here).values(amount_minor=1))


def give_it_to_another(network):
    other = network.franchisees["F-002"].id
    db.session.execute(update(SingleCharge).values(franchisee_id=other))


def rest_it_on_anothers_contract(network):
    other = network.contracts["CT-F-002-HX"].id
    db.session.execute(update(SingleCharge).values(contract_id=other))


def call_it_an_invoice():
    values = {"kind": InvoiceKind.INVOICE, "number": "2026-0002"}
    here = Invoice.number == "DN-2026-0002"
    db.session.execute(update(Invoice).where(here).values(values))


def put_a_fee_on_a_debit_note():
    note = select(Invoice.id).where(Invoice.number == "DN-2026-0001").scalar_subquery()
    db.session.execute(update(Charge).values(invoice_id=note))


def credit_more_than_was_charged():
    db.session.execute(update(CreditLine).where(of_singles()).values(amount_minor=-(10**6)))


def credit_it_as_a_correction():
    db.session.execute(update(CreditLine).where(of_singles()).values(is_reversal=True))


def skip_a_number():
    here = Invoice.number == "DN-2026-0002"
    db.session.execute(update(Invoice).where(here).values(number="DN-2026-0003"))


@pytest.mark.parametrize(
    "forge",
    [
        change_the_amount,
        give_it_to_another,
        rest_it_on_anothers_contract,
        call_it_an_invoice,
        put_a_fee_on_a_debit_note,
        credit_more_than_was_charged,
        credit_it_as_a_correction,
        skip_a_number,
    ],
)
def test_a_change_behind_its_back_is_found(books, forge):
    lift_the_ban()
    forge(books) if forge.__code__.co_argcount else forge()
    db.session.flush()
    db.session.expire_all()
    assert not check_ledger().agrees
    db.session.rollback()
