"""What was charged, sold and earned on goods, outlet by outlet and month by month.

Everything is asked for many outlets at once: a page of fifty costs as many queries as one outlet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...fees.enums import FeeKind
from ...fees.models import Charge, CreditLine, Invoice, SalesReport
from ...fees.queries.plans import the_plan
from ...kit.period import Period, shifted
from ..enums import TakingKind
from ..models import Investment, Taking
from ..rules.balance import NOTHING_TAKEN, YEAR, Balance, Reported, Taken, balance_of
from ..rules.burden import Burden
from .accounts import reported_in
from .owned import Owned

NET = SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor


@dataclass(slots=True)
class Facts:
    """What is known of some outlets over a window of months."""

    months: tuple[str, ...]
    taken: dict[UUID, dict[str, Taken]] = field(default_factory=dict)
    fees: dict[UUID, dict[tuple[str, str, bool], int]] = field(default_factory=dict)
    """By month, the fee's name and whether it is the fund's."""
    sales: dict[UUID, dict[str, int]] = field(default_factory=dict)
    accounts: Mapping[tuple[UUID, UUID], list[Reported]] = field(default_factory=dict)
    """By outlet and whose they are."""
    balances: dict[UUID, Balance] = field(default_factory=dict)

    def fees_in(self, outlet_id: UUID, months: Sequence[str]) -> dict[tuple[str, bool], int]:
        """What was charged over some months, by the fee's name and whether it is the fund's."""
        found: dict[tuple[str, bool], int] = {}
        for (month, fee, is_fund), minor in self.fees.get(outlet_id, {}).items():
            if month in months:
                found[fee, is_fund] = found.get((fee, is_fund), 0) + minor
        return found

    def burden(self, outlet_id: UUID, month: str) -> Burden | None:
        """The fees of a month beside its sales; None while nothing was charged."""
        taken = self.taken.get(outlet_id, {}).get(month, NOTHING_TAKEN)
        if not taken.is_charged:
            return None
        return Burden(taken.charges, self.sales.get(outlet_id, {}).get(month, 0))


def window_to(month: str, count: int = YEAR) -> tuple[str, ...]:
    """So many months up to one, the oldest first."""
    first = shifted(Period.parse_month(month).start, 1 - count)
    return tuple(f"{shifted(first, place):%Y-%m}" for place in range(count))


def span_of(months: Sequence[str]) -> Period:
    """From the first to the last day of some months."""
    return Period(Period.parse_month(months[0]).start, Period.parse_month(months[-1]).end)


def facts_of(places: Iterable[Owned], months: Sequence[str]) -> Facts:
    """Everything about some outlets over some months, in a handful of queries."""
    owned = {place.outlet_id: place for place in places}
    facts = Facts(tuple(months))
    if not owned:
        return facts
    _read_charges(facts, owned)
    _read_takings(facts, owned)
    _read_sales(facts, owned)
    ids = list(owned)
    facts.accounts = reported_in(ids, span_of(months))
    investments = _investments(ids)
    expecting = _expecting_takings(ids, months)
    for outlet_id, place in owned.items():
        facts.balances[outlet_id] = balance_of(
            place.open_in(facts.months),
            currency=place.currency,
            reported=facts.accounts.get((outlet_id, place.franchisee_id), ()),
            taken=facts.taken.get(outlet_id, {}),
            investment=investments.get((outlet_id, place.franchisee_id, place.currency)),
            expects_takings=outlet_id in expecting,
        )
    return facts


def _read_charges(facts: Facts, owned: Mapping[UUID, Owned]) -> None:
    """What was invoiced, less what was credited, under the month for which it was charged."""
    of_charge = (Charge.outlet_id, Invoice.franchisee_id, Charge.month, Charge.fee, Charge.is_fund)
    within = (Charge.outlet_id.in_(list(owned)), Charge.month.in_(facts.months))
    charged = (
        select(*of_charge, Charge.currency, func.sum(Charge.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(*within)
        .group_by(*of_charge, Charge.currency)
    )
    credited = (
        select(*of_charge, Charge.currency, func.sum(CreditLine.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(*within)
        .group_by(*of_charge, Charge.currency)
    )
    for query in (charged, credited):
        for outlet_id, owner, month, fee, is_fund, currency, minor in db.session.execute(query):
            place = owned[outlet_id]
            if (owner, currency) == (place.franchisee_id, place.currency):
                _add_charge(facts, outlet_id, month, (fee, is_fund), int(minor))


def _add_charge(
    facts: Facts, outlet_id: UUID, month: str, fee: tuple[str, bool], minor: int
) -> None:
    name, is_fund = fee
    added = Taken(fees=0 if is_fund else minor, fund=minor if is_fund else 0, is_charged=True)
    _put(facts, outlet_id, month, added)
    fees = facts.fees.setdefault(outlet_id, {})
    fees[month, name, is_fund] = fees.get((month, name, is_fund), 0) + minor


def _put(facts: Facts, outlet_id: UUID, month: str, added: Taken) -> None:
    months = facts.taken.setdefault(outlet_id, {})
    months[month] = months.get(month, NOTHING_TAKEN) + added


def _read_takings(facts: Facts, owned: Mapping[UUID, Owned]) -> None:
    rows = db.session.execute(
        select(
            Taking.outlet_id,
            Taking.franchisee_id,
            Taking.month,
            Taking.kind,
            Taking.currency,
            Taking.amount_minor,
        ).where(
            Taking.outlet_id.in_(list(owned)),
            Taking.month.in_(facts.months),
            Taking.is_current,
        )
    )
    for outlet_id, franchisee_id, month, kind, currency, minor in rows:
        place = owned[outlet_id]
        if (franchisee_id, currency) != (place.franchisee_id, place.currency):
            continue
        is_margin = kind is TakingKind.SUPPLY_MARGIN
        added = Taken(
            supply_margin=minor if is_margin else 0,
            rebate=0 if is_margin else minor,
            has_takings=True,
        )
        _put(facts, outlet_id, month, added)


def _read_sales(facts: Facts, owned: Mapping[UUID, Owned]) -> None:
    rows = db.session.execute(
        select(SalesReport.outlet_id, SalesReport.month, SalesReport.currency, func.sum(NET))
        .where(
            SalesReport.outlet_id.in_(list(owned)),
            SalesReport.month.in_(facts.months),
            SalesReport.is_current,
        )
        .group_by(SalesReport.outlet_id, SalesReport.month, SalesReport.currency)
    )
    for outlet_id, month, currency, minor in rows:
        if currency == owned[outlet_id].currency:
            facts.sales.setdefault(outlet_id, {})[month] = int(minor)


def _expecting_takings(ids: Sequence[UUID], months: Sequence[str]) -> set[UUID]:
    """The outlets whose plan names a margin on supplies."""
    rows = db.session.execute(
        select(Charge.outlet_id, Charge.plan_id)
        .where(Charge.outlet_id.in_(ids), Charge.month.in_(months))
        .distinct()
    )
    return {outlet_id for outlet_id, plan_id in rows if names_margin(plan_id)}


def names_margin(plan_id: UUID) -> bool:
    """Whether a plan says that the franchisor earns on supplies."""
    return any(fee.kind is FeeKind.SUPPLY_MARGIN for fee in the_plan(plan_id).fees)


def _investments(ids: Sequence[UUID]) -> Mapping[tuple[UUID, UUID, str], int]:
    rows = db.session.scalars(
        select(Investment).where(Investment.outlet_id.in_(ids), Investment.is_current)
    )
    return {(row.outlet_id, row.franchisee_id, row.currency): row.amount_minor for row in rows}
