"""The five tables of Item 20, their identities, and what they name when records are wrong."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_portal.contracts.rules import item20 as rules
from franchise_portal.contracts.rules import outlet_lives
from franchise_portal.contracts.rules.outlet_lives import (
    Ending,
    EndKind,
    FiscalYear,
    Move,
    OutletLife,
    Owned,
    Side,
)

DAY = timedelta(days=1)
YEARS = outlet_lives.fiscal_years(date(2026, 11, 2))
NORTH = "North"


def life(code: str = "A", *owners: Owned, opened: date, closed: date | None = None, ends=()):
    return OutletLife(
        code=code,
        region=NORTH,
        opened_on=opened,
        closed_on=closed,
        owners=owners,
        endings=tuple(ends),
    )


def tables(*lives: OutletLife, years: tuple[FiscalYear, ...] = YEARS) -> rules.Item20:
    days = [years[0].first - DAY, *(year.last for year in years)]
    return rules.item20(lives, years, counted=outlet_lives.stocks(lives, days))


@pytest.mark.parametrize(
    ("on", "month", "labels", "last"),
    [
        (date(2026, 11, 2), 1, ["2023", "2024", "2025"], date(2025, 12, 31)),
        (date(2026, 12, 31), 1, ["2024", "2025", "2026"], date(2026, 12, 31)),
        (date(2026, 12, 30), 1, ["2023", "2024", "2025"], date(2025, 12, 31)),
        (date(2026, 11, 2), 7, ["2024", "2025", "2026"], date(2026, 6, 30)),
        (date(2024, 2, 29), 3, ["2022", "2023", "2024"], date(2024, 2, 29)),
        (date(2024, 2, 28), 3, ["2021", "2022", "2023"], date(2023, 2, 28)),
    ],
)
def test_the_last_three_full_fiscal_years(
    on: date, month: int, labels: list[str], last: date
) -> None:
    years = outlet_lives.fiscal_years(on, first_month=month)
    assert [year.label for year in years] == labels
    assert years[-1].last == last
    assert all(a.last + DAY == b.first for a, b in pairwise(years))


def moves(one: OutletLife) -> list[tuple[str, date]]:
    return [(move.move.value, move.on) for move in outlet_lives.movements(one)]


def test_an_outlet_is_opened_transferred_taken_over_sold_and_closed() -> None:
    one = life(
        "A",
        Owned("F-1", date(2023, 1, 5), date(2023, 6, 30)),
        Owned("F-2", date(2023, 7, 1), date(2024, 3, 31)),
        Owned("F-3", date(2025, 1, 1)),
        opened=date(2023, 2, 1),
        closed=date(2025, 9, 30),
    )
    assert moves(one) == [
        ("opened", date(2023, 2, 1)),
        ("transferred", date(2023, 7, 1)),
        ("reacquired", date(2024, 4, 1)),
        ("sold", date(2025, 1, 1)),
        ("ceased", date(2025, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("kind", "days", "move"),
    [
        (EndKind.TERMINATED, 0, Move.TERMINATED),
        (EndKind.NOT_RENEWED, 31, Move.NOT_RENEWED),
        (EndKind.OTHER, 0, Move.CEASED),
        (EndKind.TERMINATED, 32, Move.CEASED),
    ],
)
def test_a_closing_is_explained_by_the_contract_that_ended_near_it(
    kind: EndKind, days: int, move: Move
) -> None:
    closed = date(2025, 5, 31)
    end = Ending(closed + timedelta(days=days), kind)
    one = life(
        "A", Owned("F-1", date(2020, 1, 1)), opened=date(2020, 1, 1), closed=closed, ends=[end]
    )
    assert moves(one)[-1] == (move.value, closed)


def test_the_last_day_of_the_year_is_counted_at_its_end() -> None:
    closing = life(
        "A", Owned("F-1", date(2020, 1, 1)), opened=date(2020, 1, 1), closed=date(2024, 12, 31)
    )
    opening = life("B", Owned("F-1", date(2020, 1, 1)), opened=date(2024, 12, 31))
    found = tables(closing, opening)
    [_first, second, third] = found.franchised
    assert (second.start, second.opened, second.ceased, second.end) == (1, 1, 1, 1)
    assert third.start == 1
    assert found.differences == ()


def test_an_outlet_without_a_franchisee_is_the_franchisors_own() -> None:
    found = tables(life("A", opened=date(2024, 5, 1), closed=date(2025, 5, 1)))
    assert [row.opened for row in found.own] == [0, 1, 0]
    assert [row.closed for row in found.own] == [0, 0, 1]
    assert [(row.side, row.end) for row in found.summary if row.year.label == "2024"] == [
        (Side.FRANCHISED, 0),
        (Side.OWN, 1),
        (None, 1),
    ]


def test_those_who_left_in_the_last_year_are_listed() -> None:
    gone = life(
        "A", Owned("F-1", date(2020, 1, 1)), opened=date(2020, 1, 1), closed=date(2025, 3, 1)
    )
    before = life(
        "B", Owned("F-2", date(2020, 1, 1)), opened=date(2020, 1, 1), closed=date(2024, 3, 1)
    )
    assert [(one.outlet, one.owner) for one in tables(gone, before).left] == [("A", "F-1")]


def test_two_owners_on_one_day_are_named() -> None:
    one = life(
        "A",
        Owned("F-1", date(2020, 1, 1)),
        Owned("F-2", date(2024, 1, 1)),
        opened=date(2020, 1, 1),
    )
    [found] = tables(one).differences
    assert (found.rule, found.outlets) == ("two_owners", ("A",))


def test_a_count_that_does_not_agree_with_the_movements_is_named() -> None:
    one = life("A", Owned("F-1", date(2020, 1, 1)), opened=date(2020, 1, 1))
    days = [YEARS[0].first - DAY, *(year.last for year in YEARS)]
    counted = {**outlet_lives.stocks([one], days), (date(2025, 12, 31), NORTH, Side.FRANCHISED): 3}
    found = rules.item20([one], YEARS, counted=counted).differences
    assert [(d.table, d.year, d.rule, d.left, d.right) for d in found] == [
        (3, "2025", "balance", 1, 3)
    ]


def test_table_1_that_is_not_the_sum_of_3_and_4_is_named() -> None:
    whole = tables(life("A", Owned("F-1", date(2020, 1, 1)), opened=date(2020, 1, 1)))
    broken = rules.Item20(
        years=whole.years,
        summary=(
            rules.SummaryRow(side=None, year=YEARS[0], start=1, end=2),
            *whole.summary[1:],
        ),
        transfers=whole.transfers,
        franchised=whole.franchised,
        own=whole.own,
        projected=(),
        left=(),
    )
    assert [(d.table, d.rule) for d in rules.differences(broken)] == [(1, "end")]


days = st.integers(0, 2200).map(lambda number: date(2021, 1, 1) + timedelta(days=number))


@st.composite
def a_life(draw: st.DrawFn, code: str) -> OutletLife:
    """A sound history: owners one after another, with gaps in which it is the franchisor's own."""
    opened = draw(days)
    closed = draw(st.none() | st.integers(0, 1500).map(lambda number: opened + number * DAY))
    owners, start = [], opened - DAY * draw(st.integers(0, 200))
    for number in range(draw(st.integers(0, 4))):
        start += DAY * draw(st.integers(0, 90))
        length = draw(st.none() | st.integers(0, 700))
        ends = None if length is None else start + DAY * length
        owners.append(Owned(f"F-{number}", start, ends))
        if ends is None:
            break
        start = ends + DAY
    endings = [
        Ending(day, draw(st.sampled_from(EndKind))) for day in draw(st.lists(days, max_size=2))
    ]
    return OutletLife(
        code=code,
        region=draw(st.sampled_from(("North", "South", ""))),
        opened_on=opened,
        closed_on=closed,
        owners=tuple(owners),
        endings=tuple(endings),
    )


@st.composite
def many_lives(draw: st.DrawFn) -> list[OutletLife]:
    return [draw(a_life(f"S-{number}")) for number in range(draw(st.integers(0, 8)))]


@settings(max_examples=150, deadline=None)
@given(many_lives(), days, st.integers(1, 12))
def test_the_identities_hold_for_every_sound_history(
    lives: list[OutletLife], on: date, month: int
) -> None:
    years = outlet_lives.fiscal_years(on, first_month=month)
    found = tables(*lives, years=years)
    assert found.differences == ()
    for row in (*found.franchised, *found.own):
        assert row.balance == row.end
        assert min(row.start, row.end) >= 0
    both = [row for row in found.summary if row.side is None]
    for row in both:
        trading = [
            one
            for one in lives
            if one.opened_on <= row.year.last
            and (one.closed_on is None or one.closed_on > row.year.last)
        ]
        assert row.end == len(trading)


@settings(max_examples=100, deadline=None)
@given(many_lives(), days)
def test_every_outlet_is_opened_once_and_closed_at_most_once(
    lives: list[OutletLife], on: date
) -> None:
    for one in lives:
        found = [move.move for move in outlet_lives.movements(one)]
        assert found[0] in {Move.OPENED, Move.OWN_OPENED}
        closings = [
            move
            for move in found
            if move in {Move.TERMINATED, Move.NOT_RENEWED, Move.CEASED, Move.OWN_CLOSED}
        ]
        assert len(closings) == (one.closed_on is not None)
        assert outlet_lives.side_at_end_of(one, one.opened_on - DAY) is None
