"""Where territories overlap."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.network.rules.areas import covers, placed_together
from franchise_portal.network.rules.overlaps import shared_area, shared_postcodes


def square(west: str, south: str, side: str) -> tuple[tuple[Decimal, Decimal], ...]:
    x, y, length = Decimal(west), Decimal(south), Decimal(side)
    return ((x, y), (x + length, y), (x + length, y + length), (x, y + length))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (["10115"], ["10115", "10117"], ("10115",)),
        (["101*"], ["10115", "20095"], ("10115",)),
        (["10115"], ["101*"], ("10115",)),
        (["101*"], ["1011*", "10*"], ("101*", "1011*")),
        (["10115"], ["10117"], ()),
        ([], ["10117"], ()),
        (["SW1A 1AA"], ["SW1*"], ("SW1A 1AA",)),
    ],
)
def test_postcodes_that_both_hold(
    first: list[str], second: list[str], shared: tuple[str, ...]
) -> None:
    assert shared_postcodes(first, second) == shared
    assert shared_postcodes(second, first) == shared


codes = st.lists(
    st.builds(
        lambda digits, star: digits + "*" * star,
        st.text("01", min_size=1, max_size=3),
        st.booleans(),
    ),
    max_size=5,
)


@given(codes, codes, st.text("01", min_size=3, max_size=3))
def test_a_postcode_is_shared_exactly_when_both_lists_hold_it(
    first: list[str], second: list[str], code: str
) -> None:
    shared = shared_postcodes(first, second)
    assert covers(shared, code) == (covers(first, code) and covers(second, code))


def test_the_area_that_both_cover() -> None:
    [part] = shared_area(square("13", "52", "0.2"), square("13.1", "52.1", "0.2"))
    assert set(part) == set(square("13.1", "52.1", "0.1"))


@pytest.mark.parametrize("west", ["13.2", "13.20000001", "14"])
def test_neighbours_do_not_overlap(west: str) -> None:
    assert shared_area(square("13", "52", "0.2"), square(west, "52", "0.2")) == ()


def test_an_overlap_in_two_parts_has_two_outlines() -> None:
    bridge = tuple(
        (Decimal(x), Decimal(y))
        for x, y in ((0, 0), (5, 0), (5, 3), (4, 3), (4, 1), (1, 1), (1, 3), (0, 3))
    )
    assert len(shared_area(bridge, square("-1", "2", "10"))) == 2


def test_polygons_are_drawn_as_they_lie_to_each_other() -> None:
    drawing = placed_together(
        [square("0", "0", "1"), square("1", "0", "1")], width=220, height=120, margin=10
    )
    left, right = drawing.shapes
    assert left.split()[1].split(",")[0] == right.split()[0].split(",")[0]
