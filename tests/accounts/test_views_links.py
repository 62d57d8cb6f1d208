"""What one-time links lead to, through their pages."""

import re

import pytest
from sqlalchemy import select

from franchise_portal.accounts import queries, services
from franchise_portal.database import db, edge
from franchise_portal.mail import Message
from tests.builders.accounts import a_session
from tests.support.page import Browser
from tests.support.people import PASSWORD, SmallNetwork

GOOD = "kettle drizzle ornate"


def is_in(browser: Browser) -> bool:
    return browser.client.get("/account/preferences").status_code == 200


def test_an_invitation_leads_through_the_page(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        _, token = services.invite(
            network.actors["hanna"],
            email="iris@demo.test",
            name="Iris",
            role=network.users["felix"].role,
            language="en",
            zone="UTC",
        )
    url = f"/invitations/{token}"
    browser.get(url)
    browser.get(url)
    assert browser.page
    assert "Welcome, Iris" in browser.page.text
    browser.post(url, {"password": "short", "again": "short"}, status=422)
    browser.post(url, {"password": "password123", "again": "password123"}, status=422)
    assert "among the first" in browser.page.text
    browser.post(url, {"password": GOOD, "again": f"{GOOD}x"}, status=422)
    browser.post(url, {"password": GOOD, "again": GOOD})
    assert is_in(browser)
    browser.sign_out()
    browser.get(url, status=410)
    assert "no longer works" in browser.page.text


def test_a_forgotten_password_is_replaced_through_the_pages(
    network: SmallNetwork, browser: Browser
) -> None:
    token = a_session(network.users["felix"])
    browser.post("/password-resets", {"email": "felix@demo.test"})
    assert browser.page
    assert "If there is an account" in browser.page.text
    with edge():
        services.send_reset_link(email="felix@demo.test")
    message = db.session.scalars(select(Message)).one()
    url = re.search(r"(/password-resets/\S+)", message.text).group(1)  # type: ignore[union-attr]
    browser.get(url)
    browser.post(url, {"password": GOOD, "again": GOOD})
    assert "Sign in with it" in browser.page.text
    assert sign_in(browser, PASSWORD) == 422
    assert sign_in(browser, GOOD) == 303
    assert queries.signed_in(token) is None


@pytest.mark.parametrize("email", ["", "no address", "a@b"])
def test_what_is_no_address_is_not_sent_a_link(
    network: SmallNetwork, browser: Browser, email: str
) -> None:
    browser.post("/password-resets", {"email": email}, status=422)


@pytest.mark.parametrize("url", ["/invitations/x", "/password-resets/x"])
def test_a_link_that_nobody_was_sent_is_gone(
    network: SmallNetwork, browser: Browser, url: str
) -> None:
    browser.get(url, status=410)
    browser.post(url, {"password": GOOD, "again": GOOD}, status=410)


def sign_in(browser: Browser, password: str) -> int:
    values = {"csrf_token": browser.token(), "email": "felix@demo.test", "password": password}
    return browser.client.post("/sign-in", data=values).status_code
