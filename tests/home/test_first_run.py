"""An empty portal leads through one page, once."""

from threading import Thread

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Role
from franchise_portal.accounts.models import User
from franchise_portal.database import db, edge
from franchise_portal.home.first_run import SOMEBODY
from franchise_portal.network.models import Network
from franchise_portal.network.services import found_network
from tests.support.page import Browser
from tests.support.people import SmallNetwork

FORM = {
    "network": "Tamberley",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "languages": ["en", "zh_Hans"],
    "name": "Hanna Keller",
    "email": "Hanna@Tamberley.test",
    "password": "kettle drizzle ornate",
    "again": "kettle drizzle ornate",
}


@pytest.mark.parametrize("url", ["/", "/sign-in", "/users", "/nowhere", "/audit?q=x"])
def test_while_there_is_no_network_every_page_leads_to_the_first(app: Portal, url: str) -> None:
    answer = app.test_client().get(url)
    assert (answer.status_code, answer.location) == (303, "/first-run")


def test_style_sheets_and_the_health_page_work_before_that(app: Portal) -> None:
    client = app.test_client()
    with client.get("/static/css/tokens.css") as sheet:
        assert sheet.status_code == 200
    assert client.get("/healthz").status_code in {200, 503}


def test_the_first_page_makes_the_network_and_lets_its_owner_in(
    app: Portal, browser: Browser
) -> None:
    browser.get("/")
    assert browser.page
    assert browser.page.headings == ["Set up the portal"]
    browser.client.post("/first-run", data={"csrf_token": browser.token(), **FORM})
    network = db.session.scalars(select(Network)).one()
    assert (network.name, network.currency, network.zone) == ("Tamberley", "EUR", "Europe/Berlin")
    assert network.languages == ["en", "zh_Hans"]
    owner = db.session.scalars(select(User)).one()
    assert (owner.email, owner.role) == ("hanna@tamberley.test", Role.OWNER)
    browser.get("/users")
    assert "Hanna Keller" in browser.page.text


def test_the_owner_can_sign_in_again(app: Portal, browser: Browser) -> None:
    browser.client.post("/first-run", data={"csrf_token": browser.token(), **FORM})
    browser.sign_out()
    browser.client.post(
        "/sign-in",
        data={
            "csrf_token": browser.token(),
            "email": FORM["email"],
            "password": FORM["password"],
        },
    )
    assert browser.client.get("/account/preferences").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"network": ""},
        {"currency": ""},
        {"currency": "XXX"},
        {"zone": "Mars/Base"},
        {"languages": []},
        {"languages": ["klingon"]},
        {"email": "hanna"},
        {"password": "hannakeller", "again": "hannakeller"},
        {"again": "another password"},
    ],
)
def test_what_cannot_be_used_is_asked_for_again_and_nothing_is_made(
    app: Portal, browser: Browser, change: dict[str, object]
) -> None:
    browser.post("/first-run", {**FORM, **change}, status=422)
    assert db.session.scalar(select(func.count()).select_from(Network)) == 0
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_afterwards_the_page_is_only_a_way_to_the_door(
    network: SmallNetwork, browser: Browser
) -> None:
    answer = browser.client.get("/first-run")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    answer = browser.client.post("/first-run", data={"csrf_token": browser.token(), **FORM})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert db.session.scalar(select(func.count()).select_from(Network)) == 1
    assert db.session.scalar(select(User).where(User.email == "hanna@tamberley.test")) is None


def places_of(app: Portal, senders: int) -> list[str]:
    """Where people end up who all send the page at once."""
    places: list[str] = []

    def send(number: int) -> None:
        browser = Browser(app)
        values = {**FORM, "email": f"owner{number}@tamberley.test"}
        with app.app_context():
            token = browser.token()
            answer = browser.client.post("/first-run", data={"csrf_token": token, **values})
        places.append(str(answer.location))

    threads = [Thread(target=send, args=(number,)) for number in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return places


def test_two_who_send_the_page_at_once_make_one_network(app: Portal) -> None:
    assert sorted(places_of(app, 3)) == ["/", "/sign-in", "/sign-in"]
    assert db.session.scalar(select(func.count()).select_from(Network)) == 1
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_a_network_that_commands_have_set_up_still_needs_its_owner(
    app: Portal, browser: Browser
) -> None:
    app.extensions.pop(SOMEBODY, None)
    with edge():
        found_network(SYSTEM, name="Tamberley", currency="EUR", zone="Europe/Berlin")
    browser.get("/sign-in")
    assert browser.page
    assert "You, its owner" in browser.page.text
    assert "Currency" not in browser.page.text
    browser.client.post("/first-run", data={"csrf_token": browser.token(), **FORM})
    owner = db.session.scalars(select(User)).one()
    assert (owner.role, owner.zone) == (Role.OWNER, "Europe/Berlin")
    assert db.session.scalars(select(Network)).one().name == "Tamberley"
    browser.get("/users")


def test_two_who_want_to_own_it_at_once_do_not_both(app: Portal) -> None:
    app.extensions.pop(SOMEBODY, None)
    with edge():
        found_network(SYSTEM, name="Tamberley", currency="EUR")
    assert sorted(places_of(app, 3)) == ["/", "/sign-in", "/sign-in"]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_a_network_that_has_just_begun_is_told_its_first_steps(
    app: Portal, browser: Browser
) -> None:
    browser.post("/first-run", FORM)
    browser.get("/")
    assert browser.page
    assert "First steps" in browser.page.text
    links = {link.get("href") for link in browser.page.all("a")}
    assert {"/network/settings", "/network/imports/new", "/fees/plans", "/contracts"} <= links
    assert "Begun" not in browser.page.text
    assert "Nothing is waiting for you" not in browser.page.text


def test_who_only_reads_is_led_to_no_page_that_refuses_them(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("audrey")
    browser.get("/")
    assert browser.page
    links = {link.get("href") for link in browser.page.all("a")}
    assert "/fees/sales/imports/new" not in links
    assert not any(link.startswith("/fees/months") for link in links if link)
