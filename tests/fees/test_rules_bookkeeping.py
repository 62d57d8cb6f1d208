"""The entries behind each act, side by side."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.errors import Unbalanced
from franchise_portal.fees.rules.allocation import Share
from franchise_portal.fees.rules.bookkeeping import (
    Side,
    by_book,
    credit_of,
    credit_sides,
    invoice_sides,
    payment_sides,
    payout_sides,
    refund_sides,
    require_balanced,
    write_off_sides,
)

FEES, FUND = Book.FRANCHISOR, Book.FUND
ONE, TWO = UUID(int=1), UUID(int=2)
BOTH = (Share(ONE, FEES, 70), Share(ONE, FUND, 20), Share(TWO, FEES, 5))
minors = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("fees", "fund", "tax", "sides"),
    [
        (100, 0, 0, [(FEES, "receivable", 100), (FEES, "revenue", -100)]),
        (
            100, 30, 19,
            [(FEES, "receivable", 119), (FEES, "revenue", -100), (FEES, "tax", -19),
             (FUND, "receivable", 30), (FUND, "contributions", -30)],
        ),
        (-100, 0, -19, [(FEES, "revenue", 100), (FEES, "tax", 19), (FEES, "credit", -119)]),
        (-10, 0, 19, [(FEES, "receivable", 9), (FEES, "revenue", 10), (FEES, "tax", -19)]),
        (
            0, -30, 0,
            [(FEES, "bank", 30), (FEES, "credit", -30), (FUND, "contributions", 30),
             (FUND, "bank", -30)],
        ),
        (
            -100, -30, 0,
            [(FEES, "revenue", 100), (FEES, "bank", 30), (FEES, "credit", -130),
             (FUND, "contributions", 30), (FUND, "bank", -30)],
        ),
        (0, 0, 0, []),
    ],
)  # fmt: skip
def test_an_invoice_owes_each_book_its_part_and_gives_credit_below_zero(fees, fund, tax, sides):
    found = invoice_sides(fees=fees, fund=fund, tax=tax)
    assert [(one.book, one.account.value, one.minor) for one in found] == sides


def test_an_invoice_without_tax_need_not_say_so():
    assert invoice_sides(fees=5, fund=6) == invoice_sides(fees=5, fund=6, tax=0, deposits=0)


@pytest.mark.parametrize(
    ("fees", "fund", "credit"),
    [(5, 5, 0), (-5, 5, 5), (5, -5, 5), (-5, -6, 11), (0, 0, 0), (-1, -1, 2)],
)
def test_parts_below_zero_become_credit(fees, fund, credit):
    assert credit_of(fees=fees, fund=fund) == credit


def test_shares_are_summed_by_book():
    assert by_book(BOTH) == (75, 20)
    assert by_book([*BOTH, Share(TWO, FUND, 3)]) == (75, 23)
    assert by_book([]) == (0, 0)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (
            lambda: payment_sides(BOTH, 5),
            [(FEES, "bank", 80), (FEES, "receivable", -75), (FEES, "credit", -5),
             (FUND, "bank", 20), (FUND, "receivable", -20)],
        ),
        (lambda: payment_sides([], 5), [(FEES, "bank", 5), (FEES, "credit", -5)]),
        (
            lambda: credit_sides(BOTH),
            [(FEES, "credit", 95), (FEES, "receivable", -75), (FEES, "bank", -20),
             (FUND, "bank", 20), (FUND, "receivable", -20)],
        ),
        (
            lambda: write_off_sides(BOTH),
            [(FEES, "written_off", 75), (FEES, "receivable", -75), (FUND, "written_off", 20),
             (FUND, "receivable", -20)],
        ),
        (lambda: refund_sides(7), [(FEES, "credit", 7), (FEES, "payable", -7)]),
        (lambda: payout_sides(7), [(FEES, "payable", 7), (FEES, "bank", -7)]),
    ],
)  # fmt: skip
def test_each_act_has_its_sides(act, expected):
    assert [(one.book, one.account.value, one.minor) for one in act()] == expected


@given(minors, minors, minors, minors)
def test_every_invoice_balances_in_both_books(fees, fund, tax, deposits):
    sides = invoice_sides(fees=fees, fund=fund, tax=tax, deposits=deposits)
    require_balanced(sides)
    credit = sum(-one.minor for one in sides if one.account is Account.CREDIT)
    assert credit == credit_of(fees=fees + tax + deposits, fund=fund)


@given(minors, minors, minors, minors)
def test_a_deposit_is_never_income(fees, fund, tax, deposits):
    sides = invoice_sides(fees=fees, fund=fund, tax=tax, deposits=deposits)
    assert sum(-one.minor for one in sides if one.account is Account.REVENUE) == fees
    assert sum(-one.minor for one in sides if one.account is Account.DEPOSITS) == deposits


@pytest.mark.parametrize(
    ("deposits", "sides"),
    [
        (500, [(FEES, "deposits", -500), (FEES, "receivable", 500)]),
        (-500, [(FEES, "credit", -500), (FEES, "deposits", 500)]),
    ],
)
def test_a_deposit_is_owed_back_from_the_day_on_which_it_is_asked_for(deposits, sides):
    found = invoice_sides(fees=0, fund=0, deposits=deposits)
    assert sorted((one.book, one.account.value, one.minor) for one in found) == sides


@pytest.mark.parametrize(
    ("sides", "book", "rest"),
    [
        ([(FEES, 5), (FEES, -4)], "franchisor", 1),
        ([(FEES, 5), (FUND, -5)], "franchisor", 5),
        ([(FEES, 5), (FEES, -5), (FUND, -2), (FUND, -3)], "fund", -5),
        ([(FUND, 1)], "fund", 1),
    ],
)
def test_what_does_not_balance_in_a_book_is_refused(sides, book, rest):
    with pytest.raises(Unbalanced) as refused:
        require_balanced(Side(of, Account.BANK, minor) for of, minor in sides)
    assert refused.value.params == {"book": book, "rest": rest}


def test_what_balances_in_each_book_is_taken():
    require_balanced([])
    sides = [(FEES, 5), (FUND, 2), (FEES, -1), (FUND, -2), (FEES, -4)]
    require_balanced(Side(of, Account.BANK, minor) for of, minor in sides)
