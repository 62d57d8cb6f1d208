"""The lifecycle: every pair of states, as a table and on the database."""

from itertools import product

import pytest

from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import ContractStatus as S
from franchise_portal.contracts.errors import NotFromHere
from franchise_portal.contracts.rules.lifecycle import NEXT, may_follow, require_step
from franchise_portal.database import db, edge
from tests.builders.contracts import NOW
from tests.support.people import SmallNetwork

#: The same table, written down once more by hand: D draft, I disclosed, O out for signature,
#: S signed, F in force, R renewed, U suspended, T transferred, X terminated, E expired,
#: W withdrawn.
LETTERS = dict(zip("DIOSFRUTXEW", S, strict=True))
ALLOWED = {"DI", "DO", "DW", "ID", "IO", "IW", "OD", "OI", "OS", "OW", "SF", "SX"} | {
    before + after
    for before, afters in {"F": "RUTXE", "R": "RUTXE", "U": "FRTXE"}.items()
    for after in afters
}
PAIRS = [
    pytest.param(a + b, id=f"{LETTERS[a]}-{LETTERS[b]}") for a, b in product(LETTERS, repeat=2)
]


def test_the_table_knows_every_state() -> None:
    assert set(NEXT) == set(S)
    assert len(PAIRS) == len(S) ** 2


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_of_states(pair: str) -> None:
    before, after = LETTERS[pair[0]], LETTERS[pair[1]]
    assert may_follow(before, after) is (pair in ALLOWED)
    if pair in ALLOWED:
        require_step("CT-1", before, after)
        return
    with pytest.raises(NotFromHere) as refused:
        require_step("CT-1", before, after)
    assert before.label in str(refused.value)
    for possible in NEXT[before]:
        assert possible.label in str(refused.value)


def test_what_is_over_stays_over() -> None:
    for status in S:
        assert status.is_over is (NEXT[status] == frozenset())
        assert not (status.is_running and status.is_over)
        assert status.is_binding or not status.is_running


def test_every_pair_of_states_on_the_database(network: SmallNetwork) -> None:
    hanna, number = network.actors["hanna"], "CT-F-001-TL"
    day = NOW.date()
    for before, after in product(S, repeat=2):
        contract = queries.contract_for(hanna, network.contracts[number].id)
        with edge():
            contract.status = before
            db.session.flush()
            if may_follow(before, after):
                moved = services.move(hanna, contract, after, on=day, reason="why")
                assert moved.status is after
            else:
                with pytest.raises(NotFromHere):
                    services.move(hanna, contract, after, on=day, reason="why")
                assert contract.status is before
            contract.ended_on = None


def test_two_who_decide_at_once_follow_each_other(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], network.contracts["CT-F-001-TL"]
    first = queries.contract_for(hanna, contract.id)
    stale = queries.contract_for(hanna, contract.id)
    with edge():
        services.move(hanna, first, S.TERMINATED, on=NOW.date(), reason="agreed")
    with pytest.raises(NotFromHere, match="final"), edge():
        services.move(hanna, stale, S.SUSPENDED, on=NOW.date(), reason="unpaid")
    assert queries.contract_for(hanna, contract.id).status is S.TERMINATED
