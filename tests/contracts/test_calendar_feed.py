"""The calendar that other programs read: secret, revocable, only one's own, stable."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from icalendar import Calendar, Event
from sqlalchemy import select

from franchise_portal.access.roles import Role, Side
from franchise_portal.contracts.models import CalendarFeed
from franchise_portal.contracts.services import evidence, feeds
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from tests.builders.duties import a_duty, contract_of, fresh
from tests.support.page import Browser
from tests.support.people import SmallNetwork


@contextmanager
def later() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 3, 9, tzinfo=UTC)):
        yield


def address(network: SmallNetwork, who: str) -> str:
    with edge():
        return f"/contracts/calendar/{feeds.make_feed(network.actors[who])}.ics"


def events(browser: Browser, url: str) -> list[Event]:
    answer = browser.client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_it_holds_one_s_own_days_as_whole_days(network: SmallNetwork, browser: Browser) -> None:
    mine = a_duty(network, due_on=date(2026, 12, 1), title="Evidence of insurance")
    a_duty(network, Side.FRANCHISOR, due_on=date(2026, 12, 24), title="Visit")
    a_duty(network, business="F-002", title="Of another")
    [first, second] = events(browser, address(network, "omar"))
    assert str(first["summary"]) == "Evidence of insurance"
    assert first["dtstart"].dt == date(2026, 12, 1)
    assert first["dtend"].dt == date(2026, 12, 2)
    assert first["uid"] == f"duty-{mine.id}@franchise-portal"
    assert f"/contracts/duties/{mine.id}" in str(first["url"])
    assert str(second["summary"]) == "Visit"


def test_the_office_sees_everybody_s_and_ends_of_terms(
    network: SmallNetwork, browser: Browser
) -> None:
    contract = contract_of(network)
    contract.ends_on = date(2027, 3, 31)
    db.session.commit()
    a_duty(network, title="One")
    a_duty(network, business="F-002", title="Two")
    found = {str(event["summary"]) for event in events(browser, address(network, "rosa"))}
    assert found == {"One", "Two", "The term of CT-F-001-TL ends"}


def test_read_again_it_is_the_same_and_changes_with_its_duties(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network)
    url = address(network, "omar")
    first = browser.client.get(url)
    again = browser.client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    by_day = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert browser.client.get(url, headers=by_day).status_code == 304
    [before] = events(browser, url)
    with later(), edge():
        evidence.extend(network.actors["rosa"], fresh(duty), until=date(2026, 12, 20), reason="x")
    with later():
        changed = browser.client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        assert browser.client.get(url, headers=by_day).status_code == 200
        [after] = events(browser, url)
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == date(2026, 12, 20)
    assert after["sequence"] > before["sequence"]


def test_only_the_digest_of_the_secret_is_kept(network: SmallNetwork) -> None:
    url = address(network, "omar")
    secret = url.removesuffix(".ics").rsplit("/", 1)[-1]
    assert len(secret) > 40
    kept = db.session.scalars(select(CalendarFeed)).one()
    assert secret not in repr(vars(kept))


def test_a_new_address_ends_the_old_one(network: SmallNetwork, browser: Browser) -> None:
    old = address(network, "omar")
    new = address(network, "omar")
    assert browser.client.get(old).status_code == 404
    assert browser.client.get(new).status_code == 200
    with edge():
        assert feeds.end_feed(network.actors["omar"])
    assert browser.client.get(new).status_code == 404
    assert browser.client.get("/contracts/calendar/guessed.ics").status_code == 404


def test_who_may_not_see_duties_any_more_reads_nothing(
    network: SmallNetwork, browser: Browser
) -> None:
    url = address(network, "rosa")
    network.users["rosa"].disabled_at = clock.now()
    db.session.commit()
    assert browser.client.get(url).status_code == 404
    owner = address(network, "omar")
    network.users["omar"].role = Role.FRANCHISEE_STAFF
    db.session.commit()
    assert browser.client.get(owner).status_code == 404


def test_the_address_is_shown_once_and_ended_on_the_page(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("omar")
    browser.post("/contracts/calendar/address")
    assert browser.page
    assert ".ics" in browser.page.text
    browser.get("/contracts/calendar")
    assert ".ics" not in browser.page.text
    assert "Made on" in browser.page.text
    browser.post("/contracts/calendar/address/end")
    assert "Programs that read it find nothing" in browser.page.text
