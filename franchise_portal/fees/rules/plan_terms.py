"""Reading the rates, tiers and amounts of a plan, and those of later months of operation."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Basis, Method
from .plan_fields import Inspector, Path, Table
from .plans import Step, Tier

TIER_KEYS = ("up_to", "rate")
STEP_KEYS = ("from_month", "rate", "tiers", "amount")
FIGURES = ("rate", "tiers", "amount")
"""The keys that say how much; each method uses one of them."""


class ReadTerms(NamedTuple):
    """What a fee or a step of its schedule says about how much."""

    rate: Decimal | None
    tiers: tuple[Tier, ...]
    amount: Money | None


def figures_of(method: Method, *, is_step: bool = False) -> tuple[str, ...]:
    """The keys among which a method takes its figure; later months may drop tiers for a rate."""
    if method is Method.FLAT:
        return ("amount",)
    if method.has_tiers:
        return ("tiers", "rate") if is_step else ("tiers",)
    return ("rate",)


def read_terms(inspector: Inspector, table: Table, path: Path, basis: Basis) -> ReadTerms:
    """Read the figures that are there; rates on a count are money for each unit."""
    return ReadTerms(
        _rate(inspector, table, path, basis),
        _tiers(inspector, table, path, basis),
        inspector.money(table, path, "amount"),
    )


def read_schedule(
    inspector: Inspector, table: Table, path: Path, words: tuple[Basis, Method]
) -> tuple[Step, ...]:
    """Read the terms of later months, sorted by month; each month may begin one step only."""
    entries = table.get("schedule", [])
    path = (*path, "schedule")
    if not isinstance(entries, list | tuple) or not all(isinstance(e, Mapping) for e in entries):
        inspector.report(
            path, N_("“schedule” must be a list."), N_("Begin each step with [[fee.schedule]].")
        )
        return ()
    steps = [_step(inspector, entry, (*path, n), words) for n, entry in enumerate(entries)]
    known = [step for step in steps if step is not None]
    months = [step.from_month for step in known]
    for month in sorted({month for month in months if months.count(month) > 1}):
        inspector.report(
            path,
            N_("Two steps begin with month %(month)s of operation."),
            N_("Keep one of them."),
            month=month,
        )
    return tuple(sorted(known, key=lambda step: step.from_month))


def _step(
    inspector: Inspector, entry: Table, path: Path, words: tuple[Basis, Method]
) -> Step | None:
    basis, method = words
    inspector.unknown_keys(entry, path, STEP_KEYS)
    inspector.required(entry, path, "from_month", N_("Write it like from_month = 13."))
    month = inspector.whole(entry, path, "from_month")
    terms = read_terms(inspector, entry, path, basis)
    allowed = figures_of(method, is_step=True)
    given = [key for key in FIGURES if key in entry]
    if len(given) != 1 or given[0] not in allowed:
        inspector.report(
            path,
            N_("This step does not give what the method “%(method)s” needs."),
            N_("Give exactly one figure, out of these: %(allowed)s."),
            method=method.value,
            allowed=", ".join(allowed),
        )
    return None if month is None else Step(month, *terms)


def _rate(inspector: Inspector, table: Table, path: Path, basis: Basis) -> Decimal | None:
    if basis.is_money:
        return inspector.rate(table, path, "rate")
    return inspector.number(table, path, "rate")


def _tiers(inspector: Inspector, table: Table, path: Path, basis: Basis) -> tuple[Tier, ...]:
    if "tiers" not in table:
        return ()
    entries = table["tiers"]
    path = (*path, "tiers")
    if not isinstance(entries, list | tuple) or not entries or not _are_tables(entries):
        inspector.report(
            path,
            N_("“tiers” must be a list of tiers."),
            N_('Write it like [{ up_to = "10000", rate = "0.08" }, { rate = "0.06" }].'),
        )
        return ()
    tiers = [_tier(inspector, entry, (*path, n), basis) for n, entry in enumerate(entries)]
    _check_order(inspector, path, entries, tiers)
    return tuple(tiers)


def _are_tables(entries: object) -> bool:
    return isinstance(entries, list | tuple) and all(isinstance(e, Mapping) for e in entries)


def _tier(inspector: Inspector, entry: Table, path: Path, basis: Basis) -> Tier:
    inspector.unknown_keys(entry, path, TIER_KEYS)
    inspector.required(entry, path, "rate", N_('Write it like rate = "0.06".'))
    rate = _rate(inspector, entry, path, basis)
    if basis.is_money:
        limit = inspector.money(entry, path, "up_to")
        up_to = None if limit is None else limit.to_decimal()
    else:
        up_to = inspector.number(entry, path, "up_to")
    if up_to is not None and not up_to:
        inspector.report(
            (*path, "up_to"), N_("A tier up to zero holds nothing."), N_("Write a higher limit."), 0
        )
    return Tier(rate or Decimal(0), up_to)


def _check_order(
    inspector: Inspector, path: Path, entries: list[Table] | tuple[Table, ...], tiers: list[Tier]
) -> None:
    """Tiers must follow each other without gap or overlap, and the last must have no end."""
    last = len(tiers) - 1
    before: Decimal | None = None
    for place, (entry, tier) in enumerate(zip(entries, tiers, strict=True)):
        spot = (*path, place, "up_to")
        if "up_to" not in entry and place != last:
            inspector.report(
                spot,
                N_("Only the last tier may be without a limit; the tiers after this never apply."),
                N_("Write the limit of this tier, or delete the tiers after it."),
            )
        if tier.up_to is None:
            continue
        if before is not None and tier.up_to <= before:
            inspector.report(
                spot,
                N_(
                    "The limit %(value)s is not above the limit %(before)s of the tier before: "
                    "the tiers overlap."
                ),
                N_("Sort the tiers by their limits, each above the one before."),
                tier.up_to,
                before=before,
            )
        before = tier.up_to
        if place == last:
            inspector.report(
                spot,
                N_("What is above %(value)s has no rate: a gap after the last tier."),
                N_("Add a last tier with a rate and no limit."),
                tier.up_to,
            )
