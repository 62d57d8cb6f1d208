"""One's own account, through its pages."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from franchise_portal.accounts import queries
from franchise_portal.accounts.enums import Theme
from franchise_portal.accounts.models import User
from franchise_portal.database import db
from tests.builders.accounts import a_session
from tests.support.page import Browser
from tests.support.people import PASSWORD, SmallNetwork

GOOD = "kettle drizzle ornate"


def user_named(name: str) -> User:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(User).where(User.name == name)).one()


def page_text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def test_preferences_change_the_next_page(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("felix")
    browser.post(
        "/account/preferences",
        {
            "name": "Felix Braun",
            "name_local": "",
            "language": "zh_Hans",
            "zone": "Asia/Shanghai",
            "theme": "dark",
        },
    )
    assert browser.page
    (html,) = browser.page.all("html")
    assert (html["lang"], html["data-theme"]) == ("zh-Hans", "dark")
    felix = user_named("Felix Braun")
    assert (felix.zone, felix.theme) == ("Asia/Shanghai", Theme.DARK)


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"language": "klingon"}, {"zone": "Mars/Base"}, {"theme": "pink"}]
)
def test_preferences_that_do_not_exist_are_refused(
    network: SmallNetwork, browser: Browser, change: dict[str, str]
) -> None:
    browser.sign_in("felix")
    form = {"name": "Felix", "language": "en", "zone": "UTC", "theme": "light"}
    browser.post("/account/preferences", {**form, **change}, status=422)
    assert user_named("Felix").theme is Theme.SYSTEM


def test_the_password_is_changed_by_who_knows_it(network: SmallNetwork, browser: Browser) -> None:
    elsewhere = a_session(network.users["felix"])
    browser.sign_in("felix")
    url = "/account/password"
    browser.post(url, {"current": "wrong", "password": GOOD, "again": GOOD}, status=422)
    assert "not your current password" in page_text(browser)
    browser.post(url, {"current": PASSWORD, "password": GOOD, "again": "other"}, status=422)
    browser.post(
        url, {"current": PASSWORD, "password": "qwertyuiop", "again": "qwertyuiop"}, status=422
    )
    browser.post(url, {"current": PASSWORD, "password": GOOD, "again": GOOD})
    assert "Your password is changed" in page_text(browser)
    assert queries.signed_in(elsewhere) is None


def test_a_device_can_be_signed_out_from_another(network: SmallNetwork, browser: Browser) -> None:
    elsewhere = a_session(network.users["felix"])
    browser.sign_in("felix")
    browser.get("/account/sessions")
    assert "Firefox, Windows" in page_text(browser)
    assert "This device" in page_text(browser)
    person = queries.signed_in(elsewhere)
    assert person
    db.session.rollback()
    browser.post(f"/account/sessions/{person.session_id}/ending")
    assert "Firefox, Windows" not in page_text(browser)
    assert queries.signed_in(elsewhere) is None


def test_nobody_ends_the_session_of_another(network: SmallNetwork, browser: Browser) -> None:
    person = queries.signed_in(a_session(network.users["hanna"]))
    assert person
    db.session.rollback()
    browser.sign_in("felix")
    browser.post(f"/account/sessions/{person.session_id}/ending", status=404)
    browser.post(f"/account/sessions/{uuid4()}/ending", status=404)


def test_signing_out_everywhere_includes_this_device(
    network: SmallNetwork, browser: Browser
) -> None:
    elsewhere = a_session(network.users["felix"])
    browser.sign_in("felix")
    browser.post("/account/sessions/endings")
    assert "signed out everywhere" in page_text(browser)
    assert browser.client.get("/account/sessions").status_code == 303
    assert queries.signed_in(elsewhere) is None
