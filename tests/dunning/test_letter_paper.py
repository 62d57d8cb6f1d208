"""The letter to print: what is open since when, where to pay, what comes next, the ways out."""

from datetime import date

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.dunning.reports.letter import LETTER_KIND, build, subject
from franchise_portal.dunning.services import reminding
from franchise_portal.fees.holds import Hold, asked_for
from franchise_portal.kit.errors import NotFound
from franchise_portal.reports import writing
from tests.builders.dunning import a_late_invoice, at, euro

DAYS = (date(2026, 9, 18), date(2026, 9, 29), date(2026, 10, 15))


@pytest.fixture
def said(network):
    """All three letters to Omar."""
    network.network.fees_account = "DE88 1111"
    network.network.fund_account = "DE02 2222"
    network.network.email = "money@tamberley.test"
    a_late_invoice(network)
    letters = []
    for day in DAYS:
        with at(day):
            letters += reminding.remind(SYSTEM, [network.franchisees["F-001"].id], on=day)
    return letters


def printed(letter, language="en"):
    with writing.speaking(language, "Europe/Berlin"):
        return writing.html_of(LETTER_KIND.template, build(letter.id), language)


def test_a_letter_says_what_is_open_and_where_to_pay(said):
    html = printed(said[1])
    for words in (
        "RM-2026-0002",
        "Omar &amp; Sons",
        "A reminder of open invoices",
        "2026-0001",
        "15 September 2026",
        "14 days",
        "4,250.00",
        "DE88 1111",
        "3,250.00",
        "DE02 2222",
        "1,000.00",
        "money@tamberley.test",
        "Propose a payment plan",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("place", "title", "comes"),
    [
        (0, "A friendly reminder", "29 September 2026: “Reminder”"),
        (1, "A reminder of open invoices", "15 October 2026: “Last reminder”"),
        (2, "Our last reminder", "by 25 October 2026, we may give formal notice"),
    ],
)
def test_the_tone_grows_and_each_letter_says_what_comes_next(said, place, title, comes):
    html = printed(said[place])
    assert title in html
    assert comes in html


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_it_is_written_in_the_languages_of_the_network(said, language):
    html = printed(said[0], language)
    assert 'lang="zh-Han' in html
    assert "2026年9月15日" in html


def test_only_the_own_letter_can_be_asked_for(network, said):
    assert subject(network.actors["omar"], said[0].id).key == "RM-2026-0001"
    with pytest.raises(NotFound):
        subject(network.actors["olga"], said[0].id)


@pytest.mark.parametrize(
    ("amounts", "left"), [((), "100"), (("30",), "70"), (("30", "90"), "0"), ((None,), "0")]
)
def test_what_is_held_is_not_asked_for(said, amounts, left):
    invoice_id = said[0].id
    holds = [
        Hold(invoice_id=invoice_id, why="Because.", amount=euro(one) if one else None)
        for one in amounts
    ]
    assert asked_for(euro("100"), holds) == euro(left)
