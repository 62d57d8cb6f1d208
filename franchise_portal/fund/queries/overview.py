"""What the fund's first page shows: a year in a few figures, each leading to its own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...access.actor import Actor
from ...access.permissions import Permission
from ...fees.enums import Account
from ...kit import clock
from ...kit.money import Money
from ...kit.period import Period
from ..enums import SpendingKind
from ..models import FundBudget, FundSpending
from ..rules.years import StatementClock
from . import bank, book, budgets, contributions, own, spending, terms
from .bank import BalanceData
from .book import MonthSums
from .budgets import ShownLine
from .owed import clock_of_last_year

LATEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A year of the fund as it stands today."""

    year: int
    years: Sequence[int]
    period: Period
    currency: str
    months: Sequence[MonthSums]
    contributed: Money
    own: Money
    spent: Money
    administration: Money
    in_bank: Money
    """Today, by the book."""
    held: Money
    """With what is still owed to the fund."""
    balance: BalanceData | None
    """The latest that the bank says."""
    budget: FundBudget | None
    lines: Sequence[ShownLine]
    latest: Sequence[FundSpending]
    clock: StatementClock | None
    """Of the last year that is over, where anybody is owed its statement."""
    paid_in: Money | None
    """By the actor's own business; None for the office."""
    owed_by_franchisor: Money


def overview(actor: Actor, year: int | None) -> Overview:
    """A year of the fund; this one when none is named."""
    actor.require(Permission.FUND_BOOK_READ)
    frame = terms.frame()
    rules, currency, this = frame.terms, frame.currency, frame.this_year
    year = this if year is None else year
    period = terms.year_period(year, rules)
    months = book.by_month(currency, period)
    kinds = spending.by_kind(period, currency)
    stands = book.standing(currency, clock.today())
    budget = budgets.adopted(year)
    paid = contributions.paid_in(actor, period, currency)

    def money(minor: int) -> Money:
        return Money(minor, currency)

    return Overview(
        year=year,
        years=frame.years,
        period=period,
        currency=currency,
        months=[month for month in months if month.total or _has_come(month)],
        contributed=money(sum(month.total for month in months)),
        own=money(sum(month.own for month in months)),
        spent=money(sum(kinds.values())),
        administration=money(kinds.get(SpendingKind.ADMINISTRATION, 0)),
        in_bank=money(stands.get(Account.BANK, 0)),
        held=money(book.held(stands)),
        balance=bank.latest_balance(currency),
        budget=budget,
        lines=budgets.lines_of(budget) if budget else (),
        latest=spending.spending(actor, spending.Wanted(year=year)).rows[:LATEST],
        clock=clock_of_last_year(rules),
        paid_in=None if paid is None else money(paid),
        owed_by_franchisor=own.owed(currency),
    )


def _has_come(month: MonthSums) -> bool:
    return month.month <= f"{clock.today():%Y-%m}"
