"""Taxes as they are kept: the list with rates and rules, and what is in force on a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Brand, Franchisee
from ..models import FeePlan, Tax, TaxRate, TaxRule
from ..rules.taxes import Scope
from ..tax_enums import TaxKind
from .plans import the_plan


@dataclass(frozen=True, slots=True)
class TaxData:
    """A tax with its rates, the latest first."""

    tax: Tax
    rates: Sequence[TaxRate]


@dataclass(frozen=True, slots=True)
class RuleData:
    """A rule with what it names."""

    rule: TaxRule
    tax: Tax | None
    brand: Brand | None
    franchisee: Franchisee | None
    is_in_force: bool
    """On the day that was asked about."""


def taxes(actor: Actor) -> tuple[TaxData, ...]:
    """Every tax by name."""
    actor.require(Permission.FEES_TAX_READ)
    rates: dict[UUID, list[TaxRate]] = defaultdict(list)
    for rate in db.session.scalars(select(TaxRate).order_by(TaxRate.starts_on.desc())):
        rates[rate.tax_id].append(rate)
    rows = db.session.scalars(select(Tax).order_by(Tax.label))
    return tuple(TaxData(tax, rates[tax.id]) for tax in rows)


def tax_with(actor: Actor, tax_id: UUID) -> TaxData:
    """One tax; raises `NotFound` when there is none."""
    for one in taxes(actor):
        if one.tax.id == tax_id:
            return one
    raise NotFound


def rules(actor: Actor, *, on: date) -> tuple[RuleData, ...]:
    """Every rule, the latest day first, and which of them are in force on a day."""
    actor.require(Permission.FEES_TAX_READ)
    rows = db.session.execute(
        select(TaxRule, Tax, Brand, Franchisee)
        .outerjoin(Tax, Tax.id == TaxRule.tax_id)
        .outerjoin(Brand, Brand.id == TaxRule.brand_id)
        .outerjoin(Franchisee, Franchisee.id == TaxRule.franchisee_id)
        .order_by(TaxRule.starts_on.desc(), TaxRule.id.desc())
    ).all()
    seen: set[Scope] = set()
    found = []
    for rule, tax, brand, franchisee in rows:
        scope = Scope(rule.fee, rule.brand_id, rule.franchisee_id)
        is_next = rule.starts_on <= on and scope not in seen
        if is_next:
            seen.add(scope)
        found.append(RuleData(rule, tax, brand, franchisee, is_next and tax is not None))
    return tuple(found)


def kinds_in_force(on: date) -> list[tuple[Scope, TaxKind]]:
    """The scopes that have a tax on a day or later, each with its kind."""
    rows = db.session.execute(
        select(TaxRule.fee, TaxRule.brand_id, TaxRule.franchisee_id, TaxRule.starts_on, Tax.kind)
        .outerjoin(Tax, Tax.id == TaxRule.tax_id)
        .order_by(TaxRule.starts_on, TaxRule.id)
    )
    current: dict[Scope, TaxKind | None] = {}
    later: list[tuple[Scope, TaxKind]] = []
    for fee, brand, franchisee, starts_on, kind in rows:
        scope = Scope(fee, brand, franchisee)
        if starts_on <= on:
            current[scope] = kind
        elif kind is not None:
            later.append((scope, kind))
    return [(scope, kind) for scope, kind in current.items() if kind is not None] + later


def words_of(fee: str, brand: Brand | None, franchisee: Franchisee | None) -> str:
    """What a rule is for, for the audit: names stay as they are in every language."""
    named = [franchisee.name if franchisee else "", brand.name if brand else "", fee]
    return ", ".join(name for name in named if name) or "*"


def fee_names() -> tuple[str, ...]:
    """The names of all fees that any plan charges."""
    ids = db.session.scalars(select(FeePlan.id))
    return tuple(sorted({fee.name for plan_id in ids for fee in the_plan(plan_id).fees}))


def brands() -> Sequence[Brand]:
    """Every brand by name."""
    return db.session.scalars(select(Brand).order_by(Brand.name)).all()
