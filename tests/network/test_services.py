"""What the network's verbs do, and what they refuse."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotFound
from franchise_portal.network import queries, services
from franchise_portal.network.enums import CareKind, Fact, FranchiseeStatus, SearchKind
from franchise_portal.network.errors import AlreadyFounded, ChangedMeanwhile, Refused, Taken
from franchise_portal.network.models import Franchisee, Person
from tests.builders.network import an_outlet

TODAY = date(2026, 11, 2)


def actions(franchisee: Franchisee) -> list[str]:
    """The codes of what is noted in a franchisee's history, the oldest first."""
    db.session.flush()
    query = select(Entry.action).where(Entry.franchisee_id == franchisee.id).order_by(Entry.id)
    return list(db.session.scalars(query))


def found_franchisees(text: str) -> list[str]:
    query = queries.found(
        queries.visible_franchisees(SYSTEM), SearchKind.FRANCHISEE, Franchisee.id, text
    )
    return [franchisee.code for franchisee in db.session.scalars(query.order_by(Franchisee.code))]


def test_a_network_is_founded_once_and_sets_the_clock(app):
    made = services.found_network(
        SYSTEM, name="Tamberley", currency="EUR", zone="Asia/Shanghai", stands_on=TODAY
    )
    assert queries.the_network() is made
    with pytest.raises(AlreadyFounded):
        services.found_network(SYSTEM, name="Another", currency="EUR")
    clock.set_network(zone="UTC", stands_on=None)


def test_the_currency_stays_once_amounts_are_kept_in_it(network):
    services.change_settings(SYSTEM, network.network, changes={"currency": "USD"})
    from franchise_portal.fees.models import FeePlan  # noqa: PLC0415 - only to have one row

    db.session.add(FeePlan(name="Standard", digest="d", currency="USD", definition={}))
    db.session.flush()
    with pytest.raises(Refused, match="kept in USD"):
        services.change_settings(SYSTEM, network.network, changes={"currency": "EUR"})


def test_settings_note_what_changed(network):
    changed = services.change_settings(
        SYSTEM, network.network, changes={"name": "Tamberley Group", "payment_days": 20}
    )
    assert changed == (Fact.NAME, Fact.DAYS)


def test_a_brand_takes_no_others_name(network):
    with pytest.raises(Taken) as refusal:
        services.create_brand(SYSTEM, code="NEW", name="Tallow Lane")
    assert refusal.value.field == "name"
    services.update_brand(SYSTEM, network.brands["TL"], changes={"name": "Tallow Lane"})


def test_a_franchisees_code_is_its_own(network):
    with pytest.raises(Taken, match="“F-001”"):
        services.create_franchisee(SYSTEM, code="F-001", name="Second")


def test_a_new_franchisee_begins_a_history_and_can_be_found(network):
    made = services.create_franchisee(
        network.actors["hanna"], code="F-003", name="Chen Trading", name_local="陈氏商贸",
        phone="+49 30 555", region=network.regions["north"],
    )  # fmt: skip
    assert actions(made) == ["network.franchisee.added"]
    for text in ("chen", "f-003", "氏商", "4930555", "trad chen"):
        assert found_franchisees(text) == ["F-003"], text
    assert found_franchisees("chen nobody") == []


def test_a_change_that_changes_nothing_leaves_no_trace(network):
    franchisee = network.franchisees["F-001"]
    assert services.update_franchisee(SYSTEM, franchisee, changes={"name": franchisee.name}) == ()
    assert actions(franchisee) == []
    assert franchisee.version == 1


def test_a_new_status_is_a_step_of_its_own(network):
    franchisee = network.franchisees["F-001"]
    changed = services.update_franchisee(
        SYSTEM,
        franchisee,
        changes={"email": "o@demo.test", "status": FranchiseeStatus.LEAVING},
    )
    assert changed == (Fact.EMAIL, Fact.STATUS)
    assert actions(franchisee) == ["network.franchisee.changed", "network.franchisee.status"]


def test_the_second_of_two_editors_is_stopped(network):
    franchisee = network.franchisees["F-001"]
    seen = franchisee.version
    services.update_franchisee(SYSTEM, franchisee, changes={"phone": "1"}, version=seen)
    with pytest.raises(ChangedMeanwhile):
        services.update_franchisee(SYSTEM, franchisee, changes={"phone": "2"}, version=seen)
    assert franchisee.phone == "1"


def test_care_is_dated_history_with_one_manager_and_one_deputy(network):
    franchisee, rosa, sami = (
        network.franchisees["F-001"], network.users["rosa"], network.users["sami"],
    )  # fmt: skip
    for user, kind, day in (
        (rosa, CareKind.MANAGER, date(2026, 1, 1)),
        (sami, CareKind.DEPUTY, date(2026, 1, 1)),
        (network.users["hanna"], CareKind.MANAGER, date(2026, 6, 1)),
    ):
        services.assign_care(
            SYSTEM, franchisee=franchisee, user_id=user.id, kind=kind, starts_on=day
        )
    spans = [(care.name, care.kind, care.ends_on) for care in queries.care_history(franchisee.id)]
    assert spans == [
        ("Hanna", CareKind.MANAGER, None),
        ("Sami", CareKind.DEPUTY, None),
        ("Rosa", CareKind.MANAGER, date(2026, 5, 31)),
    ]


def test_manager_and_deputy_are_two_people(network):
    franchisee, rosa = network.franchisees["F-001"], network.users["rosa"]
    services.assign_care(SYSTEM, franchisee=franchisee, user_id=rosa.id, starts_on=TODAY)
    with pytest.raises(Refused, match="two people"):
        services.assign_care(
            SYSTEM, franchisee=franchisee, user_id=rosa.id, kind=CareKind.DEPUTY, starts_on=TODAY
        )


def test_care_cannot_begin_before_the_present_ones_second_day(network):
    franchisee = network.franchisees["F-001"]
    services.assign_care(
        SYSTEM, franchisee=franchisee, user_id=network.users["rosa"].id, starts_on=TODAY
    )
    with pytest.raises(Refused, match="later day"):
        services.assign_care(
            SYSTEM, franchisee=franchisee, user_id=network.users["sami"].id, starts_on=TODAY
        )


def test_only_the_office_looks_after_franchisees(network):
    with pytest.raises(NotFound):
        services.assign_care(
            SYSTEM,
            franchisee=network.franchisees["F-001"],
            user_id=network.users["olga"].id,
            starts_on=TODAY,
        )


def test_care_can_end_without_a_successor(network):
    franchisee = network.franchisees["F-001"]
    services.assign_care(
        SYSTEM, franchisee=franchisee, user_id=network.users["rosa"].id, starts_on=date(2026, 1, 1)
    )
    services.assign_care(SYSTEM, franchisee=franchisee, user_id=None, starts_on=TODAY)
    assert queries.open_care(franchisee.id, CareKind.MANAGER) is None
    assert actions(franchisee)[-1] == "network.care.ended"


def test_a_person_makes_the_business_findable_until_removed(network):
    franchisee = network.franchisees["F-002"]
    person = services.create_person(
        SYSTEM, franchisee=franchisee, name="Guo Wei", name_local="郭伟", birthday=date(1980, 2, 29)
    )
    assert person.birthday_place == 229
    assert found_franchisees("郭") == ["F-002"]
    services.update_person(SYSTEM, person, changes={"name": "Guo Ming", "name_local": ""})
    assert found_franchisees("郭") == []
    assert found_franchisees("ming") == ["F-002"]
    services.remove_person(SYSTEM, person)
    assert found_franchisees("ming") == []
    assert db.session.get(Person, person.id) is None
    assert actions(franchisee)[-1] == "network.person.removed"


def test_an_outlet_belongs_to_its_franchisee_from_its_opening(network):
    outlet = an_outlet(network)
    omar = network.franchisees["F-001"].id
    assert queries.owner_of(outlet.id, date(2025, 1, 1)) == omar
    assert queries.owner_of(outlet.id, date(2024, 12, 31)) is None
    assert (outlet.region_id, outlet.zone) == (network.regions["north"].id, "Europe/Berlin")
    assert found_franchisees("long mead") == ["F-001"]


def test_a_planned_outlet_already_belongs_to_its_franchisee(network):
    outlet = an_outlet(network, opened_on=date(2027, 3, 1))
    assert queries.owner_of(outlet.id, TODAY) == network.franchisees["F-001"].id
    assert queries.outlet_for(network.actors["omar"], outlet.id) is outlet


def test_an_outlet_cannot_close_before_it_opens(network):
    with pytest.raises(Refused) as refusal:
        an_outlet(network, closed_on=date(2024, 12, 31))
    assert refusal.value.field == "closed_on"
    outlet = an_outlet(network)
    with pytest.raises(Refused):
        services.update_outlet(SYSTEM, outlet, changes={"closed_on": date(2024, 12, 31)})


def test_an_opening_that_moves_forward_takes_the_ownership_with_it(network):
    outlet = an_outlet(network)
    services.update_outlet(SYSTEM, outlet, changes={"opened_on": date(2024, 6, 1)})
    assert queries.owner_of(outlet.id, date(2024, 6, 1)) == network.franchisees["F-001"].id


def test_a_transfer_leaves_the_past_as_it_was(network):
    outlet = an_outlet(network)
    omar, olga = network.franchisees["F-001"], network.franchisees["F-002"]
    day = date(2026, 7, 1)
    services.transfer_outlet(SYSTEM, outlet=outlet, franchisee=olga, starts_on=day)
    assert queries.owner_of(outlet.id, day - timedelta(days=1)) == omar.id
    assert queries.owner_of(outlet.id, day) == olga.id
    assert [owner.code for owner in queries.ownership_history(outlet.id)] == ["F-002", "F-001"]
    assert actions(omar)[-1] == actions(olga)[-1] == "network.outlet.transferred"
    assert found_franchisees("long meadow") == ["F-002"]
    with pytest.raises(NotFound):
        queries.outlet_for(network.actors["omar"], outlet.id)
    assert queries.outlet_for(network.actors["olga"], outlet.id) is outlet


def test_a_transfer_to_come_leaves_the_outlet_with_its_owner_until_then(network):
    outlet = an_outlet(network)
    services.transfer_outlet(
        SYSTEM,
        outlet=outlet,
        franchisee=network.franchisees["F-002"],
        starts_on=TODAY + timedelta(days=1),
    )
    assert queries.outlet_for(network.actors["omar"], outlet.id) is outlet
    with pytest.raises(NotFound):
        queries.outlet_for(network.actors["olga"], outlet.id)


def test_a_transfer_to_the_same_owner_is_refused(network):
    with pytest.raises(Refused, match="already belongs"):
        services.transfer_outlet(
            SYSTEM,
            outlet=network.outlets["TL-001"],
            franchisee=network.franchisees["F-001"],
            starts_on=TODAY,
        )


def test_a_territory_needs_an_area(network):
    facts = {"code": "T-1", "name": "North 4", "brand": network.brands["TL"]}
    with pytest.raises(Refused, match="Give postcodes"):
        services.create_territory(SYSTEM, **facts)
    made = services.create_territory(SYSTEM, postcodes="10115, 10117", **facts)
    services.update_territory(SYSTEM, made, changes={"polygon": "0 0\n1 0\n1 1", "postcodes": ""})
    assert (made.postcodes, made.polygon[1]) == ([], ["1", "0"])
