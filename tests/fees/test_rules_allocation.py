"""What a payment settles, and why then: named, due, by an agreed day, in dispute, credit."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.enums import Book, Turn
from franchise_portal.fees.rules.allocation import (
    AgreedPlan,
    Allocated,
    OpenPart,
    Share,
    Terms,
    allocate,
)

FEES, FUND = Book.FRANCHISOR, Book.FUND
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


def day(number):
    return date(2026, 11, number)


def part(place, book, on, minor=10):
    return OpenPart(UUID(int=place), f"2026-{place:04}", book, day(on), minor)


OLD, NEW = part(1, FEES, 1), part(2, FEES, 2)
OLD_FUND, NEW_FUND = part(1, FUND, 1), part(2, FUND, 2)
SAME_DAY = part(3, FEES, 2)


@pytest.mark.parametrize(
    ("minor", "named", "shares", "rest"),
    [
        (0, None, [], 0),
        (-5, None, [], -5),
        (1, None, [(OLD_FUND, 1)], 0),
        (3, None, [(OLD_FUND, 3)], 0),
        (10, None, [(OLD_FUND, 10)], 0),
        (25, None, [(OLD_FUND, 10), (NEW_FUND, 10), (OLD, 5)], 0),
        (45, None, [(OLD_FUND, 10), (NEW_FUND, 10), (OLD, 10), (NEW, 10), (SAME_DAY, 5)], 0),
        (51, None, [(OLD_FUND, 10), (NEW_FUND, 10), (OLD, 10), (NEW, 10), (SAME_DAY, 10)], 1),
        (11, None, [(OLD_FUND, 10), (NEW_FUND, 1)], 0),
        (25, TWO, [(NEW_FUND, 10), (NEW, 10), (OLD_FUND, 5)], 0),
        (15, THREE, [(SAME_DAY, 10), (OLD_FUND, 5)], 0),
    ],
)
def test_the_named_invoice_comes_first_then_the_fund_then_the_oldest(minor, named, shares, rest):
    found = allocate(minor, [SAME_DAY, NEW, NEW_FUND, OLD, OLD_FUND], on=day(2), named=named)
    assert parts_of(found) == [(one.invoice_id, one.book, taken) for one, taken in shares]
    assert found.rest == rest


def parts_of(found):
    return [(share.invoice_id, share.book, share.minor) for share in found.shares]


def told(found):
    """Place, book, amount and turn of each share."""
    return [
        (share.invoice_id.int, share.book.value, share.minor, share.turn.value)
        for share in found.shares
    ]


def test_what_is_due_comes_before_the_fund_of_what_is_not():
    found = allocate(35, [OLD, OLD_FUND, NEW, NEW_FUND], on=day(1))
    assert told(found) == [
        (1, "fund", 10, "fund"),
        (1, "franchisor", 10, "due"),
        (2, "fund", 10, "coming"),
        (2, "franchisor", 5, "coming"),
    ]


def test_what_comes_due_later_goes_by_its_day_before_its_book():
    parts = [part(2, FUND, 20), part(1, FEES, 20), part(3, FEES, 10)]
    found = allocate(25, parts, on=day(9))
    assert told(found) == [
        (3, "franchisor", 10, "coming"),
        (2, "fund", 10, "coming"),
        (1, "franchisor", 5, "coming"),
    ]


@pytest.mark.parametrize(
    ("minor", "named", "contested", "expected", "rest"),
    [
        # Half of the oldest fee is in dispute: it comes after all else, and before any credit.
        (20, None, {(ONE, FEES): 5}, [(1, 5, "due"), (2, 10, "due"), (3, 5, "due")], 0),
        (
            27, None, {(ONE, FEES): 5},
            [(1, 5, "due"), (2, 10, "due"), (3, 10, "due"), (1, 2, "contested")], 0,
        ),
        (31, None, {(ONE, FEES): 10}, [(2, 10, "due"), (3, 10, "due"), (1, 10, "contested")], 1),
        # More may be disputed than is still open, and something that is not open at all.
        (25, None, {(ONE, FEES): 99}, [(2, 10, "due"), (3, 10, "due"), (1, 5, "contested")], 0),
        (25, None, {(ONE, FUND): 5}, [(1, 10, "due"), (2, 10, "due"), (3, 5, "due")], 0),
        # Two that are in dispute have the same order among themselves.
        (
            25, None, {(ONE, FEES): 10, (TWO, FEES): 10},
            [(3, 10, "due"), (1, 10, "contested"), (2, 5, "contested")], 0,
        ),
        # What was named is settled whole before others.
        (12, ONE, {(ONE, FEES): 5}, [(1, 10, "named"), (2, 2, "due")], 0),
    ],
)  # fmt: skip
def test_what_is_in_dispute_comes_last(minor, named, contested, expected, rest):
    found = allocate(
        minor, [NEW, SAME_DAY, OLD], on=day(9), named=named, terms=Terms(contested=contested)
    )
    assert [(s.invoice_id.int, s.minor, s.turn.value) for s in found.shares] == expected
    assert found.rest == rest


def test_of_a_named_invoice_the_fund_in_dispute_comes_after_its_fees():
    terms = Terms(contested={(ONE, FUND): 10})
    found = allocate(15, [OLD, OLD_FUND], on=day(9), named=ONE, terms=terms)
    assert told(found) == [(1, "franchisor", 10, "named"), (1, "fund", 5, "named")]


def plan(*instalments, opened=None):
    return AgreedPlan(opened or {ONE: 20}, [(day(on), minor) for on, minor in instalments])


@pytest.mark.parametrize(
    ("on", "minor", "expected"),
    [
        # No instalment is due: the later invoice is, although the planned one is older.
        (9, 20, [(2, "fund", 10, "fund"), (2, "franchisor", 10, "due")]),
        # One instalment is due: the fund's part of it with the fund, its fees by their agreed day.
        (
            10, 24,
            [(2, "fund", 10, "fund"), (1, "fund", 8, "instalment"), (2, "franchisor", 6, "due")],
        ),
        # What is not due yet comes by the agreed days.
        (
            9, 33,
            [(2, "fund", 10, "fund"), (2, "franchisor", 10, "due"), (1, "fund", 10, "instalment"),
             (1, "franchisor", 3, "instalment")],
        ),
    ],
)  # fmt: skip
def test_an_instalment_comes_by_its_agreed_day(on, minor, expected):
    terms = Terms(plans=[plan((10, 8), (20, 12))])
    found = allocate(minor, [OLD, OLD_FUND, NEW, NEW_FUND], on=day(on), terms=terms)
    assert told(found) == expected


def test_an_invoice_due_between_two_instalments_comes_between_them():
    terms = Terms(plans=[plan((10, 5), (20, 5), opened={ONE: 10})])
    between = part(2, FEES, 15)
    found = allocate(20, [OLD, between], on=day(5), terms=terms)
    assert [(share.invoice_id.int, share.minor) for share in found.shares] == [(1, 10), (2, 10)]
    found = allocate(17, [OLD, between], on=day(5), terms=terms)
    assert [(share.invoice_id.int, share.minor) for share in found.shares] == [(1, 7), (2, 10)]
    found = allocate(12, [OLD, between], on=day(5), terms=terms)
    assert [(share.invoice_id.int, share.minor) for share in found.shares] == [(1, 5), (2, 7)]


def test_what_is_paid_of_a_plan_fills_its_first_instalments():
    terms = Terms(plans=[plan((10, 8), (20, 22), opened={ONE: 20, TWO: 10})])
    # Of 30 are 14 open: the first instalment is paid, and 14 are left of the second.
    parts = [part(1, FEES, 1, 4), NEW, part(3, FEES, 12)]
    assert told(allocate(20, parts, on=day(11), terms=terms)) == [
        (3, "franchisor", 10, "coming"),
        (1, "franchisor", 4, "instalment"),
        (2, "franchisor", 6, "instalment"),
    ]


@pytest.mark.parametrize(
    ("opened", "instalments", "parts", "minor", "expected"),
    [
        # Of 30 are 14 paid: the first instalment, and 6 of the second, which 4 are left of.
        (
            {ONE: 30}, [(10, 8), (15, 10), (20, 12)], [part(1, FEES, 1, 16)], 7,
            [(1, "franchisor", 4), (3, "franchisor", 3)],
        ),
        # An invoice that is paid has filled the first instalment whole.
        (
            {ONE: 10, TWO: 10}, [(10, 10), (20, 10)], [NEW], 7,
            [(3, "franchisor", 7)],
        ),
        # What the first part leaves of an instalment goes to the second, not to the third.
        (
            {ONE: 8, TWO: 6}, [(10, 8), (20, 6)],
            [part(1, FUND, 1, 4), part(1, FEES, 1, 4), part(2, FEES, 2, 6)], 13,
            [(1, "fund", 4), (1, "franchisor", 4), (3, "franchisor", 5)],
        ),
    ],
)  # fmt: skip
def test_an_instalment_takes_what_is_left_of_it_and_no_more(
    opened, instalments, parts, minor, expected
):
    terms = Terms(plans=[plan(*instalments, opened=opened)])
    found = allocate(minor, [*parts, part(3, FEES, 17)], on=day(9), terms=terms)
    assert [one[:3] for one in told(found)] == expected


def test_what_goes_beyond_a_plan_has_its_own_day():
    # A payment came back: more is open than was planned.
    terms = Terms(plans=[plan((20, 6), opened={ONE: 6})])
    found = allocate(13, [OLD, NEW], on=day(9), terms=terms)
    assert told(found) == [
        (1, "franchisor", 4, "due"),
        (2, "franchisor", 9, "due"),
    ]


def test_what_is_in_dispute_of_a_planned_invoice_comes_after_its_instalments():
    terms = Terms({(ONE, FEES): 4}, [plan((20, 10), opened={ONE: 10})])
    found = allocate(19, [OLD, NEW], on=day(9), terms=terms)
    assert told(found) == [
        (2, "franchisor", 10, "due"),
        (1, "franchisor", 6, "instalment"),
        (1, "franchisor", 3, "contested"),
    ]


books = st.sampled_from(Book)
open_parts = st.lists(
    st.builds(part, st.integers(1, 6), books, st.integers(1, 28), st.integers(1, 99)),
    max_size=8,
    unique_by=lambda one: (one.invoice_id, one.book),
)
plans = st.builds(
    AgreedPlan,
    st.dictionaries(st.integers(1, 3).map(lambda n: UUID(int=n)), st.integers(1, 99), min_size=1),
    st.lists(st.tuples(st.integers(1, 28).map(day), st.integers(1, 60)), max_size=4).map(sorted),
)
some_terms = st.builds(
    Terms,
    st.dictionaries(
        st.tuples(st.integers(1, 6).map(lambda n: UUID(int=n)), books), st.integers(1, 120)
    ),
    st.lists(plans, max_size=1),
)
days = st.integers(1, 28).map(day)
names = st.none() | st.integers(1, 6).map(lambda n: UUID(int=n))


@given(st.integers(0, 500), open_parts, days, names, some_terms)
def test_nothing_is_lost_and_nothing_is_paid_twice(minor, parts, on, named, terms):
    found = allocate(minor, parts, on=on, named=named, terms=terms)
    settled = {}
    for share in found.shares:
        assert share.minor > 0
        key = share.invoice_id, share.book
        settled[key] = settled.get(key, 0) + share.minor
    open_minor = {(one.invoice_id, one.book): one.minor for one in parts}
    assert sum(settled.values()) + found.rest == minor
    assert all(taken <= open_minor[key] for key, taken in settled.items())
    assert found.rest == max(0, minor - sum(open_minor.values()))


@given(st.integers(0, 500), open_parts, days, names, some_terms)
def test_nothing_in_dispute_is_settled_before_everything_else_is(minor, parts, on, named, terms):
    found = allocate(minor, parts, on=on, named=named, terms=terms)
    if all(share.turn is not Turn.CONTESTED for share in found.shares):
        return
    settled = {}
    for share in found.shares:
        if share.turn is not Turn.CONTESTED:
            key = share.invoice_id, share.book
            settled[key] = settled.get(key, 0) + share.minor
    for one in parts:
        key = one.invoice_id, one.book
        contested = 0 if one.invoice_id == named else terms.contested.get(key, 0)
        assert settled.get(key, 0) == max(0, one.minor - contested)


@given(st.integers(0, 500), open_parts, days, names, some_terms)
def test_the_order_in_which_parts_are_read_does_not_matter(minor, parts, on, named, terms):
    mixed = sorted(parts, key=lambda one: (one.minor, one.book.value))
    asked = {"on": on, "named": named, "terms": terms}
    assert allocate(minor, mixed, **asked) == allocate(minor, parts, **asked)


@given(st.integers(1, 500), open_parts, days, names, some_terms)
def test_more_money_never_takes_from_a_part_what_less_gave_it(minor, parts, on, named, terms):
    asked = {"on": on, "named": named, "terms": terms}
    less, more = (
        {(one.invoice_id, one.book, one.turn): one.minor for one in found.shares}
        for found in (allocate(some, parts, **asked) for some in (minor - 1, minor))
    )
    assert all(more.get(key, 0) >= taken for key, taken in less.items())


@given(st.integers(0, 500), open_parts, days)
def test_without_disputes_and_plans_all_that_is_due_is_settled_fund_first(minor, parts, on):
    found = allocate(minor, parts, on=on)
    turns = [share.turn for share in found.shares]
    assert turns == sorted(turns, key=[Turn.FUND, Turn.DUE, Turn.COMING].index)


def test_the_turn_of_a_share_is_not_needed_to_undo_it():
    assert allocate(0, [], on=day(1)) == Allocated((), 0)
    assert Share(ONE, FEES, -5).turn is None
