"""A small network whose October is assessed, so that statements can be asked for."""

import pytest

from franchise_portal.database import db
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.support.people import SmallNetwork
from tests.support.richer import once


@pytest.fixture
@once
def october(network: SmallNetwork) -> SmallNetwork:
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"], "2025-10", "40000", sales_tax="2000")
    a_report(network.outlets["TL-001"], gross="52000", sales_tax="2000", refunds="500")
    a_report(network.outlets["TL-003"], gross="1000")
    a_report(network.outlets["HX-001"], gross="20000", sales_tax="1000")
    assess()
    pay(network.franchisees["F-001"], "1000.00", reference="first part")
    db.session.commit()
    return network
