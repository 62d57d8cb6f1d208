"""Correcting a sales report because a dispute was right, and charging its fees anew at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from ...access.actor import SYSTEM, Actor
from ...database import db
from ...fees.enums import SalesSource
from ...fees.models import Charge, CreditLine, Invoice, SalesReport
from ...fees.queries.charges import sales_of
from ...fees.queries.foreseen import foreseen_fees
from ...fees.queries.taken_back import is_live
from ...fees.queries.telling import Place, place_for
from ...fees.rules.sales import Sales
from ...fees.rules.telling import AMOUNTS, COUNTS, says_the_same
from ...fees.services.assessment import correct_at_once
from ...fees.services.telling import add_version, require_tellable
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.period import Period
from ..errors import NothingLeft
from ..models import Dispute


@dataclass(frozen=True, slots=True)
class Effect:
    """What corrected sales would change of a report's charges."""

    line: int
    """By how much the disputed fee sinks, in minor units."""
    all_fees: Money
    """By how much all fees of the report sink."""


def place_of_dispute(dispute: Dispute) -> tuple[Place, SalesReport, Charge]:
    """The outlet in the disputed period, with the report and the charge.

    Raises:
        Refused: when the line rests on no report.
        NothingLeft: when another version was reported meanwhile.
    """
    if dispute.charge_id is None:
        raise Refused(
            N_("This line rests on no sales report. Give it back by a credit note."),
            field="remedy",
        )
    charge = db.session.get_one(Charge, dispute.charge_id)
    report = db.session.get_one(SalesReport, charge.sales_report_id)
    if not report.is_current:
        raise NothingLeft
    place = place_for(SYSTEM, charge.outlet_id, Period.of_days(report.starts_on, report.ends_on))
    return place, report, charge


def effect_of(dispute: Dispute, sales: Sales) -> Effect:
    """What correcting the report to these sales would change.

    Raises:
        Refused: when the report cannot be corrected so, or the disputed fee would not sink.
        NothingLeft: when another version was reported meanwhile.
    """
    place, report, charge = place_of_dispute(dispute)
    if says_the_same(sales_of(report, place.outlet.code), sales):
        raise Refused(N_("These are the figures that were reported."), field="gross_sales")
    require_tellable(place, sales)
    anew = {line.fee: line.amount_minor for line in foreseen_fees(place, sales)}
    before = _charged(report)
    sinks = charge.amount_minor - anew.get(charge.fee, 0)
    together = sum(before.values()) - sum(anew.get(fee, 0) for fee in before)
    if sinks <= 0 or together <= 0:
        raise Refused(
            N_(
                "With these sales the fees would not sink. Look at the figures again, or correct "
                "the report on its own page."
            ),
            field="gross_sales",
        )
    return Effect(sinks, Money(together, charge.currency))


def correct(
    actor: Actor, dispute: Dispute, sales: Sales, *, reason: str
) -> tuple[SalesReport, Invoice, int]:
    """Write the report's next version and charge it anew; the document, and what came back.

    Of what came back of the disputed fee at most what was disputed counts as granted; the rest
    follows from the right figures all the same.

    Raises:
        Refused, NothingLeft: as `effect_of` does.
    """
    effect = effect_of(dispute, sales)
    place, _report, charge = place_of_dispute(dispute)
    corrected = add_version(
        actor, place=place, sales=sales, source=SalesSource.ENTERED, reason=reason
    )
    on_behalf = replace(SYSTEM, user_id=actor.user_id, name=actor.name)
    correct_at_once(on_behalf, month=place.period.month, outlet_id=place.outlet.id)
    document = db.session.scalars(
        select(Invoice)
        .join(CreditLine, CreditLine.invoice_id == Invoice.id)
        .where(CreditLine.charge_id == charge.id, CreditLine.is_reversal)
    ).one_or_none()
    if document is None:
        raise Refused(
            N_("The report could not be charged anew. Credit the line instead, and say why."),
            field="gross_sales",
        )
    return corrected, document, min(effect.line, dispute.disputed_minor)


def packed(sales: Sales) -> dict[str, Any]:
    """Figures as an approval keeps them."""
    figures: dict[str, Any] = {name: getattr(sales, name) for name in AMOUNTS}
    for name in COUNTS:
        value = getattr(sales, name)
        figures[name] = None if value is None else str(value)
    return {"currency": sales.currency, **figures}


def unpacked(dispute: Dispute, figures: Mapping[str, Any]) -> Sales:
    """The figures that were kept, as the rules read them."""
    place, _report, _charge = place_of_dispute(dispute)
    amounts = [int(figures[name]) for name in AMOUNTS]
    counts = [None if figures[name] is None else Decimal(figures[name]) for name in COUNTS]
    return Sales(place.outlet.code, place.period, figures["currency"], *amounts, *counts)  # type: ignore[arg-type]


def _charged(report: SalesReport) -> dict[str, int]:
    rows = db.session.execute(
        select(Charge.fee, func.sum(Charge.amount_minor))
        .where(Charge.sales_report_id == report.id, is_live())
        .group_by(Charge.fee)
    )
    return {fee: int(minor) for fee, minor in rows}
