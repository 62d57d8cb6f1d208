"""A fee plan's fee for a transfer is owed when the transfer is approved and the terms name none."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from franchise_portal.contracts.event_enums import ChargeKind
from franchise_portal.contracts.models import ContractCharge
from franchise_portal.contracts.rules.terms import TransferTerms
from franchise_portal.contracts.services import transfers
from franchise_portal.database import db, edge
from franchise_portal.fees.exits import event_fee
from tests.builders.contracts import PLAIN_TERMS, euros
from tests.builders.fees import ROYALTY, a_plan, give_plan
from tests.contracts.test_events_transfer import DAY, agreed, asked

TRANSFER = {
    "name": "transfer fee",
    "kind": "transfer",
    "clause": "6.1",
    "method": "flat",
    "amount": "2500",
}


@pytest.fixture
def contract(network):
    found = network.contracts["CT-F-001-TL"]
    give_plan(found, a_plan(ROYALTY, TRANSFER))
    db.session.commit()
    return found


def approve(network, contract, terms):
    agreed(network, terms)
    transfer = asked(network, contract)
    with edge():
        transfers.name_buyer(network.actors["rosa"], transfer, to=network.franchisees["F-002"])
    with edge():
        transfers.approve(network.actors["hanna"], transfer, reason="Good hands.")
    rows = db.session.scalars(select(ContractCharge)).all()
    return [(charge.kind, charge.amount) for charge in rows]


def test_the_plan_says_what_a_transfer_costs_where_the_terms_name_no_fee(network, contract):
    terms = replace(PLAIN_TERMS, transfer=TransferTerms())
    assert approve(network, contract, terms) == [(ChargeKind.TRANSFER_FEE, euros("2500"))]


def test_the_terms_own_fee_goes_first(network, contract):
    terms = replace(PLAIN_TERMS, transfer=TransferTerms(fee=euros("300")))
    assert approve(network, contract, terms) == [(ChargeKind.TRANSFER_FEE, euros("300"))]


def test_a_plan_without_such_a_fee_asks_nothing(network, contract):
    assert event_fee(contract.id, ChargeKind.RENEWAL_FEE, DAY) is None
    assert event_fee(network.contracts["CT-F-002-HX"].id, ChargeKind.TRANSFER_FEE, DAY) is None
