"""A network with more outlets than a statement's facts or a page can hold: nothing is left out.

The limit is lowered, so that three outlets are many.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fund.errors import StatementStale, StatementUnfinished
from franchise_portal.fund.jobs import keep_regions
from franchise_portal.fund.models import FundRegionSums, FundStatement, FundStatementOutlet
from franchise_portal.fund.queries import places
from franchise_portal.fund.queries import statements as queries
from franchise_portal.fund.queries.facts import facts_of
from franchise_portal.fund.rules.statement import FundFacts
from franchise_portal.fund.services import adding_up, own, statements
from franchise_portal.fund.services.terms import change_terms
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.period import Period
from tests.builders.corrections import credit
from tests.builders.fees import a_report, assess, give_plan, invoices
from tests.builders.fund import a_budget, an_own_outlet, choose_plan, spend
from tests.support.page import Browser
from tests.support.people import SmallNetwork
from tests.support.richer import once

YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
@once
def lived(network: SmallNetwork) -> SmallNetwork:
    """Two franchisees' outlets and one of the franchisor's contribute 1,000 each."""
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"], network.outlets["HX-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    a_budget(network)
    spend(network, "300", regions=[network.regions["north"]])
    spend(network, "200", "Posters")
    db.session.commit()
    return network


@pytest.fixture
def large(lived: SmallNetwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallNetwork]:
    monkeypatch.setattr(places, "MOST_OUTLETS", 2)
    with clock.fixed(NEXT_YEAR):
        yield lived


def made(network: SmallNetwork) -> FundStatement:
    row = statements.make(network.actors["felix"], YEAR)
    db.session.commit()
    return row


def fill(row: FundStatement) -> None:
    """Let the job add up the outlets."""
    run_waiting()
    db.session.refresh(row)


def test_it_is_made_at_once_and_filled_by_a_job(large: SmallNetwork) -> None:
    row = made(large)
    assert not queries.facts(row).is_whole
    with pytest.raises(StatementUnfinished, match="added up"):
        statements.publish(large.actors["felix"], row)
    db.session.rollback()  # as the edge does with what was refused
    fill(row)
    facts = queries.facts(row)
    assert facts.is_whole
    assert facts.has_long_list
    assert (facts.outlets, facts.outlet_count) == ((), 3)
    assert facts.adds_up
    listed = list(queries.all_outlets(row))
    assert [(one.code, one.amount.minor) for one in listed] == [
        ("HX-001", 1000_00),
        ("TL-000", 1000_00),
        ("TL-001", 1000_00),
    ]
    assert [one.owner for one in listed] == ["Franchisee", "Franchisor’s own", "Franchisee"]


def test_it_says_the_same_as_a_statement_of_a_small_network(
    large: SmallNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(large)
    fill(row)
    told = queries.facts(row)
    in_rows = [(one.code, one.amount.minor, one.region) for one in queries.all_outlets(row)]
    monkeypatch.setattr(places, "MOST_OUTLETS", 2_000)
    small = facts_of(YEAR, "EUR")
    assert in_rows == [(one.code, one.contributed, one.region) for one in small.outlets]
    like_small: FundFacts = replace(told, outlets=small.outlets, has_long_list=False, seen_entry="")
    assert like_small == small


def test_the_job_run_again_changes_nothing(large: SmallNetwork) -> None:
    row = made(large)
    fill(row)
    kept = dict(row.facts)
    version = row.version
    assert adding_up.add_up(row.id) is None
    adding_up.keep_places(row.id, adding_up.Added({}, "", 0))
    db.session.commit()
    assert (row.facts, row.version) == (kept, version)
    assert db.session.scalar(select(func.count()).select_from(FundStatementOutlet)) == 3


def test_a_draft_that_is_made_anew_has_its_outlets_once(large: SmallNetwork) -> None:
    row = made(large)
    fill(row)
    statements.remake(large.actors["felix"], row)
    db.session.commit()
    assert not queries.facts(row).is_whole
    fill(row)
    assert queries.facts(row).is_whole
    assert db.session.scalar(select(func.count()).select_from(FundStatementOutlet)) == 3


def test_it_is_published_unless_something_was_charged_or_credited_since(
    large: SmallNetwork,
) -> None:
    row = made(large)
    fill(row)
    with clock.fixed(datetime(2026, 12, 30, 12, 0, tzinfo=UTC)):
        credit(invoices()[0], {"advertising fund": "100"})
        db.session.commit()
    with pytest.raises(StatementStale):
        statements.publish(large.actors["felix"], row)
    statements.remake(large.actors["felix"], row)
    db.session.commit()
    fill(row)
    statements.publish(large.actors["felix"], row)
    assert sum(one.amount.minor for one in queries.all_outlets(row)) == 2900_00


def test_who_contributed_is_counted_by_the_job_and_not_while_somebody_waits(
    large: SmallNetwork,
) -> None:
    row = made(large)
    assert row.contributors == 0
    fill(row)
    assert row.contributors == 2
    row.contributors = 3  # what nobody counts again stays as it is
    db.session.commit()
    statements.publish(large.actors["felix"], row)
    assert row.contributors == 3


def test_what_comes_after_the_period_does_not_hold_it_up(large: SmallNetwork) -> None:
    row = made(large)
    fill(row)
    credit(invoices()[0], {"advertising fund": "100"})
    db.session.commit()
    statements.publish(large.actors["felix"], row)
    assert row.published_at is not None


def test_the_paper_carries_every_outlet_as_a_file_and_says_so(large: SmallNetwork) -> None:
    row = made(large)
    fill(row)
    statements.publish(large.actors["felix"], row)
    db.session.commit()
    run_waiting()
    paper = PdfReader(io.BytesIO(storage.read(queries.files(row)["en"])))
    name = f"{row.name}-outlets.csv"
    words = " ".join(page.extract_text() for page in paper.pages).replace("\n", " ")
    assert "3 outlets contributed" in words
    assert name in words.replace(" ", "").replace("\u00ad", "") or name in words
    [data] = paper.attachments[name]
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["Code", "Outlet", "Region", "Run by", "Contributed, EUR"]
    assert [one[0] for one in rows[1:]] == ["HX-001", "TL-000", "TL-001"]
    assert {one[4] for one in rows[1:]} == {"1000.00"}


def test_where_regions_only_are_shown_no_list_is_kept(large: SmallNetwork) -> None:
    change_terms(
        large.actors["hanna"],
        year_starts_month=1,
        law_pack="none",
        due_months=4,
        hand_out_days=30,
        names_outlets=False,
    )
    row = made(large)
    fill(row)
    assert queries.facts(row).is_whole
    assert not queries.facts(row).has_long_list
    assert list(queries.all_outlets(row)) == []


def test_the_page_shows_a_page_of_them_and_gives_all_as_a_table(
    large: SmallNetwork, browser: Browser
) -> None:
    row = made(large)
    browser.sign_in("felix")
    browser.get(f"/fund/statements/{row.id}")
    assert browser.page
    assert "are being added up" in browser.page.text
    assert "Publish the statement" not in browser.page.text
    fill(row)
    browser.get(f"/fund/statements/{row.id}")
    assert "Contributions by outlet" in browser.page.text
    assert "Publish the statement" in browser.page.text
    statements.publish(large.actors["felix"], row)
    db.session.commit()
    browser.sign_in("omar")
    answer = browser.get(f"/fund/statements/{row.id}/outlets.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.count("\n") == 4


def test_regions_are_kept_by_a_job_and_shown_with_their_moment(
    large: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("omar")
    browser.get("/fund/regions?year=2026")
    assert browser.page
    assert "are not added up" in browser.page.text
    keep_regions()
    keep_regions()
    rows = db.session.scalars(select(FundRegionSums)).all()
    assert {row.starts_on for row in rows} == {date(2026, 1, 1), date(2027, 1, 1)}
    browser.get("/fund/regions?year=2026")
    assert "2,000.00" in browser.page.text
    assert "Contributions as of" in browser.page.text


def test_a_small_network_keeps_no_regions(lived: SmallNetwork) -> None:
    keep_regions()
    assert db.session.scalar(select(func.count()).select_from(FundRegionSums)) == 0
