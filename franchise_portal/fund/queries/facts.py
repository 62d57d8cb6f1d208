"""The fund over a period, gathered from the book, the budget, the spending and the bank."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...fees.enums import Account
from ...kit.period import Period
from ...network.models import Region
from ..enums import Agreement, SpendingKind
from ..models import FundBudgetLine, FundSpending
from ..rules.statement import (
    FundFacts,
    ItemFact,
    LineFact,
    MonthFact,
    OutletFact,
    SpendingFact,
)
from ..rules.years import period_of, year_of
from . import bank, book, budgets, places, spending
from .terms import the_terms

MOST_SPENDING = 300
DAY = timedelta(days=1)


def facts_of(period: Period, currency: str) -> FundFacts:
    """All that a statement of a period says, as the book stands now.

    Of a large network the outlets are kept beside it; see `places`.
    """
    return with_places(sums_of(period, currency), places.by_outlet(period, currency))


def with_places(facts: FundFacts, sums: Mapping[UUID, int]) -> FundFacts:
    """The facts with what came from each region and outlet."""
    period = Period.of_days(facts.first, facts.last)
    regions, network_wide = places.regions_of(
        period,
        facts.currency,
        places.by_region(sums),
        spent=facts.spent + facts.administration,
    )
    names, is_long = the_terms().names_outlets, len(sums) > places.MOST_OUTLETS
    return replace(
        facts,
        regions=regions,
        network_wide=network_wide,
        outlets=tuple(places.listed(sums, facts.last)) if names and not is_long else (),
        outlet_count=len(sums),
        is_whole=True,
        has_long_list=names and is_long,
    )


def long_list(period: Period, currency: str) -> Iterator[OutletFact] | None:
    """The outlets of a period, where they are too many to stand in its facts.

    None: they stand there, or this network names none.
    """
    if not the_terms().names_outlets or not places.is_large():
        return None
    sums = places.by_outlet(period, currency)
    return places.listed(sums, period.last) if len(sums) > places.MOST_OUTLETS else None


def sums_of(period: Period, currency: str) -> FundFacts:
    """The same without regions and outlets, which take long to add up in a large network."""
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
        spending=tuple(_spending_fact(row) for row in shown),
        spending_count=spending_count,
        is_whole=False,
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
    begins = period_of(year, starts_month).start
    earlier = (
        spending.by_line(Period(begins, period.start), currency) if begins < period.start else {}
    )
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
            before = earlier.get(line.line_key, 0)
            found.append(_line_fact(line, region or "", spent.pop(line.line_key, 0), before))
    return (*found, *_further_lines(spent))


def _line_fact(line: FundBudgetLine, region: str, spent: int, before: int) -> LineFact:
    return LineFact(
        line.name,
        line.kind.value,
        region,
        line.amount_minor,
        spent,
        line.kind.is_administration,
        before,
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
