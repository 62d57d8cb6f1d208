"""Payment plans: proposed by one side, accepted, refused or taken back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.models import Invoice
from ...fees.services.ledger import pass_gate, take_numbers
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Franchisee
from ..enums import DunningAction, PlanEntryKind, PlanStatus
from ..errors import InvoicePlanned, OwnProposal, PlanMoved
from ..models import (
    PaymentPlan,
    PaymentPlanInstalment,
    PaymentPlanInvoice,
)
from ..queries import plans as queries
from ..queries.plans import Choosable
from ..rules.instalments import Instalment, trouble_with
from .plan_letters import tell_of_plan
from .plan_records import enter, moved, other, record

SERIES = "payment-plans"
MOST_DAYS = 90
HIGHEST = Decimal("0.25")


class Proposal(NamedTuple):
    """What one side proposes."""

    invoice_ids: tuple[UUID, ...]
    instalments: tuple[Instalment, ...]
    words: str
    broken_after_days: int = 10
    interest_rate: Decimal = Decimal(0)


def propose_plan(actor: Actor, franchisee: Franchisee, proposal: Proposal) -> PaymentPlan:
    """Propose a plan for open invoices; the other side is told and answers.

    Raises:
        InvoicePlanned: for an invoice that is part of a plan already.
        Refused: for instalments that do not come to what is open, days that are past or out of
            order, invoices in two currencies, or without a word why.
    """
    actor.require(Permission.DUNNING_PLAN_PROPOSE)
    pass_gate()
    chosen = _chosen(franchisee, proposal.invoice_ids)
    total = Money.total((one.open for one in chosen), chosen[0].open.currency)
    _require_sound(proposal, total)
    plan = PaymentPlan(
        id=new_id(),
        number=_number(),
        franchisee_id=franchisee.id,
        currency=total.currency,
        total_minor=total.minor,
        status=PlanStatus.PROPOSED,
        words=proposal.words.strip(),
        broken_after_days=proposal.broken_after_days,
        interest_rate=proposal.interest_rate,
        proposed_by=actor.side,
        proposed_by_name=actor.name,
        proposed_at=clock.now(),
    )
    db.session.add(plan)
    db.session.flush()
    db.session.add_all(_parts(plan, chosen, proposal.instalments))
    enter(actor, plan, PlanEntryKind.PROPOSED, proposal.words)
    record(actor, DunningAction.PLAN_PROPOSED, plan, amount=total)
    db.session.flush()
    tell_of_plan(plan, franchisee, PlanEntryKind.PROPOSED, to=other(actor.side))
    return plan


def accept_plan(actor: Actor, plan: PaymentPlan, *, seen: int | None) -> PaymentPlan:
    """Accept what the other side proposed: from today on nobody is reminded of its invoices.

    Raises:
        PlanMoved: when it was answered or taken back.
        OwnProposal: when one's own side proposed it.
        Refused: when the first day is past, or less is open by now than was planned.
        ChangedMeanwhile: when somebody else was a moment earlier.
    """
    actor.require(Permission.DUNNING_PLAN_PROPOSE)
    pass_gate()
    _require_open(plan, seen)
    if plan.proposed_by is actor.side:
        raise OwnProposal
    today = clock.today()
    if plan.instalments[0].due_on < today:
        raise Refused(
            N_("The first instalment was due on %(day)s. Propose the plan again with later days."),
            field="",
            day=plan.instalments[0].due_on,
        )
    if queries.paid_of([plan.id]).get(plan.id, 0):
        raise Refused(
            N_(
                "Something of these invoices was paid or credited since. Propose the plan again, "
                "so that the instalments come to what is open."
            ),
            field="",
        )
    plan.status, plan.accepted_on, plan.accepted_by_name = PlanStatus.KEPT, today, actor.name
    return moved(actor, plan, PlanEntryKind.ACCEPTED, DunningAction.PLAN_ACCEPTED)


def refuse_plan(actor: Actor, plan: PaymentPlan, *, words: str, seen: int | None) -> PaymentPlan:
    """Do not accept it, and say why.

    Raises:
        PlanMoved, OwnProposal, ChangedMeanwhile: as `accept_plan` does.
        Refused: without a reason.
    """
    actor.require(Permission.DUNNING_PLAN_PROPOSE)
    _require_open(plan, seen)
    if plan.proposed_by is actor.side:
        raise OwnProposal
    if not words.strip():
        raise Refused(N_("Write why, and what would be possible instead."), field="words")
    plan.status, plan.ended_on = PlanStatus.REFUSED, clock.today()
    return moved(
        actor, plan, PlanEntryKind.REFUSED, DunningAction.PLAN_REFUSED, words=words.strip()
    )


def withdraw_plan(actor: Actor, plan: PaymentPlan, *, words: str, seen: int | None) -> PaymentPlan:
    """Take back what one's own side proposed, before it is answered.

    Raises:
        PlanMoved, ChangedMeanwhile: as `accept_plan` does.
        Refused: when the other side proposed it.
    """
    actor.require(Permission.DUNNING_PLAN_PROPOSE)
    _require_open(plan, seen)
    if plan.proposed_by is not actor.side:
        raise Refused(N_("The other side proposed it. Accept it, or say why not."), field="words")
    plan.status, plan.ended_on = PlanStatus.WITHDRAWN, clock.today()
    return moved(
        actor, plan, PlanEntryKind.WITHDRAWN, DunningAction.PLAN_WITHDRAWN, words=words.strip()
    )


def _chosen(franchisee: Franchisee, invoice_ids: Sequence[UUID]) -> list[Choosable]:
    offered = {one.invoice_id: one for one in queries.choosable(franchisee.id)}
    chosen = []
    for invoice_id in dict.fromkeys(invoice_ids):
        if invoice_id not in offered:
            number = queries.plan_of_invoice(invoice_id)
            if number:
                raise InvoicePlanned(number=_invoice_number(invoice_id), plan=number)
            raise Refused(
                N_("One of the invoices is not open any more. Choose among the open ones."),
                field="invoices",
            )
        chosen.append(offered[invoice_id])
    if not chosen:
        raise Refused(N_("Choose the invoices that the plan is about."), field="invoices")
    if len({one.open.currency for one in chosen}) > 1:
        raise Refused(N_("A plan is in one currency. Make one for each."), field="invoices")
    return chosen


def _require_sound(proposal: Proposal, total: Money) -> None:
    trouble = trouble_with(proposal.instalments, total, clock.today())
    if trouble:
        raise Refused(trouble, field="instalments")
    if not proposal.words.strip():
        raise Refused(N_("Write why, so that the other side understands."), field="words")
    if not 0 <= proposal.broken_after_days <= MOST_DAYS:
        raise Refused(N_("Write from 0 to 90 days."), field="broken_after_days")
    if not 0 <= proposal.interest_rate <= HIGHEST:
        raise Refused(N_("Write interest from 0 to 25 per cent a year."), field="interest_rate")


def _parts(
    plan: PaymentPlan, chosen: Sequence[Choosable], instalments: Sequence[Instalment]
) -> list[PaymentPlanInvoice | PaymentPlanInstalment]:
    invoices: list[PaymentPlanInvoice | PaymentPlanInstalment] = [
        PaymentPlanInvoice(
            id=new_id(),
            plan_id=plan.id,
            invoice_id=one.invoice_id,
            position=place,
            open_minor=one.open.minor,
        )
        for place, one in enumerate(chosen, start=1)
    ]
    return invoices + [
        PaymentPlanInstalment(
            id=new_id(),
            plan_id=plan.id,
            position=place,
            due_on=one.due_on,
            amount_minor=one.minor,
        )
        for place, one in enumerate(instalments, start=1)
    ]


def _number() -> str:
    year = clock.today().year
    return f"PP-{year}-{take_numbers(f'{SERIES}-{year}', 1):04d}"


def _invoice_number(invoice_id: UUID) -> str:
    return db.session.get_one(Invoice, invoice_id).number


def _require_open(plan: PaymentPlan, seen: int | None) -> None:
    if plan.status is not PlanStatus.PROPOSED:
        raise PlanMoved(number=plan.number, state=plan.status)
    if seen is not None and plan.version != seen:
        raise ChangedMeanwhile
