"""The fund's own book: what stands on its accounts on a day, and what moved in a period."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from ...database import db
from ...fees.enums import Account, Book
from ...fees.models import AccountTotal, Invoice, JournalEntry, Posting
from ...kit.money import Money
from ...kit.period import Period
from ..models import FundOwnContribution

HELD = (Account.BANK, Account.RECEIVABLE, Account.BETWEEN)
"""What the fund is: money, and what is owed to it."""


def standing(currency: str, on: date) -> Mapping[Account, int]:
    """What stands on each account at the end of a day, debit above zero.

    Today's totals less what was posted for later days: these are few, the others are many.
    """
    totals = dict(
        db.session.execute(
            select(AccountTotal.account, AccountTotal.total_minor).where(
                AccountTotal.book == Book.FUND, AccountTotal.currency == currency
            )
        ).all()
    )
    for account, minor in _moved(currency, JournalEntry.on_date > on).items():
        totals[account] = totals.get(account, 0) - minor
    return totals


def moved(currency: str, period: Period) -> Mapping[Account, int]:
    """What was posted to each account in a period."""
    return _moved(currency, JournalEntry.on_date >= period.start, JournalEntry.on_date < period.end)


def _moved(currency: str, *conditions: object) -> dict[Account, int]:
    rows = db.session.execute(
        select(Posting.account, func.sum(Posting.amount_minor))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Posting.book == Book.FUND, Posting.currency == currency, *conditions)  # type: ignore[arg-type]
        .group_by(Posting.account)
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
    """Contributions by the month in which they were invoiced or posted, months without any too."""
    invoiced = db.session.execute(
        select(Invoice.issued_on, func.sum(Invoice.fund_minor))
        .where(
            Invoice.issued_on >= period.start,
            Invoice.issued_on < period.end,
            Invoice.currency == currency,
        )
        .group_by(Invoice.issued_on)
    )
    own = db.session.execute(
        select(FundOwnContribution.posted_on, func.sum(FundOwnContribution.amount_minor))
        .where(
            FundOwnContribution.posted_on >= period.start,
            FundOwnContribution.posted_on < period.end,
            FundOwnContribution.currency == currency,
        )
        .group_by(FundOwnContribution.posted_on)
    )
    sums = {month.text: [0, 0] for month in period.months()}
    for place, rows in enumerate((invoiced, own)):
        for day, minor in rows:
            sums[f"{day:%Y-%m}"][place] += int(minor)
    return tuple(MonthSums(month, *both) for month, both in sums.items())


def bank_moves(currency: str, after: date, until: date) -> dict[date, int]:
    """What moved on the fund's bank account, by day: after one day, up to another."""
    rows = db.session.execute(
        select(JournalEntry.on_date, func.sum(Posting.amount_minor))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(
            Posting.book == Book.FUND,
            Posting.account == Account.BANK,
            Posting.currency == currency,
            JournalEntry.on_date > after,
            JournalEntry.on_date <= until,
        )
        .group_by(JournalEntry.on_date)
    )
    return {day: int(minor) for day, minor in rows}
