"""Instalments of payment plans that are being kept take their turn by their own day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ..database import db
from ..fees.rules.allocation import AgreedPlan, Terms
from .enums import PlanStatus
from .models import PaymentPlan, PaymentPlanInstalment, PaymentPlanInvoice


def agreed_of(franchisee_ids: Collection[UUID]) -> Mapping[UUID, Terms]:
    """The payment plans that some franchisees keep."""
    owners = dict(
        db.session.execute(
            select(PaymentPlan.id, PaymentPlan.franchisee_id)
            .where(
                PaymentPlan.franchisee_id.in_(list(franchisee_ids)),
                PaymentPlan.status == PlanStatus.KEPT,
            )
            .order_by(PaymentPlan.number)
        ).all()
    )
    plans: dict[UUID, list[AgreedPlan]] = defaultdict(list)
    if owners:
        for plan_id, plan in _plans(owners).items():
            plans[owners[plan_id]].append(plan)
    return {franchisee_id: Terms(plans=kept) for franchisee_id, kept in plans.items()}


def _plans(plan_ids: Collection[UUID]) -> Mapping[UUID, AgreedPlan]:
    invoices, instalments = PaymentPlanInvoice, PaymentPlanInstalment
    opened: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for plan_id, invoice_id, minor in db.session.execute(
        select(invoices.plan_id, invoices.invoice_id, invoices.open_minor).where(
            invoices.plan_id.in_(list(plan_ids))
        )
    ):
        opened[plan_id][invoice_id] = minor
    days: dict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for plan_id, day, minor in db.session.execute(
        select(instalments.plan_id, instalments.due_on, instalments.amount_minor)
        .where(instalments.plan_id.in_(list(plan_ids)))
        .order_by(instalments.position)
    ):
        days[plan_id].append((day, minor))
    return {plan_id: AgreedPlan(opened[plan_id], tuple(days[plan_id])) for plan_id in plan_ids}


TURNS = (agreed_of,)
