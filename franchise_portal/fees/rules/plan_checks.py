"""Whether what a fee says fits together; what would silently have no effect is refused."""

import unicodedata
from collections.abc import Sequence

from ...kit.i18n import N_
from ...kit.money import Money, exponent
from ..enums import Basis, Deduction, Every, Method, ReportingPeriod
from .plan_fields import Inspector, Path, Table
from .plan_terms import FIGURES, figures_of
from .plans import Fee

FINEST_BASIS = 6
"""Decimals of a basis; a discount cap must not make it finer, so that it can be stored exactly."""
MOST_A_YEAR = {"week": 53, "month": 12, "quarter": 4, "year": 1}
"""How often a year a fee is charged at most, by its rhythm or that of the reports."""


def check_amounts(inspector: Inspector, path: Path, fee: Fee) -> None:
    """Minimum, maximum and yearly minimum."""
    if fee.minimum and fee.maximum is not None and fee.minimum > fee.maximum:
        inspector.report(
            (*path, "minimum"),
            N_("The minimum of %(minimum)s is over the maximum of %(maximum)s."),
            N_("Lower the minimum or raise the maximum."),
            fee.minimum.text,
            minimum=fee.minimum.text,
            maximum=fee.maximum.text,
        )
    if fee.yearly_minimum is not None and fee.every is Every.ONCE:
        inspector.report(
            (*path, "yearly_minimum"),
            N_("A fee that is charged once has no yearly minimum."),
            N_("Leave it out, or leave out “every”."),
        )


def check_days(inspector: Inspector, path: Path, fee: Fee) -> None:
    """No outlet closes before it opens."""
    for outlet, closed in fee.closed.items():
        opened = fee.opened.get(outlet)
        if opened is not None and closed < opened:
            inspector.report(
                (*path, "closed", outlet),
                N_("%(outlet)s closes on %(closed)s, before it opens on %(opened)s."),
                N_("Correct one of the two days."),
                closed,
                outlet=outlet,
                closed=closed,
                opened=opened,
            )


def check_figures(inspector: Inspector, table: Table, path: Path, fee: Fee) -> None:
    """The method's own figure is there, and no other."""
    (needed,) = figures_of(fee.method)
    inspector.required(table, path, needed, _EXAMPLES[needed])
    for key in FIGURES:
        if key in table and key != needed:
            inspector.report(
                (*path, key),
                N_("“%(key)s” means nothing with the method “%(method)s”."),
                N_("Leave it out, or choose the method that uses it."),
                key=key,
                method=fee.method.value,
            )


_EXAMPLES = {
    "rate": N_('Write it like rate = "0.05".'),
    "amount": N_('Write it like amount = "250".'),
    "tiers": N_('Write it like tiers = [{ up_to = "10000", rate = "0.08" }, { rate = "0.06" }].'),
}


def check_words(inspector: Inspector, path: Path, fee: Fee) -> None:
    """Basis, method, deductions, cap and thresholds fit each other."""
    _check_method(inspector, path, fee)
    if fee.deduct and fee.basis not in {Basis.NET_SALES, Basis.GROSS_PROFIT}:
        inspector.report(
            (*path, "deduct"),
            N_("Nothing is taken off the basis “%(basis)s”."),
            N_("Leave “deduct” out, or choose the basis net_sales."),
            basis=fee.basis.value,
        )
    if fee.discount_cap is not None:
        _check_cap(inspector, path, fee)
    if fee.is_cumulative and not fee.method.has_tiers:
        inspector.report(
            (*path, "thresholds"),
            N_("Only tiers have thresholds; the method “%(method)s” has none."),
            N_("Leave “thresholds” out, or choose marginal or cliff."),
            method=fee.method.value,
        )


def _check_method(inspector: Inspector, path: Path, fee: Fee) -> None:
    remedy = None
    if fee.method is Method.PER_UNIT and fee.basis.is_money:
        remedy = N_("Choose percent for a share of money.")
    elif fee.method is Method.PERCENT and fee.basis.is_count:
        remedy = N_("Choose per_unit for an amount for each of them.")
    elif fee.basis is Basis.OUTLET and fee.method not in {Method.FLAT, Method.PER_UNIT}:
        remedy = N_("Choose flat for an amount for each outlet.")
    if remedy:
        inspector.report(
            (*path, "method"),
            N_("The method “%(value)s” does not fit the basis “%(basis)s”."),
            remedy,
            fee.method.value,
            basis=fee.basis.value,
        )


def _check_cap(inspector: Inspector, path: Path, fee: Fee) -> None:
    if Deduction.DISCOUNTS not in fee.deduct:
        inspector.report(
            (*path, "discount_cap"),
            N_("There is a cap for discounts, but discounts are not taken off."),
            N_("Add “discounts” to “deduct”, or leave “discount_cap” out."),
        )
    most = FINEST_BASIS - exponent(inspector.currency)
    if fee.discount_cap is not None and fee.discount_cap != round(fee.discount_cap, most):
        inspector.report(
            (*path, "discount_cap"),
            N_("The cap has more than %(most)s decimals."),
            N_("Write fewer."),
            fee.discount_cap,
            most=most,
        )


def check_clear(
    inspector: Inspector, fees: Sequence[Fee | None], reported: ReportingPeriod
) -> None:
    """What can be read in two ways, or defeats itself, is not begun with.

    Plans that were kept before these checks came are still read and charged by
    (`plan_parsing.kept_plan`).
    """
    names: dict[str, str] = {}
    for place, fee in enumerate(fees):
        if fee is not None:
            path = ("fee", place)
            _check_name(inspector, path, fee.name, names)
            _check_most(inspector, path, fee, reported)


def _check_name(inspector: Inspector, path: Path, name: str, names: dict[str, str]) -> None:
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    other = names.setdefault(folded, name)
    if other != name:
        inspector.report(
            (*path, "name"),
            N_(
                "Only capitals, spaces or the width of letters tell “%(value)s” from the fee "
                "“%(other)s”."
            ),
            N_("Give each fee a name of its own."),
            name,
            other=other,
        )


def _check_most(inspector: Inspector, path: Path, fee: Fee, reported: ReportingPeriod) -> None:
    """A maximum leaves something to be charged, and a year of maxima reaches the minimum."""
    if fee.maximum is None:
        return
    if not fee.maximum.minor:
        inspector.report(
            (*path, "maximum"),
            N_("A maximum of %(value)s lets nothing be charged."),
            N_("Leave it out, or write the most that may be charged."),
            fee.maximum.text,
        )
        return
    times = MOST_A_YEAR.get(fee.every or reported)
    if fee.yearly_minimum is None or times is None:
        return
    most = Money(fee.maximum.minor * times, fee.maximum.currency)
    if fee.yearly_minimum > most:
        inspector.report(
            (*path, "yearly_minimum"),
            N_(
                "The yearly minimum of %(yearly)s is over the most that the maximum lets a year "
                "come to: %(times)s × %(maximum)s = %(most)s."
            ),
            N_("Lower the yearly minimum or raise the maximum."),
            fee.yearly_minimum.text,
            yearly=fee.yearly_minimum.text,
            times=times,
            maximum=fee.maximum.text,
            most=most.text,
        )
