"""The rows of a reckoning: from gross sales to the base, from the base to the amount."""

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import gettext as _

from ...web import filters
from ..queries.charges import ExplainedLine
from ..reports.words import PAPER, exact, to_the_cent
from ..rules import Amount, Reason, ReasonKind, Share

K = ReasonKind
Row = tuple[str, str, str]
"""Label, working, amount."""

OFF = {
    K.SALES_TAX_OFF,
    K.REFUNDS_OFF,
    K.DISCOUNTS_OFF,
    K.DISCOUNTS_CAPPED,
    K.EXCLUDED_SALES_OFF,
    K.COST_OF_GOODS_OFF,
}
TIERS = {
    K.TIER_FIRST,
    K.TIER_BETWEEN,
    K.TIER_LAST,
    K.CLIFF_FIRST,
    K.CLIFF_BETWEEN,
    K.CLIFF_LAST,
}


def base_rows(line: ExplainedLine) -> Iterator[Row]:
    """From gross sales, deduction by deduction."""
    for reason in line.reasons:
        if reason.kind is K.GROSS:
            label = _("Gross sales, reported on %(day)s", day=_reported(line))
            yield label, "", value(reason, "gross")
        elif reason.kind in OFF:
            taken = "taken" if reason.kind is K.DISCOUNTS_CAPPED else "amount"
            yield _off(reason), "", _minus(reason, taken)


def _reported(line: ExplainedLine) -> str:
    return filters.short_date(line.report.reported_at.date())


def _off(reason: Reason) -> str:
    if reason.kind is K.DISCOUNTS_CAPPED:
        return _("Discounts, within the %(cap)s limit", cap=value(reason, "cap"))
    return {
        K.SALES_TAX_OFF: _("Sales tax"),
        K.REFUNDS_OFF: _("Refunds"),
        K.DISCOUNTS_OFF: _("Discounts"),
        K.EXCLUDED_SALES_OFF: _("Excluded sales"),
        K.COST_OF_GOODS_OFF: _("Cost of goods"),
    }[reason.kind]


def base_total(line: ExplainedLine) -> Row | None:
    """What is left: the base; None for fees that are counted on something else."""
    kinds = {reason.kind for reason in line.reasons}
    if not kinds & {K.GROSS, K.NET_IS_GROSS}:
        return None
    return _("Base"), "", basis_words(line, line.line.meter.number(line.line.basis))


def part_rows(line: ExplainedLine, reasons: dict[ReasonKind, Reason]) -> Iterator[Row]:
    """Part by part from the base to the amount."""
    for reason in line.reasons:
        if reason.kind in TIERS:
            part = basis_in_short(line, _plain(reason, "part"))
            working = f"{part} × {value(reason, 'rate')}"
            yield _tier(line, reason), working, value(reason, "amount")
        elif reason.kind is K.RATE:
            working = f"{value(reason, 'basis')} × {value(reason, 'rate')}"
            yield _("Base × rate"), working, value(reason, "amount")
        elif reason.kind is K.FLAT:
            yield _("Fixed amount"), "", value(reason, "amount")
    yield from _bounds(line, reasons)
    if K.CHARGED_ROUNDED in reasons:
        yield _("Rounded"), _("half up"), value(reasons[K.CHARGED_ROUNDED], "amount")


def _tier(line: ExplainedLine, reason: Reason) -> str:
    facts = {name: value(reason, name) for name in ("floor", "limit") if name in reason.params}
    if reason.kind is K.TIER_FIRST:
        return _("First %(limit)s", **facts)
    if reason.kind is K.TIER_BETWEEN:
        return _tier_between(line, reason, facts)
    if reason.kind is K.TIER_LAST:
        return _("Above %(floor)s", **facts)
    return _("All, at the rate of the tier reached")


def _tier_between(line: ExplainedLine, reason: Reason, facts: dict[str, str]) -> str:
    """How much of the period's base the tier takes; over a year the period may begin inside it."""
    if line.line.meter.is_cumulative:
        return _("%(floor)s to %(limit)s", **facts)
    width = _plain(reason, "limit") - _plain(reason, "floor")
    return _("Next %(width)s", width=basis_words(line, width))


def _bounds(line: ExplainedLine, reasons: dict[ReasonKind, Reason]) -> Iterator[Row]:
    currency = line.amount.currency
    for kind, name, words in (
        (K.MINIMUM, "minimum", _("Up to the minimum")),
        (K.MAXIMUM, "maximum", _("Down to the maximum")),
    ):
        if kind in reasons:
            limit, amount = _plain(reasons[kind], name), _plain(reasons[kind], "amount")
            yield words, value(reasons[kind], name), exact(limit - amount, currency)
    if K.TRUE_UP in reasons:
        yield (
            _("Up to the yearly minimum"),
            value(reasons[K.TRUE_UP], "minimum"),
            value(reasons[K.TRUE_UP], "added"),
        )


def limits(reasons: dict[ReasonKind, Reason]) -> Iterator[tuple[str, str]]:
    """Minimum and maximum, and whether they apply."""
    if K.MINIMUM_MET in reasons:
        facts = _all(reasons[K.MINIMUM_MET])
        words = _("%(minimum)s: does not apply, the rates give more", **facts)
        yield _("Minimum"), words
    if K.MINIMUM in reasons:
        words = _("%(minimum)s: applies, the rates give %(amount)s", **_all(reasons[K.MINIMUM]))
        yield _("Minimum"), words
    if K.MAXIMUM_KEPT in reasons:
        yield _("Maximum"), _("%(maximum)s: not reached", **_all(reasons[K.MAXIMUM_KEPT]))
    if K.MAXIMUM in reasons:
        words = _("%(maximum)s: applies, the rates give %(amount)s", **_all(reasons[K.MAXIMUM]))
        yield _("Maximum"), words


def basis_words(line: ExplainedLine, number: Decimal) -> str:
    """The basis, exact."""
    if line.line.meter.is_money:
        return exact(number, line.amount.currency)
    return filters.number(number)


def basis_in_short(line: ExplainedLine, number: Decimal) -> str:
    """The basis to the cent, where its last decimals would only be in the way."""
    if line.line.meter.is_money:
        return to_the_cent(number, line.amount.currency)
    return filters.number(number)


def value(reason: Reason, name: str) -> str:
    """A number of a reason in the viewer's language."""
    found = reason.params[name]
    if isinstance(found, Amount):
        return PAPER.money(found)
    if isinstance(found, Share):
        return PAPER.percent(found.rate)
    return filters.number(found) if isinstance(found, Decimal | int) else str(found)


def _all(reason: Reason) -> dict[str, str]:
    return {name: value(reason, name) for name in reason.params}


def _minus(reason: Reason, name: str) -> str:
    found = reason.params[name]
    return exact(-found.value, found.currency) if isinstance(found, Amount) else str(found)


def _plain(reason: Reason, name: str) -> Decimal:
    found = reason.params[name]
    if isinstance(found, Amount):
        return found.value
    return found if isinstance(found, Decimal) else Decimal(0)
