"""What the history of a contract says of its steps, and why each was taken."""

from datetime import UTC, date, datetime

import pytest
from flask import current_app
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.audit.sentences import plain_sentence
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.services import lifecycle
from franchise_portal.database import db, edge
from tests.builders.contracts import a_contract, a_version, executed
from tests.support.people import SmallNetwork


def told(contract: Contract) -> list[str]:
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.subject_id == contract.id, Entry.action.contains("moved"))
        .order_by(Entry.id)
    )
    return [plain_sentence(entry) for entry in entries]


def test_the_first_and_the_last_day_are_the_reasons_of_the_clocks_steps(
    network: SmallNetwork,
) -> None:
    with edge():
        contract = a_contract(network, outlets=[])
        version = a_version(contract)
        services.send_out(SYSTEM, version, on=date(2023, 11, 1), reason="Agreed")
        executed(version, at=datetime(2023, 12, 1, 12, tzinfo=UTC))
        services.keep_clock(SYSTEM, contract.id, on=date(2024, 3, 1))
        services.keep_clock(SYSTEM, contract.id, on=date(2029, 3, 2))
        first, last = contract.starts_on, contract.ends_on
    with current_app.test_request_context():
        sentences = told(contract)
    assert contract.status is ContractStatus.EXPIRED
    assert (first, last) == (date(2024, 3, 1), date(2029, 2, 28))
    began, ended = sentences[-2].replace("\u00a0", " "), sentences[-1].replace("\u00a0", " ")
    assert began.endswith("from Signed to In force: the term began on 1 March 2024")
    assert ended.endswith("from In force to Expired: the term ended on 28 February 2029")


@pytest.mark.parametrize("reason", ["", "Both wanted it"])
def test_without_a_reason_the_sentence_ends_before_it(network: SmallNetwork, reason: str) -> None:
    with edge():
        contract = a_contract(network, outlets=[])
        lifecycle.move(
            network.actors["hanna"],
            contract,
            ContractStatus.WITHDRAWN,
            on=date(2026, 11, 2),
            reason=reason,
        )
    with current_app.test_request_context():
        (sentence,) = told(contract)
    assert sentence.endswith(f"to Withdrawn: {reason}" if reason else "to Withdrawn")
    assert "nothing" not in sentence
