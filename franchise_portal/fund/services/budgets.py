"""Budgets: begun, written, proposed, adopted; an adopted one is replaced, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ..enums import BudgetStatus, FundAction, SpendingKind
from ..errors import BudgetClosed, YearClosed
from ..models import FundBudget, FundBudgetLine
from ..queries import budgets as queries
from ..queries.terms import currency as currency_of_fund
from ..queries.terms import is_closed, this_year, year_period
from ..rules import budgets as rules

YEARS_AHEAD, YEARS_BACK = 3, 10
LONGEST_NAME, LONGEST_MOTION = 100, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it was written; `key` is that of a line that was there before."""

    name: str
    kind: SpendingKind
    amount: Money
    region_id: UUID | None = None
    key: UUID | None = None


def begin(actor: Actor, *, year: int, reason: str = "") -> FundBudget:
    """Begin a version of a year's budget, with the lines of the one in force.

    Raises:
        Refused: for a year far away, or a further version without a reason.
        YearClosed: when the year's statement is published.
    """
    actor.require(Permission.FUND_BUDGET_WRITE)
    if not this_year() - YEARS_BACK <= year <= this_year() + YEARS_AHEAD:
        raise Refused(N_("Choose a year that is nearer."), field="year")
    _require_open(year)
    number = queries.next_number(year)
    if number > 1 and not reason.strip():
        raise Refused(
            N_("There is a budget for this year. Write why another version is needed."),
            field="reason",
        )
    budget = FundBudget(
        id=new_id(),
        year=year,
        number=number,
        status=BudgetStatus.DRAFT,
        currency=currency_of_fund(),
        reason=reason.strip(),
        made_at=clock.now(),
        made_by_name=actor.name,
        version=1,
    )
    db.session.add(budget)
    db.session.flush()
    present = queries.adopted(year)
    if present is not None:
        _copy_lines(present, budget)
    audit.record(
        actor, FundAction.BUDGET_MADE, budget, name=budget.name, number=number, year=str(year)
    )
    return budget


def _require_open(year: int) -> None:
    if is_closed(year_period(year).last):
        raise YearClosed(year=str(year))


def _copy_lines(source: FundBudget, budget: FundBudget) -> None:
    for shown in queries.lines_of(source):
        line = shown.line
        db.session.add(
            FundBudgetLine(
                id=new_id(),
                budget_id=budget.id,
                line_key=line.line_key,
                position=line.position,
                name=line.name,
                kind=line.kind,
                region_id=line.region_id,
                amount_minor=line.amount_minor,
                currency=line.currency,
            )
        )
    db.session.flush()


def save_lines(
    actor: Actor, budget: FundBudget, lines: Sequence[Line], *, version: int | None = None
) -> FundBudget:
    """Write the lines of a draft anew.

    Raises:
        BudgetClosed: when it is no draft.
        Refused: for a line without a name, twice the same name, an amount below zero or in another
            currency, or a line that is gone though something was spent of it.
        ChangedMeanwhile: when somebody else wrote them since the page was opened.
    """
    actor.require(Permission.FUND_BUDGET_WRITE)
    _require_seen(budget, version)
    if not rules.may_change(budget.status):
        raise BudgetClosed(state=budget.status)
    _require_sound(budget, lines)
    db.session.execute(delete(FundBudgetLine).where(FundBudgetLine.budget_id == budget.id))
    for position, line in enumerate(lines):
        db.session.add(
            FundBudgetLine(
                id=new_id(),
                budget_id=budget.id,
                line_key=line.key or new_id(),
                position=position,
                name=line.name.strip()[:LONGEST_NAME],
                kind=line.kind,
                region_id=line.region_id,
                amount_minor=line.amount.minor,
                currency=budget.currency,
            )
        )
    # So that two who write at once do not both succeed: the budget's own version moves on.
    flag_modified(budget, "reason")
    _flushed(budget)
    audit.record(actor, FundAction.BUDGET_CHANGED, budget, name=budget.name)
    return budget


def _require_sound(budget: FundBudget, lines: Sequence[Line]) -> None:
    names = [line.name.strip() for line in lines]
    if not all(names):
        raise Refused(N_("Each line needs a name."), field="lines")
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(N_("Two lines have the same name. Give each its own."), field="lines")
    for line in lines:
        if line.amount.currency != budget.currency:
            raise Refused(
                N_("The fund's book is kept in %(own)s."), field="lines", own=budget.currency
            )
        if line.amount.minor < 0:
            raise Refused(
                N_("“%(name)s” is below zero. Write an amount of zero or more."),
                field="lines",
                name=line.name,
            )
    gone = rules.dropped(queries.spent_lines(budget.year), [line.key for line in lines if line.key])
    if gone:
        raise Refused(
            N_("Money was spent of “%(name)s” already, so the line stays. Its amount may change."),
            field="lines",
            name=gone[0].name,
        )


def propose(actor: Actor, budget: FundBudget, *, version: int | None = None) -> FundBudget:
    """Put a draft before those who adopt it; franchisees see it from now on.

    Raises:
        BudgetClosed: when it is no draft.
        Refused: without a line.
        ChangedMeanwhile: when somebody else changed it since the page was opened.
    """
    actor.require(Permission.FUND_BUDGET_WRITE)
    _require_seen(budget, version)
    lines = queries.lines_of(budget)
    if budget.status is BudgetStatus.DRAFT and not lines:
        raise Refused(N_("Write at least one line before you propose it."), field="lines")
    if not rules.may_propose(budget.status, lines):
        raise BudgetClosed(state=budget.status)
    budget.status = BudgetStatus.PROPOSED
    budget.proposed_at, budget.proposed_by_name = clock.now(), actor.name
    _flushed(budget)
    audit.record(
        actor, FundAction.BUDGET_PROPOSED, budget, name=budget.name, amount=total_of(budget)
    )
    return budget


def adopt(
    actor: Actor, budget: FundBudget, *, motion_ref: str = "", version: int | None = None
) -> FundBudget:
    """Let a proposed version be the one in force; the one before it is replaced.

    Raises:
        BudgetClosed: when it was not proposed, or decided before.
        Refused: when a line is gone of which something was spent since.
        YearClosed: when the year's statement is published.
        ChangedMeanwhile: when somebody else changed it since the page was opened.
    """
    actor.require(Permission.FUND_BUDGET_ADOPT)
    _require_seen(budget, version)
    if not rules.may_adopt(budget.status):
        raise BudgetClosed(state=budget.status)
    _require_open(budget.year)
    kept = [shown.line.line_key for shown in queries.lines_of(budget)]
    gone = rules.dropped(queries.spent_lines(budget.year), kept)
    if gone:
        raise Refused(
            N_("Money was spent of “%(name)s” meanwhile, which this version lacks. Withdraw it."),
            field="lines",
            name=gone[0].name,
        )
    present = queries.adopted(budget.year)
    if present is not None:
        present.status = BudgetStatus.REPLACED
        _flushed(present)
    budget.status, budget.motion_ref = BudgetStatus.ADOPTED, motion_ref.strip()[:LONGEST_MOTION]
    budget.adopted_at, budget.adopted_by_name = clock.now(), actor.name
    _flushed(budget)
    audit.record(
        actor, FundAction.BUDGET_ADOPTED, budget, name=budget.name, amount=total_of(budget)
    )
    return budget


def withdraw(
    actor: Actor, budget: FundBudget, *, reason: str, version: int | None = None
) -> FundBudget:
    """Give up a version that was not adopted.

    Raises:
        BudgetClosed: when it was adopted or given up before.
        Refused: without a reason.
        ChangedMeanwhile: when somebody else changed it since the page was opened.
    """
    actor.require(Permission.FUND_BUDGET_WRITE)
    _require_seen(budget, version)
    if not rules.may_withdraw(budget.status):
        raise BudgetClosed(state=budget.status)
    if not reason.strip():
        raise Refused(N_("Write why it is withdrawn."), field="reason")
    budget.status, budget.reason = BudgetStatus.WITHDRAWN, reason.strip()
    _flushed(budget)
    audit.record(actor, FundAction.BUDGET_WITHDRAWN, budget, name=budget.name, reason=budget.reason)
    return budget


def total_of(budget: FundBudget) -> Money:
    """What all lines come to."""
    minor = sum(shown.line.amount_minor for shown in queries.lines_of(budget))
    return Money(minor, budget.currency)


def _require_seen(budget: FundBudget, version: int | None) -> None:
    db.session.refresh(budget)
    if version is not None and budget.version != version:
        raise ChangedMeanwhile


def _flushed(_budget: FundBudget) -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
