"""What was charged, sold and earned on goods, outlet by outlet and month by month.

Everything is asked for many outlets at once: a page of fifty costs as many queries as one outlet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, String, cast, func, literal, null, select, union_all

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

SOLD, INVESTED = "sold", "invested"
"""What a row of amounts is about, beside the kinds of takings."""
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
    expecting = _read_charges(facts, owned)
    investments = _read_amounts(facts, owned)
    facts.accounts = reported_in(list(owned), span_of(months))
    for outlet_id, place in owned.items():
        facts.balances[outlet_id] = balance_of(
            place.open_in(facts.months),
            currency=place.currency,
            reported=facts.accounts.get((outlet_id, place.franchisee_id), ()),
            taken=facts.taken.get(outlet_id, {}),
            investment=investments.get(outlet_id),
            expects_takings=outlet_id in expecting,
        )
    return facts


def _read_charges(facts: Facts, owned: Mapping[UUID, Owned]) -> set[UUID]:
    """What was invoiced, less what was credited, under the month for which it was charged.

    Also found: the outlets whose plan names a margin on supplies.
    """
    of_charge = (
        Charge.outlet_id,
        Invoice.franchisee_id,
        Charge.month,
        Charge.fee,
        Charge.is_fund,
        Charge.currency,
        Charge.plan_id,
    )
    within = (Charge.outlet_id.in_(list(owned)), Charge.month.in_(facts.months))
    charged = (
        select(*of_charge, func.sum(Charge.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(*within)
        .group_by(*of_charge)
    )
    credited = (
        select(*of_charge, func.sum(CreditLine.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(*within)
        .group_by(*of_charge)
    )
    expecting = set()
    rows = db.session.execute(union_all(charged, credited))
    for outlet_id, owner, month, fee, is_fund, currency, plan_id, minor in rows:
        if names_margin(plan_id):
            expecting.add(outlet_id)
        place = owned[outlet_id]
        if (owner, currency) == (place.franchisee_id, place.currency):
            _add_charge(facts, outlet_id, month, (fee, is_fund), int(minor))
    return expecting


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


def _read_amounts(facts: Facts, owned: Mapping[UUID, Owned]) -> dict[UUID, int]:
    """What was earned on goods and what was sold, month by month; and what was invested.

    Three tables of amounts in one query: each row says whose it is, of what, when and how much.
    """
    investments: dict[UUID, int] = {}
    rows = db.session.execute(_amounts(list(owned), facts.months))
    for outlet_id, franchisee_id, what, month, currency, minor in rows:
        place, amount = owned[outlet_id], int(minor)
        if currency != place.currency or franchisee_id not in {None, place.franchisee_id}:
            continue
        if what == SOLD:
            facts.sales.setdefault(outlet_id, {})[month] = amount
        elif what == INVESTED:
            investments[outlet_id] = amount
        else:
            is_margin = what == TakingKind.SUPPLY_MARGIN.value
            added = Taken(
                supply_margin=amount if is_margin else 0,
                rebate=0 if is_margin else amount,
                has_takings=True,
            )
            _put(facts, outlet_id, month, added)
    return investments


def _amounts(ids: Sequence[UUID], months: Sequence[str]) -> CompoundSelect[*tuple[Any, ...]]:
    takings = select(
        Taking.outlet_id,
        Taking.franchisee_id,
        cast(Taking.kind, String).label("what"),
        Taking.month,
        Taking.currency,
        Taking.amount_minor.label("minor"),
    ).where(Taking.outlet_id.in_(ids), Taking.month.in_(months), Taking.is_current)
    sales = (
        select(
            SalesReport.outlet_id,
            null(),
            literal(SOLD),
            SalesReport.month,
            SalesReport.currency,
            func.sum(NET),
        )
        .where(
            SalesReport.outlet_id.in_(ids),
            SalesReport.month.in_(months),
            SalesReport.is_current,
        )
        .group_by(SalesReport.outlet_id, SalesReport.month, SalesReport.currency)
    )
    invested = select(
        Investment.outlet_id,
        Investment.franchisee_id,
        literal(INVESTED),
        literal(""),
        Investment.currency,
        Investment.amount_minor,
    ).where(Investment.outlet_id.in_(ids), Investment.is_current)
    return union_all(takings, sales, invested)


def names_margin(plan_id: UUID) -> bool:
    """Whether a plan says that the franchisor earns on supplies."""
    return any(fee.kind is FeeKind.SUPPLY_MARGIN for fee in the_plan(plan_id).fees)
