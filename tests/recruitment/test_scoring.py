"""Σ weight × score, hard fails, and how far assessors agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.recruitment.enums import AssessmentState, Stage
from franchise_portal.recruitment.rules import (
    HIGHEST,
    LOWEST,
    Card,
    Criterion,
    combine,
    compare,
    obstacles_to_approval,
    obstacles_to_closing,
    result_of,
    scores_are_open,
)

FUNDS = Criterion(key="funds", name="Own funds", weight=2, fail_below=2)
FAMILY = Criterion(key="family", name="Family", weight=6)
RECORD = Criterion(key="record", name="Record", weight=2, fail_below=3)
CRITERIA = (FUNDS, FAMILY, RECORD)


def card(assessor: str, funds: int, family: int, record: int) -> Card:
    return Card(assessor, {"funds": funds, "family": family, "record": record})


@pytest.mark.parametrize(
    ("scores", "total", "mean", "fails"),
    [
        ((3, 3, 3), 30, Fraction(3), []),
        ((5, 5, 5), 50, Fraction(5), []),
        ((1, 5, 5), 42, Fraction(42, 10), ["funds"]),
        ((2, 5, 5), 44, Fraction(44, 10), []),
        ((5, 1, 5), 26, Fraction(26, 10), []),
        ((5, 5, 2), 44, Fraction(44, 10), ["record"]),
        ((5, 5, 3), 46, Fraction(46, 10), []),
        ((1, 1, 1), 10, Fraction(1), ["funds", "record"]),
    ],
)
def test_a_card_comes_to_the_sum_of_weight_times_score(scores, total, mean, fails) -> None:
    result = result_of(CRITERIA, card("Rosa", *scores))
    assert (result.total, result.most, result.mean) == (total, 50, mean)
    assert [fail.criterion.key for fail in result.hard_fails] == fails


def test_a_card_with_a_gap_has_no_result() -> None:
    with pytest.raises(ValueError, match="whole card"):
        result_of(CRITERIA, Card("Rosa", {"funds": 3, "family": 3}))
    with pytest.raises(ValueError, match="whole card"):
        result_of(CRITERIA, Card("Rosa", {"funds": 3, "family": 6, "record": 3}))


def test_one_assessors_hard_fail_is_enough_whatever_the_mean() -> None:
    combined = combine(CRITERIA, [card("Dora", 5, 5, 5), card("Rosa", 1, 5, 5)])
    assert combined is not None
    assert combined.has_failed
    assert combined.mean == Fraction(92, 20)
    assert [(fail.assessor, fail.score) for fail in combined.hard_fails] == [("Rosa", 1)]


def test_nobodys_cards_come_to_nothing() -> None:
    assert combine(CRITERIA, []) is None
    assert compare(CRITERIA, []) is None


def test_the_largest_differences_are_those_that_weigh_most() -> None:
    comparison = compare(CRITERIA, [card("Dora", 5, 5, 3), card("Rosa", 2, 3, 4)])
    assert comparison is not None
    assert [row.spread for row in comparison.rows] == [3, 2, 1]
    assert [row.criterion.key for row in comparison.largest] == ["family", "funds"]
    assert comparison.agreement == Fraction(1, 3)


weights = st.lists(st.integers(1, 20), min_size=1, max_size=8)


@st.composite
def scored(draw: st.DrawFn) -> tuple[tuple[Criterion, ...], list[Card]]:
    """Criteria with any weights and thresholds, and whole cards of one to four assessors."""
    criteria = tuple(
        Criterion(key=place, name=f"C{place}", weight=weight, fail_below=draw(st.integers(0, 5)))
        for place, weight in enumerate(draw(weights))
    )
    marks = st.integers(LOWEST, HIGHEST)
    cards = [
        Card(f"A{number}", {criterion.key: draw(marks) for criterion in criteria})
        for number in range(draw(st.integers(1, 4)))
    ]
    return criteria, cards


@given(scored())
def test_a_mean_stays_on_the_scale_and_a_total_between_its_ends(
    given_cards: tuple[tuple[Criterion, ...], list[Card]],
) -> None:
    criteria, cards = given_cards
    combined = combine(criteria, cards)
    assert combined is not None
    assert LOWEST <= combined.mean <= HIGHEST
    for result in combined.results:
        assert result.most == HIGHEST * sum(one.weight for one in criteria)
        assert LOWEST * result.most <= HIGHEST * result.total <= HIGHEST * result.most


@given(scored())
def test_the_order_of_assessors_changes_nothing(
    given_cards: tuple[tuple[Criterion, ...], list[Card]],
) -> None:
    criteria, cards = given_cards
    there, back = combine(criteria, cards), combine(criteria, cards[::-1])
    assert there is not None
    assert back is not None
    assert there.mean == back.mean
    assert set(there.hard_fails) == set(back.hard_fails)


@given(scored(), st.data())
def test_a_better_mark_never_lowers_the_total_nor_makes_a_fail(
    given_cards: tuple[tuple[Criterion, ...], list[Card]], data: st.DataObject
) -> None:
    criteria, cards = given_cards
    chosen = data.draw(st.sampled_from(criteria))
    before = cards[0]
    better = min(HIGHEST, before.scores[chosen.key] + 1)
    after = Card(before.assessor, {**before.scores, chosen.key: better})
    worse, raised = result_of(criteria, before), result_of(criteria, after)
    assert raised.total >= worse.total
    assert len(raised.hard_fails) <= len(worse.hard_fails)


@given(scored())
def test_no_total_overrides_a_hard_fail(
    given_cards: tuple[tuple[Criterion, ...], list[Card]],
) -> None:
    criteria, cards = given_cards
    combined = combine(criteria, cards)
    assert combined is not None
    obstacles = obstacles_to_approval(
        stage=Stage.ASSESSED, has_scorecard=True, versions=1, combined=combined
    )
    is_possible = len(cards) >= 2 and not combined.has_failed
    assert (obstacles == ()) is is_possible


class TestObstacles:
    COMBINED = combine(CRITERIA, [card("Dora", 4, 4, 4), card("Rosa", 4, 4, 4)])
    ALONE = combine(CRITERIA, [card("Dora", 4, 4, 4)])

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({}, ()),
            ({"has_scorecard": False}, ("no published scorecard",)),
            ({"stage": Stage.QUALIFIED}, ("not closed",)),
            ({"combined": None}, ("%(submitted)s of at least",)),
            ({"combined": ALONE}, ("%(submitted)s of at least",)),
            ({"versions": 2}, ("different versions",)),
            ({"stage": Stage.QUALIFIED, "combined": None}, ("not closed", "of at least")),
        ],
    )
    def test_each_stands_against_an_approval(self, facts, words) -> None:
        usual = {
            "stage": Stage.ASSESSED,
            "has_scorecard": True,
            "versions": 1,
            "combined": self.COMBINED,
        }
        found = obstacles_to_approval(**{**usual, **facts})
        assert len(found) == len(words)
        assert all(word in one.message for word, one in zip(words, found, strict=True))

    @pytest.mark.parametrize(
        ("states", "count"),
        [
            ("", 1),
            ("S", 1),
            ("SS", 0),
            ("SSS", 0),
            ("SSO", 1),
            ("SO", 2),
            ("SSW", 0),
            ("SW", 1),
        ],
    )
    def test_an_assessment_closes_with_two_submitted_and_none_open(self, states, count) -> None:
        meant = {
            "S": AssessmentState.SUBMITTED,
            "O": AssessmentState.STARTED,
            "W": AssessmentState.WITHDRAWN,
        }
        assert len(obstacles_to_closing([meant[letter] for letter in states])) == count


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("own", [None, *AssessmentState])
def test_scores_are_hidden_until_ones_own_are_in_or_all_is_closed(stage, own) -> None:
    closed = stage not in {Stage.ENQUIRY, Stage.CONTACTED, Stage.QUALIFIED}
    assert scores_are_open(stage, own) is (closed or own is AssessmentState.SUBMITTED)
