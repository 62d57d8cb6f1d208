"""Every address × every role × another franchisee's things: what is not yours is not there.

The walk reads the addresses from the application itself, so a new page is walked the day it is
added. An unknown URL parameter fails the walk: give it a value of Olga's in `foreign.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from werkzeug.routing import AnyConverter, BuildError, Rule

from franchise_portal import Portal
from franchise_portal.access.guards import PUBLIC
from franchise_portal.access.permissions import Permission
from franchise_portal.access.roles import ROLES, Role, Side
from franchise_portal.database import db
from tests.access import foreign
from tests.builders.accounts import a_user
from tests.support.databases import Database
from tests.support.page import Browser
from tests.support.people import SmallNetwork

PEOPLE = {
    Role.OWNER: "hanna",
    Role.ADMINISTRATOR: "adam",
    Role.FINANCE: "felix",
    Role.SUPPORT: "sami",
    Role.RELATIONSHIP_MANAGER: "rosa",
    Role.DEVELOPMENT: "dora",
    Role.AUDITOR: "audrey",
    Role.FRANCHISEE_OWNER: "omar",
    Role.FRANCHISEE_MANAGER: "mina",
    Role.FRANCHISEE_STAFF: "kai",
}
#: Parameters that name something everybody of the network may know.
SHARED = {"month", "period", "token", "kind", "form", "slug", "brand_id", "region_id"}
made: dict[str, object] = {}
#: The style guide shows made-up people of every name.
MADE_UP = {"/styleguide"}


@dataclass(frozen=True)
class Door:
    """One address with one method."""

    method: str
    rule: Rule
    permission: Permission

    @property
    def owned(self) -> set[str]:
        """The parameters that belong to somebody."""
        return set(self.rule.arguments) - SHARED


@pytest.fixture
def values(network: SmallNetwork, app: Portal, database: Database) -> dict[str, object]:
    """A value for each URL parameter; none of them is Omar's. They are made once a process."""

    def make() -> None:
        a_user(
            "kai@demo.test",
            "Kai",
            role=Role.FRANCHISEE_STAFF,
            franchisee_id=network.franchisees["F-001"].id,
            outlet_ids=(network.outlets["TL-003"].id,),
        )
        made.update(foreign.things(network))

    database.once(app, "olgas things", make)
    # What making them has read is not at hand in the other tests either.
    db.session.remove()
    return dict(made)


def doors(app: Portal) -> Iterator[Door]:
    """Every address that is not open to everybody."""
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", PUBLIC)
        if permission != PUBLIC:
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                yield Door(method, rule, Permission(permission))


def url(app: Portal, door: Door, values: dict[str, object]) -> str:
    """The address of a door with these values."""
    wanted = {
        name: min(converter.items) if isinstance(converter, AnyConverter) else values[name]
        for name, converter in door.rule._converters.items()
    }
    with app.test_request_context():
        return app.url_for(door.rule.endpoint, **wanted)  # type: ignore[arg-type]


def knock(browser: Browser, door: Door, address: str) -> int:
    """What the portal answers, without following anywhere."""
    db.session.rollback()
    if door.method == "GET":
        answer = browser.client.get(address)
    else:
        answer = browser.client.post(address, data={"csrf_token": browser.lasting_token()})
    # A download holds its file open until somebody has read it.
    answer.close()
    return answer.status_code


def test_every_parameter_has_a_foreign_value(app: Portal, values: dict[str, object]) -> None:
    missing = {
        name: door.rule.rule
        for door in doors(app)
        for name in door.rule.arguments
        if name not in values and not isinstance(door.rule._converters[name], AnyConverter)
    }
    assert missing == {}, "give them a value of Olga's in tests/access/foreign.py"


@pytest.mark.any_database
@pytest.mark.parametrize("role", Role)
def test_without_its_permission_no_door_opens(
    app: Portal, browser: Browser, values: dict[str, object], role: Role
) -> None:
    browser.sign_in(PEOPLE[role])
    opened = {}
    for door in doors(app):
        if door.permission not in ROLES[role]:
            status = knock(browser, door, url(app, door, values))
            if status != 403:
                opened[f"{door.method} {door.rule.rule}"] = status
    assert opened == {}


@pytest.mark.parametrize("role", [role for role in Role if role.side is Side.FRANCHISEE])
def test_what_is_anothers_is_not_found(
    app: Portal, browser: Browser, values: dict[str, object], role: Role
) -> None:
    browser.sign_in(PEOPLE[role])
    leaked = {}
    for door in doors(app):
        if door.owned and door.permission in ROLES[role]:
            status = knock(browser, door, url(app, door, values))
            if status != 404:
                leaked[f"{door.method} {door.rule.rule}"] = status
    assert leaked == {}


@pytest.mark.parametrize("role", [role for role in Role if role.side is Side.FRANCHISEE])
def test_no_list_names_what_is_anothers(
    app: Portal, browser: Browser, values: dict[str, object], role: Role
) -> None:
    browser.sign_in(PEOPLE[role])
    leaked = {}
    for door in doors(app):
        if door.rule.rule in MADE_UP:
            continue
        if door.method == "GET" and not door.owned and door.permission in ROLES[role]:
            db.session.rollback()
            text = browser.client.get(url(app, door, values)).get_data(as_text=True)
            found = [name for name in foreign.NAMES if name in text]
            if found:
                leaked[door.rule.rule] = found
    assert leaked == {}


@pytest.mark.parametrize("role", ["mina", "kai"])
def test_of_their_own_business_they_see_their_outlets_only(
    network: SmallNetwork, app: Portal, browser: Browser, values: dict[str, object], role: str
) -> None:
    browser.sign_in(role)
    values["outlet_id"] = network.outlets["TL-001"].id
    leaked = {}
    for door in doors(app):
        if "outlet_id" in door.rule.arguments and browser_may(door, role):
            status = knock(browser, door, url(app, door, values))
            if status != 404:
                leaked[f"{door.method} {door.rule.rule}"] = status
        elif door.method == "GET" and not door.owned and browser_may(door, role):
            text = browser.client.get(url(app, door, values)).get_data(as_text=True)
            if "TL-001" in text or "Quay House" in text:
                leaked[door.rule.rule] = "TL-001"
    assert leaked == {}


def browser_may(door: Door, who: str) -> bool:
    role = next(role for role, name in PEOPLE.items() if name == who)
    return door.permission in ROLES[role]


@pytest.mark.any_database
def test_a_stranger_is_led_to_the_door_whatever_they_ask_for(
    app: Portal, browser: Browser, values: dict[str, object]
) -> None:
    opened = {}
    for door in doors(app):
        status = knock(browser, door, url(app, door, values))
        if status != (303 if door.method == "GET" else 401):
            opened[f"{door.method} {door.rule.rule}"] = status
    assert opened == {}


@pytest.mark.any_database
def test_nothing_is_changed_without_the_token_of_the_page(
    app: Portal, browser: Browser, values: dict[str, object]
) -> None:
    browser.sign_in("hanna")
    changed = {}
    for door in doors(app):
        if door.method == "POST":
            db.session.rollback()
            status = browser.client.post(url(app, door, values)).status_code
            if status != 400:
                changed[door.rule.rule] = status
    assert changed == {}


def test_what_does_not_exist_is_not_found_either(
    app: Portal, browser: Browser, values: dict[str, object]
) -> None:
    """Nobody tells from the answer whether somebody else's thing exists."""
    browser.sign_in("omar")
    made_up = {name: uuid4() if name not in SHARED else value for name, value in values.items()}
    different = {}
    for door in doors(app):
        if door.owned and door.permission in ROLES[Role.FRANCHISEE_OWNER]:
            try:
                status = knock(browser, door, url(app, door, made_up))
            except BuildError:
                continue
            if status != 404:
                different[door.rule.rule] = status
    assert different == {}


@pytest.mark.parametrize("role", Role)
def test_every_page_that_a_role_may_open_can_be_shown(
    app: Portal, browser: Browser, values: dict[str, object], role: Role
) -> None:
    """The office sees Olga's things; nobody ever sees a crash."""
    browser.sign_in(PEOPLE[role])
    crashed = {}
    for door in doors(app):
        if door.method == "GET" and door.permission in ROLES[role]:
            status = knock(browser, door, url(app, door, values))
            if status >= 500:
                crashed[door.rule.rule] = status
    assert crashed == {}
