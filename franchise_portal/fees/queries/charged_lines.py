"""What documents charge and take back, line by line, to be added up by fee."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    false,
    literal,
    select,
    type_coerce,
    union_all,
)

from ..models import Charge, CreditLine, Invoice, SingleCharge


def charged_lines(*of_invoices: ColumnElement[bool]) -> Subquery:
    """Columns fee, is_fund, currency, position, count (of charges) and minor, without tax."""
    charged = (
        select(
            Charge.fee,
            Charge.is_fund,
            Charge.currency,
            Charge.position,
            literal(1).label("count"),
            Charge.amount_minor.label("minor"),
        )
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(*of_invoices)
    )
    taken_back = (
        select(
            Charge.fee,
            CreditLine.is_fund,
            CreditLine.currency,
            Charge.position,
            literal(0).label("count"),
            CreditLine.amount_minor.label("minor"),
        )
        .join(Charge, Charge.id == CreditLine.charge_id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(*of_invoices)
    )
    return union_all(charged, taken_back, *_singles(of_invoices)).subquery()


Lines = Select[*tuple[Any, ...]]
LAST = 1_000
"""The position of what comes from no plan: after all that does."""


def _singles(of_invoices: tuple[ColumnElement[bool], ...]) -> tuple[Lines, Lines]:
    """What comes from no report, by its kind, charged and taken back."""
    kind = type_coerce(SingleCharge.kind, String).label("fee")
    charged = select(
        kind,
        false().label("is_fund"),
        SingleCharge.currency,
        literal(LAST).label("position"),
        literal(1).label("count"),
        SingleCharge.amount_minor.label("minor"),
    ).join(Invoice, Invoice.id == SingleCharge.invoice_id)
    taken_back = (
        select(
            kind,
            CreditLine.is_fund,
            CreditLine.currency,
            literal(LAST).label("position"),
            literal(0).label("count"),
            CreditLine.amount_minor.label("minor"),
        )
        .join(SingleCharge, SingleCharge.id == CreditLine.single_charge_id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
    )
    return charged.where(*of_invoices), taken_back.where(*of_invoices)
