"""A charge as the page opens it: one sentence, the base, part by part to the amount, the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from ...web import filters
from ...web.charts import PANEL, Bar, Chart, Emphasis, bar_chart
from ..queries.charges import ExplainedLine, OutletCharges
from ..reports.words import PAPER, brief_span, exact, fee_name, to_the_cent
from ..rules import Amount, Reason, ReasonKind, Share, said
from ..rules.assessment import Bound

K = ReasonKind
Row = tuple[str, str, str]
"""Label, working, amount."""

_OFF = {
    K.SALES_TAX_OFF,
    K.REFUNDS_OFF,
    K.DISCOUNTS_OFF,
    K.DISCOUNTS_CAPPED,
    K.EXCLUDED_SALES_OFF,
    K.COST_OF_GOODS_OFF,
}
_TIERS = {
    K.TIER_FIRST,
    K.TIER_BETWEEN,
    K.TIER_LAST,
    K.CLIFF_FIRST,
    K.CLIFF_BETWEEN,
    K.CLIFF_LAST,
}
#: Shown as rows, or said by the lead; every other reason is told in a sentence of its own.
_SHOWN = {
    *_OFF,
    *_TIERS,
    K.CLAUSE,
    K.GROSS,
    K.NET,
    K.NET_IS_GROSS,
    K.GROSS_PROFIT,
    K.RATE,
    K.FLAT,
    K.TIERS_SUM,
    K.MINIMUM,
    K.MINIMUM_MET,
    K.MAXIMUM,
    K.MAXIMUM_KEPT,
    K.TRUE_UP,
    K.YEAR_MINIMUM_MET,
    K.CHARGED,
    K.CHARGED_ROUNDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """Everything about a line in the viewer's words."""

    id: str
    label: str
    note: str
    clause: str
    working: str
    amount: str
    is_fund: bool
    lead: str
    base: tuple[Row, ...]
    base_total: Row | None
    parts: tuple[Row, ...]
    result: Row
    told: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    quote: str
    quote_title: str
    contract_id: str
    contract: str
    year: tuple[tuple[str, str], ...]
    chart: Chart | None


def shown_lines(outlet: OutletCharges, *, name: str = "") -> tuple[ShownLine, ...]:
    """The lines of an outlet; `name` stands beside the fee where several outlets are mixed."""
    return tuple(_shown(outlet, line, name) for line in outlet.lines)


def _shown(outlet: OutletCharges, line: ExplainedLine, name: str) -> ShownLine:
    reasons = {reason.kind: reason for reason in line.reasons}
    period = line.period
    span = brief_span(period.start, period.last) if outlet.has_many_reports else ""
    return ShownLine(
        id=f"line-{line.id}",
        label=fee_name(line.fee),
        note=_(", ").join(part for part in (name, span, _held(line)) if part),
        clause=line.contract.clause,
        working=_working(line),
        amount=filters.amount(line.amount),
        is_fund=line.fee.fund,
        lead=_lead(outlet, line),
        base=tuple(_base(line)),
        base_total=_base_total(line),
        parts=tuple(_parts(line, reasons)),
        result=(fee_name(line.fee), _effective(line), filters.amount(line.amount)),
        told=tuple(said(reason, PAPER) for reason in line.reasons if reason.kind not in _SHOWN),
        limits=tuple(_limits(reasons)),
        quote=line.contract.clause_body,
        quote_title=line.contract.clause_title,
        contract_id=str(line.contract.id),
        contract=line.contract.number,
        year=tuple(_year(line)),
        chart=_chart(line),
    )


def _held(line: ExplainedLine) -> str:
    if line.line.bound is Bound.MINIMUM:
        return _("the minimum applies")
    return _("the maximum applies") if line.line.bound is Bound.MAXIMUM else ""


def _working(line: ExplainedLine) -> str:
    """Base × rate, in as few signs as possible."""
    tiers = [reason for reason in line.reasons if reason.kind in _TIERS]
    basis = _basis_in_short(line, line.line.basis_amount)
    for reason in line.reasons:
        if reason.kind is K.FLAT:
            return _("1 outlet × %(amount)s", amount=value(reason, "amount"))
        if reason.kind is K.RATE:
            return f"{basis} × {value(reason, 'rate')}"
    if len(tiers) == 1:
        return f"{basis} × {value(tiers[0], 'rate')}"
    if tiers:
        return ngettext(
            "%(basis)s, %(num)d tier", "%(basis)s, %(num)d tiers", len(tiers), basis=basis
        )
    return ""


def _lead(outlet: OutletCharges, line: ExplainedLine) -> str:
    facts = {
        "outlet": outlet.name,
        "basis": _basis_in_short(line, line.line.basis_amount),
        "amount": filters.money(line.amount),
    }
    kinds = {reason.kind for reason in line.reasons}
    if K.FLAT in kinds and K.FLAT_PART not in kinds:
        return _("A fixed amount for %(outlet)s: %(amount)s.", **facts)
    if not line.line.meter.is_money or not kinds & {*_TIERS, K.RATE} or K.TRUE_UP in kinds:
        return _("This comes to %(amount)s.", **facts)
    if line.line.bound is Bound.MINIMUM:
        return _(
            "%(outlet)s sold %(basis)s that count. The rates give less than the minimum, "
            "so the minimum is due: %(amount)s.",
            **facts,
        )
    if line.line.bound is Bound.MAXIMUM:
        return _(
            "%(outlet)s sold %(basis)s that count. The rates give more than the maximum, "
            "so only the maximum is due: %(amount)s.",
            **facts,
        )
    if K.TIERS_SUM in kinds:
        return _(
            "%(outlet)s sold %(basis)s that count. Each part has its own rate; "
            "together they make %(amount)s.",
            **facts,
        )
    return _("%(outlet)s sold %(basis)s that count. The rate makes %(amount)s of it.", **facts)


def _base(line: ExplainedLine) -> Iterator[Row]:
    for reason in line.reasons:
        if reason.kind is K.GROSS:
            label = _("Gross sales, reported on %(day)s", day=_reported(line))
            yield label, "", value(reason, "gross")
        elif reason.kind in _OFF:
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


def _base_total(line: ExplainedLine) -> Row | None:
    kinds = {reason.kind for reason in line.reasons}
    if not kinds & {K.GROSS, K.NET_IS_GROSS}:
        return None
    return _("Base"), "", _basis(line, line.line.meter.number(line.line.basis))


def _parts(line: ExplainedLine, reasons: dict[ReasonKind, Reason]) -> Iterator[Row]:
    for reason in line.reasons:
        if reason.kind in _TIERS:
            part = _basis_in_short(line, _plain(reason, "part"))
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
    return _("Next %(width)s", width=_basis(line, width))


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


def _limits(reasons: dict[ReasonKind, Reason]) -> Iterator[tuple[str, str]]:
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


def _year(line: ExplainedLine) -> Iterator[tuple[str, str]]:
    year = line.year
    if len(year.months) > 1:
        if line.line.meter.is_money:
            yield _("Base"), _basis_in_short(line, year.basis)
        yield fee_name(line.fee), filters.amount(year.amount)
    minimum = line.fee.yearly_minimum
    if minimum is not None:
        met = _("reached") if year.amount >= minimum else _("not reached yet")
        yield _("Yearly minimum, %(minimum)s", minimum=filters.amount(minimum)), met


def _chart(line: ExplainedLine) -> Chart | None:
    """The year's charges month by month, against a minimum that holds for each month."""
    months = line.year.months
    if len(months) < 2:  # noqa: PLR2004 - one column tells nothing
        return None
    bars = [
        Bar(
            (one.amount.to_decimal(),),
            label=filters.month_alone(one.month),
            emphasis=Emphasis.NOW if place == len(months) - 1 else Emphasis.PLAIN,
        )
        for place, one in enumerate(months)
    ]
    limit = line.fee.minimum if line.period.is_month else None
    alt = _(
        "%(fee)s by month, %(months)s months, the last one %(amount)s",
        fee=fee_name(line.fee),
        months=len(months),
        amount=filters.money(months[-1].amount),
    )
    return bar_chart(bars, size=PANEL, limit=limit.to_decimal() if limit else None, alt=alt)


def _effective(line: ExplainedLine) -> str:
    """What share of the base the amount is in the end, where more than one rate made it."""
    base = line.line.basis_amount
    kinds = [reason.kind for reason in line.reasons if reason.kind in {*_TIERS, K.RATE}]
    if not line.line.meter.is_money or base <= 0 or not kinds:
        return ""
    share = filters.percent(line.amount.to_decimal() / base, 2)
    return _("%(share)s in all", share=share)


def _basis(line: ExplainedLine, number: Decimal) -> str:
    if line.line.meter.is_money:
        return exact(number, line.amount.currency)
    return filters.number(number)


def _basis_in_short(line: ExplainedLine, number: Decimal) -> str:
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
