"""What is wrong with a draft: each check as a table, all of them at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import ClauseKind, VersionKind
from franchise_portal.contracts.rules.checks import ASKED_BEFORE_SIGNING, findings
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.coverage import Covering
from franchise_portal.contracts.rules.surroundings import (
    AreaGranted,
    OtherGrant,
    Place,
    Surroundings,
)
from franchise_portal.contracts.rules.terms import (
    NO_END,
    DevelopmentStep,
    Guarantor,
    Notice,
    Terms,
    TerritoryGrant,
)
from franchise_portal.contracts.rules.territory_conflicts import (
    incomparable,
    overlapping,
    territory_conflicts,
)
from franchise_portal.kit.ids import new_id
from franchise_portal.law import pack
from franchise_portal.network.rules.overlaps import shared_area, shared_postcodes
from tests.builders.contracts import CLAUSES, PLAIN_TERMS, lasting
from tests.contracts.strategies import clauses as some_clauses
from tests.contracts.strategies import terms as some_terms

BRAND, OUTLET = new_id(), new_id()
TERMS = replace(PLAIN_TERMS, renewal=None, notice=None)


def square(west: str, south: str, side: str) -> tuple[tuple[Decimal, Decimal], ...]:
    x, y, length = Decimal(west), Decimal(south), Decimal(side)
    return ((x, y), (x + length, y), (x + length, y + length), (x, y + length))


def area(code: str = "T-01", **changes: Any) -> AreaGranted:
    return AreaGranted(**{"code": code, "name": code, "brand_id": BRAND, **changes})


def other(granted: AreaGranted, *, first: str = "2024-01-01", last: str = "2024-12-31") -> Any:
    return OtherGrant(
        contract_id=new_id(),
        number="CT-9",
        area=granted,
        starts_on=date.fromisoformat(first),
        ends_on=date.fromisoformat(last),
    )


def around(**changes: Any) -> Surroundings:
    values: dict[str, Any] = {
        "pack": pack("none"),
        "kind": VersionKind.ORIGINAL,
        "effective_from": date(2024, 3, 1),
        "contract_starts_on": date(2024, 3, 1),
        "brand_id": BRAND,
        "areas": {},
        **changes,
    }
    return Surroundings(**values)


def rules(
    terms: Terms = TERMS, clauses: tuple[ClauseText, ...] = CLAUSES, **changes: Any
) -> list[str]:
    return [finding.rule for finding in findings(terms, clauses, around(**changes))]


def test_a_sound_draft_has_no_finding() -> None:
    assert rules() == []


GRANT = TerritoryGrant(codes=("T-01",), is_exclusive=True)
STEPS = (
    DevelopmentStep(number=1, due_on=date(2025, 1, 1), outlets_open=1),
    DevelopmentStep(number=2, due_on=date(2026, 1, 1), outlets_open=2),
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"starts_on": None}, ["term.without_start"]),
        ({"length": None}, ["term.missing"]),
        ({"length": None, "ends_on": date(2024, 2, 29)}, ["term.ends_before_start"]),
        ({"length": None, "ends_on": date(2024, 3, 1)}, []),
        ({"length": None, "is_indefinite": True}, []),
        ({"starts_on": date(9999, 1, 1)}, ["term.beyond_calendar"]),
        (
            {"notice": Notice(at_least=lasting("6 months"), at_most=lasting("3 months"))},
            ["notice.window"],
        ),
        ({"notice": Notice(at_least=lasting("6 months"), at_most=lasting("6 months"))}, []),
        ({"notice": Notice(at_least=lasting("59 months"))}, []),
        ({"notice": Notice(at_least=lasting("5 years"))}, ["notice.longer_than_term"]),
        ({"notice": Notice(at_least=lasting("6 years"))}, ["notice.longer_than_term"]),
        ({"development": STEPS[:1]}, ["terms.without_clause"]),
        ({"development": STEPS[::-1]}, ["development.out_of_order", "terms.without_clause"]),
        (
            {"development": (STEPS[0], replace(STEPS[1], outlets_open=1))},
            ["development.out_of_order", "terms.without_clause"],
        ),
        (
            {"development": (replace(STEPS[0], due_on=date(2030, 1, 1)),)},
            ["development.outside_term", "terms.without_clause"],
        ),
        (
            {"development": STEPS, "outlets_permitted": 1},
            ["development.more_than_permitted", "terms.without_clause"],
        ),
        ({"guarantors": (Guarantor(name="A"),)}, ["terms.without_clause"]),
        ({"territory": GRANT}, ["territory.unknown", "terms.without_clause"]),
        (
            {"length": None, "is_indefinite": True, "renewal": PLAIN_TERMS.renewal},
            ["renewal.without_end"],
        ),
    ],
)
def test_what_the_terms_say_wrongly(changes: dict[str, Any], found: list[str]) -> None:
    assert rules(replace(TERMS, **changes)) == found


def of_kind(*kinds: ClauseKind) -> tuple[ClauseText, ...]:
    return tuple(
        ClauseText(number=str(number), title=kind.label, body="Words.", kind=kind)
        for number, kind in enumerate(kinds, start=1)
    )


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ((), ["clauses.none"]),
        ((CLAUSES[0], CLAUSES[0]), ["clauses.twice"]),
        ((replace(CLAUSES[0], body=" "),), ["clauses.empty"]),
        ((replace(CLAUSES[0], body="Until {last_day}, {nobody}."),), ["clauses.unfilled"]),
        (of_kind(ClauseKind.GUARANTEE), ["guarantors.missing"]),
    ],
)
def test_what_the_clauses_lack(clauses: tuple[ClauseText, ...], found: list[str]) -> None:
    assert rules(clauses=clauses) == found


CN = pack("cn")
REQUIRED = of_kind(*map(ClauseKind, CN.required_clauses))
COOLING = replace(TERMS, cooling_off=lasting("30 days"))


@pytest.mark.parametrize(
    ("terms", "clauses", "changes", "found"),
    [
        (COOLING, REQUIRED, {}, []),
        (COOLING, REQUIRED[1:], {}, ["clauses.required"]),
        (COOLING, (), {}, ["clauses.none", *(["clauses.required"] * len(REQUIRED))]),
        (TERMS, REQUIRED, {}, ["cooling_off.missing"]),
        (replace(COOLING, length=lasting("2 years")), REQUIRED, {}, ["term.under_minimum"]),
        (replace(COOLING, length=lasting("3 years")), REQUIRED, {}, []),
        (
            replace(COOLING, length=lasting("2 years"), term_consent=str(OUTLET)),
            REQUIRED,
            {},
            [],
        ),
        (
            replace(COOLING, length=lasting("2 years")),
            REQUIRED,
            {"kind": VersionKind.RENEWAL, "term_number": 2},
            ["renewal.none_left"],
        ),
        (replace(COOLING, length=None, is_indefinite=True), REQUIRED, {}, []),
    ],
)
def test_what_chinese_law_asks_for(
    terms: Terms, clauses: tuple[ClauseText, ...], changes: dict[str, Any], found: list[str]
) -> None:
    assert rules(terms, clauses, pack=CN, **changes) == found


@pytest.mark.parametrize(("term_number", "found"), [(1, []), (2, []), (3, ["renewal.none_left"])])
def test_a_renewal_after_the_last_one_is_refused(term_number: int, found: list[str]) -> None:
    terms = replace(PLAIN_TERMS, notice=None)
    assert rules(terms, kind=VersionKind.RENEWAL, term_number=term_number) == found


PLACE = Place(id=OUTLET, name="TL-001 Quay House", postcode="10115")


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2020-01-01", "2024-02-29", []),
        ("2020-01-01", "2024-03-01", ["outlets.covered"]),
        ("2029-02-28", "2029-02-28", ["outlets.covered"]),
        ("2029-03-01", "2030-01-01", []),
    ],
)
def test_an_outlet_stands_under_one_contract_at_a_time(
    first: str, last: str, found: list[str]
) -> None:
    covering = Covering(OUTLET, "CT-9", date.fromisoformat(first), date.fromisoformat(last))
    assert rules(places=[PLACE], coverings=[covering]) == found


def test_every_contract_that_covers_an_outlet_is_named() -> None:
    coverings = [
        Covering(OUTLET, "CT-8", date(2024, 1, 1), date(2024, 12, 31)),
        Covering(OUTLET, "CT-9", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    found = findings(TERMS, CLAUSES, around(places=[PLACE], coverings=coverings))
    assert [finding.params["number"] for finding in found] == ["CT-8", "CT-9"]
    assert "from 2024-03-01 to 2024-12-31" in str(found[0])


def test_more_outlets_than_permitted_are_refused() -> None:
    places = [PLACE, replace(PLACE, id=new_id())]
    assert rules(replace(TERMS, outlets_permitted=1), places=places) == ["outlets.too_many"]
    assert rules(replace(TERMS, outlets_permitted=2), places=places) == []


WITH_WORDS = (*CLAUSES, *of_kind(ClauseKind.TERRITORY))
MINE = area(postcodes=("101*",))


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (other(area("T-02", postcodes=("10115",))), ["territory.overlap"]),
        (other(area("T-02", postcodes=("20095",))), []),
        (other(area("T-02", postcodes=("10115",)), last="2024-02-29"), []),
        (other(area("T-02", postcodes=("10115",)), last="2024-03-01"), ["territory.overlap"]),
        (other(area("T-02", postcodes=("10115",)), first="2029-03-01"), []),
        (other(area("T-01", postcodes=("101*",))), ["territory.overlap"]),
        (other(area("T-02", polygon=square("13", "52", "1"))), ["territory.compare_by_hand"]),
    ],
)
def test_an_exclusive_area_is_promised_once(theirs: OtherGrant, found: list[str]) -> None:
    if theirs.ends_on < theirs.starts_on:
        theirs = replace(theirs, ends_on=NO_END)
    terms = replace(TERMS, territory=GRANT)
    assert rules(terms, WITH_WORDS, areas={"T-01": MINE}, others=[theirs]) == found


DRAWN = other(area("T-02", polygon=square("13", "52", "1")))


def test_an_outlet_tells_that_a_drawn_area_and_a_list_overlap() -> None:
    terms = replace(TERMS, territory=GRANT)
    theirs = replace(DRAWN, places=[replace(PLACE, postcode="10117")])
    facts: dict[str, Any] = {"areas": {"T-01": MINE}, "others": [theirs]}
    assert rules(terms, WITH_WORDS, **facts) == ["territory.likely_overlap"]
    aside = replace(DRAWN, places=[replace(PLACE, postcode="20095")])
    assert rules(terms, WITH_WORDS, **{**facts, "others": [aside]}) == ["territory.compare_by_hand"]


def test_what_a_person_compared_is_not_asked_again() -> None:
    terms = replace(TERMS, territory=GRANT)
    facts: dict[str, Any] = {"areas": {"T-01": MINE}, "others": [DRAWN]}
    (pair,) = incomparable(terms, around(**facts))
    assert rules(terms, WITH_WORDS, **facts, compared=frozenset({pair.key})) == []
    another = replace(DRAWN, number="CT-99")
    both = {**facts, "others": [DRAWN, another]}
    found = rules(terms, WITH_WORDS, **both, compared=frozenset({pair.key}))
    assert found == ["territory.compare_by_hand"]


CODES = st.text("123", min_size=1, max_size=3)
LISTS = st.lists(st.builds(lambda code, star: code + star, CODES, st.sampled_from(["", "*"])))


@given(st.lists(LISTS, max_size=6))
def test_pairs_of_lists_are_found_as_by_trying_all(lists: list[list[str]]) -> None:
    areas = [area(f"T-{place}", postcodes=tuple(codes)) for place, codes in enumerate(lists)]
    tried = {
        frozenset({one.code, two.code})
        for one, two in combinations(areas, 2)
        if shared_postcodes(one.postcodes, two.postcodes)
    }
    found = [frozenset({one.code, two.code}) for one, two in overlapping(areas)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, tried))


@given(st.lists(st.tuples(*(st.integers(0, 9) for _ in range(2)), st.integers(1, 4)), max_size=6))
def test_pairs_of_drawn_areas_are_found_as_by_trying_all(
    squares: list[tuple[int, int, int]],
) -> None:
    areas = [
        area(f"T-{place}", polygon=square(str(x), str(y), str(size)))
        for place, (x, y, size) in enumerate(squares)
    ]
    tried = {
        frozenset({one.code, two.code})
        for one, two in combinations(areas, 2)
        if shared_area(one.polygon, two.polygon)
    }
    assert {frozenset({one.code, two.code}) for one, two in overlapping(areas)} == tried


def test_an_area_that_is_not_exclusive_may_be_shared() -> None:
    theirs = other(area("T-02", postcodes=("10115",)))
    terms = replace(TERMS, territory=replace(GRANT, is_exclusive=False))
    assert rules(terms, WITH_WORDS, areas={"T-01": MINE}, others=[theirs]) == []


def test_two_polygons_are_compared_and_what_they_share_is_known() -> None:
    mine = area(polygon=square("13", "52", "0.2"))
    theirs = other(area("T-02", polygon=square("13.1", "52.1", "0.2")))
    terms = replace(TERMS, territory=GRANT)
    [conflict] = territory_conflicts(terms, around(areas={"T-01": mine}, others=[theirs]))
    assert [set(outline) for outline in conflict.outlines] == [set(square("13.1", "52.1", "0.1"))]
    assert (conflict.starts_on, conflict.ends_on) == (date(2024, 3, 1), date(2024, 12, 31))
    aside = other(area("T-02", polygon=square("13.2", "52", "0.2")))
    assert not territory_conflicts(terms, around(areas={"T-01": mine}, others=[aside]))


def test_an_area_of_another_brand_is_refused() -> None:
    terms = replace(TERMS, territory=replace(GRANT, is_exclusive=False))
    areas = {"T-01": area(brand_id=new_id(), postcodes=("101*",))}
    assert rules(terms, WITH_WORDS, areas=areas) == ["territory.other_brand"]


def test_an_outlet_outside_the_territory_is_noticed() -> None:
    terms = replace(TERMS, territory=replace(GRANT, is_exclusive=False))
    inside = {"areas": {"T-01": MINE}, "places": [PLACE]}
    assert rules(terms, WITH_WORDS, **inside) == []
    outside = {**inside, "places": [replace(PLACE, postcode="20095")]}
    assert rules(terms, WITH_WORDS, **outside) == ["territory.outlet_outside"]


def test_all_reasons_are_said_at_once() -> None:
    terms = replace(
        TERMS,
        length=None,
        ends_on=date(2020, 1, 1),
        notice=Notice(at_least=lasting("6 months"), at_most=lasting("1 month")),
        development=STEPS[::-1],
    )
    found = rules(terms, ())
    assert {"term.ends_before_start", "notice.window", "clauses.none"} <= set(found)
    assert "development.out_of_order" in found


@given(some_terms, some_clauses)
def test_any_terms_can_be_checked_and_every_finding_has_a_remedy(
    made: Terms, words: list[ClauseText]
) -> None:
    for law in ("none", "cn", "us-ftc", "au"):
        for finding in findings(made, words, around(pack=pack(law))):
            assert finding.message
            assert finding.remedy
            assert str(finding)
            assert "." in finding.rule


def test_what_is_asked_before_signing_is_known_by_its_rule() -> None:
    assert "territory.overlap" not in ASKED_BEFORE_SIGNING
    assert "outlets.covered" not in ASKED_BEFORE_SIGNING
    assert "term.ends_before_start" not in ASKED_BEFORE_SIGNING
    assert "term.under_minimum" in ASKED_BEFORE_SIGNING
