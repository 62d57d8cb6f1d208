"""What the two sides do about a duty. The same verbs for both: only whose duty it is decides.

Who owes gives evidence and answers; the other side accepts it or returns it with the reason,
reports what was not delivered, grants time, waives, and proposes a consequence when it was not
put right.
"""

from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile
from ...kit.ids import new_id
from ...storage.models import StoredFile
from ..duty_errors import DutyClosed, NothingToShow, NotLateYet, OtherSidesTurn, StepsMissing
from ..enums import (
    ConsequenceKind,
    DueRule,
    DutyAction,
    DutyEntryKind,
    DutyStatus,
    LadderStep,
)
from ..models import Duty, DutyEntry
from ..queries import duties as queries
from ..rules import ladder
from ..rules.notices import act_by
from . import letters
from .duties import title_facts
from .laws import pack_of
from .settling import settle_notices_about


def give_evidence(
    actor: Actor,
    duty: Duty,
    *,
    words: str = "",
    file: StoredFile | None = None,
    version: int | None = None,
) -> DutyEntry:
    """Show that a duty of one's own side is done; the other side looks at it.

    What is owed to an authority has nobody here to look at it: it is done at once.

    Raises:
        OtherSidesTurn, DutyClosed, NothingToShow, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, duty.owner, version)
    if duty.obligation.needs_evidence and not words and file is None:
        raise NothingToShow
    today = clock.today()
    if duty.contract_id is None:
        _close(duty, DutyStatus.DONE, today)
    else:
        duty.status, duty.given_on = DutyStatus.GIVEN, today
        _set_clock(duty, today)
    return _note(actor, duty, DutyEntryKind.GIVEN, DutyAction.EVIDENCE_GIVEN, words, file=file)


def accept(actor: Actor, duty: Duty, *, words: str = "", version: int | None = None) -> DutyEntry:
    """Agree that the other side's duty is done, with or without its evidence.

    Notices of default about it are settled by that.

    Raises:
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, _other(duty), version)
    _close(duty, DutyStatus.DONE, clock.today())
    settle_notices_about(actor, duty)
    return _note(actor, duty, DutyEntryKind.ACCEPTED, DutyAction.EVIDENCE_ACCEPTED, words)


def send_back(actor: Actor, duty: Duty, *, reason: str, version: int | None = None) -> DutyEntry:
    """Return evidence that does not show it yet; the clock goes on where the day stands.

    Raises:
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, _other(duty), version, statuses=(DutyStatus.GIVEN,))
    duty.status, duty.given_on = DutyStatus.OPEN, None
    _set_clock(duty, clock.today())
    return _note(
        actor, duty, DutyEntryKind.RETURNED, DutyAction.EVIDENCE_RETURNED, reason, reason=reason
    )


def report(
    actor: Actor,
    duty: Duty,
    *,
    words: str,
    file: StoredFile | None = None,
    version: int | None = None,
) -> DutyEntry:
    """Say that the other side has not delivered, as soon as its day has passed.

    Raises:
        NotLateYet: while there is time.
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, _other(duty), version, statuses=(DutyStatus.OPEN,))
    today = clock.today()
    if today <= duty.act_by or duty.kind.is_choice:
        raise NotLateYet(duty.act_by)
    _set_clock(duty, today)
    return _note(
        actor,
        duty,
        DutyEntryKind.REPORTED,
        DutyAction.NOT_DELIVERED,
        words,
        file=file,
        reason=words,
    )


def answer(
    actor: Actor,
    duty: Duty,
    *,
    words: str,
    file: StoredFile | None = None,
    version: int | None = None,
) -> DutyEntry:
    """Answer the other side about a duty of one's own, without changing where it stands."""
    _require(actor, duty, duty.owner, version)
    return _note(actor, duty, DutyEntryKind.ANSWERED, DutyAction.ANSWERED, words, file=file)


def extend(
    actor: Actor, duty: Duty, *, until: date, reason: str, version: int | None = None
) -> DutyEntry:
    """Give the other side more time; a cure period that runs is replaced by it.

    Raises:
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    require_may_extend(actor, duty, version)
    duty.extended_to = until
    duty.act_by = act_by(
        until, pack_of(duty.contract), is_before=duty.obligation.rule is DueRule.BEFORE_END
    )
    duty.noticed_on = duty.cure_until = None
    duty.step = LadderStep.AHEAD
    _set_clock(duty, clock.today())
    return _note(
        actor, duty, DutyEntryKind.MOVED, DutyAction.MOVED, reason, reason=reason, day=until
    )


def require_may_extend(actor: Actor, duty: Duty, version: int | None) -> None:
    """Refuse who may not give time for a duty, and duties for which none can be given.

    Raises:
        OtherSidesTurn, DutyClosed, ChangedMeanwhile.
    """
    _require(actor, duty, _other(duty), version, statuses=(DutyStatus.OPEN,))


def waive(actor: Actor, duty: Duty, *, reason: str, version: int | None = None) -> DutyEntry:
    """Give up what the other side owes on this day, with the reason.

    Raises:
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, _other(duty), version)
    _close(duty, DutyStatus.WAIVED, clock.today())
    settle_notices_about(actor, duty)
    return _note(actor, duty, DutyEntryKind.WAIVED, DutyAction.WAIVED, reason, reason=reason)


def propose_consequence(
    actor: Actor,
    duty: Duty,
    *,
    consequence: ConsequenceKind,
    words: str,
    skip_reason: str = "",
    version: int | None = None,
) -> DutyEntry:
    """Propose what follows from not putting it right. Nothing happens by itself.

    Raises:
        StepsMissing: before the cure period is over, without a written reason and the authority.
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    _require(actor, duty, _other(duty), version, statuses=(DutyStatus.OPEN,))
    _set_clock(duty, clock.today())
    note_skipped(actor, duty, LadderStep.CONSEQUENCE, skip_reason)
    duty.step, duty.next_on, duty.was_late = LadderStep.CONSEQUENCE, None, True
    return _note(
        actor,
        duty,
        DutyEntryKind.PROPOSED,
        DutyAction.CONSEQUENCE_PROPOSED,
        words,
        made=consequence,
        consequence=consequence,
    )


def note_skipped(actor: Actor, duty: Duty, wanted: LadderStep, reason: str) -> None:
    """Keep the written reason for steps that are left out; nothing when none is.

    Raises:
        StepsMissing: naming them, without a reason or without the authority.
    """
    missing = ladder.missing_steps(duty.step, wanted)
    if not missing:
        return
    may_skip = actor.may(Permission.CONTRACTS_STEP_SKIP)
    if not reason or not may_skip:
        raise StepsMissing(missing, may_skip=may_skip)
    _note(actor, duty, DutyEntryKind.SKIPPED, DutyAction.STEP_SKIPPED, reason, reason=reason)


def set_clock(duty: Duty, on: date) -> None:
    """Put a duty where the ladder has it on a day, and say when the clock speaks next."""
    _set_clock(duty, on)


def _set_clock(duty: Duty, on: date) -> None:
    where = ladder.standing(queries.clock_of(duty), on, before=duty.step)
    # A right whose evidence comes back after its day is closed by the clock's next round.
    duty.step, duty.next_on = where.step, on if where.is_past else where.next_on
    duty.was_late = duty.was_late or where.step.is_late


def _close(duty: Duty, status: DutyStatus, on: date) -> None:
    duty.status, duty.closed_on = status, on
    duty.next_on = duty.given_on = None


def _require(
    actor: Actor,
    duty: Duty,
    side: Side,
    version: int | None,
    *,
    statuses: tuple[DutyStatus, ...] = queries.OPEN,
) -> None:
    actor.require(Permission.CONTRACTS_DUTY_ANSWER)
    if version is not None and duty.version != version:
        raise ChangedMeanwhile
    if actor.side is not side:
        raise OtherSidesTurn(side)
    if duty.status not in statuses:
        raise DutyClosed(duty.status)


def _other(duty: Duty) -> Side:
    """Who looks at a duty; what is owed to an authority the franchisor looks at itself."""
    if duty.contract_id is None or duty.owner is Side.FRANCHISEE:
        return Side.FRANCHISOR
    return Side.FRANCHISEE


def _note(
    actor: Actor,
    duty: Duty,
    kind: DutyEntryKind,
    action: DutyAction,
    words: str,
    *,
    file: StoredFile | None = None,
    made: ConsequenceKind | None = None,
    **facts: Any,  # noqa: ANN401 - whatever the audit packs
) -> DutyEntry:
    """Write down what was done, in the transaction that does it, and tell the other side."""
    try:
        db.session.flush()
    except StaleDataError as error:
        # Whoever asked is shown what was saved meanwhile, and reads it in a new transaction.
        db.session.rollback()
        raise ChangedMeanwhile from error
    entry = DutyEntry(
        id=new_id(),
        duty_id=duty.id,
        kind=kind,
        side=actor.side,
        words=words,
        file_id=file.id if file else None,
        consequence=made,
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    db.session.add(entry)
    named = title_facts(duty.obligation)
    facts.setdefault("day", duty.day)
    audit.record(actor, action, duty, franchisee_id=duty.franchisee_id, **{**named, **facts})
    db.session.flush()
    letters.tell_of_entry(duty, entry)
    return entry
