"""Showing the invoices of a month as drafts, and what becomes of them.

The drafts themselves are not kept: they are worked out from the reports as they stand, by the code
that issues them (`drafting`). What is kept is that they are shown, and until when.
"""

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import JobStatus, enqueue
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.queries import founded
from ..draft_enums import DraftAction, DraftEnd
from ..draft_errors import DraftsEnded, DraftsShown, MonthIsAssessed, NoGrace, NothingToDraft
from ..models import MonthDraft
from ..queries.month_drafts import open_draft, waiting_businesses
from ..queries.months import latest_job
from ..rules.grace import Days, days_to_postpone, issue_day
from .ledger import pass_gate

TELL_JOB = "fees.tell_of_drafts"


def show_drafts(actor: Actor, *, month: Period) -> MonthDraft:
    """Show a month's invoices as drafts for the network's days of grace, and write to everybody.

    Raises:
        NoGrace: when the network gives no days.
        MonthIsAssessed: while a run is at work on the month.
        DraftsShown: when they are shown already.
        NothingToDraft: when no report waits to be charged.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    days = founded().grace_days
    if not days:
        raise NoGrace
    _require_no_run(month)
    shown = open_draft(month.text)
    if shown is not None:
        raise DraftsShown(day=shown.issues_on)
    if not waiting_businesses(actor, month.text, number=1).rows:
        raise NothingToDraft
    draft = _opened(actor, month, issue_day(clock.today(), days))
    _note(actor, DraftAction.SHOWN, draft, day=draft.issues_on)
    enqueue(
        TELL_JOB,
        arguments={"draft_id": str(draft.id)},
        dedupe_key=f"tell-of-drafts/{draft.id}",
        label=draft.month,
        actor=actor,
    )
    return draft


def _opened(actor: Actor, month: Period, issues_on: date) -> MonthDraft:
    draft = MonthDraft(
        month=month.text,
        opened_on=clock.today(),
        opened_by=actor.user_id,
        opened_by_name=actor.name[:200],
        issues_on=issues_on,
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError as error:
        # Somebody else showed them at the same moment.
        raise DraftsShown(day=issues_on) from error
    return draft


def postpone(actor: Actor, draft: MonthDraft, *, to: date, seen: int | None = None) -> None:
    """Issue drafts on a later day than was told.

    Raises:
        DraftsEnded: when they were issued or taken back meanwhile.
        MonthIsAssessed: while a run is at work on the month.
        ChangedMeanwhile: when somebody else changed them since the page was opened.
        Refused: for a day that is too early or too late.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    _require_open(draft, seen)
    days = days_of(draft, on=clock.today())
    if days is None:
        raise Refused(
            N_("These drafts have waited as long as drafts can. Issue them or take them back."),
            field="to",
        )
    if not days.first <= to <= days.last:
        raise Refused(
            N_("Choose a day from %(first)s to %(last)s. To issue sooner, issue the month now."),
            field="to",
            first=days.first,
            last=days.last,
        )
    before, draft.issues_on = draft.issues_on, to
    _flush(draft)
    _note(actor, DraftAction.POSTPONED, draft, before=before, day=to)


def days_of(draft: MonthDraft, *, on: date) -> Days | None:
    """To which days drafts can be postponed on a day; None when there is none left."""
    return days_to_postpone(shown_on=draft.opened_on, issues_on=draft.issues_on, on=on)


def take_back(actor: Actor, draft: MonthDraft, *, seen: int | None = None) -> None:
    """Show drafts no longer, and issue nothing: the month waits to be assessed as before.

    Raises:
        DraftsEnded: when they were issued or taken back meanwhile.
        MonthIsAssessed: while a run is at work on the month.
        ChangedMeanwhile: when somebody else changed them since the page was opened.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    _require_open(draft, seen)
    _end(actor, draft, DraftEnd.WITHDRAWN)
    _note(actor, DraftAction.WITHDRAWN, draft)


def end_by_issuing(actor: Actor, *, month: str, only_due: bool) -> None:
    """End the drafts of a month that has been issued; those whose day has come, or any."""
    if open_draft(month) is None:
        return
    pass_gate()
    draft = open_draft(month)
    if draft is None or (only_due and draft.issues_on > clock.today()):
        return
    _end(actor, draft, DraftEnd.ISSUED)
    _note(actor, DraftAction.ISSUED, draft)


def _end(actor: Actor, draft: MonthDraft, how: DraftEnd) -> None:
    draft.ended_at, draft.ended_how = clock.now(), how
    draft.ended_by_name = actor.name[:200]
    _flush(draft)


def _require_open(draft: MonthDraft, seen: int | None) -> None:
    """Behind the gate nothing is issued meanwhile; a run that waits would still issue."""
    pass_gate()
    db.session.refresh(draft)
    if not draft.is_open:
        raise DraftsEnded
    _require_no_run(Period.parse_month(draft.month))
    if seen is not None and draft.version != seen:
        raise ChangedMeanwhile


def _require_no_run(month: Period) -> None:
    job = latest_job(month.text)
    if job is not None and job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        raise MonthIsAssessed


def _flush(draft: MonthDraft) -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        db.session.expire(draft)
        raise ChangedMeanwhile from error


def _note(actor: Actor, action: DraftAction, draft: MonthDraft, **facts: object) -> None:
    audit.record(
        actor, action, draft, name=draft.month, franchisee_id=None, month=draft.month, **facts
    )
