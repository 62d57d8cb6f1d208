"""Budgets: versions of a year, their lines, planned against spent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.models import Region
from ..enums import BudgetStatus
from ..models import FundBudget, FundBudgetLine, FundSpending
from ..rules.budgets import PlannedLine


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A version in the list."""

    budget: FundBudget
    total: Money


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its region and what was spent of it."""

    line: FundBudgetLine
    region: Region | None
    standing: PlannedLine


def visible_budgets(actor: Actor) -> Select[FundBudget]:
    """All for the office; franchisees see what was proposed and what became of it."""
    actor.require(Permission.FUND_BOOK_READ)
    query = select(FundBudget)
    if actor.side is Side.FRANCHISEE:
        query = query.where(FundBudget.proposed_at.is_not(None))
    return query


def budgets(actor: Actor) -> Sequence[BudgetRow]:
    """All versions, the latest year first."""
    rows = db.session.scalars(
        visible_budgets(actor).order_by(FundBudget.year.desc(), FundBudget.number.desc())
    ).all()
    totals = dict(
        db.session.execute(
            select(FundBudgetLine.budget_id, func.sum(FundBudgetLine.amount_minor))
            .where(FundBudgetLine.budget_id.in_([row.id for row in rows]))
            .group_by(FundBudgetLine.budget_id)
        ).all()
    )
    return [BudgetRow(row, Money(int(totals.get(row.id, 0)), row.currency)) for row in rows]


def budget_for(actor: Actor, budget_id: UUID) -> FundBudget:
    """One version.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    row = db.session.scalar(visible_budgets(actor).where(FundBudget.id == budget_id))
    if row is None:
        raise NotFound
    return row


def adopted(year: int) -> FundBudget | None:
    """The version in force for a year."""
    return db.session.scalar(
        select(FundBudget).where(FundBudget.year == year, FundBudget.status == BudgetStatus.ADOPTED)
    )


def lines_of(budget: FundBudget) -> Sequence[ShownLine]:
    """The lines in their order, each with what was spent of it in the year."""
    rows = db.session.execute(
        select(FundBudgetLine, Region)
        .outerjoin(Region, Region.id == FundBudgetLine.region_id)
        .where(FundBudgetLine.budget_id == budget.id)
        .order_by(FundBudgetLine.position)
    ).all()
    spent = spent_by_line(budget.year, budget.currency)
    return [ShownLine(line, region, planned(line, spent)) for line, region in rows]


def planned(line: FundBudgetLine, spent: Mapping[UUID, int]) -> PlannedLine:
    """A line as the rules see it."""
    return PlannedLine(
        line.line_key, line.name, line.kind, line.amount_minor, spent.get(line.line_key, 0)
    )


def spent_by_line(year: int, currency: str) -> dict[UUID, int]:
    """What was spent of each line of a year, less what was taken back."""
    query = select(FundSpending.line_key, func.sum(FundSpending.amount_minor)).where(
        FundSpending.year == year, FundSpending.currency == currency
    )
    return {
        key: int(minor) for key, minor in db.session.execute(query.group_by(FundSpending.line_key))
    }


def spent_lines(year: int) -> tuple[PlannedLine, ...]:
    """The lines of a year of which something was spent, by the names they had then."""
    rows = db.session.execute(
        select(
            FundSpending.line_key,
            func.max(FundSpending.line_name),
            FundSpending.kind,
            func.sum(FundSpending.amount_minor),
        )
        .where(FundSpending.year == year)
        .group_by(FundSpending.line_key, FundSpending.kind)
    )
    return tuple(PlannedLine(key, name, kind, 0, int(minor)) for key, name, kind, minor in rows)


def next_number(year: int) -> int:
    """The number of a year's next version."""
    last = db.session.scalar(select(func.max(FundBudget.number)).where(FundBudget.year == year))
    return (last or 0) + 1
