"""Granting within one's limit, asking a second person above it, deciding, carrying out.

Each verb holds the row of the approval while it works, so that of two people who decide at the same
moment one wins; the other is told who was first, and nothing is carried out twice.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...accounts.models import User
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Franchisee
from .. import acts
from ..event_enums import ApprovalAction, ApprovalStatus, ApprovalStep, Measure
from ..event_errors import AboveLimit, AlreadyDecided, NoAuthority, OwnRequest
from ..models import Approval, ApprovalEntry, Contract
from ..queries import approvals as queries
from ..queries.approvals import Authority
from ..rules.authority import LASTS, Judgement, Size, deciders, judge
from .event_letters import ask_deciders, tell_asker


def ask(
    actor: Actor,
    act: str,
    size: Size,
    *,
    words: str,
    contract: Contract | None = None,
    franchisee: Franchisee | None = None,
    subject: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Approval:
    """Grant something at once where it lies within one's limit; else ask for it.

    What is to be done stands in `payload` (texts, numbers, ids as texts) and never changes. The
    result's `status.is_granted` says whether it was granted.

    Raises:
        UnknownAct: when no feature declares the act.
        NoAuthority: when it is above one's limit and nobody else may grant it either.
        Refused: without a word why.
    """
    found = acts.find(act)
    if not (actor.side is Side.FRANCHISEE and found.is_open_to_franchisees):
        actor.require(Permission.CONTRACTS_APPROVAL_ASK)
    if not words.strip():
        raise Refused(N_("Write why; whoever reads it later was not there."), field="words")
    if found.measure is not size.measure or actor.user_id is None or actor.role is None:
        raise NoAuthority
    _hold_own(actor.user_id)
    whose = franchisee.id if franchisee else (contract.franchisee_id if contract else None)
    table = queries.authority()
    before = queries.granted_before(actor, act, whose, at=clock.now())
    judged = judge(
        table.limit(actor.role, act), size, currency=table.currency, granted_before=before
    )
    if found.needs_second:
        judged = Judgement(is_within=False, why=N_("It always takes a second person."))
    if not judged.is_within:
        _require_somebody(act, size, table, asked_by=actor.user_id)
    approval = Approval(
        id=new_id(),
        act=act,
        measure=size.measure,
        quantity=size.value,
        currency=size.currency,
        contract_id=contract.id if contract else None,
        franchisee_id=whose,
        subject_name=subject or (contract.number if contract else ""),
        payload=dict(payload or {}),
        words=words.strip(),
        status=ApprovalStatus.ASKED,
        why=_told_why(judged),
        table_number=table.number,
        asked_by=actor.user_id,
        asked_by_name=actor.name,
        asked_role=actor.role,
        asked_at=clock.now(),
        expires_on=clock.today() + LASTS,
    )
    db.session.add(approval)
    db.session.flush()
    _note(actor, approval, ApprovalStep.ASKED, approval.words)
    if judged.is_within:
        approval.was_at_once = True
        _grant(actor, approval, ApprovalAction.GRANTED_AT_ONCE, approval.words)
    else:
        _record(actor, ApprovalAction.ASKED, approval, words=approval.words)
        ask_deciders(approval, queries.deciders_of(approval, table))
    db.session.flush()
    return approval


def grant(actor: Actor, approval: Approval, *, words: str = "") -> Approval:
    """Allow what somebody else asked for; what has a performer is carried out now.

    Raises:
        AlreadyDecided: when somebody else was a moment earlier, or it has expired.
        OwnRequest, AboveLimit: when this actor may not decide about it.
    """
    approval = _held(approval)
    _require_open(approval)
    _require_may_decide(actor, approval)
    _grant(actor, approval, ApprovalAction.GRANTED, words)
    db.session.flush()
    tell_asker(approval, words)
    return approval


def refuse(actor: Actor, approval: Approval, *, words: str) -> Approval:
    """Refuse what somebody else asked for, with the reason.

    Raises:
        Refused: without a reason.
        AlreadyDecided, OwnRequest, AboveLimit: as `grant` does.
    """
    approval = _held(approval)
    _require_open(approval)
    _require_may_decide(actor, approval)
    if not words.strip():
        raise Refused(N_("Write the reason, so that it can be understood."), field="words")
    _decide(actor, approval, ApprovalStatus.REFUSED)
    _note(actor, approval, ApprovalStep.REFUSED, words)
    _record(actor, ApprovalAction.REFUSED, approval, words=words, asker=approval.asked_by_name)
    db.session.flush()
    tell_asker(approval, words)
    return approval


def withdraw(actor: Actor, approval: Approval, *, words: str = "") -> Approval:
    """Take back what one asked for.

    Raises:
        NotFound: when somebody else asked for it.
        AlreadyDecided: when it was decided meanwhile.
    """
    approval = _held(approval)
    if approval.asked_by != actor.user_id:
        raise NotFound
    _require_open(approval)
    approval.status = ApprovalStatus.WITHDRAWN
    _note(actor, approval, ApprovalStep.WITHDREW, words)
    _record(actor, ApprovalAction.WITHDRAWN, approval)
    db.session.flush()
    return approval


def remark(actor: Actor, approval: Approval, *, words: str) -> ApprovalEntry:
    """Add words to the file of an approval, whatever has become of it.

    Raises:
        Refused: without words.
    """
    if not words.strip():
        raise Refused(N_("Write what you want to add."), field="words")
    return _note(actor, approval, ApprovalStep.REMARKED, words)


def carry_out(actor: Actor, approval: Approval, *, words: str) -> Approval:
    """Say that something granted has been done by hand; once.

    Raises:
        AlreadyDecided: when it was not granted, or has been carried out already.
        Refused: without saying how.
    """
    approval = _held(approval)
    if approval.status is not ApprovalStatus.GRANTED:
        raise AlreadyDecided(name="", status=approval.status)
    if not words.strip():
        raise Refused(N_("Write how it was done, for example the credit note."), field="words")
    _done(actor, approval, words)
    db.session.flush()
    return approval


def use(actor: Actor, approval: Approval, *, words: str) -> Approval:
    """Spend a granted approval on the act it was granted for; once.

    For services that need an approval to go on, such as a termination without notice.
    """
    return carry_out(actor, approval, words=words)


def expire(approval_id: UUID) -> bool:
    """Let something expire that nobody decided about in time; whether it was still open."""
    approval = _held_by_id(approval_id)
    if approval.status is not ApprovalStatus.ASKED or approval.expires_on >= clock.today():
        return False
    approval.status = ApprovalStatus.EXPIRED
    _note(SYSTEM, approval, ApprovalStep.EXPIRED, "")
    _record(SYSTEM, ApprovalAction.EXPIRED, approval)
    db.session.flush()
    tell_asker(approval)
    return True


def _grant(actor: Actor, approval: Approval, action: ApprovalAction, words: str) -> None:
    _decide(actor, approval, ApprovalStatus.GRANTED)
    _note(actor, approval, ApprovalStep.GRANTED, words)
    _record(actor, action, approval, words=words or approval.words, asker=approval.asked_by_name)
    act = acts.find(approval.act)
    if act.perform is not None and act.perform(actor, approval):
        _done(actor, approval, "")


def _decide(actor: Actor, approval: Approval, status: ApprovalStatus) -> None:
    approval.status = status
    approval.decided_by, approval.decided_by_name = actor.user_id, actor.name
    approval.decided_at = clock.now()


def _done(actor: Actor, approval: Approval, words: str) -> None:
    approval.status, approval.done_at = ApprovalStatus.DONE, clock.now()
    _note(actor, approval, ApprovalStep.CARRIED_OUT, words)
    # Who grants or carries out at once writes no words: those of the asker tell why it was.
    _record(actor, ApprovalAction.DONE, approval, words=words or approval.words)


def _require_open(approval: Approval) -> None:
    if approval.status is not ApprovalStatus.ASKED:
        raise AlreadyDecided(name=approval.decided_by_name, status=approval.status)
    if approval.expires_on < clock.today():
        raise AlreadyDecided(name="", status=ApprovalStatus.EXPIRED)


def _require_may_decide(actor: Actor, approval: Approval) -> None:
    actor.require(Permission.CONTRACTS_APPROVAL_DECIDE)
    if actor.user_id == approval.asked_by:
        raise OwnRequest
    table = queries.authority()
    limit = table.limit(actor.role, approval.act)
    judged = judge(limit, approval.size, currency=table.currency)
    if not judged.is_within:
        raise AboveLimit


def _require_somebody(act: str, size: Size, table: Authority, *, asked_by: UUID) -> None:
    people = queries.people_with_authority(act, table)
    if not deciders(people, size, asked_by=asked_by, currency=table.currency):
        raise NoAuthority


def _held(approval: Approval) -> Approval:
    return _held_by_id(approval.id)


def _held_by_id(approval_id: UUID) -> Approval:
    """The approval as it is now, held until the transaction ends."""
    query = select(Approval).where(Approval.id == approval_id).with_for_update(of=Approval)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _hold_own(user_id: UUID) -> None:
    """One grant at a time for each person: two tabs must not both use up the same limit."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(of=User))


def _note(actor: Actor, approval: Approval, step: ApprovalStep, words: str) -> ApprovalEntry:
    entry = ApprovalEntry(
        id=new_id(),
        approval_id=approval.id,
        step=step,
        words=words.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _record(actor: Actor, action: ApprovalAction, approval: Approval, **facts: object) -> None:
    act = acts.find(approval.act)
    audit.record(
        actor,
        action,
        approval,
        name=f"{act.label}, {approval.subject_name}"[:300],
        franchisee_id=approval.franchisee_id,
        title=_title(approval),
        **facts,
    )


def _title(approval: Approval) -> dict[str, Any]:
    """The approval's name for every language, as audit entries keep titles."""
    templates = {
        Measure.AMOUNT: N_("%(act)s, %(size)s, %(subject)s"),
        Measure.DAYS: N_("%(act)s, %(size)s days, %(subject)s"),
        Measure.EACH_TIME: N_("%(act)s, %(subject)s"),
    }
    size: object = approval.quantity
    if approval.measure is Measure.AMOUNT:
        size = Money(approval.quantity, approval.currency)
    act = acts.find(approval.act)
    return {
        "label": templates[approval.measure],
        "params": {
            "act": {"label": act.label},
            "size": size,
            "subject": approval.subject_name,
        },
    }


def _told_why(judged: Judgement) -> dict[str, Any]:
    return {"why": judged.why, "params": dict(judged.params)}
