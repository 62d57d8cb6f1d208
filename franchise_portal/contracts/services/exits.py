"""A franchisee's way out: the account, the deposit, the things, the talk, and why.

An exit begins by itself when a contract ends, or by hand once the end is certain, and is closed
once nothing is open. The franchisee stays in the network as an alumnus.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network import services as network
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from ...storage.models import StoredFile
from .. import queries as contracts
from ..enums import ContractStatus, NoticeKind
from ..event_enums import (
    EventAction,
    ExitCause,
    ExitReason,
    ExitStatus,
    InterviewStatus,
    ReturnKind,
    ReturnStatus,
)
from ..event_errors import ExitStillOpen, NothingEnds, NotOpen, StillRuns
from ..models import Contract, Exit, ExitReturn, ExitTold
from ..queries import events, notices
from ..queries import exits as queries
from ..rules.exits import deposit_due_on
from .lifecycle import lock

#: What stays with the outlets when a business is transferred.
STAYS = (ReturnKind.MARKS, ReturnKind.PHONE_NUMBERS, ReturnKind.STOCK, ReturnKind.EQUIPMENT)
CAUSES = {
    ContractStatus.EXPIRED: ExitCause.EXPIRED,
    ContractStatus.TERMINATED: ExitCause.TERMINATED,
    ContractStatus.TRANSFERRED: ExitCause.TRANSFERRED,
}


def open_exit(
    actor: Actor, contract: Contract, cause: ExitCause, *, ends_on: date | None = None
) -> Exit:
    """Begin the exit from a contract that has ended; the one that there is, if it has begun.

    `ends_on` is the last day of one that is still to end.
    """
    ended_on = ends_on or contract.ended_on or contract.ends_on
    found = queries.exit_of(contract.id)
    if found is not None:
        # What was prepared for one end may have come to another.
        found.cause, found.ended_on = cause, ended_on
        return found
    terms = contracts.terms_on(contract.id, ended_on)
    deposit = terms.deposit if terms else None
    exit_ = Exit(
        id=new_id(),
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        cause=cause,
        opened_on=clock.today(),
        ended_on=ended_on,
        deposit_minor=deposit.amount.minor if deposit else None,
        deposit_currency=deposit.amount.currency if deposit else "",
        deposit_due_on=deposit_due_on(deposit, ended_on=ended_on) if deposit else None,
        deposit_conditions=list(deposit.conditions) if deposit else [],
    )
    db.session.add(exit_)
    db.session.flush()
    kinds = [kind for kind in ReturnKind if cause is not ExitCause.TRANSFERRED or kind not in STAYS]
    db.session.add_all(ExitReturn(exit_id=exit_.id, kind=kind) for kind in kinds)
    if not events.has_running_contract(contract.franchisee_id):
        _set_franchisee(actor, contract.franchisee_id, FranchiseeStatus.ENDED)
    audit.record(actor, EventAction.EXIT_OPENED, contract, cause=cause)
    db.session.flush()
    return exit_


def prepare_exit(actor: Actor, contract: Contract) -> Exit:
    """Begin the exit before the last day, once that is certain; the one there is, if it has begun.

    So that both sides can hand over, count and talk in time. It cannot be closed before the end.

    Raises:
        NothingEnds: while neither notice of non-renewal nor a termination stands.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    contract = lock(contract)
    cause, last_day = certain_end(contract)
    if cause is None:
        raise NothingEnds(number=contract.number)
    return open_exit(actor, contract, cause, ends_on=last_day)


def certain_end(contract: Contract) -> tuple[ExitCause | None, date]:
    """How a contract is certain to end, and its last day; no cause while nothing ends it."""
    termination = events.standing_termination(contract.id)
    if termination is not None:
        return ExitCause.TERMINATED, termination.effective_on
    notice = notices.notice_about_term(contract.id, contract.ends_on, NoticeKind.NON_RENEWAL)
    return (ExitCause.EXPIRED if notice else None), contract.ends_on


def begin_exit(actor: Actor, contract_id: UUID) -> Exit | None:
    """Begin the exit from a contract that ended by itself, or by somebody's hand."""
    contract = lock(contracts.contract_with_id(contract_id))
    cause = CAUSES.get(contract.status)
    return open_exit(actor, contract, cause) if cause else None


def note_return(
    actor: Actor,
    item: ExitReturn,
    *,
    status: ReturnStatus,
    words: str = "",
    file: StoredFile | None = None,
) -> ExitReturn:
    """Note for one thing that it came back, with evidence, or why that is not needed.

    Raises:
        NotOpen: when the exit is closed.
        Refused: without words and without a file.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(item.exit_id)
    db.session.refresh(item)
    if status is not ReturnStatus.OPEN and not words.strip() and file is None:
        raise Refused(N_("Write what shows it, or attach a picture or a document."), field="words")
    item.status, item.words = status, words.strip()
    item.file_id = file.id if file else item.file_id
    item.by_name, item.at = actor.name, clock.now()
    audit.record(actor, EventAction.EXIT_RETURNED, contract, item=item.kind, status=status)
    keep_changes(exit_)
    return item


def note_interview(
    actor: Actor,
    exit_: Exit,
    *,
    status: InterviewStatus,
    words: str = "",
    on: date | None = None,
    would_return: bool | None = None,
) -> Exit:
    """Write the exit interview down, or that the franchisee did not want one.

    Raises:
        NotOpen: when the exit is closed.
        Refused: without words.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    if not words.strip():
        raise Refused(N_("Write what was said, or why there was no talk."), field="words")
    exit_.interview, exit_.interview_words = status, words.strip()
    exit_.interviewed_on = on or clock.today()
    exit_.interviewed_by_name, exit_.would_return = actor.name, would_return
    audit.record(actor, EventAction.EXIT_INTERVIEW, contract)
    keep_changes(exit_)
    return exit_


def tell_reasons(
    actor: Actor, exit_: Exit, *, reasons: Sequence[ExitReason], words: str = ""
) -> ExitTold:
    """Say why, each side for itself; saying it again replaces what the same side said.

    Raises:
        NotOpen: when the exit is closed.
        Refused: without a reason.
    """
    actor.require(
        Permission.CONTRACTS_EVENT_ASK
        if actor.side is Side.FRANCHISEE
        else Permission.CONTRACTS_EVENT_NOTE
    )
    exit_, contract = hold(exit_.id)
    if not reasons:
        raise Refused(N_("Choose at least one reason."), field="reasons")
    told = queries.told_by(exit_, actor.side)
    if told is None:
        told = ExitTold(exit_id=exit_.id, side=actor.side, reasons=[])
        db.session.add(told)
    told.reasons = [reason.value for reason in reasons]
    told.words, told.by_name, told.at = words.strip(), actor.name, clock.now()
    audit.record(actor, EventAction.EXIT_REASONS, contract, reasons=list(reasons))
    keep_changes(exit_)
    return told


def close_exit(actor: Actor, exit_: Exit) -> Exit:
    """Close an exit once nothing is open; the franchisee is kept as an alumnus.

    Raises:
        ExitStillOpen: naming everything that is open.
        StillRuns: before the contract has ended.
        NotOpen: when it is closed already.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    if contract.status.is_running:
        raise StillRuns(number=contract.number, day=exit_.ended_on)
    found = queries.settlement(exit_)
    if found.open:
        raise ExitStillOpen(number=contract.number, open=tuple(one.task for one in found.open))
    exit_.status = ExitStatus.CLOSED
    exit_.closed_on, exit_.closed_by_name = clock.today(), actor.name
    if not events.has_running_contract(exit_.franchisee_id):
        _set_franchisee(actor, exit_.franchisee_id, FranchiseeStatus.ALUMNI)
    audit.record(actor, EventAction.EXIT_CLOSED, contract)
    db.session.flush()
    return exit_


def hold(exit_id: object) -> tuple[Exit, Contract]:
    """The exit as it is now, held until the transaction ends, and its contract."""
    exit_ = _read(exit_id)
    if exit_.status is not ExitStatus.OPEN:
        raise NotOpen(status=exit_.status)
    return exit_, contracts.contract_with_id(exit_.contract_id)


def keep_changes(exit_: Exit) -> None:
    """Write what changed, and read the parts again."""
    db.session.flush()
    _read(exit_.id)


def _read(exit_id: object) -> Exit:
    query = select(Exit).where(Exit.id == exit_id).with_for_update(of=Exit)
    query = query.options(selectinload(Exit.returns), selectinload(Exit.told))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _set_franchisee(actor: Actor, franchisee_id: object, status: FranchiseeStatus) -> None:
    franchisee = db.session.get_one(Franchisee, franchisee_id)
    if franchisee.status is not status:
        network.update_franchisee(actor, franchisee, changes={"status": status})
