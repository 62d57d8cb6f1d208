"""The same occasion asked for by several at the same moment: charged once, numbers without gap."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees.models import Invoice, SingleCharge
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services.single_charges import charge
from tests.builders.fees import give_plan
from tests.builders.singles import an_occasion
from tests.fees.test_at_once import together


@pytest.fixture
def occasions(network):
    contract = network.contracts["CT-F-001-TL"]
    give_plan(contract)
    db.session.commit()
    return contract.franchisee_id, [an_occasion(contract, source=f"s/{n}") for n in range(4)]


def charging(franchisee_id, some):
    def work():
        with edge():
            charge(SYSTEM, franchisee_id=franchisee_id, occasions=some, on=date(2026, 11, 2))

    return work


def test_eight_at_once_charge_each_occasion_once(app, occasions):
    franchisee_id, some = occasions
    works = [charging(franchisee_id, some[place % 3 : place % 3 + 2]) for place in range(8)]
    assert together(app, *works) == []
    sources = db.session.scalars(select(SingleCharge.source)).all()
    assert sorted(sources) == sorted(one.source for one in some)
    total = db.session.scalar(select(func.sum(Invoice.total_minor)))
    assert total == sum(one.amount.minor for one in some)
    assert [str(finding) for finding in check_ledger().findings] == []
