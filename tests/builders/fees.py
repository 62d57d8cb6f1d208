"""Plans, sales and money for tests: each builder has a plain default for everything."""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.models import Clause, Contract
from franchise_portal.contracts.services import create_contract
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.models import Invoice, PlanAssignment, SalesReport
from franchise_portal.fees.rules.canonical import plan_from_json
from franchise_portal.fees.rules.plans import FeePlan
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Franchisee, Outlet
from tests.builders.network import an_outlet
from tests.support.people import SmallNetwork

OCTOBER = Period.parse("2026-10")

ROYALTY: dict[str, Any] = {
    "name": "royalty",
    "clause": "6.1",
    "basis": "net_sales",
    "deduct": ["sales_tax", "refunds"],
    "method": "percent",
    "rate": "0.06",
    "minimum": "900",
}
FUND: dict[str, Any] = {
    "name": "advertising fund",
    "clause": "6.3",
    "basis": "net_sales",
    "deduct": ["sales_tax", "refunds"],
    "method": "percent",
    "rate": "0.02",
    "fund": True,
}
TECHNOLOGY: dict[str, Any] = {
    "name": "technology",
    "clause": "6.5",
    "basis": "outlet",
    "method": "flat",
    "amount": "250",
    "every": "month",
}


def a_plan(*fees: Mapping[str, Any], currency: str = "EUR", **keys: Any) -> FeePlan:
    """A plan of the fees given, or of a royalty with a minimum, a fund and a flat fee."""
    return plan_from_json(
        {"currency": currency, "fee": [dict(fee) for fee in fees or PLAIN], **keys}
    )


PLAIN = (ROYALTY, FUND, TECHNOLOGY)


def give_plan(
    contract: Contract, plan: FeePlan | None = None, *, starts_on: date | None = None
) -> PlanAssignment:
    """Give a contract a plan from its first day, and the clauses that its fees name."""
    plan = plan or a_plan()
    known = set(db.session.scalars(select(Clause.number).where(Clause.contract_id == contract.id)))
    for fee in plan.fees:
        if fee.clause not in known:
            known.add(fee.clause)
            words = f"The {fee.name} is owed."
            db.session.add(Clause(contract_id=contract.id, number=fee.clause, body=words))
    db.session.flush()
    return services.assign_plan(
        SYSTEM, contract=contract, plan=plan, starts_on=starts_on or contract.starts_on
    )


def a_dollar_outlet(network: SmallNetwork, owner: str = "F-001") -> Outlet:
    """A further outlet of Omar's, HX-009, under a contract of its own that charges in dollars."""
    outlet = an_outlet(network, "HX-009", owner=owner, name="Harbour Hall")
    contract = create_contract(
        SYSTEM,
        number=f"CT-{owner}-HX",
        franchisee=network.franchisees[owner],
        brand=network.brands["HX"],
        starts_on=date(2025, 1, 1),
        ends_on=date(2029, 12, 31),
        outlets=[outlet],
    )
    give_plan(contract, a_plan(ROYALTY, FUND, currency="USD"))
    return outlet


def a_report(
    outlet: Outlet, period: str = "2026-10", gross: str = "50000", **more: Any
) -> SalesReport:
    """A report that is there already, without a file."""
    span = Period.parse(period)
    currency = more.pop("currency", "EUR")
    amounts = {
        f"{name}_minor": Money.parse(more.pop(name), currency).minor
        for name in ("sales_tax", "refunds", "discounts", "cost_of_goods")
        if name in more
    }
    report = SalesReport(
        outlet_id=outlet.id,
        starts_on=span.start,
        ends_on=span.last,
        month=span.month.text,
        currency=currency,
        gross_minor=Money.parse(gross, currency).minor,
        **amounts,
        **more,
    )
    db.session.add(report)
    db.session.flush()
    return report


def all_report(network: SmallNetwork) -> None:
    """Every contract gets the usual plan, and every outlet reports October."""
    for contract in network.contracts.values():
        give_plan(contract)
    for outlet in network.outlets.values():
        a_report(outlet)


def assess(month: str = "2026-10") -> services.AssessmentSummary:
    """Assess a month as the portal itself."""
    return services.assess_month(SYSTEM, month=Period.parse_month(month))


def pay(
    franchisee: Franchisee,
    amount: str,
    *,
    on: date = date(2026, 11, 2),
    reference: str = "transfer",
    invoice: Invoice | None = None,
    currency: str = "EUR",
) -> Any:
    """Record a payment."""
    return services.record_payment(
        SYSTEM,
        franchisee=franchisee,
        received_on=on,
        amount=Money.parse(amount, currency),
        reference=reference,
        invoice=invoice,
    )


def invoices(franchisee: Franchisee | None = None) -> list[Invoice]:
    """All invoices, or those of a franchisee, by number."""
    query = select(Invoice).order_by(Invoice.number)
    if franchisee is not None:
        query = query.where(Invoice.franchisee_id == franchisee.id)
    return list(db.session.scalars(query))


def a_file(*rows: Iterable[str] | str, header: str = "outlet,period,gross_sales") -> io.BytesIO:
    """A CSV file of rows given as text."""
    lines = [header, *(row if isinstance(row, str) else ",".join(row) for row in rows)]
    return io.BytesIO(("\n".join(lines) + "\n").encode())
