"""Duties and notices for tests, through the services; each builder has plain defaults."""

from datetime import date
from typing import Any

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.contracts.enums import DueRule, DutyKind, NoticeKind
from franchise_portal.contracts.models import Contract, Duty, Notice
from franchise_portal.contracts.queries import duties as queries
from franchise_portal.contracts.rules.duties import Due
from franchise_portal.contracts.services import duties, notices
from franchise_portal.contracts.services.notice_days import Draft
from franchise_portal.database import db, edge
from tests.support.people import SmallNetwork

#: The day on which tests stand.
TODAY = date(2026, 11, 2)
WORDS = {
    "title": "Evidence of insurance",
    "what": "The evidence was due on 1 October and has not reached us.",
    "why": "Without cover an accident can end a business in a day.",
    "how": "Ask your insurer for a confirmation and attach it.",
    "help": "Rosa helps you with it and is glad about a call.",
    "next": "If it is put right, nothing follows.",
}


def a_duty(
    network: SmallNetwork,
    owner: Side = Side.FRANCHISEE,
    *,
    due_on: date = date(2026, 12, 1),
    business: str = "F-001",
    **facts: Any,
) -> Duty:
    """A duty of Omar's, or of the franchisor towards him, due once on a day."""
    contract = contract_of(network, business)
    usual = {"kind": DutyKind.INSURANCE, "title": "Evidence of insurance", "remind_days": (30, 7)}
    with edge():
        obligation = duties.add_obligation(
            network.actors["hanna"],
            contract=contract,
            terms=duties.Terms(
                owner=owner, due=Due(rule=DueRule.ON, first_on=due_on), **{**usual, **facts}
            ),
        )
    [made] = queries.duties_of(obligation.id)
    return fresh(made)


def a_notice(
    network: SmallNetwork,
    duty: Duty,
    giver: str = "hanna",
    *,
    business: str = "F-001",
    **facts: Any,
) -> Notice:
    """A notice of default about a duty of the other side."""
    with edge():
        draft = Draft(**{"kind": NoticeKind.DEFAULT, "duty": fresh(duty), **facts})
        return notices.give_notice(
            network.actors[giver],
            contract_of(network, business),
            draft,
            words=WORDS,
            language="en",
        )


def contract_of(network: SmallNetwork, business: str = "F-001") -> Contract:
    """Omar's contract, or Olga's."""
    return network.contracts["CT-F-001-TL" if business == "F-001" else "CT-F-002-HX"]


def fresh(duty: Duty) -> Duty:
    """A duty as it is in the database now, with what belongs to it."""
    db.session.expire_all()
    return queries.duty_for(SYSTEM, duty.id)
