"""What of a contract matters to a plan that it is to be given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from ...contracts.enums import VersionStatus
from ...contracts.models import Clause, Contract, ContractOutlet, ContractVersion
from ...contracts.queries import clause_numbers, terms_of, versions_of
from ...database import db
from ...kit.period import Period
from ...network.queries import founded
from ..models import Charge, FeePlan, PlanAssignment
from ..rules.giving import Footing
from .plans import plans_of


def footing_of(contract: Contract) -> Footing:
    """Its term, currency and clauses, and how far it has been charged."""
    assigned = plans_of(contract.id)
    versions = [v for v in versions_of(contract) if v.status is not VersionStatus.WITHDRAWN]
    return Footing(
        contract=contract.number,
        starts_on=contract.starts_on,
        ends_on=min(contract.ends_on, contract.ended_on or contract.ends_on),
        has_plan=bool(assigned),
        currency=assigned[0][1].currency if assigned else founded().currency,
        clauses=frozenset(clause_numbers(contract.id)),
        may_add_clauses=not any(v.status is VersionStatus.EXECUTED for v in versions),
        is_in_terms=any(terms_of(version).fee_plan for version in versions),
        charged=_last_charged(contract.id),
    )


def _last_charged(contract_id: UUID) -> Period | None:
    # By outlet, as there is an index for that: charges are the largest table there is.
    outlets = select(ContractOutlet.outlet_id).where(ContractOutlet.contract_id == contract_id)
    month = db.session.scalar(
        select(func.max(Charge.month)).where(
            Charge.outlet_id.in_(outlets), Charge.contract_id == contract_id
        )
    )
    return Period.parse_month(month) if month else None


PORTION = 500


def footings_of(contracts: Sequence[Contract]) -> Mapping[UUID, Footing]:
    """The footings of many contracts, in a few queries for every five hundred."""
    found: dict[UUID, Footing] = {}
    for start in range(0, len(contracts), PORTION):
        portion = contracts[start : start + PORTION]
        ids = [contract.id for contract in portion]
        currencies, clauses = _currencies(ids), _clauses(ids)
        versions, charged = _versions(ids), _last_months(ids)
        usual = founded().currency
        for contract in portion:
            mine = versions.get(contract.id, ())
            month = charged.get(contract.id)
            found[contract.id] = Footing(
                contract=contract.number,
                starts_on=contract.starts_on,
                ends_on=min(contract.ends_on, contract.ended_on or contract.ends_on),
                has_plan=contract.id in currencies,
                currency=currencies.get(contract.id, usual),
                clauses=frozenset(clauses.get(contract.id, ())),
                may_add_clauses=not any(v.status is VersionStatus.EXECUTED for v in mine),
                is_in_terms=any(terms_of(version).fee_plan for version in mine),
                charged=Period.parse_month(month) if month else None,
            )
    return found


def _currencies(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    query = (
        select(PlanAssignment.contract_id, FeePlan.currency)
        .join(FeePlan, FeePlan.id == PlanAssignment.plan_id)
        .where(PlanAssignment.contract_id.in_(ids))
        .order_by(PlanAssignment.starts_on)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _clauses(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    query = select(Clause.contract_id, Clause.number).where(Clause.contract_id.in_(ids))
    for contract_id, number in db.session.execute(query):
        found[contract_id].append(number)
    return found


def _versions(ids: Sequence[UUID]) -> Mapping[UUID, list[ContractVersion]]:
    found: dict[UUID, list[ContractVersion]] = defaultdict(list)
    query = select(ContractVersion).where(
        ContractVersion.contract_id.in_(ids), ContractVersion.status != VersionStatus.WITHDRAWN
    )
    for version in db.session.scalars(query):
        found[version.contract_id].append(version)
    return found


def _last_months(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    # By outlet, as there is an index for that.
    query = (
        select(Charge.contract_id, func.max(Charge.month))
        .join(ContractOutlet, ContractOutlet.outlet_id == Charge.outlet_id)
        .where(
            ContractOutlet.contract_id.in_(ids), Charge.contract_id == ContractOutlet.contract_id
        )
        .group_by(Charge.contract_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
