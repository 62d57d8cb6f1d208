"""What is planned for the coming fiscal year: agreements without an outlet, outlets to come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from ...database import db
from ...network.models import Franchisee, Outlet, OutletOwnership, Region
from ..enums import ContractStatus
from ..models import Contract, ContractOutlet
from ..rules.development import Trading, open_on
from ..rules.item20 import ProjectedRow
from ..rules.outlet_lives import FiscalYear
from .versions import terms_in_force

GOING = (
    ContractStatus.SIGNED,
    ContractStatus.IN_FORCE,
    ContractStatus.RENEWED,
    ContractStatus.SUSPENDED,
)
#: Where an outlet is counted: its state, as the tables ask; its region where no state is known.
PLACE = func.coalesce(func.nullif(Outlet.state, ""), Region.name)


def projected_rows(brand_id: UUID, year: FiscalYear, coming: FiscalYear) -> Sequence[ProjectedRow]:
    """Table 5 as of a fiscal year's end, by region."""
    signed = _signed_not_open(brand_id, year)
    franchised, own = _planned(brand_id, coming)
    for region, count in _scheduled(brand_id, year, coming).items():
        franchised[region] += count
    regions = sorted({*signed, *franchised, *own})
    return [
        ProjectedRow(
            region=region,
            signed=signed[region],
            franchised=franchised[region],
            own=own[region],
        )
        for region in regions
    ]


def _signed_not_open(brand_id: UUID, year: FiscalYear) -> Counter[str]:
    """Contracts signed by the year's end under which no outlet had opened by then."""
    had_opened = exists().where(
        ContractOutlet.contract_id == Contract.id,
        Outlet.id == ContractOutlet.outlet_id,
        Outlet.opened_on <= year.last,
    )
    rows = db.session.execute(
        select(Region.name, func.count(Contract.id))
        .select_from(Contract)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .outerjoin(Region, Region.id == Franchisee.region_id)
        .where(
            Contract.brand_id == brand_id,
            Contract.signed_on <= year.last,
            Contract.status.in_(GOING),
            or_(Contract.ended_on.is_(None), Contract.ended_on > year.last),
            ~had_opened,
        )
        .group_by(Region.name)
    )
    return Counter({name or "": count for name, count in rows})


def _planned(brand_id: UUID, coming: FiscalYear) -> tuple[Counter[str], Counter[str]]:
    """Outlets whose opening lies in the coming year: franchised, and the franchisor's own."""
    is_owned = exists().where(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= Outlet.opened_on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= Outlet.opened_on),
    )
    rows = db.session.execute(
        select(PLACE, is_owned, func.count(Outlet.id))
        .select_from(Outlet)
        .outerjoin(Region, Region.id == Outlet.region_id)
        .where(
            Outlet.brand_id == brand_id,
            Outlet.opened_on >= coming.first,
            Outlet.opened_on <= coming.last,
        )
        .group_by(PLACE, is_owned)
    )
    franchised: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for name, owned, count in rows:
        (franchised if owned else own)[name or ""] += count
    return franchised, own


def _scheduled(brand_id: UUID, year: FiscalYear, coming: FiscalYear) -> Counter[str]:
    """What development schedules ask for in the coming year beyond the outlets planned already."""
    rows = db.session.execute(
        select(Contract.id, Region.name)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .outerjoin(Region, Region.id == Franchisee.region_id)
        .where(Contract.brand_id == brand_id, Contract.status.in_(GOING))
    ).all()
    regions = {contract_id: name or "" for contract_id, name in rows}
    terms = {
        contract_id: found
        for contract_id, found in terms_in_force(regions, year.last).items()
        if found.development
    }
    outlets = _outlets_of(terms)
    found: Counter[str] = Counter()
    for contract_id, agreed in terms.items():
        steps = [one for one in agreed.development if coming.holds(one.due_on)]
        wanted = max((one.outlets_open for one in steps), default=0)
        missing = wanted - open_on(outlets.get(contract_id, []), coming.last)
        if missing > 0:
            found[regions[contract_id]] += missing
    return found


def _outlets_of(contract_ids: Iterable[UUID]) -> dict[UUID, list[Trading]]:
    ids = list(contract_ids)
    found: dict[UUID, list[Trading]] = {}
    for start in range(0, len(ids), PORTION):
        rows = db.session.execute(
            select(ContractOutlet.contract_id, Outlet.opened_on, Outlet.closed_on)
            .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
            .where(ContractOutlet.contract_id.in_(ids[start : start + PORTION]))
        )
        for contract_id, opened_on, closed_on in rows:
            found.setdefault(contract_id, []).append(Trading(opened_on, closed_on))
    return found


PORTION = 500
