import contextlib

from sqlalchemy import select

from franchise_portal import Portal, audit
from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit import origin
from franchise_portal.audit.enums import AuditAction
from franchise_portal.audit.models import Entry
from franchise_portal.audit.origin import Origin
from franchise_portal.database import db, edge
from franchise_portal.kit.enums import LabeledEnum
from franchise_portal.network.models import Region
from tests.support.people import SmallNetwork


class Act(LabeledEnum):
    DONE = "test.thing.done", "%(actor)s did %(what)s to %(subject)s"


def entries() -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry).order_by(Entry.at, Entry.id)))


def test_an_entry_keeps_names_as_they_were(network: SmallNetwork) -> None:
    franchisee = network.franchisees["F-001"]
    with edge():
        audit.record(network.actors["hanna"], Act.DONE, franchisee, what="something")
    (entry,) = entries()
    assert (entry.actor_name, entry.actor_id) == ("Hanna", network.users["hanna"].id)
    assert (entry.subject_type, entry.subject_id) == ("franchisees", franchisee.id)
    assert entry.subject_name == franchisee.name
    assert entry.franchisee_id == franchisee.id
    assert entry.data == {"what": "something"}
    assert not entry.is_access


def test_what_belongs_to_a_franchisee_stands_in_its_timeline(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        audit.record(SYSTEM, Act.DONE, contract)
    (entry,) = entries()
    assert entry.franchisee_id == network.franchisees["F-001"].id
    assert entry.subject_name == "CT-F-001-TL"
    assert (entry.actor_id, entry.actor_name) == (None, SYSTEM.name)


def test_name_and_business_can_be_given(network: SmallNetwork) -> None:
    business = network.franchisees["F-002"].id
    with edge():
        audit.record(SYSTEM, Act.DONE, name="x" * 400, franchisee_id=business)
    (entry,) = entries()
    assert (entry.subject_name, entry.franchisee_id) == ("x" * 300, business)


def test_something_just_made_is_known_by_its_id(app: Portal) -> None:
    with edge():
        region = Region(code="N", name="North")
        db.session.add(region)
        audit.record(SYSTEM, Act.DONE, region)
    (entry,) = entries()
    assert entry.subject_id == region.id
    assert db.session.get(Region, entry.subject_id)


def test_a_change_that_is_rolled_back_was_never_made(app: Portal) -> None:
    with contextlib.suppress(ZeroDivisionError), edge():
        audit.record(SYSTEM, Act.DONE)
        1 / 0  # noqa: B018
    assert entries() == []


def test_an_access_is_noted_although_its_transaction_fails(network: SmallNetwork) -> None:
    with contextlib.suppress(ZeroDivisionError), edge():
        db.session.add(Region(code="X", name="X"))
        db.session.flush()
        audit.record_access(network.actors["felix"], AuditAction.REFUSED, page="somewhere")
        1 / 0  # noqa: B018
    (entry,) = entries()
    assert (entry.actor_name, entry.is_access) == ("Felix", True)
    assert db.session.scalar(select(Region).where(Region.code == "X")) is None


def test_an_access_is_noted_by_who_only_reads(network: SmallNetwork) -> None:
    with edge(write=False):
        audit.record_access(network.actors["felix"], AuditAction.REFUSED, page="somewhere")
    assert len(entries()) == 1


def test_entries_of_one_moment_keep_the_order_of_the_acts(app: Portal) -> None:
    with edge():
        for number in range(5):
            audit.record(SYSTEM, Act.DONE, name=str(number))
            audit.record_access(SYSTEM, Act.DONE, name=f"{number}a")
    names = [entry.subject_name for entry in entries()]
    assert names == ["0", "0a", "1", "1a", "2", "2a", "3", "3a", "4", "4a"]


def test_entries_name_the_request_and_the_address(app: Portal) -> None:
    origin.set_origin(Origin("abc", "192.0.2.1"))
    try:
        with edge():
            audit.record(SYSTEM, Act.DONE)
    finally:
        origin.set_origin(Origin())
    (entry,) = entries()
    assert (entry.request_id, entry.address) == ("abc", "192.0.2.1")
