"""The lists: who sees which rows, in which order, and at what price."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.network import services
from franchise_portal.network.enums import OutletStatus, PersonRole
from franchise_portal.network.queries import lists
from tests.builders.network import a_person, a_territory, outlets


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collects every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def codes(page) -> list[str]:
    return [row.code for row in page.rows]


def test_the_office_sees_all_outlets_and_a_franchisee_its_own(network):
    everything, own, one = (
        lists.outlets(network.actors[who], lists.OutletsWanted())
        for who in ("hanna", "omar", "mina")
    )
    assert codes(everything) == ["HX-001", "TL-001", "TL-003"]
    assert codes(own) == ["TL-001", "TL-003"]
    assert codes(one) == ["TL-003"]


def test_a_row_names_brand_region_and_owner(network):
    row = lists.outlets(SYSTEM, lists.OutletsWanted()).rows[0]
    assert (row.brand, row.region, row.franchisee, row.franchisee_local, row.status) == (
        "Hexiang", "South", "Olga Trading", "奥尔加商贸", OutletStatus.OPEN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"order": "name"}, ["HX-001", "TL-003", "TL-001"]),
        ({"order": "code", "is_descending": True}, ["TL-003", "TL-001", "HX-001"]),
        ({"order": "nonsense"}, ["HX-001", "TL-001", "TL-003"]),
        ({"text": "quay"}, ["TL-001"]),
        ({"text": "tl-00"}, ["TL-001", "TL-003"]),
        ({"text": "northhaven canal"}, ["HX-001"]),
        ({"text": "nowhere"}, []),
        ({"statuses": [OutletStatus.CLOSED]}, []),
        ({"statuses": [OutletStatus.CLOSED, OutletStatus.OPEN]}, ["HX-001", "TL-001", "TL-003"]),
    ],
)
def test_outlets_are_searched_filtered_and_sorted(network, wanted, expected):
    services.index_everything()
    assert codes(lists.outlets(SYSTEM, lists.OutletsWanted(**wanted))) == expected


def test_outlets_are_filtered_by_brand_region_and_owner(network):
    brand, region = network.brands["TL"].id, network.regions["south"].id
    assert codes(lists.outlets(SYSTEM, lists.OutletsWanted(brands=[brand]))) == ["TL-001", "TL-003"]
    assert codes(lists.outlets(SYSTEM, lists.OutletsWanted(regions=[region]))) == ["HX-001"]
    wanted = lists.OutletsWanted(franchisee_id=network.franchisees["F-002"].id)
    assert codes(lists.outlets(SYSTEM, wanted)) == ["HX-001"]


def test_pages_follow_each_other_without_gap_or_overlap(network):
    outlets(network, 60)
    first = lists.outlets(SYSTEM, lists.OutletsWanted())
    second = lists.outlets(SYSTEM, lists.OutletsWanted(page=2))
    beyond = lists.outlets(SYSTEM, lists.OutletsWanted(page=9))
    assert (first.total, first.first, first.last, len(first.rows)) == (63, 1, 50, 50)
    assert (second.first, second.last) == (51, 63)
    assert not set(codes(first)) & set(codes(second))
    assert (beyond.total, list(beyond.rows)) == (63, [])


def test_fifty_rows_cost_as_many_statements_as_five(network):
    costs = []
    for first, extra in ((0, 2), (2, 45)):
        outlets(network, extra, first)
        with counted_statements() as seen:
            lists.outlets(SYSTEM, lists.OutletsWanted())
            lists.franchisees(SYSTEM, lists.FranchiseesWanted())
            lists.people(SYSTEM, lists.PeopleWanted())
            lists.territories(SYSTEM, lists.TerritoriesWanted())
        costs.append(len(seen))
    assert costs == [4, 4]


def test_a_franchisee_row_counts_outlets_and_names_the_manager(network):
    services.assign_care(
        SYSTEM,
        franchisee=network.franchisees["F-001"],
        user_id=network.users["rosa"].id,
        starts_on=date(2026, 1, 1),
    )
    first, second = lists.franchisees(SYSTEM, lists.FranchiseesWanted()).rows
    assert (first.outlets, first.manager, first.region) == (2, "Rosa", "North")
    assert (second.outlets, second.manager) == (1, None)


def test_franchisees_are_filtered(network):
    services.assign_care(
        SYSTEM,
        franchisee=network.franchisees["F-001"],
        user_id=network.users["rosa"].id,
        starts_on=date(2026, 1, 1),
    )
    for wanted in (
        {"managers": [network.users["rosa"].id]},
        {"brands": [network.brands["TL"].id]},
        {"regions": [network.regions["north"].id]},
    ):
        found = lists.franchisees(SYSTEM, lists.FranchiseesWanted(**wanted))
        assert codes(found) == ["F-001"], wanted


def test_a_franchisee_sees_itself_alone(network):
    page = lists.franchisees(network.actors["olga"], lists.FranchiseesWanted())
    assert codes(page) == ["F-002"]


def test_near_birthdays_are_found_and_far_ones_are_not(network):
    a_person(network, "Today", date(1980, 11, 2))
    a_person(network, "Near", date(1975, 11, 16))
    a_person(network, "Far", date(1975, 11, 17))
    a_person(network, "Unknown", None)
    a_person(network, "Olga's", date(1990, 11, 5), owner="F-002")
    assert [row.name for row in lists.birthdays(SYSTEM)] == ["Today", "Olga's", "Near"]
    assert [row.name for row in lists.birthdays(network.actors["omar"])] == ["Today", "Near"]


def test_people_are_filtered_by_role_and_month_and_found_by_name(network):
    a_person(network, "Guo Wei", date(1980, 1, 12))
    a_person(network, "Ida Castellan", date(1980, 1, 29), owner="F-002")
    a_person(network, "Jon Weir", date(1980, 7, 15), owner="F-002")
    for wanted, names in (
        ({"months": [1]}, ["Guo Wei", "Ida Castellan"]),
        ({"roles": [PersonRole.OWNER]}, []),
        ({"text": "weir"}, ["Jon Weir"]),
        ({"order": "birthday", "is_descending": True}, ["Jon Weir", "Ida Castellan", "Guo Wei"]),
    ):
        found = lists.people(SYSTEM, lists.PeopleWanted(**wanted))
        assert [row.name for row in found.rows] == names, wanted


def test_territories_are_seen_by_the_office_and_their_holder(network):
    a_territory(network, "T-1")
    a_territory(network, "T-2", owner=None)
    assert codes(lists.territories(SYSTEM, lists.TerritoriesWanted())) == ["T-1", "T-2"]
    assert codes(lists.territories(network.actors["omar"], lists.TerritoriesWanted())) == ["T-1"]
    assert codes(lists.territories(SYSTEM, lists.TerritoriesWanted(is_given=False))) == ["T-2"]
    assert codes(lists.territories(SYSTEM, lists.TerritoriesWanted(text="10115 area"))) == [
        "T-1", "T-2",
    ]  # fmt: skip


def test_the_filters_offer_what_there_is(network):
    offered = lists.options(managers=True)
    assert [name for _, name in offered.brands] == ["Hexiang", "Tallow Lane"]
    assert [name for _, name in offered.regions] == ["North", "South"]
    assert offered.managers == ()
