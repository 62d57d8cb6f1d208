"""A plan in its canonical form: plain JSON that `kept_plan` reads back, and its digest.

The form has the keys of the plan file in a fixed order, leaves out what is not said, and writes
each number in one way only; so two plans that say the same have the same digest.
"""

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ...kit.money import Money
from ...kit.rates import plain_text
from ..enums import FeeKind, Proration, Thresholds
from .plan_parsing import kept_plan
from .plans import Fee, FeePlan, Step, Tier
from .reporting import reporting_to_json


def plan_to_json(plan: FeePlan) -> dict[str, Any]:
    """The canonical form of a plan."""
    form: dict[str, Any] = {
        "currency": plan.currency,
        "year_starts": str(plan.year_starts),
        "change_notice": plan.change_notice.text if plan.change_notice else None,
        "reporting": reporting_to_json(plan.reporting),
        "fee": [_fee(fee) for fee in plan.fees],
    }
    return _said(form)


def plan_from_json(form: dict[str, Any]) -> FeePlan:
    """The plan of a canonical form."""
    return kept_plan(form)


def digest_of(plan: FeePlan) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    text = json.dumps(plan_to_json(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _fee(fee: Fee) -> dict[str, Any]:
    form: dict[str, Any] = {
        "name": fee.name,
        "kind": None if fee.kind is FeeKind.FEE else fee.kind.value,
        "clause": fee.clause,
        "basis": fee.basis.value,
        "deduct": [deduction.value for deduction in fee.deduct],
        "discount_cap": _number(fee.discount_cap),
        "method": fee.method.value,
        **_figures(fee),
        "thresholds": None if fee.thresholds is Thresholds.PERIOD else fee.thresholds.value,
        "minimum": _money(fee.minimum),
        "maximum": _money(fee.maximum),
        "yearly_minimum": _money(fee.yearly_minimum),
        "prorate": None if fee.prorate is Proration.NONE else fee.prorate.value,
        "every": fee.every.value if fee.every else None,
        "fund": fee.fund or None,
        "schedule": [_step(step) for step in fee.schedule],
        "opened": {outlet: str(fee.opened[outlet]) for outlet in sorted(fee.opened)},
        "closed": {outlet: str(fee.closed[outlet]) for outlet in sorted(fee.closed)},
    }
    return _said(form)


def _figures(source: Fee | Step) -> dict[str, Any]:
    return {
        "rate": _number(source.rate),
        "tiers": [_tier(tier) for tier in source.tiers],
        "amount": _money(source.amount),
    }


def _step(step: Step) -> dict[str, Any]:
    return _said({"from_month": step.from_month, **_figures(step)})


def _tier(tier: Tier) -> dict[str, Any]:
    return _said({"up_to": _number(tier.up_to), "rate": _number(tier.rate)})


def _said(form: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in form.items() if value not in (None, [], {})}


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain_text(number)


def _money(amount: Money | None) -> str | None:
    return None if amount is None else amount.text
