"""A network with months of sales, written straight into an empty database: what is assessed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bench.postgresql import tidy
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.models import FeePlan, PlanAssignment, SalesReport
from franchise_portal.fees.rules.canonical import plan_from_json
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Brand, Franchisee, Network, Outlet, OutletOwnership
from franchise_portal.rows import insert_values

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
TODAY = date(2026, 11, 2)
OUTLETS_EACH = 3
OUTLETS_AT_ONCE = 30_000
PLAN = {
    "currency": "EUR",
    "fee": [
        {
            "name": "royalty",
            "clause": "6.1",
            "basis": "net_sales",
            "deduct": ["sales_tax", "refunds"],
            "method": "marginal",
            "tiers": [
                {"up_to": "30000", "rate": "0.06"},
                {"up_to": "60000", "rate": "0.05"},
                {"rate": "0.04"},
            ],
            "minimum": "900",
        },
        {
            "name": "advertising fund",
            "clause": "6.3",
            "basis": "net_sales",
            "deduct": ["sales_tax", "refunds"],
            "method": "percent",
            "rate": "0.02",
            "fund": True,
        },
        {
            "name": "technology",
            "clause": "6.5",
            "basis": "outlet",
            "method": "flat",
            "amount": "250",
        },
    ],
}


Row = dict[str, Any]


def fill(outlets: int, months: Sequence[Period], *, apart: Period, sample: int) -> None:
    """Franchisees with three outlets each, and a report of each outlet for each of the months.

    The first `sample` outlets have a report for the month `apart` as well.
    """
    db.drop_all()
    db.create_all()
    clock.set_network(zone="UTC", stands_on=TODAY)
    with edge():
        brand = Brand(id=new_id(), code="B", name="Brand")
        plan = services.keep_plan(plan_from_json(PLAN))
        db.session.add_all([Network(name="Bench", currency="EUR"), brand])
        db.session.flush()
        ids = [
            (place, outlet)
            for start in range(0, outlets, OUTLETS_AT_ONCE)
            for place, outlet in _found(brand, plan, start, min(start + OUTLETS_AT_ONCE, outlets))
        ]
        _report(ids[:sample], apart)
        for month in months:
            _report(ids, month)
    if db.engine.dialect.name == "postgresql":
        # As in a network that has been running: otherwise the server tidies up meanwhile.
        tidy("VACUUM (ANALYZE)")


def _found(brand: Brand, plan: FeePlan, start: int, end: int) -> Iterator[tuple[int, UUID]]:
    """Franchisees, contracts and outlets; gives each outlet's place and id."""
    businesses = [(place, new_id(), new_id()) for place in range(start, end, OUTLETS_EACH)]
    outlets = [
        (place, new_id(), owner, contract)
        for first, owner, contract in businesses
        for place in range(first, min(first + OUTLETS_EACH, end))
    ]
    insert_values(Franchisee, [_franchisee(place, owner) for place, owner, _ in businesses])
    insert_values(Contract, [_contract(*business, brand) for business in businesses])
    insert_values(Clause, [clause for *_, one in businesses for clause in _clauses(one)])
    insert_values(
        PlanAssignment,
        [{"contract_id": one, "plan_id": plan.id, "starts_on": FIRST} for *_, one in businesses],
    )
    insert_values(Outlet, [_outlet(place, outlet, brand) for place, outlet, *_ in outlets])
    insert_values(
        OutletOwnership,
        [
            {"outlet_id": outlet, "franchisee_id": owner, "starts_on": FIRST}
            for _, outlet, owner, _ in outlets
        ],
    )
    insert_values(
        ContractOutlet,
        [
            {"contract_id": contract, "outlet_id": outlet, "starts_on": FIRST, "ends_on": LAST}
            for _, outlet, _, contract in outlets
        ],
    )
    return ((place, outlet) for place, outlet, *_ in outlets)


def _franchisee(place: int, owner: UUID) -> Row:
    code = f"F-{place:07d}"
    return {"id": owner, "code": code, "name": code, "status": "active", "language": "en"}


def _contract(place: int, owner: UUID, contract: UUID, brand: Brand) -> Row:
    return {
        "id": contract,
        "number": f"CT-F-{place:07d}",
        "franchisee_id": owner,
        "brand_id": brand.id,
        "starts_on": FIRST,
        "ends_on": LAST,
    }


def _clauses(contract: UUID) -> Iterator[Row]:
    for position, number in enumerate(("6.1", "6.3", "6.5")):
        yield {"contract_id": contract, "position": position, "number": number}


def _outlet(place: int, outlet: UUID, brand: Brand) -> Row:
    code = f"S-{place:07d}"
    return {
        "id": outlet,
        "code": code,
        "name": code,
        "brand_id": brand.id,
        "opened_on": FIRST,
        "zone": "UTC",
    }


def _report(outlets: Sequence[tuple[int, UUID]], month: Period) -> None:
    for start in range(0, len(outlets), OUTLETS_AT_ONCE):
        some = outlets[start : start + OUTLETS_AT_ONCE]
        insert_values(SalesReport, [_sales(place, outlet, month) for place, outlet in some])


def _sales(place: int, outlet: UUID, month: Period) -> Row:
    gross = 2_000_000 + ((place + month.start.month) * 7_919) % 6_000_000
    return {
        "outlet_id": outlet,
        "starts_on": month.start,
        "ends_on": month.last,
        "month": month.text,
        "currency": "EUR",
        "gross_minor": gross,
        "sales_tax_minor": gross // 11,
        "refunds_minor": gross // 200,
        "reported_by_name": "",
    }
