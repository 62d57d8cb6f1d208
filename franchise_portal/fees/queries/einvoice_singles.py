"""The lines of e-invoices that come from no sales report, charged and taken back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, func, null, select
from sqlalchemy.orm import aliased

from ...contracts.models import Contract
from ...database import db
from ...network.models import Outlet
from ..models import CreditLine, Invoice, SingleCharge, Tax, TaxRate
from .einvoice_lines import TAX, AnyRow


def singles(invoice_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """The single charges on some documents and the lines that take such back, in their order."""
    first = aliased(Invoice)
    charged = _with_names(
        select(
            SingleCharge.invoice_id,
            SingleCharge.amount_minor,
            *_NAMED,
            null().label("charged_by"),
        )
    ).where(SingleCharge.invoice_id.in_(invoice_ids))
    taken = (
        _with_names(
            select(
                CreditLine.invoice_id,
                CreditLine.amount_minor,
                *_NAMED,
                first.number.label("charged_by"),
            )
        )
        .join(CreditLine, CreditLine.single_charge_id == SingleCharge.id)
        .join(first, first.id == SingleCharge.invoice_id)
        .where(CreditLine.invoice_id.in_(invoice_ids))
    )
    found: dict[UUID, list[AnyRow]] = defaultdict(list)
    for query in (charged, taken):
        for row in db.session.execute(query.order_by(SingleCharge.position, SingleCharge.id)):
            found[row.invoice_id].append(row)
    return found


_NAMED = (
    SingleCharge.kind.label("single"),
    SingleCharge.words,
    SingleCharge.clause,
    false().label("is_fund"),
    SingleCharge.currency,
    SingleCharge.charged_on.label("starts_on"),
    SingleCharge.charged_on.label("ends_on"),
    func.coalesce(Outlet.code, "").label("code"),
    func.coalesce(Outlet.name, "").label("name"),
    Contract.number,
    *TAX,
)


def _with_names(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(SingleCharge)
        .join(Contract, Contract.id == SingleCharge.contract_id)
        .outerjoin(Outlet, Outlet.id == SingleCharge.outlet_id)
        .outerjoin(TaxRate, TaxRate.id == SingleCharge.tax_rate_id)
        .outerjoin(Tax, Tax.id == TaxRate.tax_id)
    )
