"""What documents charge and take back, line by line, to be added up by fee."""

from sqlalchemy import ColumnElement, Subquery, literal, select, union_all

from ..models import Charge, CreditLine, Invoice


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
    return union_all(charged, taken_back).subquery()
