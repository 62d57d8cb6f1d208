from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from franchise_portal import audit
from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit import queries
from franchise_portal.audit.queries import Wanted
from franchise_portal.database import edge
from franchise_portal.kit import clock
from tests.audit.test_services import Act
from tests.support.people import SmallNetwork

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def note(network: SmallNetwork, number: int, **values: object) -> None:
    with clock.fixed(NOON + timedelta(minutes=number // 3)), edge():
        audit.record(SYSTEM, Act.DONE, name=f"{number:03}", **values)  # type: ignore[arg-type]


def names(found: queries.Slice) -> list[str]:
    return [entry.subject_name for entry in found.rows]


def test_the_book_is_read_forwards_and_backwards_without_gap_or_repetition(
    network: SmallNetwork,
) -> None:
    for number in range(120):
        note(network, number)
    hanna = network.actors["hanna"]
    pages, found = [], queries.entries(hanna, Wanted())
    pages.append(names(found))
    while found.older:
        found = queries.entries(hanna, Wanted(), older_than=found.older)
        pages.append(names(found))
    assert [len(page) for page in pages] == [50, 50, 20]
    assert list(chain(*pages)) == [f"{number:03}" for number in reversed(range(120))]
    back = [names(found)]
    while found.newer:
        found = queries.entries(hanna, Wanted(), newer_than=found.newer)
        back.insert(0, names(found))
    assert back == pages


@pytest.mark.parametrize("place", ["x", "====", "MjAyNi0xMS0wMg", "\u4e00", "MjAyNiB4"])
def test_a_place_that_makes_no_sense_is_the_beginning(network: SmallNetwork, place: str) -> None:
    note(network, 1)
    assert names(queries.entries(network.actors["hanna"], Wanted(), older_than=place)) == ["001"]


def test_entries_are_found_by_name_action_subject_and_time(network: SmallNetwork) -> None:
    franchisee = network.franchisees["F-001"]
    with clock.fixed(NOON), edge():
        audit.record(network.actors["felix"], Act.DONE, franchisee)
        audit.record_access(network.actors["rosa"], Act.DONE, name="50% off")
    hanna = network.actors["hanna"]

    def found(**wanted: object) -> int:
        return len(queries.entries(hanna, Wanted(**wanted)).rows)  # type: ignore[arg-type]

    assert found() == 2
    assert found(text="FELIX") == 1
    assert found(text="50%") == 1
    assert found(text="5_%") == 0
    assert found(actions=["test.thing.done"]) == 2
    assert found(actions=["another"]) == 0
    assert found(kinds=["access"]) == found(kinds=["change"]) == 1
    assert found(kinds=["access", "change"]) == 2
    assert found(subject_type="franchisees", subject_id=franchisee.id) == 1
    assert found(subject_type="outlets", subject_id=franchisee.id) == 0
    assert found(actor_id=network.users["felix"].id) == 1
    assert found(since=NOON) == 2
    assert found(before=NOON) == 0


def test_a_franchisee_sees_what_changed_in_its_own_business_only(network: SmallNetwork) -> None:
    for number, code in enumerate(("F-001", "F-002")):
        note(network, number, franchisee_id=network.franchisees[code].id)
    note(network, 2)
    with edge():
        audit.record_access(SYSTEM, Act.DONE, franchisee_id=network.franchisees["F-001"].id)
    found = queries.entries(network.actors["omar"], Wanted())
    assert [entry.subject_name for entry in found.rows] == ["000"]


def test_a_timeline_is_newest_first_and_without_sign_ins(network: SmallNetwork) -> None:
    business = network.franchisees["F-001"].id
    for number in range(9):
        note(network, number, franchisee_id=business)
    with edge():
        audit.record_access(SYSTEM, Act.DONE, franchisee_id=business)
    found = queries.timeline(business, limit=4)
    assert [entry.subject_name for entry in found] == ["008", "007", "006", "005"]
    earlier = queries.timeline(business, before=found[-1].at)
    assert [entry.subject_name for entry in earlier] == ["002", "001", "000"]


def test_the_history_of_a_thing_is_its_own(network: SmallNetwork) -> None:
    one, other = network.outlets["TL-001"], network.outlets["TL-003"]
    with edge():
        audit.record(SYSTEM, Act.DONE, one)
        audit.record(SYSTEM, Act.DONE, other)
        audit.record_access(SYSTEM, Act.DONE, one)
    assert len(queries.history(one)) == 1
    assert len(queries.history(one, accesses=True)) == 2
