"""Coming in and going out through the pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from franchise_portal import Portal, create_app
from franchise_portal.accounts import services
from franchise_portal.accounts.models import SignInAttempt, User, UserSession
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from tests.builders.accounts import a_user
from tests.support.page import Browser
from tests.support.people import PASSWORD, SmallNetwork

HOME = "/account/preferences"
GOOD = "kettle drizzle ornate"


def enter(browser: Browser, email: str = "felix@demo.test", password: str = PASSWORD, **more: str):
    """Send the form and look at the bare answer."""
    values = {"csrf_token": browser.token(), "email": email, "password": password, **more}
    return browser.client.post("/sign-in", data=values)


def post_status(browser: Browser, url: str) -> int:
    return browser.client.post(url, data={"csrf_token": browser.token()}).status_code


def cookies(response: TestResponse) -> str:
    return "\n".join(response.headers.getlist("Set-Cookie"))


def is_in(browser: Browser) -> bool:
    return browser.client.get(HOME).status_code == 200


def test_the_door_leads_where_one_wanted_to_go(network: SmallNetwork, browser: Browser) -> None:
    answer = browser.client.get("/users?q=mina")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/users?q%3Dmina")
    answer = enter(browser, "hanna@demo.test", next="/users?q=mina")
    assert (answer.status_code, answer.location) == (303, "/users?q=mina")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "users"],
)
def test_the_door_never_leads_to_another_site(
    network: SmallNetwork, browser: Browser, elsewhere: str
) -> None:
    assert enter(browser, next=elsewhere).location == "/"


def test_a_wrong_password_shows_the_form_again(network: SmallNetwork, browser: Browser) -> None:
    browser.post("/sign-in", {"email": "felix@demo.test", "password": "wrong"}, status=422)
    assert browser.page
    assert "do not belong together" in browser.page.text
    assert "wrong" not in browser.page.html
    assert not is_in(browser)


def test_known_and_unknown_addresses_get_the_very_same_page(
    network: SmallNetwork, browser: Browser
) -> None:
    pages = []
    for email in ("felix@demo.test", "nobody@demo.test"):
        html = enter(browser, email, "wrong wrong").get_data(as_text=True)
        pages.append(re.sub(r'name="csrf_token" value="[^"]+"', "", html).replace(email, ""))
    assert pages[0] == pages[1]


def test_too_many_tries_say_how_long_to_wait(network: SmallNetwork, browser: Browser) -> None:
    for _ in range(5):
        enter(browser, password="wrong wrong")
    answer = enter(browser)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert "Wait 2 seconds" in answer.get_data(as_text=True)


def test_a_refused_sign_in_counts_although_its_request_is_rolled_back(
    network: SmallNetwork, browser: Browser
) -> None:
    enter(browser, password="wrong wrong")
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 2


def test_an_empty_form_is_not_a_try(network: SmallNetwork, browser: Browser) -> None:
    assert enter(browser, "", "").status_code == 422
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_without_its_token_the_form_is_refused_and_nothing_happens(
    network: SmallNetwork, browser: Browser
) -> None:
    answer = browser.client.post(
        "/sign-in", data={"email": "felix@demo.test", "password": PASSWORD}
    )
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_somebody_signed_in_can_sign_in_as_somebody_else(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("felix")
    assert enter(browser, "sami@demo.test").status_code == 303
    browser.get(HOME)
    assert browser.page
    assert "sami@demo.test" in browser.page.text


def test_the_cookie_is_kept_from_scripts_and_other_sites(
    network: SmallNetwork, browser: Browser
) -> None:
    cookie = cookies(enter(browser))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_a_remembered_device_keeps_its_cookie_for_fourteen_days(
    network: SmallNetwork, browser: Browser
) -> None:
    assert "Expires" in cookies(enter(browser, remember="y"))
    (row,) = db.session.scalars(select(UserSession))
    assert row.expires_at - row.created_at == timedelta(days=14)


def test_over_https_the_cookie_is_bound_to_the_host(network: SmallNetwork, app: Portal) -> None:
    secure = create_app(replace(app.settings, base_url="https://portal.example"))
    with secure.app_context():
        page = secure.test_client().get("/sign-in", base_url="https://portal.example")
        db.session.remove()
        db.engine.dispose()
    cookie = cookies(page)
    assert cookie.startswith("__Host-portal=")
    assert "; Secure" in cookie
    assert "; Path=/" in cookie
    assert "Domain=" not in cookie


def test_a_session_planted_before_signing_in_is_worth_nothing_afterwards(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.client.get("/sign-in")
    with browser.client.session_transaction() as planted:
        planted["planted"] = "yes"
        before = planted["csrf_token"]
    enter(browser)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_a_made_up_cookie_is_refused(network: SmallNetwork, browser: Browser) -> None:
    with browser.client.session_transaction() as session:
        session["_user_id"] = "made up"
    assert not is_in(browser)
    with browser.client.session_transaction() as session:
        assert "_user_id" not in session


def test_signing_out_ends_the_row_and_not_only_the_cookie(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("felix")
    with browser.client.session_transaction() as session:
        stolen = dict(session)
    browser.post("/sign-out")
    assert browser.page
    assert "You are signed out" in browser.page.text
    with browser.client.session_transaction() as session:
        session.update(stolen)
    assert not is_in(browser)


def test_whoever_is_disabled_is_refused_at_the_very_next_request(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("felix")
    assert is_in(browser)
    with edge():
        services.disable_user(network.actors["hanna"], network.users["felix"])
    assert not is_in(browser)


def test_use_is_noted_every_few_minutes_even_by_reading(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("felix")
    earlier = clock.wall() - timedelta(minutes=6)
    with edge():
        db.session.execute(update(UserSession).values(last_seen_at=earlier))
    is_in(browser)
    db.session.expire_all()
    (row,) = db.session.scalars(select(UserSession))
    first = row.last_seen_at
    assert first > earlier
    is_in(browser)
    db.session.expire_all()
    (row,) = db.session.scalars(select(UserSession))
    assert row.last_seen_at == first


def test_the_demo_networks_people_are_offered_only_there(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.get("/sign-in")
    assert browser.page
    assert "demo network" not in browser.page.text
    assert post_status(browser, f"/demo-sign-ins/{network.users['omar'].id}") == 404
    with edge():
        network.network.is_demo = True
        db.session.add(network.network)
    browser.get("/sign-in")
    assert "Look around the demo network" in browser.page.text
    assert "demo-network" in browser.page.text
    assert post_status(browser, f"/demo-sign-ins/{network.users['omar'].id}") == 303
    browser.get(HOME)
    assert "omar@demo.test" in browser.page.text


def test_only_the_demos_own_people_have_that_door(network: SmallNetwork, browser: Browser) -> None:
    stranger = a_user("real@example.com")
    with edge():
        network.network.is_demo = True
        db.session.add(network.network)
    assert post_status(browser, f"/demo-sign-ins/{stranger.id}") == 404


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("de,en;q=0.5", "en"),
        ("", "en"),
    ],
)
def test_the_door_speaks_the_browsers_language(
    network: SmallNetwork, browser: Browser, header: str, tag: str
) -> None:
    browser.get("/sign-in", headers={"Accept-Language": header})
    assert browser.page
    assert browser.page.all("html")[0]["lang"] == tag


def test_a_language_chosen_at_the_door_is_kept_and_everything_else_in_the_address(
    network: SmallNetwork, browser: Browser
) -> None:
    answer = browser.client.get("/sign-in?lang=zh_Hant&next=/users")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/users")
    browser.get("/sign-in")
    assert browser.page
    assert browser.page.all("html")[0]["lang"] == "zh-Hant"
    browser.client.get("/sign-in?lang=klingon")
    browser.get("/sign-in")
    assert browser.page.all("html")[0]["lang"] == "zh-Hant"


def test_names_are_shown_and_not_run(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        db.session.execute(update(User).values(name="<script>alert(1)</script>"))
    browser.sign_in("hanna")
    browser.get("/users")
    assert browser.page
    assert "<script>alert" not in browser.page.html
