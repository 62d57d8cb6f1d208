"""Working a grade out, appealing against it, deciding about the appeal."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, NotAllowed, Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee
from ...network.queries import founded
from ..errors import AlreadyAppealed, AppealMoved, NotGradedYet, OwnJudgement
from ..grade_enums import AppealStatus, Grade, GradeAction
from ..models import CreditGrade, GradeAppeal
from ..queries.behaviour import measured
from ..queries.grades import GradeFile, setters_of
from ..rules.answering import answer_by, calendar_of
from ..rules.grades import TABLE, behaviour_to_json, graded
from . import grade_letters
from .records import flush

LONGEST_OVERRIDE_DAYS = 366


def work_out(franchisee_id: UUID, *, month: Period) -> CreditGrade | None:
    """Work a franchisee's grade of a month out, as of its first day; worked out already, nothing.

    What it was worked out from is kept with it.
    """
    known = select(CreditGrade.id).where(
        CreditGrade.franchisee_id == franchisee_id, CreditGrade.month == month.text
    )
    franchisee = db.session.scalars(
        select(Franchisee).where(Franchisee.id == franchisee_id).with_for_update(of=Franchisee)
    ).one()
    if db.session.scalar(known) is not None:
        return None
    found = measured(franchisee, month.start)
    standing = graded(found.behaviour)
    row = CreditGrade(
        franchisee_id=franchisee_id,
        month=month.text,
        grade=standing.grade,
        points=standing.points,
        inputs={
            "table": TABLE,
            "first": found.first.isoformat(),
            "until": found.until.isoformat(),
            "behaviour": behaviour_to_json(found.behaviour),
            "points": {one.value: points for one, points in standing.of.items()},
            "deposit_minor": found.deposits.counted.minor,
            "deposit_agreed_minor": found.deposits.agreed.minor,
            "deposit_received_minor": (
                found.deposits.received.minor if found.deposits.received is not None else None
            ),
            "monthly_minor": found.monthly_fees.minor,
            "currency": found.monthly_fees.currency,
        },
        computed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _note_change(franchisee, row)
    return row


def _note_change(franchisee: Franchisee, row: CreditGrade) -> None:
    before = db.session.scalars(
        select(CreditGrade)
        .where(CreditGrade.franchisee_id == franchisee.id, CreditGrade.month < row.month)
        .order_by(CreditGrade.month.desc())
        .limit(1)
    ).one_or_none()
    if before is None or before.grade is row.grade:
        return
    audit.record(
        SYSTEM,
        GradeAction.CHANGED,
        franchisee,
        name=franchisee.name,
        franchisee_id=franchisee.id,
        grade=row.grade,
        before=before.grade,
    )
    grade_letters.tell_changed(franchisee, row, before.grade)


def appeal(actor: Actor, file: GradeFile, *, words: str) -> GradeAppeal:
    """Say that a grade is not right; a person decides within the days of a dispute.

    Raises:
        NotGradedYet, AlreadyAppealed: when there is nothing to appeal against, or one waits.
        Refused: without words.
    """
    actor.require(Permission.DISPUTES_GRADE_APPEAL)
    if actor.side is not Side.FRANCHISEE:
        raise NotAllowed(N_("Only the franchisee appeals against its grade."))
    hold(file.franchisee.id)
    if file.latest is None:
        raise NotGradedYet
    waiting = select(GradeAppeal.id).where(
        GradeAppeal.franchisee_id == file.franchisee.id, GradeAppeal.status == AppealStatus.OPEN
    )
    if db.session.scalar(waiting) is not None:
        raise AlreadyAppealed
    if not words.strip():
        raise Refused(N_("Write why the grade is not right."), field="words")
    network = founded()
    row = GradeAppeal(
        franchisee_id=file.franchisee.id,
        grade_id=file.latest.id,
        words=words.strip(),
        opened_at=clock.now(),
        opened_by_name=actor.name[:200],
        answer_until=answer_by(
            clock.today(), network.dispute_answer_days, calendar_of(network.country)
        ),
    )
    db.session.add(row)
    db.session.flush()
    note(actor, GradeAction.APPEALED, file.franchisee, grade=file.latest.grade)
    grade_letters.tell_appealed(file.franchisee, row, file.latest.grade)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Another grade for a time."""

    grade: Grade
    until: date
    """The last day on which it holds."""


def decide(
    actor: Actor,
    found: GradeAppeal,
    *,
    reasons: str,
    override: Override | None = None,
    seen: int | None = None,
) -> GradeAppeal:
    """Keep the grade, or let another hold until a day; with reasons.

    Raises:
        AppealMoved: when somebody decided, or it was withdrawn, a moment earlier.
        OwnJudgement: for whoever set the terms in force, or another grade that holds.
        Refused: without reasons, or for a day that lies behind or too far ahead.
        ChangedMeanwhile: when something else was saved since the page was opened.
    """
    actor.require(Permission.DISPUTES_GRADE_DECIDE)
    row = _held(found)
    if seen is not None and seen != row.version:
        raise ChangedMeanwhile
    if actor.user_id is not None and actor.user_id in setters_of(row.franchisee_id):
        raise OwnJudgement
    if not reasons.strip():
        raise Refused(N_("Write the reasons; the franchisee reads them."), field="reasons")
    if override is not None:
        _require_days(override.until)
        row.override_grade, row.override_until = override.grade, override.until
    row.status = AppealStatus.CHANGED if override else AppealStatus.KEPT
    row.decided_at = clock.now()
    row.decided_by, row.decided_by_name = actor.user_id, actor.name[:200]
    row.decision_words = reasons.strip()
    flush()
    if override is None:
        note(actor, GradeAction.KEPT, row.franchisee, reason=row.decision_words)
    else:
        note(
            actor,
            GradeAction.OVERRIDDEN,
            row.franchisee,
            grade=override.grade,
            day=override.until,
            reason=row.decision_words,
        )
    grade_letters.tell_decided(row)
    return row


def withdraw_appeal(actor: Actor, found: GradeAppeal) -> GradeAppeal:
    """Take an appeal back.

    Raises:
        AppealMoved: when it was decided.
    """
    actor.require(Permission.DISPUTES_GRADE_APPEAL)
    if actor.side is not Side.FRANCHISEE:
        raise NotAllowed(N_("Only the franchisee appeals against its grade."))
    row = _held(found)
    row.status = AppealStatus.WITHDRAWN
    flush()
    note(actor, GradeAction.APPEAL_WITHDRAWN, row.franchisee)
    return row


def _require_days(until: date) -> None:
    ahead = (until - clock.today()).days
    if not 0 < ahead <= LONGEST_OVERRIDE_DAYS:
        raise Refused(N_("Choose a last day from tomorrow up to a year ahead."), field="until")


def hold(franchisee_id: UUID) -> None:
    """Let one at a time act about a franchisee's grade."""
    db.session.execute(
        select(Franchisee.id).where(Franchisee.id == franchisee_id).with_for_update(of=Franchisee)
    )


def _held(found: GradeAppeal) -> GradeAppeal:
    query = (
        select(GradeAppeal)
        .where(GradeAppeal.id == found.id)
        .options(joinedload(GradeAppeal.franchisee), joinedload(GradeAppeal.grade))
        .with_for_update(of=GradeAppeal)
    )
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if row.status is not AppealStatus.OPEN:
        raise AppealMoved(state=row.status)
    return row


def note(actor: Actor, action: GradeAction, franchisee: Franchisee, **facts: object) -> None:
    """Note an act about a franchisee's grade in the audit of the portal."""
    audit.record(
        actor, action, franchisee, name=franchisee.name, franchisee_id=franchisee.id, **facts
    )
