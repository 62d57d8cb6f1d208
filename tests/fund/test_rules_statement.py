"""What a statement of the fund says: that it adds up, and that it is read back as it was kept."""

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from franchise_portal.fund.enums import Agreement
from franchise_portal.fund.rules.statement import (
    FundFacts,
    ItemFact,
    LineFact,
    MonthFact,
    OutletFact,
    RegionFact,
    SpendingFact,
)

FACTS = FundFacts(
    starts_on="2026-01-01",
    ends_on="2026-12-31",
    currency="EUR",
    opening=1_000,
    franchisees=50_000,
    own=9_000,
    lost=700,
    spent=40_000,
    administration=3_000,
    administration_agreed=3_500,
    other=11,
    closing=16_311,
    in_bank=15_000,
    owed_by_franchisees=1_100,
    owed_by_franchisor=211,
    bank=15_400,
    agreement=Agreement.EXPLAINED.value,
    items=(ItemFact("A transfer under way", -400),),
    months=(MonthFact("2026-01", 4_000, 700), MonthFact("2026-02", 4_100, 0)),
    lines=(
        LineFact("Radio", "media", "", 30_000, 28_000, is_administration=False),
        LineFact("Office", "administration", "North", None, 3_000, is_administration=True),
    ),
    kinds=(("media", 28_000), ("other", 12_000)),
    regions=(RegionFact("North", "北区", 3, 30_000, 10_000, 12_000),),
    network_wide=30_000,
    outlets=(OutletFact("TL-001", "Harbour", "港口", "Tee & Laub", 2_000),),
    outlet_count=14,
    spending=(SpendingFact("FS-1", "2026-03-04", "Radio One", "Spots", "media", 28_000),),
    spending_count=7,
)


def test_a_statement_is_read_back_as_it_was_kept():
    through_json = json.loads(json.dumps(FACTS.kept()))
    assert FundFacts.of(through_json) == FACTS
    assert set(through_json) == {field.name for field in fields(FundFacts)}


def test_what_is_kept_is_plain_lists_and_numbers():
    kept = FACTS.kept()
    assert kept["kinds"] == [["media", 28_000], ["other", 12_000]]
    assert kept["items"] == [{"words": "A transfer under way", "amount": -400}]
    assert kept["months"][1] == {"month": "2026-02", "franchisees": 4_100, "own": 0}
    assert (kept["currency"], kept["bank"], kept["spent"]) == ("EUR", 15_400, 40_000)
    assert json.loads(json.dumps(kept)) == kept


def test_a_statement_without_rows_is_read_back_too():
    bare = replace(
        FACTS,
        items=(),
        months=(),
        lines=(),
        kinds=(),
        regions=(),
        outlets=(),
        spending=(),
        bank=None,
    )
    assert FundFacts.of(json.loads(json.dumps(bare.kept()))) == bare


def test_what_an_older_statement_does_not_have_says_what_the_default_says():
    kept = FACTS.kept()
    del kept["network_wide"], kept["is_whole"]
    assert FundFacts.of(kept) == replace(FACTS, network_wide=0, is_whole=True)


def test_figures_that_were_kept_as_text_are_numbers_again():
    kept = {**FACTS.kept(), "kinds": [["media", "28000"]]}
    assert FundFacts.of(kept).kinds == (("media", 28_000),)


def test_opening_and_movements_come_to_the_closing_and_the_closing_to_its_parts():
    assert FACTS.adds_up
    assert FACTS.contributed == 59_000


@pytest.mark.parametrize(
    "part",
    [
        "opening",
        "franchisees",
        "own",
        "lost",
        "spent",
        "administration",
        "other",
        "closing",
        "in_bank",
        "owed_by_franchisees",
        "owed_by_franchisor",
    ],
)
@pytest.mark.parametrize("by", [1, -1])
def test_a_statement_with_one_figure_wrong_does_not_add_up(part, by):
    assert not replace(FACTS, **{part: getattr(FACTS, part) + by}).adds_up


@pytest.mark.parametrize("agreement", list(Agreement))
def test_only_equal_balances_are_reconciled(agreement):
    found = replace(FACTS, agreement=agreement.value)
    assert found.is_reconciled is (agreement is Agreement.AGREES)


def test_the_first_and_the_last_day_are_days():
    assert (FACTS.first, FACTS.last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_without_its_places_a_statement_is_not_whole_and_names_none():
    """What takes long to add up is laid aside; what the ledger says stays as it is."""
    long = replace(FACTS, is_whole=True, has_long_list=True, seen_entry="0190", outlet_count=3)
    bare = long.without_places()
    assert bare == replace(
        FACTS,
        regions=(),
        network_wide=0,
        outlets=(),
        outlet_count=0,
        is_whole=False,
        has_long_list=False,
        seen_entry="",
    )
    assert (bare.closing, bare.spending, bare.lines) == (FACTS.closing, FACTS.spending, FACTS.lines)
