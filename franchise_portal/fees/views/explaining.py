"""A charge as the page opens it: one sentence, the base, part by part to the amount, the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from ...web import filters
from ...web.charts import PANEL, Bar, Chart, Emphasis, bar_chart
from ..queries.charges import ExplainedLine, OutletCharges
from ..reports.words import PAPER, brief_span, fee_name
from ..rules import ReasonKind, said
from ..rules.assessment import Bound
from .reckoning import (
    OFF,
    TIERS,
    Row,
    base_rows,
    base_total,
    basis_in_short,
    limits,
    part_rows,
    value,
)

K = ReasonKind

#: Shown as rows, or said by the lead; every other reason is told in a sentence of its own.
_SHOWN = {
    *OFF,
    *TIERS,
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
    charge_id: UUID
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
        charge_id=line.id,
        label=fee_name(line.fee),
        note=_(", ").join(part for part in (name, span, _held(line), _guessed(line)) if part),
        clause=line.contract.clause,
        working=_working(line),
        amount=filters.amount(line.amount),
        is_fund=line.fee.fund,
        lead=_lead(outlet, line),
        base=tuple(base_rows(line)),
        base_total=base_total(line),
        parts=tuple(part_rows(line, reasons)),
        result=(fee_name(line.fee), _effective(line), filters.amount(line.amount)),
        told=tuple(said(reason, PAPER) for reason in line.reasons if reason.kind not in _SHOWN),
        limits=tuple(limits(reasons)),
        quote=line.contract.clause_body,
        quote_title=line.contract.clause_title,
        contract_id=str(line.contract.id),
        contract=line.contract.number,
        year=tuple(_year(line)),
        chart=_chart(line),
    )


def _guessed(line: ExplainedLine) -> str:
    return _("estimated, no report has come") if line.report.is_estimate else ""


def _held(line: ExplainedLine) -> str:
    if line.line.bound is Bound.MINIMUM:
        return _("the minimum applies")
    return _("the maximum applies") if line.line.bound is Bound.MAXIMUM else ""


def _working(line: ExplainedLine) -> str:
    """Base × rate, in as few signs as possible."""
    tiers = [reason for reason in line.reasons if reason.kind in TIERS]
    basis = basis_in_short(line, line.line.basis_amount)
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
        "basis": basis_in_short(line, line.line.basis_amount),
        "amount": filters.money(line.amount),
    }
    kinds = {reason.kind for reason in line.reasons}
    if K.FLAT in kinds and K.FLAT_PART not in kinds:
        return _("A fixed amount for %(outlet)s: %(amount)s.", **facts)
    if not line.line.meter.is_money or not kinds & {*TIERS, K.RATE} or K.TRUE_UP in kinds:
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


def _year(line: ExplainedLine) -> Iterator[tuple[str, str]]:
    year = line.year
    if len(year.months) > 1:
        if line.line.meter.is_money:
            yield _("Base"), basis_in_short(line, year.basis)
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
    kinds = [reason.kind for reason in line.reasons if reason.kind in {*TIERS, K.RATE}]
    if not line.line.meter.is_money or base <= 0 or not kinds:
        return ""
    share = filters.percent(line.amount.to_decimal() / base, 2)
    return _("%(share)s in all", share=share)
