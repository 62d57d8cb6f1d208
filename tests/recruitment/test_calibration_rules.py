"""Rank correlation and bands: right on known figures, silent when there are too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.recruitment.rules import FEWEST, Case, associate, bands, ranks


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([5.0], [1.0]),
        ([3.0, 1.0, 2.0], [3.0, 1.0, 2.0]),
        ([1.0, 1.0, 2.0], [1.5, 1.5, 3.0]),
        ([2.0, 2.0, 2.0], [2.0, 2.0, 2.0]),
        ([4.0, 1.0, 4.0, 1.0, 3.0], [4.5, 1.5, 4.5, 1.5, 3.0]),
    ],
)
def test_ties_share_the_mean_of_their_ranks(values, expected) -> None:
    assert ranks(values) == expected


def cases(*pairs: tuple[float, float]) -> list[Case]:
    return [Case(score, outcome) for score, outcome in pairs]


def test_below_the_fewest_nothing_is_said() -> None:
    found = associate(cases(*((float(n), float(n)) for n in range(FEWEST - 1))))
    assert (found.cases, found.rho, found.is_telling) == (FEWEST - 1, None, False)


def test_the_same_order_is_a_correlation_of_one_and_the_opposite_of_minus_one() -> None:
    same = associate(cases(*((float(n), float(n) ** 3) for n in range(12))))
    opposite = associate(cases(*((float(n), -float(n)) for n in range(12))))
    assert same.rho == pytest.approx(1)
    assert opposite.rho == pytest.approx(-1)
    assert same.is_clear
    assert opposite.is_clear


def test_a_known_example_comes_out_as_in_the_textbook() -> None:
    """IQ and hours of television of ten people: Spearman's rho is -29/165."""
    iq = (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)
    hours = (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)
    found = associate(cases(*zip(map(float, iq), map(float, hours), strict=True)))
    assert found.rho == pytest.approx(-29 / 165)
    assert not found.is_clear


def test_all_alike_has_no_order_to_compare() -> None:
    found = associate(cases(*((3.0, float(n)) for n in range(12))))
    assert (found.cases, found.rho) == (12, None)


pairs = st.tuples(st.floats(1, 5), st.floats(-100, 100))


@given(st.lists(pairs, min_size=FEWEST, max_size=40))
def test_a_correlation_lies_within_its_interval_and_within_one(drawn) -> None:
    found = associate(cases(*drawn))
    if found.is_telling:
        assert -1 <= found.low <= found.rho + 1e-6
        assert found.rho - 1e-6 <= found.high <= 1


@given(st.lists(pairs, max_size=40))
def test_every_case_is_in_one_band(drawn) -> None:
    assert sum(band.cases for band in bands(cases(*drawn))) == len(drawn)


def test_a_band_holds_its_lower_edge_and_the_last_one_the_top() -> None:
    found = bands(cases((3.0, 1.0), (3.49, 3.0), (3.5, 5.0), (5.0, 7.0)))
    by_low = {band.low: band for band in found}
    assert (by_low[3.0].cases, by_low[3.0].outcome) == (2, 2.0)
    assert by_low[3.5].outcome == 5.0
    assert by_low[4.5].outcome == 7.0
    assert by_low[1.0].outcome is None
