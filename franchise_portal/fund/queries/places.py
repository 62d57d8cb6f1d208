"""Where contributions came from: the outlets one by one, and regions against each other.

Adding up every outlet of a year is work for a page in a small network, and for a job in a large
one: `is_large` says which.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, literal, select

from ...database import db, read_in_portions
from ...fees.enums import EntryKind
from ...fees.models import JournalEntry
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership, Region
from ...network.queries import owns
from ..models import FundRegionSums
from ..rules.regions import by_contributions
from ..rules.statement import OutletFact, RegionFact
from . import contributions, spending

MOST_OUTLETS = 2_000
"""Outlets that a statement holds in its facts, and that a page adds up while somebody waits."""
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Came:
    """What came from a region."""

    outlets: int
    minor: int


ByRegion = Mapping[UUID | None, Came]


def is_large() -> bool:
    """Whether there are more outlets than a page can add up; found by one leap, not by counting."""
    beyond = select(literal(1)).select_from(Outlet).offset(MOST_OUTLETS).limit(1)
    return db.session.scalar(beyond) is not None


def by_outlet(period: Period, currency: str) -> dict[UUID, int]:
    """What each outlet contributed in a period, those that came to nothing left out."""
    charged, own = contributions.contributed(period, currency)
    sums = {key: charged.get(key, 0) + own.get(key, 0) for key in {*charged, *own}}
    return {key: minor for key, minor in sums.items() if minor}


def by_region(sums: Mapping[UUID, int]) -> dict[UUID | None, Came]:
    """The same by the regions in which the outlets lie."""
    lies_in = contributions.regions_of_outlets()
    found: dict[UUID | None, Came] = {}
    for key, minor in sums.items():
        region = lies_in.get(key)
        before = found.get(region, Came(0, 0))
        found[region] = Came(before.outlets + 1, before.minor + minor)
    return found


def kept_by_region(period: Period, currency: str) -> FundRegionSums | None:
    """What was worked out last of a year, in a network where a page cannot."""
    return db.session.get(FundRegionSums, (period.start, currency))


def came_of(row: FundRegionSums) -> dict[UUID | None, Came]:
    """The same as the rules want it."""
    return {UUID(key) if key else None: Came(outlets, minor) for key, outlets, minor in row.regions}


def regions_of(
    period: Period, currency: str, came: ByRegion, *, spent: int
) -> tuple[tuple[RegionFact, ...], int]:
    """Regions against each other, and what was spent for all of them."""
    alone = spending.by_region(period, currency)
    network_wide = spent - sum(alone.values())
    shares = by_contributions(
        Money(network_wide, currency), {key: one.minor for key, one in came.items()}
    )
    facts = tuple(
        RegionFact(
            region.name if region else "",
            region.name_local if region else "",
            came[key].outlets if key in came else 0,
            came[key].minor if key in came else 0,
            alone.get(key, 0) if key else 0,
            shares[key].minor if key in shares else 0,
        )
        for key, region in _regions({*came, *alone})
    )
    return facts, network_wide


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionsOfYear:
    """Regions against each other over a year, as a page shows them."""

    currency: str
    regions: tuple[RegionFact, ...]
    network_wide: int
    as_of: datetime | None
    """When it was worked out; None: now."""
    is_missing: bool
    """Whether nobody has worked it out yet, in a network where a page cannot."""


def regions_in(period: Period, currency: str) -> RegionsOfYear:
    """The regions of a year: added up now, or as they were worked out in the last night."""
    spent = sum(spending.by_kind(period, currency).values())
    needs_job = is_large()
    kept = kept_by_region(period, currency) if needs_job else None
    is_missing = needs_job and kept is None
    if kept is not None:
        came: ByRegion = came_of(kept)
    else:
        came = {} if is_missing else by_region(by_outlet(period, currency))
    regions, network_wide = regions_of(period, currency, came, spent=spent)
    return RegionsOfYear(
        currency=currency,
        regions=regions,
        network_wide=network_wide,
        as_of=kept.worked_out_at if kept else None,
        is_missing=is_missing,
    )


def _regions(keys: set[UUID | None]) -> list[tuple[UUID | None, Region | None]]:
    """The regions of some ids by their codes; outlets without one come last."""
    rows: list[tuple[UUID | None, Region | None]] = [
        (region.id, region)
        for region in db.session.scalars(
            select(Region).where(Region.id.in_([key for key in keys if key])).order_by(Region.code)
        )
    ]
    return [*rows, (None, None)] if None in keys else rows


def listed(sums: Mapping[UUID, int], on: date) -> Iterator[OutletFact]:
    """The outlets that contributed by code, each with its owner on a day; a stream.

    All outlets are read past rather than asked for by a hundred thousand ids.
    """
    owner = (
        select(Franchisee.name)
        .join(OutletOwnership, OutletOwnership.franchisee_id == Franchisee.id)
        .where(OutletOwnership.outlet_id == Outlet.id, owns(on))
        .limit(1)
        .correlate(Outlet)
        .scalar_subquery()
    )
    rows: Any = db.session.execute(
        select(Outlet.id, Outlet.code, Outlet.name, Outlet.name_local, owner, Region.name)
        .outerjoin(Region, Region.id == Outlet.region_id)
        .order_by(Outlet.code),
        execution_options=read_in_portions(AT_ONCE),
    )
    for outlet_id, code, name, name_local, owned_by, region in rows:
        if outlet_id in sums:
            yield OutletFact(code, name, name_local, owned_by or "", sums[outlet_id], region or "")


CONTRIBUTING = (
    EntryKind.INVOICE,
    EntryKind.CREDIT_NOTE,
    EntryKind.DEBIT_NOTE,
    EntryKind.OWN_CONTRIBUTION,
)
"""Entries that can move what an outlet contributed."""


def last_entry() -> str:
    """The ledger's last entry; ids grow with time. Empty before there is any."""
    found = db.session.scalar(select(JournalEntry.id).order_by(JournalEntry.id.desc()).limit(1))
    return found.hex if found else ""


def has_moved_since(entry: str, period: Period) -> bool:
    """Whether anything was charged or credited in a period after some entry was posted."""
    later = exists().where(
        JournalEntry.on_date >= period.start,
        JournalEntry.on_date < period.end,
        JournalEntry.kind.in_(CONTRIBUTING),
    )
    if entry:
        later = later.where(JournalEntry.id > UUID(entry))
    return bool(db.session.scalar(select(later)))
