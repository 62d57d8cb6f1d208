"""One charge as rows: from sales to base, tier by tier, minimum and maximum, the result."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from flask_babel import gettext as _

from ...web import filters
from ..queries.charges import ExplainedLine
from ..rules import Amount, Reason, ReasonKind, Share, said
from .documents import Row
from .words import PAPER, exact, fee_name, to_the_cent

K = ReasonKind

_TAKEN_OFF = {
    K.SALES_TAX_OFF,
    K.REFUNDS_OFF,
    K.DISCOUNTS_OFF,
    K.DISCOUNTS_CAPPED,
    K.EXCLUDED_SALES_OFF,
    K.COST_OF_GOODS_OFF,
}
_COUNTED = {K.TRANSACTIONS, K.CUSTOMERS, K.UNITS}
_TIERS = {
    K.TIER_FIRST,
    K.TIER_BETWEEN,
    K.TIER_LAST,
    K.CLIFF_FIRST,
    K.CLIFF_BETWEEN,
    K.CLIFF_LAST,
}
#: What is told in a sentence of its own.
_TOLD = {
    K.NEGATIVE,
    K.NOT_DUE,
    K.STEP,
    K.FLAT_PART,
    K.YEAR,
    K.YEAR_DIFFERENCE,
    K.MINIMUM_PART,
    K.YEAR_MINIMUM_PART,
    K.YEAR_MINIMUM_MET,
}


def base_rows(line: ExplainedLine) -> Iterator[Row]:
    """From gross sales to what the fee is counted on."""
    reasons = [
        reason for reason in line.reasons if reason.kind in _TAKEN_OFF or reason.kind is K.GROSS
    ]
    if not any(reason.kind in _TAKEN_OFF for reason in reasons):
        return
    for place, reason in enumerate(reasons):
        style = "muted" if place == len(reasons) - 1 else "muted tight"
        if reason.kind is K.GROSS:
            yield Row(words=_("Gross sales"), base=value_of(reason, "gross"), style=style)
        else:
            taken = "taken" if reason.kind is K.DISCOUNTS_CAPPED else "amount"
            yield Row(words=_less(reason), base=_minus(reason, taken), style=style)
    yield Row(
        words=filters.label(line.fee.basis),
        base=basis_text(line, line.line.meter.number(line.line.basis)),
        to_date=basis_text(line, line.year.basis),
        style="last",
    )


def working(line: ExplainedLine) -> Iterator[Row]:
    """Rate by rate to the amount; a fee with one rate and no limits is one row."""
    rows = [row for reason in line.reasons for row in _rows_of(line, reason)]
    figures = [row for row in rows if row.amount]
    if len(figures) > 1:
        yield from with_last([*rows, _result(line, rate=effective(line))])
        return
    yield from (row for row in rows if not row.amount)
    yield _result(line, rate=figures[0].rate if figures else "")


def _rows_of(line: ExplainedLine, reason: Reason) -> Iterator[Row]:
    kind = reason.kind
    if kind in _TIERS:
        yield Row(
            words=_tier_words(reason),
            base=value_of(reason, "part"),
            rate=value_of(reason, "rate"),
            amount=value_of(reason, "amount"),
        )
    elif kind is K.RATE:
        yield Row(
            words=fee_name(line.fee),
            base=value_of(reason, "basis"),
            rate=value_of(reason, "rate"),
            amount=value_of(reason, "amount"),
        )
    elif kind is K.FLAT:
        yield Row(words=_("Flat amount"), amount=value_of(reason, "amount"))
    elif kind in {K.MINIMUM_MET, K.MAXIMUM_KEPT, K.MINIMUM, K.MAXIMUM, K.TRUE_UP}:
        yield _bound_row(line, reason)
    elif kind in _TOLD or kind.name.startswith("EVERY_") or kind is K.ONCE:
        yield Row(words=said(reason, PAPER), style="muted told")


def _bound_row(line: ExplainedLine, reason: Reason) -> Row:
    kind, params = reason
    currency = line.amount.currency
    if kind is K.MINIMUM_MET:
        words = _("Minimum %(minimum)s, already reached", minimum=value_of(reason, "minimum"))
        return Row(words=words, amount=to_the_cent(Decimal(0), currency), style="muted")
    if kind is K.MAXIMUM_KEPT:
        words = _("Maximum %(maximum)s, not exceeded", maximum=value_of(reason, "maximum"))
        return Row(words=words, amount=to_the_cent(Decimal(0), currency), style="muted")
    if kind is K.TRUE_UP:
        words = _(
            "Yearly minimum %(minimum)s: the missing %(added)s",
            minimum=value_of(reason, "minimum"),
            added=value_of(reason, "added"),
        )
        return Row(words=words, amount=value_of(reason, "added"))
    limit = "minimum" if kind is K.MINIMUM else "maximum"
    difference = to_the_cent(_number(params[limit]) - _number(params["amount"]), currency)
    if kind is K.MINIMUM:
        words = _(
            "Minimum %(minimum)s: the missing %(missing)s",
            minimum=value_of(reason, limit),
            missing=difference,
        )
    else:
        words = _("Maximum %(maximum)s: the rest is not charged", maximum=value_of(reason, limit))
    return Row(words=words, amount=difference)


def _tier_words(reason: Reason) -> str:
    kind = reason.kind
    words = {name: value_of(reason, name) for name in ("floor", "limit") if name in reason.params}
    if kind is K.TIER_FIRST:
        return _("First %(limit)s", **words)
    if kind is K.TIER_BETWEEN:
        return _("From %(floor)s to %(limit)s", **words)
    if kind is K.TIER_LAST:
        return _("Above %(floor)s", **words)
    if kind is K.CLIFF_FIRST:
        return _("All, as up to %(limit)s is reached", **words)
    if kind is K.CLIFF_BETWEEN:
        return _("All, as %(floor)s to %(limit)s is reached", **words)
    return _("All, as above %(floor)s is reached", **words)


def _result(line: ExplainedLine, *, rate: str) -> Row:
    return Row(
        words=fee_name(line.fee),
        note=_("in dispute") if line.is_disputed else "",
        clause=line.contract.clause,
        base=counted(line),
        rate=rate,
        amount=filters.amount(line.amount),
        to_date=filters.amount(line.year.amount),
        style="sum",
    )


def with_last(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A stronger rule before the sum, which is the last row."""
    *before, result = rows
    if before and "last" not in before[-1].style:
        before[-1] = replace(before[-1], style=f"{before[-1].style} last".strip())
    return (*before, result)


def has_base(line: ExplainedLine) -> bool:
    """Whether the fee is counted on something that the outlet reported."""
    return line.line.is_due and any(
        reason.kind in _TIERS or reason.kind is K.RATE for reason in line.reasons
    )


def effective(line: ExplainedLine) -> str:
    """What share of the base the amount is in the end; empty for counts and without a base."""
    base = line.line.basis_amount
    if not line.line.meter.is_money or base <= 0 or not has_base(line):
        return ""
    return filters.percent(line.amount.to_decimal() / base, 2)


def counted(line: ExplainedLine) -> str:
    return basis_text(line, line.line.basis_amount) if has_base(line) else ""


def basis_text(line: ExplainedLine, number: Decimal) -> str:
    if line.line.meter.is_money:
        return to_the_cent(number, line.amount.currency)
    return filters.number(number)


def _less(reason: Reason) -> str:
    if reason.kind is K.DISCOUNTS_CAPPED:
        return _("Less discounts, at most %(cap)s of sales", cap=value_of(reason, "cap"))
    return {
        K.SALES_TAX_OFF: _("Less sales tax"),
        K.REFUNDS_OFF: _("Less refunds"),
        K.DISCOUNTS_OFF: _("Less discounts"),
        K.EXCLUDED_SALES_OFF: _("Less excluded sales"),
        K.COST_OF_GOODS_OFF: _("Less cost of goods"),
    }[reason.kind]


def value_of(reason: Reason, name: str) -> str:
    value = reason.params[name]
    if isinstance(value, Amount):
        shown = exact if name == "rate" else to_the_cent
        return shown(value.value, value.currency)
    if isinstance(value, Share):
        return PAPER.percent(value.rate)
    return filters.number(value) if isinstance(value, Decimal | int) else str(value)


def _minus(reason: Reason, name: str) -> str:
    value = reason.params[name]
    return to_the_cent(-value.value, value.currency) if isinstance(value, Amount) else str(value)


def _number(value: object) -> Decimal:
    if isinstance(value, Amount):
        return value.value
    return value if isinstance(value, Decimal) else Decimal(0)
