"""Two who decide at the same moment: one wins, the other is told, and it is posted once."""

import pytest
from sqlalchemy import func, select

from franchise_portal.database import db, edge
from franchise_portal.disputes.enums import DisputeStatus
from franchise_portal.disputes.errors import DisputeMoved
from franchise_portal.disputes.models import Dispute
from franchise_portal.disputes.queries import disputes as queries
from franchise_portal.disputes.services import deciding, opening
from franchise_portal.fees.models import CreditLine
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.money import Money
from tests.builders.disputes import a_dispute, charge_both
from tests.fees.test_at_once import together


@pytest.fixture
def dispute(network):
    charged = charge_both(network)
    made = a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    return made


def test_of_several_at_once_one_decides_and_the_others_are_told(app, network, dispute):
    actors, told = network.actors, []
    dispute_id = dispute.id

    def working(who, act):
        def work():
            with edge():
                try:
                    act(actors[who], queries.dispute_for(actors[who], dispute_id))
                except DisputeMoved as moved:
                    told.append(str(moved))

        return work

    def grant(actor, found):
        deciding.grant_credit(actor, found, amount=Money(40_000, "EUR"), reasons="Yes.")

    def reject(actor, found):
        deciding.reject(actor, found, reasons="No.", next_step="Talk.")

    works = [
        working("hanna", grant),
        working("felix", reject),
        working("hanna", reject),
        working("felix", grant),
        working("omar", opening.withdraw),
    ]
    assert together(app, *works) == []
    assert len(told) == len(works) - 1
    db.session.expire_all()
    decided = db.session.scalars(select(Dispute)).one()
    assert not decided.status.is_open
    credited = db.session.scalar(select(func.sum(CreditLine.amount_minor))) or 0
    assert credited == (-40_000 if decided.status is DisputeStatus.PARTLY else 0)
    assert [str(finding) for finding in check_ledger().findings] == []
