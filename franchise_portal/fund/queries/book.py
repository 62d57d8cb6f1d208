"""The fund's own book: what stands on its accounts on a day, and what moved in a period."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, select, union_all

from ...database import db
from ...fees.enums import Account, Book
from ...fees.models import AccountDay
from ...kit.money import Money
from ...kit.period import Period

HELD = (Account.BANK, Account.RECEIVABLE, Account.BETWEEN)
"""What the fund is: money, and what is owed to it."""


def standing(currency: str, on: date) -> Mapping[Account, int]:
    """What stands on each account at the end of a day, debit above zero."""
    return _posted(currency, AccountDay.on_date <= on)


def moved(currency: str, period: Period) -> Mapping[Account, int]:
    """What was posted to each account in a period."""
    return _posted(currency, AccountDay.on_date >= period.start, AccountDay.on_date < period.end)


def _posted(currency: str, *conditions: ColumnElement[bool]) -> dict[Account, int]:
    rows = db.session.execute(
        select(AccountDay.account, func.sum(AccountDay.total_minor))
        .where(AccountDay.book == Book.FUND, AccountDay.currency == currency, *conditions)
        .group_by(AccountDay.account)
    )
    return {account: int(minor) for account, minor in rows}


def held(accounts: Mapping[Account, int]) -> int:
    """What the fund is worth: its money and what is owed to it."""
    return sum(minor for account, minor in accounts.items() if account in HELD)


def in_bank(currency: str, on: date) -> Money:
    """What is on the fund's bank account at the end of a day, by its book."""
    return Money(standing(currency, on).get(Account.BANK, 0), currency)


class MonthSums(NamedTuple):
    """What was contributed in a month, in minor units."""

    month: str
    franchisees: int
    own: int

    @property
    def total(self) -> int:
        """By both."""
        return self.franchisees + self.own


def by_month(currency: str, period: Period) -> tuple[MonthSums, ...]:
    """Contributions by the month in which they were invoiced or posted, months without any too.

    What the franchisor owes for own outlets stands in its own book as well; the rest of what was
    contributed is the franchisees'.
    """
    within = (
        AccountDay.currency == currency,
        AccountDay.on_date >= period.start,
        AccountDay.on_date < period.end,
    )
    days = union_all(
        select(
            AccountDay.on_date, AccountDay.total_minor.label("minor"), literal(0).label("own")
        ).where(AccountDay.book == Book.FUND, AccountDay.account == Account.CONTRIBUTIONS, *within),
        select(AccountDay.on_date, literal(0), AccountDay.total_minor).where(
            AccountDay.book == Book.FRANCHISOR, AccountDay.account == Account.OWN_SHARE, *within
        ),
    )
    sums = {month.text: [0, 0] for month in period.months()}
    for day, contributed, own in db.session.execute(days):
        month = sums[f"{day:%Y-%m}"]
        month[0] -= int(contributed) + int(own)
        month[1] += int(own)
    return tuple(MonthSums(month, *both) for month, both in sums.items())


def bank_moves(currency: str, after: date, until: date) -> dict[date, int]:
    """What moved on the fund's bank account, by day: after one day, up to another."""
    rows = db.session.execute(
        select(AccountDay.on_date, AccountDay.total_minor).where(
            AccountDay.book == Book.FUND,
            AccountDay.account == Account.BANK,
            AccountDay.currency == currency,
            AccountDay.on_date > after,
            AccountDay.on_date <= until,
        )
    )
    return {day: int(minor) for day, minor in rows}
