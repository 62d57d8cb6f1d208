"""Giving notices, withdrawing them, and what the other side answers.

A notice is given by a person for their own side. Its words stay as they were given; a letter is
made and mails leave once it is safe in the database.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ... import audit, jobs
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile
from ...kit.ids import new_id
from ...storage.models import StoredFile
from ..duty_errors import (
    AlreadyGiven,
    NothingToShow,
    NoticeOver,
    OtherSidesTurn,
    StepsMissing,
    TookEffect,
)
from ..enums import DutyAction, LadderStep, NoticeEntryKind, NoticeKind, NoticeStatus
from ..models import Contract, Duty, Notice, NoticeEntry
from ..queries import notices as queries
from . import evidence, letters, settling
from .lifecycle import lock
from .notice_days import HARD, Days, Draft, days_of

SEND = "contracts.send_notice"
OPEN_STATUSES = (NoticeStatus.GIVEN, NoticeStatus.ANSWERED)


def give_notice(
    actor: Actor,
    contract: Contract,
    draft: Draft,
    *,
    words: Mapping[str, str],
    language: str,
) -> Notice:
    """Give a notice to the other side.

    Raises:
        OutsideWindow, NoEndOfTerm, AlreadyGiven: about the end of a term.
        NoDutyNamed, DutyClosed, OtherSidesTurn: about a default.
        StepsMissing: without a written reason and the authority to leave steps out.
        TooSoon: when it would take effect before the other side's days are over.
        NotRunningForNotice: about a contract that does not run.
    """
    actor.require(Permission.CONTRACTS_NOTICE_GIVE)
    contract = lock(contract)
    today = clock.today()
    days = days_of(actor.side, contract, draft, on=today)
    _require_steps(actor, draft, days)
    if days.window is not None:
        _require_first(contract, draft.kind, days.window.ends_on)
    sequence = queries.next_notice_sequence(contract.id)
    notice = Notice(
        id=new_id(),
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        sequence=sequence,
        number=f"{contract.number}-N{sequence}",
        kind=draft.kind,
        giver=actor.side,
        duty_id=draft.duty.id if draft.duty else None,
        term_end=days.window.ends_on if days.window else None,
        given_on=today,
        answer_until=days.answer_until,
        until=days.until,
        act_by=days.act_by,
        days=days.days,
        state=draft.state,
        basis=days.rule.source if days.rule else "",
        language=language,
        words=dict(words),
        skip_reason=draft.skip_reason if days.missing else "",
        skip_by_name=actor.name if days.missing else "",
        given_by=actor.user_id,
        given_by_name=actor.name,
        given_at=clock.now(),
    )
    _save(contract, notice)
    _follow(actor, draft, days)
    audit.record(actor, DutyAction.NOTICE_GIVEN, notice, kind=draft.kind)
    if days.missing:
        audit.record(actor, DutyAction.NOTICE_SKIPPED, notice, reason=draft.skip_reason)
    db.session.flush()
    jobs.enqueue(
        SEND,
        arguments={"notice_id": str(notice.id)},
        dedupe_key=f"notice/{notice.id}",
        label=notice.number,
        actor=actor,
    )
    return notice


def withdraw_notice(
    actor: Actor, notice: Notice, *, reason: str, version: int | None = None
) -> NoticeEntry:
    """Take a notice back, as long as it has not done its work. Its words stay on file.

    The duty of a notice of default returns to where its clock has it.

    Raises:
        OtherSidesTurn, NoticeOver, TookEffect, ChangedMeanwhile: nothing is written.
    """
    actor.require(Permission.CONTRACTS_NOTICE_GIVE)
    _require_seen(notice, version)
    if actor.side is not notice.giver:
        raise OtherSidesTurn(notice.giver)
    if notice.status not in OPEN_STATUSES:
        raise NoticeOver(notice.number, notice.status)
    today = clock.today()
    if notice.kind in HARD and notice.until is not None and notice.until < today:
        raise TookEffect(notice.number, notice.until)
    notice.status, notice.withdrawn_on = NoticeStatus.WITHDRAWN, today
    _flush()
    if notice.kind is NoticeKind.DEFAULT and notice.duty is not None:
        _take_back(notice.duty, today)
    audit.record(actor, DutyAction.NOTICE_WITHDRAWN, notice, reason=reason)
    return _note(actor, notice, NoticeEntryKind.WITHDRAWN, reason)


def reply(
    actor: Actor, notice: Notice, *, words: str, file: StoredFile | None = None
) -> NoticeEntry:
    """Put an answer on file, with evidence if there is any; either side may, as often as it likes.

    Raises:
        NothingToShow: without words and without a file.
    """
    actor.require(Permission.CONTRACTS_NOTICE_REPLY)
    if not words and file is None:
        raise NothingToShow
    if actor.side is notice.addressee and notice.status is NoticeStatus.GIVEN:
        notice.status = NoticeStatus.ANSWERED
        _flush()
    audit.record(actor, DutyAction.NOTICE_ANSWERED, notice)
    return _note(actor, notice, NoticeEntryKind.REPLY, words, file=file)


def settle_notice(
    actor: Actor, notice: Notice, *, words: str, version: int | None = None
) -> NoticeEntry:
    """Say that nothing more follows from a notice that one's own side gave.

    Raises:
        OtherSidesTurn, NoticeOver, ChangedMeanwhile: nothing is written.
    """
    actor.require(Permission.CONTRACTS_NOTICE_GIVE)
    _require_seen(notice, version)
    if actor.side is not notice.giver:
        raise OtherSidesTurn(notice.giver)
    if notice.status not in OPEN_STATUSES:
        raise NoticeOver(notice.number, notice.status)
    entry = settling.settle(actor, notice, words=words)
    _flush()
    letters.tell_of_notice_entry(notice, entry)
    return entry


def _require_steps(actor: Actor, draft: Draft, days: Days) -> None:
    if not days.missing:
        return
    may_skip = actor.may(Permission.CONTRACTS_STEP_SKIP)
    if not draft.skip_reason or not may_skip:
        raise StepsMissing(days.missing, may_skip=may_skip)


def _require_first(contract: Contract, kind: NoticeKind, term_end: date) -> None:
    known = queries.notice_about_term(contract.id, term_end, kind)
    if known is not None:
        raise AlreadyGiven(number=known.number, end=term_end)


def _save(contract: Contract, notice: Notice) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError as error:
        # Both sides said it in the same moment; the contract's lock lets one be first.
        raise AlreadyGiven(number=contract.number, end=notice.term_end) from error


def _follow(actor: Actor, draft: Draft, days: Days) -> None:
    """What a notice changes about the duty that it is about."""
    duty = draft.duty
    if duty is None:
        return
    if draft.kind is NoticeKind.DEFAULT:
        evidence.set_clock(duty, days.given_on)
        if days.missing:
            evidence.note_skipped(actor, duty, LadderStep.CURING, draft.skip_reason)
        duty.noticed_on, duty.cure_until = days.given_on, days.act_by
        duty.step, duty.was_late = LadderStep.CURING, True
        evidence.set_clock(duty, days.given_on)
        _flush()
    elif draft.kind is NoticeKind.CURE:
        settling.settle_notices_about(actor, duty)


def _take_back(duty: Duty, on: date) -> None:
    duty.noticed_on = duty.cure_until = None
    duty.step = LadderStep.AHEAD
    evidence.set_clock(duty, on)
    _flush()


def _require_seen(notice: Notice, version: int | None) -> None:
    if version is not None and notice.version != version:
        raise ChangedMeanwhile


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        # Whoever asked is shown what was saved meanwhile, and reads it in a new transaction.
        db.session.rollback()
        raise ChangedMeanwhile from error


def _note(
    actor: Actor,
    notice: Notice,
    kind: NoticeEntryKind,
    words: str,
    *,
    file: StoredFile | None = None,
) -> NoticeEntry:
    entry = NoticeEntry(
        id=new_id(),
        notice_id=notice.id,
        kind=kind,
        side=actor.side,
        words=words,
        file_id=file.id if file else None,
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    letters.tell_of_notice_entry(notice, entry)
    return entry
