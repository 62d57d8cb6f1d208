"""The double entries behind the fund's own acts; see `fees.rules.bookkeeping` for the others.

Debits are above zero. The franchisor and the fund are two entities: what one owes the other stands
in the books of both.
"""

from ...fees.enums import Account, Book
from ...fees.rules.bookkeeping import Side


def spending_sides(minor: int) -> tuple[Side, ...]:
    """Money that left the fund's account; below zero: that came back or never left."""
    return (
        Side(Book.FUND, Account.EXPENSE, minor),
        Side(Book.FUND, Account.BANK, -minor),
    )


def own_sides(minor: int) -> tuple[Side, ...]:
    """What the franchisor owes the fund for an outlet that it runs itself."""
    return (
        Side(Book.FUND, Account.BETWEEN, minor),
        Side(Book.FUND, Account.CONTRIBUTIONS, -minor),
        Side(Book.FRANCHISOR, Account.OWN_SHARE, minor),
        Side(Book.FRANCHISOR, Account.BETWEEN, -minor),
    )


def transfer_sides(minor: int) -> tuple[Side, ...]:
    """What the franchisor transferred of it."""
    return (
        Side(Book.FUND, Account.BANK, minor),
        Side(Book.FUND, Account.BETWEEN, -minor),
        Side(Book.FRANCHISOR, Account.BETWEEN, minor),
        Side(Book.FRANCHISOR, Account.BANK, -minor),
    )


def receipt_sides(minor: int) -> tuple[Side, ...]:
    """Money that came to the fund's account and is no contribution."""
    return (
        Side(Book.FUND, Account.BANK, minor),
        Side(Book.FUND, Account.OTHER_INCOME, -minor),
    )
