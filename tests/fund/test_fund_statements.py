"""Statements: from the book to the cent, frozen when published, marked when not proven."""

import io
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale, gettext
from pypdf import PdfReader
from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fund.enums import ClockState, StatementStatus
from franchise_portal.fund.errors import StatementFrozen, StatementStale, YearClosed
from franchise_portal.fund.models import FundDelivery
from franchise_portal.fund.queries import statements as queries
from franchise_portal.fund.queries import terms
from franchise_portal.fund.queries.facts import facts_of
from franchise_portal.fund.services import budgets, delivering, own, spending, statements
from franchise_portal.fund.services.terms import change_terms
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.builders.fund import (
    a_balance,
    a_bill,
    a_budget,
    a_file,
    an_own_outlet,
    choose_plan,
    euro,
    spend,
)
from tests.support.richer import once

OCTOBER_AND_ON = Period.of_days(date(2026, 10, 1), date(2026, 11, 1))
YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
@once
def lived(network):
    """A year: both franchisees and an own outlet contribute, Omar pays, three things are spent."""
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"], network.outlets["HX-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    pay(network.franchisees["F-001"], "4250")
    a_budget(network)
    spend(network, "300", regions=[network.regions["north"]])
    spend(network, "200", "Posters")
    spend(network, "50", "Running the fund")
    db.session.commit()
    return network


def publish(network, **more):
    row = statements.make(network.actors["felix"], YEAR, **more)
    statements.publish(network.actors["felix"], row)
    db.session.commit()
    return row


def test_a_statement_says_what_the_book_says_to_the_cent(lived):
    facts = facts_of(YEAR, "EUR")
    assert facts.adds_up
    assert (facts.opening, facts.franchisees, facts.own, facts.other) == (0, 2000_00, 1000_00, 0)
    assert (facts.spent, facts.administration, facts.administration_agreed) == (
        500_00,
        50_00,
        100_00,
    )
    assert (facts.in_bank, facts.owed_by_franchisees, facts.owed_by_franchisor) == (
        450_00,
        1000_00,
        1000_00,
    )
    assert facts.closing == 2450_00


def test_it_splits_by_line_kind_region_and_outlet(lived):
    facts = facts_of(YEAR, "EUR")
    assert [(line.name, line.planned, line.spent) for line in facts.lines] == [
        ("Radio", 1000_00, 300_00),
        ("Posters", 500_00, 200_00),
        ("Running the fund", 100_00, 50_00),
    ]
    north, south = facts.regions
    assert (north.contributed, north.spent, north.outlets) == (2000_00, 300_00, 2)
    assert (south.contributed, south.spent, south.outlets) == (1000_00, 0, 1)
    assert facts.network_wide == 250_00
    assert (north.share, south.share) == (166_67, 83_33)
    assert [(one.code, one.owner, one.contributed) for one in facts.outlets] == [
        ("HX-001", "Olga Trading", 1000_00),
        ("TL-000", "", 1000_00),
        ("TL-001", "Omar & Sons", 1000_00),
    ]
    assert sum(one.contributed for one in facts.outlets) == facts.contributed


def test_what_is_kept_comes_back_as_it_was(lived):
    facts = facts_of(YEAR, "EUR")
    assert type(facts).of(facts.kept()) == facts


def test_the_next_period_opens_with_what_this_one_closed(lived):
    assert facts_of(YEAR.following(), "EUR").opening == facts_of(YEAR, "EUR").closing


def test_a_running_period_has_no_statement(lived):
    with pytest.raises(Refused, match="day after"):
        statements.make(lived.actors["felix"], YEAR)


def test_published_it_is_frozen_and_the_year_closed(lived):
    with clock.fixed(NEXT_YEAR):
        row = publish(lived)
        kept = dict(row.facts)
        felix = lived.actors["felix"]
        with pytest.raises(StatementFrozen):
            statements.publish(felix, row)
        with pytest.raises(StatementFrozen):
            statements.remake(felix, row)
        with pytest.raises(YearClosed):
            spending.spend(felix, a_bill("10", on=date(2026, 12, 1)), a_file())
        with pytest.raises(YearClosed):
            budgets.begin(felix, year=2026, reason="Too late")
        a_balance(lived, euro("450"), date(2026, 12, 31))
        assert row.facts == kept
        assert not row.is_reconciled


def test_a_correction_is_a_new_version_with_a_reason(lived):
    with clock.fixed(NEXT_YEAR):
        first = publish(lived)
        with pytest.raises(Refused, match="another version"):
            statements.make(lived.actors["felix"], YEAR)
        a_balance(lived, euro("450"), date(2026, 12, 31))
        second = publish(lived, reason="The bank's balance has come.")
        assert (first.status, second.number) == (StatementStatus.REPLACED, 2)
        assert second.is_reconciled
        assert queries.published(YEAR) is second


def test_what_changed_since_it_was_looked_at_is_not_published(lived):
    with clock.fixed(NEXT_YEAR):
        felix = lived.actors["felix"]
        row = statements.make(felix, YEAR)
        seen = row.version
        spending.spend(felix, a_bill("10", on=date(2026, 12, 30)), a_file())
        with pytest.raises(StatementStale):
            statements.publish(felix, row)
        statements.remake(felix, row)
        with pytest.raises(ChangedMeanwhile):
            statements.publish(felix, row, version=seen)
        statements.publish(felix, row, version=row.version)


def test_it_goes_to_everybody_who_contributed_once(lived):
    with clock.fixed(NEXT_YEAR):
        row = publish(lived)
        everybody = delivering.waiting_for(row.id)
        db.session.commit()
        run_waiting()
        assert [len(portion) for portion in everybody] == [2]
        assert delivering.waiting_for(row.id) == []
        assert delivering.deliver(row.id, everybody[0]) == 0
        db.session.commit()
        assert row.contributors == 2
        assert db.session.scalar(select(func.count(FundDelivery.id))) == 2
        mails = db.session.scalars(select(Message).where(Message.kind == "fund/statement")).all()
        assert sorted(mail.to_address for mail in mails) == ["olga@demo.test", "omar@demo.test"]
        assert queries.was_delivered(row, lived.franchisees["F-001"].id)


def pages_of(row, language):
    file = queries.files(row)[language]
    return [page.extract_text() for page in PdfReader(io.BytesIO(storage.read(file))).pages]


def test_what_is_not_proven_says_so_on_every_page_in_every_language(lived):
    with clock.fixed(NEXT_YEAR):
        row = publish(lived)
        run_waiting()
        papers = {language: pages_of(row, language) for language in ("en", "zh_Hans", "zh_Hant")}
    for language, pages in papers.items():
        with force_locale(language):
            mark = gettext("NOT RECONCILED")
        assert len(pages) >= 3
        assert all(mark in page.replace("\n", " ") for page in pages)


def test_a_proven_one_bears_no_mark(lived):
    with clock.fixed(NEXT_YEAR):
        a_balance(lived, euro("450"), date(2026, 12, 31))
        row = publish(lived)
        run_waiting()
        pages = pages_of(row, "en")
    assert row.is_reconciled
    assert not any("NOT RECONCILED" in page for page in pages)
    assert "2,450.00" in pages[0]


def test_the_law_decides_when_it_is_due_else_the_networks_rule(lived):
    hanna = lived.actors["hanna"]
    assert terms.clock_of(2026).due_on == date(2027, 4, 30)
    usual = {"year_starts_month": 1, "hand_out_days": 10, "names_outlets": True}
    change_terms(hanna, law_pack="none", due_months=2, **usual)
    assert terms.clock_of(2026).due_on == date(2027, 2, 28)
    assert str(terms.hand_out_within(terms.the_terms()).time.count) == "10"
    change_terms(hanna, law_pack="au", due_months=2, **usual)
    found = terms.clock_of(2026)
    assert (found.due_on, bool(found.source)) == (date(2027, 4, 30), True)
    assert terms.hand_out_within(terms.the_terms()).time.count == 30


@pytest.mark.parametrize(
    "facts",
    [
        {"year_starts_month": 13},
        {"law_pack": "mars"},
        {"due_months": 0},
        {"hand_out_days": 9999},
    ],
)
def test_rules_that_cannot_be_are_refused(lived, facts):
    usual = {
        "year_starts_month": 1,
        "law_pack": "none",
        "due_months": 4,
        "hand_out_days": 30,
        "names_outlets": True,
    }
    with pytest.raises(Refused):
        change_terms(lived.actors["hanna"], **{**usual, **facts})


def test_the_office_is_reminded_once_in_each_state(lived):
    with clock.fixed(datetime(2027, 3, 1, 8, 0, tzinfo=UTC)):
        assert not delivering.remind()
    with clock.fixed(datetime(2027, 4, 10, 8, 0, tzinfo=UTC)):
        assert delivering.remind()
        assert not delivering.remind()
    with clock.fixed(datetime(2027, 5, 2, 8, 0, tzinfo=UTC)):
        assert terms.clock_of(2026).state is ClockState.LATE
        assert delivering.remind()
        assert not delivering.remind()
        publish(lived)
        assert terms.clock_of(2026).state is ClockState.AFTER


def test_franchisees_see_no_draft_and_publish_nothing(lived):
    with clock.fixed(NEXT_YEAR):
        row = statements.make(lived.actors["felix"], YEAR)
        omar = lived.actors["omar"]
        with pytest.raises(NotFound):
            queries.statement_for(omar, row.id)
        with pytest.raises(NotAllowed):
            statements.publish(omar, row)
        with pytest.raises(NotFound):
            statements.request_edition(row, "fr")


def test_regions_only_where_the_network_says_so(lived):
    change_terms(
        lived.actors["hanna"],
        year_starts_month=1,
        law_pack="none",
        due_months=4,
        hand_out_days=30,
        names_outlets=False,
    )
    facts = facts_of(OCTOBER_AND_ON, "EUR")
    assert (facts.outlets, facts.outlet_count) == ((), 0)
    assert facts_of(YEAR, "EUR").outlet_count == 3
