"""Terms as data: written and read back, said in words, ending on the day they say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import RenewalMode, VersionKind
from franchise_portal.contracts.rules.term_ends import end_agreed
from franchise_portal.contracts.rules.term_lines import labels, term_lines
from franchise_portal.contracts.rules.terms import NO_END, Notice, Renewal, Terms
from franchise_portal.contracts.rules.terms_json import terms_from_json, terms_to_json
from franchise_portal.database import to_json
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.errors import filled
from tests.builders.contracts import FULL_TERMS, PLAIN_TERMS, lasting
from tests.contracts.strategies import durations, terms


@given(terms)
def test_what_is_written_is_read_back(made: Terms) -> None:
    assert terms_from_json(terms_to_json(made)) == made


@given(terms, terms)
def test_the_same_terms_have_one_form(first: Terms, second: Terms) -> None:
    same = to_json(terms_to_json(first)) == to_json(terms_to_json(second))
    assert same == (first == second)


@pytest.mark.parametrize(
    "data",
    [
        {"nonsense": 1},
        {"starts_on": "yesterday"},
        {"starts_on": 20260101},
        {"length": "5 fortnights"},
        {"renewal": {"count": 2}},
        {"renewal": {"each": "5 years", "mode": "by_magic"}},
        {"outlets_permitted": "3"},
        {"outlets_permitted": True},
        {"audit": {"trigger_rate": 0.03}},
        {"deposit": {"amount": {"minor": 100, "currency": "XXX"}}},
        {"insurance": {"kind": "liability"}},
        {"length": "5 years", "ends_on": "2031-02-28"},
        {"parts": [["b", "1"], ["a", "2"]]},
        [],
    ],
)
def test_what_is_no_canonical_form_is_an_error(data: object) -> None:
    with pytest.raises(ValueError, match=r"Terms|Parts|A term"):
        terms_from_json(data)  # type: ignore[arg-type]


@given(terms)
def test_terms_are_said_in_whole_sentences(made: Terms) -> None:
    names = labels()
    for line in term_lines(made):
        assert names[line.section] == line.label
        for phrase in line.phrases:
            text = filled(phrase.message, dict(phrase.params))
            assert text.strip()


def test_every_part_is_said() -> None:
    assert {line.section for line in term_lines(FULL_TERMS)} == set(labels())


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), durations, durations, st.integers(1, 4))
def test_terms_and_their_renewals_tile(
    starts_on: date, length: Duration, each: Duration, count: int
) -> None:
    made = Terms(
        starts_on=starts_on,
        length=length,
        renewal=Renewal(count=count, each=each, mode=RenewalMode.BY_REQUEST),
    )
    ends = [made.term_end(number) for number in range(1, count + 2)]
    assert ends == sorted(set(ends))
    assert ends[-1] == made.last_possible_end
    assert ends[0] == length.last_day(starts_on)


@pytest.mark.parametrize(
    ("made", "number", "end"),
    [
        (PLAIN_TERMS, 1, date(2029, 2, 28)),
        (PLAIN_TERMS, 2, date(2034, 2, 28)),
        (PLAIN_TERMS, 3, date(2039, 2, 28)),
        (Terms(starts_on=date(2024, 1, 31), length=lasting("1 month")), 1, date(2024, 2, 28)),
        (Terms(starts_on=date(2024, 2, 29), length=lasting("1 year")), 1, date(2025, 2, 27)),
        (Terms(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)), 1, date(2024, 12, 31)),
        (Terms(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)), 2, None),
        (Terms(starts_on=date(2024, 1, 1), is_indefinite=True), 1, NO_END),
        (Terms(length=lasting("1 year")), 1, None),
        (Terms(), 1, None),
    ],
)
def test_the_last_day_is_included(made: Terms, number: int, end: date | None) -> None:
    assert made.term_end(number) == end


def test_a_renewal_without_a_limit_has_no_last_possible_end() -> None:
    made = replace(PLAIN_TERMS, renewal=replace(PLAIN_TERMS.renewal, count=None))
    assert made.last_possible_end is None
    assert replace(PLAIN_TERMS, renewal=None).last_possible_end == date(2029, 2, 28)


ENDS_ON = Terms(
    starts_on=date(2024, 3, 1),
    ends_on=date(2029, 2, 28),
    renewal=Renewal(count=1, each=lasting("2 years"), mode=RenewalMode.BY_REQUEST),
)


@pytest.mark.parametrize(
    ("kind", "before", "after", "present", "term", "end"),
    [
        # An original says its end itself.
        (VersionKind.ORIGINAL, None, PLAIN_TERMS, date(2030, 1, 1), 1, date(2029, 2, 28)),
        (VersionKind.ORIGINAL, None, Terms(), date(2030, 1, 1), 1, date(2030, 1, 1)),
        # An amendment that leaves the term alone leaves a renewed end alone.
        (VersionKind.AMENDMENT, ENDS_ON, ENDS_ON, date(2031, 2, 28), 2, date(2031, 2, 28)),
        (
            VersionKind.AMENDMENT,
            ENDS_ON,
            replace(ENDS_ON, ends_on=date(2033, 6, 30)),
            date(2031, 2, 28),
            2,
            date(2033, 6, 30),
        ),
        # A renewal adds what was agreed for each, or its own last day.
        (VersionKind.RENEWAL, PLAIN_TERMS, PLAIN_TERMS, date(2029, 2, 28), 2, date(2034, 2, 28)),
        (VersionKind.RENEWAL, ENDS_ON, ENDS_ON, date(2029, 2, 28), 2, date(2031, 2, 28)),
        (
            VersionKind.RENEWAL,
            ENDS_ON,
            replace(ENDS_ON, ends_on=date(2030, 12, 31)),
            date(2029, 2, 28),
            2,
            date(2030, 12, 31),
        ),
        (
            VersionKind.RENEWAL,
            replace(ENDS_ON, renewal=None),
            replace(ENDS_ON, renewal=None),
            date(2029, 2, 28),
            2,
            date(2029, 2, 28),
        ),
    ],
)
def test_which_end_a_version_gives(  # noqa: PLR0917 - a table of six columns
    kind: VersionKind, before: Terms | None, after: Terms, present: date, term: int, end: date
) -> None:
    found = end_agreed(after, kind=kind, before=before, present_end=present, term_number=term)
    assert found == end


def test_a_term_is_given_in_one_way() -> None:
    with pytest.raises(ValueError, match="one of them"):
        Terms(length=lasting("1 year"), is_indefinite=True)


def test_days_follow_each_other_after_a_last_day() -> None:
    first, second = PLAIN_TERMS.term_end(1), PLAIN_TERMS.term_end(2)
    assert first
    assert second == lasting("5 years").last_day(first + timedelta(days=1))


#: How public franchise agreements, as filed with companies' reports, put their terms; the facts
#: are those of the CUAD collection. Each has a structured form, none needs free text.
FILED = [
    # Buffalo Wild Wings: two successive renewals of five years, notice of three months.
    Terms(
        renewal=Renewal(count=2, each=lasting("5 years"), mode=RenewalMode.BY_REQUEST),
        notice=Notice(at_least=lasting("3 months")),
    ),
    # Soupman: four successive renewals of ten years.
    Terms(renewal=Renewal(count=4, each=lasting("10 years"), mode=RenewalMode.BY_REQUEST)),
    # Simplicity: perpetual.
    Terms(is_indefinite=True),
    # A form whose day was left blank when it was filed: the length is known, the first day not.
    Terms(length=lasting("20 years")),
]


@pytest.mark.parametrize("filed", FILED)
def test_terms_of_public_agreements_have_a_structured_form(filed: Terms) -> None:
    assert terms_from_json(terms_to_json(filed)) == filed
    assert term_lines(filed)
