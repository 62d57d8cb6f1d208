"""The double entries behind invoices and payments, as values.

Debits are positive, credits negative, in minor units. The franchisor and the advertising fund are
two entities with a book each, and the postings of each book sum to zero in every entry. Money that
nobody owes yet is kept by the franchisor as credit; when it settles a part of the fund, it leaves
the franchisor's bank for the fund's.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..enums import Account, Book
from ..errors import Unbalanced
from .allocation import Share


class Side(NamedTuple):
    """One side of an entry: debit above zero, credit below."""

    book: Book
    account: Account
    minor: int


def invoice_sides(*, fees: int, fund: int, tax: int = 0, deposits: int = 0) -> tuple[Side, ...]:
    """An invoice: the franchisee owes each book its part.

    All tax is the franchisor's, who issues the invoice and owes it to the tax office. A deposit is
    no income: it is owed back, and a document that gives it back takes it from there. A part below
    zero becomes credit at once; the fund hands what it gives back to the franchisor.
    """
    own = fees + tax + deposits
    owed_fees, owed_fund = max(own, 0), max(fund, 0)
    fees_back, fund_back = owed_fees - own, owed_fund - fund
    return _without_zeros(
        Side(Book.FRANCHISOR, Account.RECEIVABLE, owed_fees),
        Side(Book.FRANCHISOR, Account.REVENUE, -fees),
        Side(Book.FRANCHISOR, Account.TAX, -tax),
        Side(Book.FRANCHISOR, Account.DEPOSITS, -deposits),
        Side(Book.FRANCHISOR, Account.BANK, fund_back),
        Side(Book.FRANCHISOR, Account.CREDIT, -fees_back - fund_back),
        Side(Book.FUND, Account.RECEIVABLE, owed_fund),
        Side(Book.FUND, Account.CONTRIBUTIONS, -fund),
        Side(Book.FUND, Account.BANK, -fund_back),
    )


def credit_of(*, fees: int, fund: int) -> int:
    """What an invoice gives as credit: its parts below zero, as a number of zero or more.

    `fees` is all that stands in the franchisor's book, with the tax and with deposits.
    """
    return max(-fees, 0) + max(-fund, 0)


def payment_sides(shares: Iterable[Share], rest: int) -> tuple[Side, ...]:
    """A payment: each book receives its part; what settles nothing becomes credit."""
    fees, fund = by_book(shares)
    return _without_zeros(
        Side(Book.FRANCHISOR, Account.BANK, fees + rest),
        Side(Book.FRANCHISOR, Account.RECEIVABLE, -fees),
        Side(Book.FRANCHISOR, Account.CREDIT, -rest),
        Side(Book.FUND, Account.BANK, fund),
        Side(Book.FUND, Account.RECEIVABLE, -fund),
    )


def credit_sides(shares: Iterable[Share]) -> tuple[Side, ...]:
    """Credit that settles an invoice issued later; the fund's part moves to the fund's bank."""
    fees, fund = by_book(shares)
    return _without_zeros(
        Side(Book.FRANCHISOR, Account.CREDIT, fees + fund),
        Side(Book.FRANCHISOR, Account.RECEIVABLE, -fees),
        Side(Book.FRANCHISOR, Account.BANK, -fund),
        Side(Book.FUND, Account.BANK, fund),
        Side(Book.FUND, Account.RECEIVABLE, -fund),
    )


def write_off_sides(shares: Iterable[Share]) -> tuple[Side, ...]:
    """What is given up of open parts: each book bears its own loss."""
    fees, fund = by_book(shares)
    return _without_zeros(
        Side(Book.FRANCHISOR, Account.WRITTEN_OFF, fees),
        Side(Book.FRANCHISOR, Account.RECEIVABLE, -fees),
        Side(Book.FUND, Account.WRITTEN_OFF, fund),
        Side(Book.FUND, Account.RECEIVABLE, -fund),
    )


def refund_sides(minor: int) -> tuple[Side, ...]:
    """Credit that will be paid back."""
    return (
        Side(Book.FRANCHISOR, Account.CREDIT, minor),
        Side(Book.FRANCHISOR, Account.PAYABLE, -minor),
    )


def payout_sides(minor: int) -> tuple[Side, ...]:
    """What was to be paid back has been transferred."""
    return (
        Side(Book.FRANCHISOR, Account.PAYABLE, minor),
        Side(Book.FRANCHISOR, Account.BANK, -minor),
    )


def require_balanced(sides: Iterable[Side]) -> None:
    """Raise `Unbalanced` unless the sides of each book sum to zero."""
    sums: dict[Book, int] = {}
    for side in sides:
        sums[side.book] = sums.get(side.book, 0) + side.minor
    for book, minor in sums.items():
        if minor:
            raise Unbalanced(book=book.value, rest=minor)


def by_book(shares: Iterable[Share]) -> tuple[int, int]:
    """What the shares put into the franchisor's book and into the fund's, in minor units."""
    fees = fund = 0
    for share in shares:
        if share.book is Book.FUND:
            fund += share.minor
        else:
            fees += share.minor
    return fees, fund


def _without_zeros(*sides: Side) -> tuple[Side, ...]:
    return tuple(side for side in sides if side.minor)
