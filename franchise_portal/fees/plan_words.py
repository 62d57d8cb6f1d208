"""A fee plan in words: what is charged on what, with its limits and its clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import gettext as _

from ..web import filters
from .enums import FeeKind, Proration, Thresholds
from .reports.words import exact, fee_name, named_fee
from .rules.plan_changes import Difference, FeeChange, begins_anew, changes
from .rules.plan_parsing import kept_plan
from .rules.plans import Fee, FeePlan, Step


@dataclass(frozen=True, slots=True)
class ShownFee:
    """A fee of a plan in the viewer's words."""

    name: str
    clause: str
    is_fund: bool
    summary: str
    facts: tuple[tuple[str, str], ...]
    tiers: tuple[tuple[str, str], ...]
    foot: str | None = None
    """What it is, where it is no fee on sales reports."""


def shown_fees(plan: FeePlan) -> tuple[ShownFee, ...]:
    """The fees in the order of the plan."""
    return tuple(
        ShownFee(
            fee_name(fee),
            fee.clause,
            fee.fund,
            _summary(fee, plan.currency),
            tuple(_facts(fee, plan)),
            tuple(_tiers(fee, plan.currency)),
            _foot(fee),
        )
        for fee in plan.fees
    )


def _foot(fee: Fee) -> str | None:
    if fee.kind is FeeKind.SUPPLY_MARGIN:
        return _("No fee: it is part of the price of what is bought from us, and is not charged.")
    if fee.kind is FeeKind.DEPOSIT:
        return _("A deposit is returned at the end and is no income.")
    if fee.kind in {FeeKind.TRANSFER, FeeKind.RENEWAL}:
        return _("Owed once, when it happens; not charged with the sales reports.")
    if fee.kind is FeeKind.INITIAL:
        return _(
            "Charged once, when the contract comes into force; not with the sales reports, and not "
            "to contracts that were in force before they came here."
        )
    return None


def _summary(fee: Fee, currency: str) -> str:
    basis = filters.label(fee.basis)
    basis = basis[:1].lower() + basis[1:]
    if fee.amount is not None:
        return filters.money(fee.amount)
    if fee.rate is not None:
        if fee.basis.is_money:
            return _("%(rate)s of %(basis)s", rate=filters.percent(fee.rate), basis=basis)
        rate = f"{filters.currency_symbol(currency)}\u00a0{exact(fee.rate, currency)}"
        return _("%(rate)s × %(basis)s", rate=rate, basis=basis)
    rates = [_rate(tier.rate, fee, currency) for tier in fee.tiers]
    return _("%(first)s to %(last)s of %(basis)s", first=rates[0], last=rates[-1], basis=basis)


def stay_words(stays: Mapping[str, Any]) -> str:
    """Why a contract stays with the old version, as the decision noted it."""
    if not stays:
        return ""
    reason: str = stays["message"]
    return str(gettext(reason) % stays["params"])


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A fee that a new version says otherwise."""

    name: str
    difference: Difference
    before: ShownFee | None
    after: ShownFee | None
    begins_anew: str = ""
    """Why what counts over the year does not go on; empty where it does, or nothing counts."""

    @property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """What differs: what it is, before and after."""
        old, new = (dict(_told(fee)) for fee in (self.before, self.after))
        keys = dict.fromkeys([*old, *new])
        return tuple(
            (key, old.get(key, ""), new.get(key, ""))
            for key in keys
            if old.get(key) != new.get(key)
        )


def _told(fee: ShownFee | None) -> Iterator[tuple[str, str]]:
    if fee is None:
        return
    yield _("Charge"), fee.summary
    yield _("Clause"), fee.clause
    yield from fee.facts
    yield from fee.tiers


def shown_changes(before: FeePlan, after: FeePlan, *, on: date) -> tuple[ShownChange, ...]:
    """What a new version that holds from a day on says otherwise, fee by fee."""
    old = {fee.name: shown for fee, shown in zip(before.fees, shown_fees(before), strict=True)}
    new = {fee.name: shown for fee, shown in zip(after.fees, shown_fees(after), strict=True)}
    anew = {change.name: change for change in begins_anew(before, after, on=on)}
    return tuple(
        ShownChange(
            named_fee(change.name),
            change.difference,
            old.get(change.name),
            new.get(change.name),
            _anew(change, on) if change.name in anew else "",
        )
        for change in changes(before, after)
    )


def _anew(change: FeeChange, on: date) -> str:
    day = filters.date(on)
    if change.difference is Difference.ADDED:
        return _(
            "A new name is a new fee: its year begins on %(day)s with nothing counted, and a "
            "yearly minimum is owed in full. A fee that goes on keeps its name.",
            day=day,
        )
    return _(
        "It is counted on something else from %(day)s on, so its tiers over the year begin anew "
        "on that day. What was charged before still counts towards a yearly minimum.",
        day=day,
    )


def shown_terms(terms: Mapping[str, Any], currency: str) -> ShownFee:
    """The terms of a simulation in words; each plan counts them on its own basis."""
    is_rate = "rate" in terms or "tiers" in terms
    form = {"name": "fee", "clause": "0", "basis": "gross_sales" if is_rate else "outlet", **terms}
    if form["method"] == "per_unit":
        form["basis"] = "customers"
    plan = kept_plan({"currency": currency, "fee": [form]})
    shown = shown_fees(plan)[0]
    return replace(shown, summary=_alone(plan.fees[0], currency), facts=shown.facts[1:])


def _alone(fee: Fee, currency: str) -> str:
    """How much a fee is, without what it is counted on."""
    if fee.tiers:
        first, last = (_rate(tier.rate, fee, currency) for tier in (fee.tiers[0], fee.tiers[-1]))
        return _("%(first)s to %(last)s", first=first, last=last)
    return _rate(fee.rate, fee, currency) if fee.rate is not None else _summary(fee, currency)


def _facts(fee: Fee, plan: FeePlan) -> Iterator[tuple[str, str]]:
    if fee.kind is not FeeKind.FEE:
        yield _("What it is"), filters.label(fee.kind)
    yield _("Counted on"), filters.label(fee.basis)
    if fee.deduct:
        taken = _(", ").join(filters.label(deduction) for deduction in fee.deduct)
        yield _("Taken off"), taken
    if fee.discount_cap is not None:
        share = filters.percent(fee.discount_cap)
        yield _("Discounts"), _("at most %(share)s of gross sales", share=share)
    yield _("Method"), filters.label(fee.method)
    if fee.thresholds is Thresholds.YEAR_TO_DATE:
        yield _("Limits of tiers"), filters.label(fee.thresholds)
    for words, amount in (
        (_("Minimum"), fee.minimum),
        (_("Maximum"), fee.maximum),
        (_("Yearly minimum"), fee.yearly_minimum),
    ):
        if amount is not None:
            yield words, filters.money(amount)
    if fee.every is not None:
        yield _("How often"), filters.label(fee.every)
    if fee.prorate is Proration.DAYS:
        yield _("Part periods"), filters.label(fee.prorate)
    for step in fee.schedule:
        month = filters.number(step.from_month)
        yield _("From month %(month)s", month=month), _step(step, fee, plan.currency)


def _step(step: Step, fee: Fee, currency: str) -> str:
    if step.amount is not None:
        return filters.money(step.amount)
    if step.rate is not None:
        return _rate(step.rate, fee, currency)
    return _(", ").join(_rate(tier.rate, fee, currency) for tier in step.tiers)


def _tiers(fee: Fee, currency: str) -> Iterator[tuple[str, str]]:
    floor: Decimal | None = None
    for tier in fee.tiers:
        yield _span(floor, tier.up_to, fee, currency), _rate(tier.rate, fee, currency)
        floor = tier.up_to


def _span(floor: Decimal | None, limit: Decimal | None, fee: Fee, currency: str) -> str:
    above, up_to = _limit(floor, fee, currency), _limit(limit, fee, currency)
    if floor is None:
        return _("Up to %(limit)s", limit=up_to) if up_to else _("All")
    if limit is None:
        return _("Above %(floor)s", floor=above)
    return _("%(floor)s to %(limit)s", floor=above, limit=up_to)


def _rate(rate: Decimal, fee: Fee, currency: str) -> str:
    return filters.percent(rate) if fee.basis.is_money else exact(rate, currency)


def _limit(limit: Decimal | None, fee: Fee, currency: str) -> str:
    if limit is None:
        return ""
    return exact(limit, currency) if fee.basis.is_money else filters.number(limit)
