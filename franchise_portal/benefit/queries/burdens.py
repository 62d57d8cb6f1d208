"""How the fees of a month weigh on the outlets of one business, beside the network's middle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, union_all

from ...database import db
from ...fees.models import Charge, CreditLine, Invoice, SalesReport
from ...network.models import Outlet
from ..models import BenefitMonth
from ..rules.burden import Burden, Median
from .facts import NET


@dataclass(frozen=True, slots=True)
class OwnBurden:
    """An outlet's burden, and the middle of all in the same currency."""

    code: str
    name: str
    name_local: str
    burden: Burden
    median: Median


def burdens_beside(franchisee_id: UUID, month: str) -> Sequence[OwnBurden]:
    """The outlets of a business that were charged and sold in a month, by code.

    Nothing while the network's middle is not known: alone, a figure says little.
    """
    medians = _medians(month)
    if not medians:
        return ()
    charged = _charged(franchisee_id, month)
    sold = _sold([outlet_id for outlet_id, _currency in charged], month)
    names = {
        outlet.id: outlet
        for outlet in db.session.scalars(
            select(Outlet).where(Outlet.id.in_([key for key, _currency in charged]))
        )
    }
    found = [
        OwnBurden(
            names[outlet_id].code,
            names[outlet_id].name,
            names[outlet_id].name_local,
            Burden(minor, sold.get((outlet_id, currency), 0)),
            medians[currency],
        )
        for (outlet_id, currency), minor in charged.items()
        if currency in medians
    ]
    return sorted((one for one in found if one.burden.share is not None), key=_by_code)


def _by_code(one: OwnBurden) -> str:
    return one.code


def _medians(month: str) -> Mapping[str, Median]:
    rows = db.session.execute(
        select(BenefitMonth.currency, BenefitMonth.median_rate, BenefitMonth.outlets).where(
            BenefitMonth.month == month
        )
    )
    return {currency: Median(rate, outlets) for currency, rate, outlets in rows if rate is not None}


def _charged(franchisee_id: UUID, month: str) -> dict[tuple[UUID, str], int]:
    """What was invoiced for the month, less what was credited of it."""
    key = (Charge.outlet_id, Charge.currency)
    mine = (Invoice.franchisee_id == franchisee_id, Charge.month == month)
    charges = (
        select(*key, func.sum(Charge.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(*mine)
        .group_by(*key)
    )
    credits_ = (
        select(*key, func.sum(CreditLine.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(*mine)
        .group_by(*key)
    )
    found: dict[tuple[UUID, str], int] = {}
    for outlet_id, currency, minor in db.session.execute(union_all(charges, credits_)):
        found[outlet_id, currency] = found.get((outlet_id, currency), 0) + int(minor)
    return found


def _sold(outlet_ids: Sequence[UUID], month: str) -> dict[tuple[UUID, str], int]:
    rows = db.session.execute(
        select(SalesReport.outlet_id, SalesReport.currency, func.sum(NET))
        .where(
            SalesReport.outlet_id.in_(outlet_ids),
            SalesReport.month == month,
            SalesReport.is_current,
        )
        .group_by(SalesReport.outlet_id, SalesReport.currency)
    )
    return {(outlet_id, currency): int(minor) for outlet_id, currency, minor in rows}
