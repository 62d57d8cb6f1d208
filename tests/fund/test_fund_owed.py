"""The fund's statement among what the franchisor owes: by its clock, to those who paid in."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.benefit.receipts import sections_of
from franchise_portal.contracts.enums import DutyStatus
from franchise_portal.contracts.models import Contract, Duty, Obligation
from franchise_portal.contracts.owed_to_all import OwedToAll, late_to_all, owed_to_all
from franchise_portal.contracts.services import feeds, planning
from franchise_portal.database import db
from franchise_portal.fund.services import own, statements
from franchise_portal.fund.services.terms import change_terms
from franchise_portal.kit import clock
from franchise_portal.kit.period import Period
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.fund import an_own_outlet, choose_plan
from tests.support.page import Browser
from tests.support.people import SmallNetwork
from tests.support.richer import once

YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))
DUE_ON = date(2027, 4, 30)
WAITING = datetime(2027, 3, 1, 9, tzinfo=UTC)
SOON = datetime(2027, 4, 10, 9, tzinfo=UTC)
LATE = datetime(2027, 5, 2, 9, tzinfo=UTC)
TITLE = "Statement of the advertising fund for 2026"


@pytest.fixture
@once
def paid_in(network: SmallNetwork) -> SmallNetwork:
    """Omar's business paid into the fund in 2026, Olga's did not."""
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    db.session.commit()
    return network


def owed(network: SmallNetwork, who: str, on: date) -> list[OwedToAll]:
    return owed_to_all(network.actors[who], on)


def test_it_is_owed_to_the_office_s_contributors_only(paid_in: SmallNetwork) -> None:
    for who in ("hanna", "felix", "omar"):
        [one] = owed(paid_in, who, DUE_ON)
        assert (one.since, one.act_by, one.done_on) == (date(2027, 1, 1), DUE_ON, None)
        assert not one.is_late(DUE_ON)
        assert one.is_late(date(2027, 5, 1))
    assert owed(paid_in, "olga", DUE_ON) == []


def test_own_outlets_alone_make_nothing_owed_to_anybody(network: SmallNetwork) -> None:
    outlet = an_own_outlet(network)
    choose_plan(network)
    a_report(outlet)
    own.post_own(SYSTEM)
    db.session.commit()
    assert owed(network, "hanna", DUE_ON) == []


def test_what_was_missed_long_ago_is_still_owed(paid_in: SmallNetwork) -> None:
    [one] = late_to_all(paid_in.actors["hanna"], date(2029, 6, 1))
    assert (one.key, one.act_by) == ("fund-statement-2026", DUE_ON)


def test_published_it_is_no_longer_late_and_says_when_it_came(paid_in: SmallNetwork) -> None:
    with clock.fixed(LATE):
        row = statements.make(paid_in.actors["felix"], YEAR)
        assert len(late_to_all(paid_in.actors["omar"], LATE.date())) == 1
        statements.publish(paid_in.actors["felix"], row)
        assert late_to_all(paid_in.actors["omar"], LATE.date()) == []
        [one] = owed(paid_in, "omar", LATE.date())
        assert one.done_on == LATE.date()
        assert one.was_late(LATE.date())


@pytest.mark.parametrize("who", ["hanna", "omar"])
def test_both_sides_see_it_among_what_is_late(
    paid_in: SmallNetwork, browser: Browser, who: str
) -> None:
    with clock.fixed(LATE):
        browser.sign_in(who)
        browser.get("/contracts/duties/late")
    assert browser.page
    assert TITLE in browser.page.text
    assert "2 days late" in browser.page.text


def test_whoever_paid_nothing_in_is_owed_nothing(paid_in: SmallNetwork, browser: Browser) -> None:
    with clock.fixed(LATE):
        browser.sign_in("olga")
        for page in ("/", "/contracts/duties/late", "/contracts/calendar?month=2027-04"):
            browser.get(page)
            assert browser.page
            assert TITLE not in browser.page.text


@pytest.mark.parametrize("page", ["calendar?month=2027-04", "calendar/ahead"])
def test_both_calendars_hold_it(paid_in: SmallNetwork, browser: Browser, page: str) -> None:
    with clock.fixed(WAITING):
        for who in ("hanna", "omar"):
            browser.sign_in(who)
            browser.get(f"/contracts/{page}")
            assert browser.page
            assert TITLE in browser.page.text


def test_the_franchisees_side_of_the_calendar_leaves_it_out(
    paid_in: SmallNetwork, browser: Browser
) -> None:
    with clock.fixed(WAITING):
        browser.sign_in("hanna")
        browser.get("/contracts/calendar?month=2027-04&owner=franchisee")
    assert browser.page
    assert TITLE not in browser.page.text


def test_programs_read_it_with_the_same_id_before_and_after(
    paid_in: SmallNetwork, browser: Browser
) -> None:
    with clock.fixed(WAITING):
        url = f"/contracts/calendar/{feeds.make_feed(paid_in.actors['omar'])}.ics"
        db.session.commit()
        [before] = _events(browser, url)
        statements.publish(paid_in.actors["felix"], statements.make(paid_in.actors["felix"], YEAR))
        db.session.commit()
        [after] = _events(browser, url)
    assert str(before["summary"]) == TITLE
    assert before["dtstart"].dt == DUE_ON
    assert before["uid"] == after["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert "Done on 2027-03-01." in str(after["description"])


def _events(browser: Browser, url: str) -> list[Event]:
    found = Calendar.from_ical(browser.client.get(url).data).walk("VEVENT")
    return [event for event in found if "fund-statement" in str(event["uid"])]


def test_the_office_is_asked_for_it_from_a_month_before_its_day(
    paid_in: SmallNetwork, browser: Browser
) -> None:
    for moment, is_asked in ((WAITING, False), (SOON, True), (LATE, True)):
        with clock.fixed(moment):
            browser.sign_in("hanna")
            browser.get("/")
        assert browser.page
        assert ("Owed to franchisees" in browser.page.text) is is_asked


def test_a_franchisee_reads_on_the_first_page_by_when_it_is_owed(
    paid_in: SmallNetwork, browser: Browser
) -> None:
    for moment, words in ((WAITING, "By 30 April 2027."), (LATE, "It was due by 30 April 2027.")):
        with clock.fixed(moment):
            browser.sign_in("omar")
            browser.get("/")
        assert browser.page
        assert "The franchisor owes you" in browser.page.text
        assert words in browser.page.text
    browser.sign_in("omar")
    browser.get("/")
    assert browser.page
    assert "The franchisor owes you" not in browser.page.text, "the year still runs"


@pytest.fixture
def australian(paid_in: SmallNetwork) -> SmallNetwork:
    for contract in db.session.scalars(select(Contract)):
        contract.pack = "au"
    db.session.commit()
    return paid_in


def _law_duties() -> dict[str, Obligation]:
    rows = db.session.scalars(select(Obligation).where(Obligation.contract_id.is_(None)))
    return {row.origin or "": row for row in rows}


def test_what_the_law_asks_of_the_fund_is_kept_by_its_clock_alone(
    australian: SmallNetwork,
) -> None:
    today = clock.today()
    planning.read_authorities(on=today)
    known = _law_duties()["law:au.fund_statement"]
    planning.lay_out([known.id], on=today)
    change_terms(
        australian.actors["hanna"],
        year_starts_month=1,
        law_pack="au",
        due_months=4,
        hand_out_days=30,
        names_outlets=True,
    )
    planning.read_authorities(on=today)
    planning.read_authorities(on=today)
    assert known.ended_on == today
    states = set(db.session.scalars(select(Duty.status).where(Duty.obligation_id == known.id)))
    assert states == {DutyStatus.LAPSED}
    assert _law_duties()["law:au.fund_audit"].ended_on is None


def test_the_receipt_of_a_month_tells_that_it_is_missing(paid_in: SmallNetwork) -> None:
    omar_id = paid_in.franchisees["F-001"].id

    def missed(month: str) -> list[tuple[str, bool]]:
        return [
            (row.figure, row.is_missed)
            for section in sections_of(omar_id, Period.parse_month(month))
            for row in section.rows
            if row.words == TITLE
        ]

    with clock.fixed(datetime(2027, 7, 1, 9, tzinfo=UTC)):
        assert missed("2027-03") == []
        assert missed("2027-04") == [("missed", True)]
        assert missed("2027-06") == [("missed", True)]
        row = statements.make(paid_in.actors["felix"], YEAR)
        statements.publish(paid_in.actors["felix"], row)
        assert missed("2027-06") == [("missed", True)], "the month is told as it was"
        assert missed("2027-07") == [("kept late", True)]
        assert missed("2027-08") == []
