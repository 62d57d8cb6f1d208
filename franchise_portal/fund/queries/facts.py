"""The fund over a period, gathered from the book, the budget, the spending and the bank."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...fees.enums import Account
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Region
from ..enums import Agreement, SpendingKind
from ..models import FundBudgetLine, FundSpending
from ..rules.regions import by_contributions
from ..rules.statement import (
    FundFacts,
    ItemFact,
    LineFact,
    MonthFact,
    OutletFact,
    RegionFact,
    SpendingFact,
)
from ..rules.years import year_of
from . import bank, book, budgets, contributions, spending
from .terms import the_terms

MOST_OUTLETS = 2_000
"""Outlets that a statement lists one by one; above that it shows regions only."""
MOST_SPENDING = 300
DAY = timedelta(days=1)


def facts_of(period: Period, currency: str) -> FundFacts:
    """All that a statement of a period says, as the book stands now."""
    terms = the_terms()
    before, after = (
        book.standing(currency, period.start - DAY),
        book.standing(currency, period.last),
    )
    months = book.by_month(currency, period)
    own = sum(month.own for month in months)
    moved = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
    kinds = spending.by_kind(period, currency)
    administration = kinds.get(SpendingKind.ADMINISTRATION, 0)
    spent = moved.get(Account.EXPENSE, 0) - administration
    franchisees = -moved.get(Account.CONTRIBUTIONS, 0) - own
    lost = moved.get(Account.WRITTEN_OFF, 0)
    opening, closing = book.held(before), book.held(after)
    lines = _lines(period, currency, terms.year_starts_month)
    regions, outlets, count, network_wide = _places(period, currency, sum(kinds.values()))
    shown, spending_count = spending.of_period(period, currency, limit=MOST_SPENDING)
    at_bank = bank.balance_on(period.last, currency)
    return FundFacts(
        starts_on=period.start.isoformat(),
        ends_on=period.last.isoformat(),
        currency=currency,
        opening=opening,
        franchisees=franchisees,
        own=own,
        lost=lost,
        spent=spent,
        administration=administration,
        administration_agreed=sum(line.planned or 0 for line in lines if line.is_administration),
        other=closing - opening - franchisees - own + lost + spent + administration,
        closing=closing,
        in_bank=after.get(Account.BANK, 0),
        owed_by_franchisees=after.get(Account.RECEIVABLE, 0),
        owed_by_franchisor=after.get(Account.BETWEEN, 0),
        bank=at_bank.bank.minor if at_bank else None,
        agreement=(at_bank.reconciliation.agreement if at_bank else Agreement.UNKNOWN).value,
        items=tuple(
            ItemFact(item.words, item.amount_minor) for item in (at_bank.items if at_bank else ())
        ),
        months=tuple(MonthFact(*month) for month in months),
        lines=lines,
        kinds=tuple((kind.value, kinds[kind]) for kind in SpendingKind if kinds.get(kind)),
        regions=regions,
        network_wide=network_wide,
        outlets=outlets if terms.names_outlets else (),
        outlet_count=count,
        spending=tuple(_spending_fact(row) for row in shown),
        spending_count=spending_count,
    )


def _spending_fact(row: FundSpending) -> SpendingFact:
    return SpendingFact(
        row.number,
        row.spent_on.isoformat(),
        row.supplier,
        row.purpose,
        row.kind.value,
        row.amount_minor,
    )


def _lines(period: Period, currency: str, starts_month: int) -> tuple[LineFact, ...]:
    """The lines of the year's budget, and what was spent outside of any of them."""
    year = year_of(period.last, starts_month)
    spent, budget = spending.by_line(period, currency), budgets.adopted(year)
    found = []
    if budget is not None:
        rows = db.session.execute(
            select(FundBudgetLine, Region.name)
            .outerjoin(Region, Region.id == FundBudgetLine.region_id)
            .where(FundBudgetLine.budget_id == budget.id)
            .order_by(FundBudgetLine.position)
        )
        for line, region in rows:
            found.append(_line_fact(line, region or "", spent.pop(line.line_key, 0)))
    return (*found, *_further_lines(spent))


def _line_fact(line: FundBudgetLine, region: str, spent: int) -> LineFact:
    return LineFact(
        line.name, line.kind.value, region, line.amount_minor, spent, line.kind.is_administration
    )


def _further_lines(spent: Mapping[UUID, int]) -> tuple[LineFact, ...]:
    """What the period spent of lines of another year's budget."""
    rows = db.session.execute(
        select(FundSpending.line_key, FundSpending.line_name, FundSpending.kind)
        .where(FundSpending.line_key.in_(list(spent)))
        .order_by(FundSpending.line_name, FundSpending.id)
    )
    named = {key: (name, kind) for key, name, kind in rows}
    return tuple(
        LineFact(name, kind.value, "", None, spent[key], kind.is_administration)
        for key, (name, kind) in named.items()
    )


Places = tuple[tuple[RegionFact, ...], tuple[OutletFact, ...], int, int]


def _places(period: Period, currency: str, spent: int) -> Places:
    """Regions against each other, the outlets that contributed, and what was for all regions."""
    charged, own = contributions.contributed(period, currency)
    sums = {key: charged.get(key, 0) + own.get(key, 0) for key in {*charged, *own}}
    there = [key for key, minor in sums.items() if minor]
    lies_in = contributions.regions_of_outlets()
    by_region: dict[UUID | None, int] = {}
    counts = Counter(lies_in.get(key) for key in there)
    for key in there:
        by_region[lies_in.get(key)] = by_region.get(lies_in.get(key), 0) + sums[key]
    alone = spending.by_region(period, currency)
    network_wide = spent - sum(alone.values())
    shares = by_contributions(Money(network_wide, currency), by_region)
    regions = tuple(
        RegionFact(
            region.name if region else "",
            region.name_local if region else "",
            counts[key],
            by_region.get(key, 0),
            alone.get(key, 0) if key else 0,
            shares[key].minor if key in shares else 0,
        )
        for key, region in _regions({*by_region, *alone})
    )
    return regions, _outlets(sums, there, period.last), len(there), network_wide


def _outlets(sums: Mapping[UUID, int], there: list[UUID], on: date) -> tuple[OutletFact, ...]:
    """The outlets one by one, while a statement can list them."""
    if len(there) > MOST_OUTLETS:
        return ()
    return tuple(
        OutletFact(outlet.code, outlet.name, outlet.name_local, owner, sums[outlet.id])
        for outlet, owner in contributions.outlets_with_owner(there, on)
    )


def _regions(keys: set[UUID | None]) -> list[tuple[UUID | None, Region | None]]:
    """The regions of some ids by their codes; outlets without one come last."""
    rows: list[tuple[UUID | None, Region | None]] = [
        (region.id, region)
        for region in db.session.scalars(
            select(Region).where(Region.id.in_([key for key in keys if key])).order_by(Region.code)
        )
    ]
    return [*rows, (None, None)] if None in keys else rows
