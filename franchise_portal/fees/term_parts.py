"""The fee plan as a part of a contract's terms: chosen in a draft, assigned once it is executed."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from ..access.actor import SYSTEM, Actor
from ..access.permissions import Permission
from ..contracts import queries as contracts
from ..contracts.additions import TermPart
from ..contracts.findings import Finding
from ..contracts.models import Contract
from ..contracts.rules.clauses import ClauseText
from ..contracts.rules.terms import FEE_PLAN, Terms
from ..database import db
from ..kit.errors import NotFound
from ..kit.i18n import N_
from .duty_facts import promises_of
from .models import FeePlan, PlanAssignment
from .plan_words import shown_fees
from .queries.plans import the_plan
from .services.assigning import assign_plan
from .services.plan_steps import move_before_its_turn

PORTION = 500
MOST_PLANS = 500


def plan_of_draft(actor: Actor, contract: Contract) -> tuple[UUID, str] | None:
    """Id and name of the plan that a contract's open version names, for those who draft it."""
    if not actor.may(Permission.CONTRACTS_CONTRACT_WRITE):
        return None
    draft = contracts.open_version(contract.id)
    value = contracts.terms_of(draft).fee_plan if draft else ""
    row = db.session.get(FeePlan, UUID(value)) if value else None
    return (row.id, row.name) if row else None


def _choices(actor: Actor) -> Sequence[tuple[str, str]]:
    """Every plan that has been kept, by name; only the office drafts contracts."""
    if not actor.may(Permission.FEES_PLAN_READ):
        return ()
    rows = db.session.execute(
        select(FeePlan.id, FeePlan.name, FeePlan.currency)
        .order_by(FeePlan.name, FeePlan.currency, FeePlan.id)
        .limit(MOST_PLANS)
    )
    return [
        (str(plan_id), _("%(name)s, in %(currency)s", name=name, currency=currency))
        for plan_id, name, currency in rows
    ]


def _words(value: str) -> Sequence[str]:
    try:
        plan = the_plan(UUID(value))
    except NotFound:
        return [_("A fee plan that is not kept here any more.")]
    return [
        _(
            "%(fee)s: %(summary)s (clause %(clause)s)",
            fee=fee.name,
            summary=fee.summary,
            clause=fee.clause,
        )
        for fee in shown_fees(plan)
    ]


def _problems(value: str, _terms: Terms, clauses: Sequence[ClauseText]) -> Sequence[Finding]:
    try:
        plan = the_plan(UUID(value))
    except (NotFound, ValueError):
        return [
            Finding(
                rule="fees.unknown_plan",
                section=FEE_PLAN,
                message=N_("The fee plan of these terms is not kept here."),
                remedy=N_("Choose another fee plan."),
            )
        ]
    known = {clause.number for clause in clauses}
    return [
        Finding(
            rule="fees.without_clause",
            section=FEE_PLAN,
            message=N_("The fee “%(fee)s” rests on clause %(clause)s, which is not among these."),
            remedy=N_("Add that clause, or choose a fee plan that names clauses you have."),
            params={"fee": fee.name, "clause": fee.clause},
        )
        for fee in plan.fees
        if fee.clause not in known
    ]


def _apply(actor: Actor, contract: Contract, effective_from: date, value: str) -> None:
    # A franchisee who signs last executes a contract without being allowed to write one.
    by = actor if actor.may(Permission.CONTRACTS_CONTRACT_WRITE) else SYSTEM
    move_before_its_turn(contract)
    given = select(PlanAssignment.plan_id).where(
        PlanAssignment.contract_id == contract.id, PlanAssignment.starts_on == effective_from
    )
    # Also where the same plan is in force already: a version from an earlier day may still come.
    if db.session.scalar(given) != UUID(value):
        plan = the_plan(UUID(value))
        assign_plan(by, contract=contract, plan=plan, starts_on=effective_from)


def _in_force(contract_ids: Sequence[UUID], on: date) -> Mapping[UUID, str]:
    found: dict[UUID, str] = {}
    ids = sorted(set(contract_ids))
    for start in range(0, len(ids), PORTION):
        latest = (
            select(
                PlanAssignment.contract_id,
                func.max(PlanAssignment.starts_on).label("starts_on"),
            )
            .where(
                PlanAssignment.contract_id.in_(ids[start : start + PORTION]),
                PlanAssignment.starts_on <= on,
            )
            .group_by(PlanAssignment.contract_id)
            .subquery()
        )
        rows = db.session.execute(
            select(PlanAssignment.contract_id, PlanAssignment.plan_id).join(
                latest,
                (latest.c.contract_id == PlanAssignment.contract_id)
                & (latest.c.starts_on == PlanAssignment.starts_on),
            )
        )
        found.update({contract_id: str(plan_id) for contract_id, plan_id in rows})
    return found


TERM_PARTS = (
    TermPart(
        key=FEE_PLAN,
        label=N_("Fee plan"),
        choices=_choices,
        words=_words,
        problems=_problems,
        apply=_apply,
        in_force=_in_force,
        promises=promises_of,
    ),
)
