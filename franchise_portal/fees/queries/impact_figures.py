"""What an impact is made from besides the plan itself, told from what it was at another time.

A reported or corrected sale, a contract or an outlet that joined, left or has other days, and a
month that is over change it. The number of reports in all versions tells their state: each report
and each correction is a row more, and none is taken away.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit import clock
from ...kit.period import Period
from ...network.models import Outlet
from ..models import PlanVersion, SalesReport
from ..rules.canonical import plan_from_json
from .impact import covered_on, first_day, latest_year
from .plans import the_plan

SMALL = 500
"""Contracts up to which an impact is worked out, and they move, while the person waits."""


@dataclass(frozen=True, slots=True)
class Figures:
    """From what an impact would be made now."""

    window: Period | None
    """Twelve months of sales; None before anything was sold."""
    contracts: int
    """How many use the plan that is to be followed."""
    digest: str
    """The same as long as nothing of it changes."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare."""
        return self.window is None or not self.contracts

    @property
    def is_large(self) -> bool:
        """Whether a job works it out."""
        return are_many(self.contracts)


def are_many(contracts: int) -> bool:
    """Whether a job works on so many contracts, in steps, instead of the request that asks."""
    return contracts > SMALL


NONE = Figures(None, 0, "")


def figures_of(version: PlanVersion) -> Figures:
    """From what the impact of a version would be made today; nothing when it follows no plan."""
    if version.follows_id is None:
        return NONE
    window = latest_year()
    told = hashlib.sha256()
    contracts: set[UUID] = set()
    for contract_id, *place in db.session.execute(_places(version.follows_id)):
        contracts.add(contract_id)
        told.update(f"{contract_id} {place}\n".encode())
    if window is not None:
        told.update(f"{window.text} {_reports(version, version.follows_id, window)}".encode())
    return Figures(window, len(contracts), told.hexdigest())


def _places(plan_id: UUID) -> Select[*tuple[Any, ...]]:
    query = select(
        Contract.id,
        Outlet.code,
        ContractOutlet.starts_on,
        Outlet.opened_on,
        Outlet.closed_on,
    )
    return covered_on(query, [plan_id], clock.today()).order_by(
        Outlet.code, Contract.id, ContractOutlet.starts_on
    )


def _reports(version: PlanVersion, plan_id: UUID, window: Period) -> int:
    """How many reports there are of the time that is walked, in every version of each."""
    plans = the_plan(plan_id), plan_from_json(version.definition)
    covered = covered_on(select(Outlet.id), [plan_id], clock.today())
    query = (
        select(func.count())
        .select_from(SalesReport)
        .where(
            SalesReport.month >= f"{first_day([plans], window):%Y-%m}",
            SalesReport.month <= f"{window.last:%Y-%m}",
            SalesReport.outlet_id.in_(covered),
        )
    )
    return db.session.execute(query).scalar_one()
