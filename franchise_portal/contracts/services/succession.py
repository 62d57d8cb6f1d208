"""The day of a transfer: one contract ends, another takes its place, the outlets change hands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network import services as network
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee, Outlet
from .. import additions
from .. import queries as contracts
from ..enums import ContractAction, ContractStatus, VersionKind
from ..event_enums import EventAction, ExitCause, LifeNews, TransferStatus
from ..models import Clause, Contract, ContractOutlet, ContractVersion, Transfer
from ..queries import transfers as queries
from ..rules.clauses import ClauseText
from ..rules.renewal import renewals_left
from ..rules.terms import Terms
from . import exits, versions
from .event_letters import tell
from .lifecycle import because, lock, move

DAY = timedelta(days=1)


def transfer_if_due(actor: Actor, transfer_id: UUID, *, on: date) -> bool:
    """Let an approved transfer take place once its day has come. Repeating it changes nothing."""
    found = db.session.get(Transfer, transfer_id)
    if found is None:
        return False
    old, transfer = hold(found)
    if transfer.status is not TransferStatus.APPROVED or transfer.starts_on > on:
        return False
    if transfer.to_franchisee_id is None:
        return False
    buyer = db.session.get_one(Franchisee, transfer.to_franchisee_id)
    day = transfer.starts_on
    covered = queries.outlets_on(old.id, day)
    going = [one for one in covered if str(one.outlet_id) in transfer.outlet_ids]
    if transfer.outlet_ids and not going:
        return False  # they left the contract another way meanwhile
    is_part = bool(transfer.outlet_ids) and len(going) < len(covered)
    version = contracts.in_force_version(old.id, day)
    ends_on, renewals_used = old.ends_on, old.term_number - 1
    parts = _parts_in_force(old, day)
    spans = [(one.outlet, one.ends_on) for one in (going if is_part else covered)]
    if is_part:
        _let_go(going, day)
    else:
        reason = because(N_("it was taken over by %(buyer)s"), buyer=buyer.name)
        move(actor, old, ContractStatus.TRANSFERRED, on=day - DAY, reason=reason)
    new = _successor(actor, old, buyer, day=day, ends_on=ends_on)
    db.session.add_all(
        ContractOutlet(contract_id=new.id, outlet_id=outlet.id, starts_on=day, ends_on=end)
        for outlet, end in spans
    )
    db.session.flush()
    _carry_words(
        actor,
        old,
        new,
        version,
        day=day,
        renewals_used=renewals_used,
        only=len(going) if is_part else 0,
    )
    _carry_parts(actor, new, parts, version, day=day)
    for outlet, _end in spans:
        network.transfer_outlet(actor, outlet=outlet, franchisee=buyer, starts_on=day)
    if buyer.status is not FranchiseeStatus.ACTIVE:
        network.update_franchisee(actor, buyer, changes={"status": FranchiseeStatus.ACTIVE})
    transfer.status, transfer.done_at = TransferStatus.DONE, clock.now()
    transfer.successor_id = new.id
    _say_it(actor, old, new, [outlet for outlet, _end in spans] if is_part else [], day=day)
    return True


def _let_go(going: Sequence[ContractOutlet], day: date) -> None:
    """The contract stays with its other outlets; these leave it the day before."""
    for one in going:
        one.ends_on = day - DAY
    db.session.flush()


def _say_it(
    actor: Actor, old: Contract, new: Contract, outlets: Sequence[Outlet], *, day: date
) -> None:
    """Note it and tell both; whoever keeps the contract for other outlets does not leave."""
    to = db.session.get_one(Franchisee, new.franchisee_id).name
    if not outlets:
        audit.record(actor, EventAction.TRANSFERRED, old, to=to, day=day)
        db.session.flush()
        tell(actor, old, LifeNews.TRANSFERRED, day=day)
        tell(actor, new, LifeNews.TRANSFERRED, day=day)
        exits.open_exit(actor, old, ExitCause.TRANSFERRED)
        return
    names = [f"{outlet.code} {outlet.name}" for outlet in outlets]
    audit.record(actor, EventAction.OUTLETS_TRANSFERRED, old, outlets=names, to=to, day=day)
    db.session.flush()
    tell(actor, old, LifeNews.OUTLETS_TRANSFERRED, words=", ".join(names), day=day)
    tell(actor, new, LifeNews.OUTLETS_TRANSFERRED, words=", ".join(names), day=day)


def _successor(
    actor: Actor, old: Contract, buyer: Franchisee, *, day: date, ends_on: date
) -> Contract:
    new = Contract(
        id=new_id(),
        number=f"{old.number[:34]}-T{queries.successors_count(old.id) + 1}",
        franchisee_id=buyer.id,
        brand_id=old.brand_id,
        status=ContractStatus.IN_FORCE,
        signed_on=old.signed_on,
        starts_on=day,
        ends_on=ends_on,
        pack=old.pack,
        is_first=False,
        predecessor_id=old.id,
        note="",
    )
    db.session.add(new)
    db.session.flush()
    audit.record(actor, ContractAction.ADDED, new)
    return new


def _carry_words(
    actor: Actor,
    old: Contract,
    new: Contract,
    version: ContractVersion | None,
    *,
    day: date,
    renewals_used: int,
    only: int,
) -> None:
    """The words and terms in force go along: as a version, or as clauses where there is none."""
    if version is None:
        clauses = queries.clauses_of_contract(old.id)
        db.session.add_all(
            Clause(
                contract_id=new.id,
                position=clause.position,
                number=clause.number,
                title=clause.title,
                body=clause.body,
            )
            for clause in clauses
        )
        db.session.flush()
        return
    terms = remaining_terms(
        contracts.terms_of(version), day=day, ends_on=new.ends_on, renewals_used=renewals_used
    )
    if only:
        terms = terms_of_part(terms, outlets=only)
    versions.record_paper_version(
        actor,
        new,
        kind=VersionKind.TRANSFER,
        terms=terms,
        clauses=_all_clauses(old, version),
        effective_from=day,
        title=version.title,
        reason=old.number,
        language=version.language,
    )


def _all_clauses(old: Contract, version: ContractVersion) -> tuple[ClauseText, ...]:
    """The version's clauses, and those that were written into the contract beside it."""
    written = contracts.clauses_of(version)
    known = {clause.number for clause in written}
    beside = (
        ClauseText(number=clause.number, title=clause.title, body=clause.body)
        for clause in queries.clauses_of_contract(old.id)
        if clause.number not in known
    )
    return (*written, *beside)


def remaining_terms(terms: Terms, *, day: date, ends_on: date, renewals_used: int) -> Terms:
    """The terms for whoever takes over: the rest of the term, and the renewals not used yet."""
    renewal = terms.renewal
    if renewal is not None:
        left = renewals_left(renewal, term_number=renewals_used + 1)
        renewal = replace(renewal, count=left) if left != 0 else None
    return replace(
        terms,
        starts_on=day,
        length=None,
        ends_on=None if terms.is_indefinite else ends_on,
        renewal=renewal,
        development=tuple(step for step in terms.development if step.due_on >= day),
    )


def terms_of_part(terms: Terms, *, outlets: int) -> Terms:
    """The terms for whoever takes over some of several outlets.

    What belongs to the contract as a whole stays with whoever keeps it: the area, the development
    schedule, the deposit that was paid, the minimum purchase.
    """
    return replace(
        terms,
        territory=None,
        outlets_permitted=None if terms.outlets_permitted is None else outlets,
        development=(),
        deposit=None,
        minimum_purchase=None,
    )


def _parts_in_force(old: Contract, day: date) -> dict[str, str]:
    return {
        part.key: value
        for part in additions.term_parts()
        if (value := part.in_force([old.id], day).get(old.id))
    }


def _carry_parts(
    actor: Actor,
    new: Contract,
    parts: dict[str, str],
    version: ContractVersion | None,
    *,
    day: date,
) -> None:
    """What features above keep for the old contract goes along where the terms do not say it."""
    said = contracts.terms_of(version) if version else Terms()
    for part in additions.term_parts():
        if part.key in parts and not said.part(part.key):
            part.apply(actor, new, day, parts[part.key])


def hold(transfer: Transfer) -> tuple[Contract, Transfer]:
    """The contract's row is held; the transfer is read again behind it."""
    contract = lock(contracts.contract_with_id(transfer.contract_id))
    db.session.refresh(transfer)
    return contract, transfer
