"""Documents that charge sales, or take such charges back: no debit notes and what credits them."""

from sqlalchemy import ColumnElement, and_, select

from ..enums import InvoiceKind
from ..models import CreditLine, Invoice


def is_of_sales() -> ColumnElement[bool]:
    """A condition: the document belongs to the month whose sales it charges."""
    of_singles = select(CreditLine.invoice_id).where(CreditLine.single_charge_id.is_not(None))
    return and_(Invoice.kind != InvoiceKind.DEBIT_NOTE, Invoice.id.not_in(of_singles))
