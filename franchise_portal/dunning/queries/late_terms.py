"""What contracts say of late payment, ready for the rule; and why some cost nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ...contracts.enums import Rhythm
from ...contracts.models import Clause, Contract
from ...contracts.queries.versions import terms_in_force
from ...contracts.rules.terms import LatePayment
from ...database import db
from ...kit.i18n import N_
from ..enums import RateUse
from ..rules.charges import LateTerms
from ..rules.interest import Dated, Rates, yearly
from .rates import dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A contract that says something of late payment and still costs nothing, and why."""

    contract_id: UUID
    number: str
    why: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """The terms of some contracts, and what is missing."""

    by_contract: dict[UUID, LateTerms]
    missing: tuple[Missing, ...]


def late_terms(contract_ids: Collection[UUID], first: date) -> KnownTerms:
    """The terms in force on the first day of a span; a base rate must be known by then."""
    ids = sorted(set(contract_ids))
    terms = terms_in_force(ids, first)
    clauses = set(
        db.session.execute(
            select(Clause.contract_id, Clause.number).where(Clause.contract_id.in_(ids))
        )
    )
    contracts = {
        row.id: row
        for row in db.session.execute(
            select(Contract.id, Contract.number, Contract.pack).where(Contract.id.in_(ids))
        )
    }
    bases, ceilings = dated(RateUse.BASE), dated(RateUse.CEILING)
    found: dict[UUID, LateTerms] = {}
    missing = []
    for contract_id in ids:
        agreed = terms[contract_id].late if contract_id in terms else None
        if agreed is None:
            continue
        contract = contracts[contract_id]
        rates = _rates(agreed, bases, ceilings.get(contract.pack, ()))
        trouble = _trouble(agreed, bases, rates, (contract_id, agreed.clause) in clauses, first)
        if trouble:
            params = {"clause": agreed.clause, "base": agreed.base, "day": first}
            missing.append(
                Missing(contract_id=contract_id, number=contract.number, why=trouble, params=params)
            )
            continue
        found[contract_id] = LateTerms(
            contract_id=contract_id,
            clause=agreed.clause,
            grace_days=agreed.grace_days,
            rates=rates,
            flat=agreed.flat,
            a_day=agreed.a_day,
            is_on_fund=agreed.is_on_fund,
        )
    return KnownTerms(found, tuple(missing))


def _rates(
    agreed: LatePayment, bases: Mapping[str, tuple[Dated, ...]], ceiling: tuple[Dated, ...]
) -> Rates | None:
    if agreed.rate is None:
        return None
    return Rates(
        yearly(agreed.rate, is_monthly=agreed.every is Rhythm.MONTH),
        base=bases.get(agreed.base, ()),
        has_base=bool(agreed.base),
        ceiling=ceiling if agreed.within_law else (),
    )


def _trouble(
    agreed: LatePayment,
    bases: Mapping[str, object],
    rates: Rates | None,
    has_clause: bool,  # noqa: FBT001 - one of several answers
    first: date,
) -> str | None:
    if not agreed.clause:
        return N_("Its terms on late payment name no clause, so nothing is charged.")
    if not has_clause:
        return N_("It has no clause “%(clause)s”, so nothing is charged.")
    if agreed.base and agreed.base not in bases:
        return N_("It names the table of rates “%(base)s”, which is not kept here.")
    if rates is not None and not rates.knows(first):
        return N_("The table of rates “%(base)s” has no rate for %(day)s.")
    return None
