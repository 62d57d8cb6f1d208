"""Keeping taxes: adding one, changing its rate from a day on, saying on what it stands.

Nothing that was charged changes: a rate or a rule begins after the last month that was assessed.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.period import Period
from ...network.models import Brand, Franchisee
from ..enums import FeesAction
from ..errors import TaxCharged, TaxKnown
from ..models import Charge, SingleCharge, Tax, TaxRate, TaxRule
from ..queries.taxes import kinds_in_force, words_of
from ..rules.taxes import Scope, rule_trouble, tax_trouble
from ..tax_enums import TaxKind
from .ledger import pass_gate

LONGEST_LABEL, LONGEST_REASON, LONGEST_FEE = 100, 200, 100


def add_tax(
    actor: Actor, *, label: str, kind: TaxKind, rate: Decimal, starts_on: date, reason: str = ""
) -> Tax:
    """Add a tax with its first rate. It stands on nothing until a rule gives it to something.

    Raises:
        Refused: for a rate that its kind cannot have, a missing name or a missing law.
        TaxKnown: when there is one of that name.
    """
    actor.require(Permission.FEES_TAX_WRITE)
    if not label.strip():
        raise Refused(N_("Write the name of the tax."), field="label")
    _require_sound(kind, rate, reason)
    tax = Tax(
        id=new_id(),
        label=label.strip()[:LONGEST_LABEL],
        kind=kind,
        reason=reason.strip()[:LONGEST_REASON],
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(tax)
    except IntegrityError:
        raise TaxKnown from None
    _add_rate(actor, tax, rate, starts_on)
    audit.record(actor, FeesAction.TAX_ADDED, tax, name=tax.label, rate=_per_cent(rate))
    return tax


def change_rate(actor: Actor, tax: Tax, *, rate: Decimal, starts_on: date) -> TaxRate:
    """Let a tax charge another rate from a day on.

    Raises:
        Refused: for a rate that its kind cannot have, or a day that has a rate already.
        TaxCharged: for a day that was charged already.
    """
    actor.require(Permission.FEES_TAX_WRITE)
    pass_gate()
    _require_sound(tax.kind, rate, tax.reason)
    _require_uncharged(starts_on)
    row = _add_rate(actor, tax, rate, starts_on)
    audit.record(
        actor,
        FeesAction.TAX_RATE_CHANGED,
        tax,
        name=tax.label,
        rate=_per_cent(rate),
        starts_on=starts_on,
    )
    return row


def give_tax(
    actor: Actor,
    *,
    tax: Tax | None,
    starts_on: date,
    fee: str = "",
    brand: Brand | None = None,
    franchisee: Franchisee | None = None,
) -> TaxRule:
    """Say which tax stands on everything, a fee, a brand or a franchisee, from a day on.

    Without a tax the rule for the same ends on that day.

    Raises:
        Refused: when it could not stand beside other rules, or before the tax has a rate.
        TaxCharged: for a day that was charged already.
    """
    actor.require(Permission.FEES_TAX_WRITE)
    pass_gate()
    _require_uncharged(starts_on)
    if starts_on.day != 1:
        # An invoice holds a month, and may not hold what has a tax beside what has none.
        raise Refused(N_("Choose the first day of a month."), field="starts_on")
    scope = Scope(
        fee.strip()[:LONGEST_FEE],
        brand.id if brand else None,
        franchisee.id if franchisee else None,
    )
    trouble = rule_trouble(kinds_in_force(starts_on), scope, tax.kind if tax else None)
    if trouble is not None:
        raise Refused(trouble.message, field=trouble.field)
    if tax is not None:
        _require_rate(tax, starts_on)
    rule = TaxRule(
        id=new_id(),
        tax_id=tax.id if tax else None,
        starts_on=starts_on,
        fee=scope.fee,
        brand_id=brand.id if brand else None,
        franchisee_id=franchisee.id if franchisee else None,
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(
        actor,
        FeesAction.TAX_RULE_MADE if tax else FeesAction.TAX_RULE_ENDED,
        rule,
        name=tax.label if tax else "",
        franchisee_id=franchisee.id if franchisee else None,
        scope=words_of(scope.fee, brand, franchisee),
        starts_on=starts_on,
    )
    return rule


def _add_rate(actor: Actor, tax: Tax, rate: Decimal, starts_on: date) -> TaxRate:
    row = TaxRate(
        id=new_id(),
        tax_id=tax.id,
        starts_on=starts_on,
        rate=rate,
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(
            N_("This tax has a rate from that day on already. Choose a later day."),
            field="starts_on",
        ) from None
    return row


def _require_sound(kind: TaxKind, rate: Decimal, reason: str) -> None:
    trouble = tax_trouble(kind, rate, reason)
    if trouble is not None:
        raise Refused(trouble.message, field=trouble.field)


def _require_uncharged(starts_on: date) -> None:
    month: str | None = db.session.scalar(select(func.max(Charge.month)))
    single: date | None = db.session.scalar(select(func.max(SingleCharge.charged_on)))
    charged = [single] if single else []
    if month:
        charged.append(Period.parse_month(month).last)
    if charged and starts_on <= max(charged):
        raise TaxCharged(day=max(charged))


def _require_rate(tax: Tax, on: date) -> None:
    first: UUID | None = db.session.scalar(
        select(TaxRate.id).where(TaxRate.tax_id == tax.id, TaxRate.starts_on <= on).limit(1)
    )
    if first is None:
        raise Refused(N_("On that day the tax has no rate yet."), field="starts_on")


def _per_cent(rate: Decimal) -> str:
    number = format((rate * 100).normalize(), "f")
    return f"{number} %"
