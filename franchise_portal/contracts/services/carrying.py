"""Making the terms of an executed version those of the contract, and what the days bring."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from .. import additions, queries, reckoning
from ..enums import ContractAction, ContractStatus, VersionKind
from ..event_enums import ChargeKind
from ..models import Clause, Contract, ContractTerritory, ContractVersion
from ..rules.clauses import ClauseText
from ..rules.term_ends import end_agreed
from ..rules.terms import Terms
from . import charges
from .lifecycle import because, expire, lock, move
from .soundness import require_unpromised

#: Kinds whose words hold for the contract from its signing on, not only from a later day.
FIRST = (VersionKind.ORIGINAL, VersionKind.TRANSFER)


def carry(actor: Actor, contract: Contract, version: ContractVersion, *, at: datetime) -> None:
    """Make the terms and clauses of an executed version those of the contract, once.

    One that was signed after a version which holds from a later day, and holds already, changes
    nothing any more: that one replaced it before it came. Its fees still count for its own days.
    """
    if version.carried_at is not None:
        return
    terms = queries.terms_of(version)
    later = queries.version_after(version)
    version.carried_at = at
    if later is None or later.carried_at is None:
        _become(contract, version, terms)
    db.session.flush()
    for part in additions.term_parts():
        if value := terms.part(part.key):
            part.apply(actor, contract, version.effective_from, value)
    if version.kind not in FIRST:
        audit.record(
            actor, ContractAction.VERSION_IN_FORCE, contract, version=version.title or version.kind
        )


def _become(contract: Contract, version: ContractVersion, terms: Terms) -> None:
    before = queries.version_before(version)
    began_on, ended_on = contract.starts_on, contract.ends_on
    if version.kind is VersionKind.RENEWAL:
        contract.term_number += 1
    if version.kind in FIRST and terms.starts_on is not None:
        contract.starts_on = terms.starts_on
    ends_on = end_agreed(
        terms,
        kind=version.kind,
        before=None if before is None else queries.terms_of(before),
        present_end=contract.ends_on,
        term_number=contract.term_number,
    )
    contract.ends_on = max(ends_on, contract.starts_on)
    cover(contract, began_on=began_on, ended_on=ended_on)
    _grant(contract, version, terms, ended_on=ended_on)
    _write_clauses(contract, queries.clauses_of(version))


def begin_if_due(contract: Contract, *, on: date) -> None:
    """Bring a signed contract into force once its first day has come."""
    if contract.status is ContractStatus.SIGNED and contract.starts_on <= on:
        # The portal does it, whoever signed last: nobody decides about a day that has come.
        reason = because(N_("the term began on %(day)s"), day=contract.starts_on)
        move(SYSTEM, contract, ContractStatus.IN_FORCE, on=contract.starts_on, reason=reason)
        _owe_initial_fee(contract)


def _owe_initial_fee(contract: Contract) -> None:
    """Note what a contract that begins costs once, where its plan says so.

    What was entered or imported as running never passes here, and a successor pays for the
    transfer instead.
    """
    fee = reckoning.event_fee(contract.id, ChargeKind.INITIAL_FEE, contract.starts_on)
    if fee is not None:
        charges.raise_charge(contract, ChargeKind.INITIAL_FEE, origin_id=contract.id, amount=fee)


def keep_clock(actor: Actor, contract_id: UUID, *, on: date) -> None:
    """Do what a day has brought for one contract: carry, begin, end. Repeating it changes nothing.

    An amendment is carried before the contract ends, since it may have changed the end.

    Raises:
        Unsound: when another contract holds an outlet or area of what would begin today. It waits
            then, the health check names both, and people decide which of the two ends.
    """
    contract = lock(queries.contract_with_id(contract_id))
    for version in queries.to_be_carried(contract_id, on):
        require_unpromised(contract, version)
        carry(actor, contract, version, at=clock.now())
    begins = contract.status is ContractStatus.SIGNED and contract.starts_on <= on
    first = queries.in_force_version(contract_id, contract.starts_on) if begins else None
    if first is not None:
        require_unpromised(contract, first)
    begin_if_due(contract, on=on)
    expire(actor, contract, on=on)


def cover(contract: Contract, *, began_on: date, ended_on: date) -> None:
    """Let the outlets follow a changed term.

    An outlet that joined later keeps its own first day, one that left early its own last.
    """
    for covered in queries.outlets_covered(contract.id):
        if covered.starts_on == began_on:
            covered.starts_on = contract.starts_on
        if covered.ends_on == ended_on:
            covered.ends_on = contract.ends_on
    db.session.flush()


def _grant(contract: Contract, version: ContractVersion, terms: Terms, *, ended_on: date) -> None:
    """Write the areas that hold from the version's first day on; earlier ones end the day before.

    What stays granted as it was is one span, not two.
    """
    known = queries.territories_named(terms.territory.codes if terms.territory else ())
    is_exclusive = terms.territory is not None and terms.territory.is_exclusive
    first = max(version.effective_from, contract.starts_on)
    wanted = {territory.id for territory in known.values()}
    for grant in queries.grants_of(contract.id):
        if grant.territory_id in wanted and grant.is_exclusive is is_exclusive:
            wanted.discard(grant.territory_id)
            if grant.ends_on == ended_on:
                grant.ends_on = contract.ends_on
        elif grant.starts_on >= first:
            db.session.delete(grant)
        else:
            grant.ends_on = min(grant.ends_on, first - timedelta(days=1))
    db.session.add_all(
        ContractTerritory(
            contract_id=contract.id,
            territory_id=territory_id,
            is_exclusive=is_exclusive,
            starts_on=first,
            ends_on=contract.ends_on,
        )
        for territory_id in sorted(wanted)
    )


def _write_clauses(contract: Contract, clauses: Sequence[ClauseText]) -> None:
    if not clauses:
        return
    db.session.execute(delete(Clause).where(Clause.contract_id == contract.id))
    db.session.add_all(
        Clause(
            contract_id=contract.id,
            position=position,
            number=clause.number,
            title=clause.title,
            body=clause.body,
        )
        for position, clause in enumerate(clauses)
    )
