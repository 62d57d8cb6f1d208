"""Asking for relief and deciding about it. What is granted is recorded; no money moves."""

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import BenefitAction, ReliefKind, ReliefStatus
from ..errors import ReliefDecided, ReliefOpen
from ..models import ReliefRequest
from ..queries.accounts import Place


def ask_relief(actor: Actor, *, place: Place, kind: ReliefKind, words: str) -> ReliefRequest:
    """Ask in words. One request at a time for an outlet.

    Raises:
        Refused: without words.
        ReliefOpen: while an earlier one waits for its answer.
    """
    actor.require(Permission.BENEFIT_RELIEF_ASK)
    if not words.strip():
        raise Refused(N_("Write what weighs on the outlet and what would help."), field="words")
    row = ReliefRequest(
        id=new_id(),
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee.id,
        kind=kind,
        words=words.strip(),
        asked_at=clock.now(),
        asked_by=actor.user_id,
        asked_by_name=actor.name,
    )
    row.outlet, row.franchisee = place.outlet, place.franchisee
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise ReliefOpen from error
    audit.record(
        actor, BenefitAction.RELIEF_ASKED, row, name=_name(row), franchisee_id=row.franchisee_id
    )
    _tell(row, Side.FRANCHISOR)
    return row


def grant_relief(
    actor: Actor,
    *,
    row: ReliefRequest,
    granted: ReliefKind,
    reasons: str,
    until: date | None = None,
    seen: int | None = None,
) -> ReliefRequest:
    """Grant relief in words, with the reasons and a last day where there is one.

    Raises:
        Refused: without reasons, or until a day that is over.
        ReliefDecided: when it was decided before.
        ChangedMeanwhile: when somebody else decided at the same moment.
    """
    actor.require(Permission.BENEFIT_RELIEF_DECIDE)
    _require_open(row, reasons, seen)
    if until is not None and until < clock.today():
        raise Refused(N_("Choose a day from today on."), field="until")
    row.granted_kind, row.granted_until = granted.value, until
    return _decide(actor, row, ReliefStatus.GRANTED, reasons, BenefitAction.RELIEF_GRANTED)


def decline_relief(
    actor: Actor, *, row: ReliefRequest, reasons: str, seen: int | None = None
) -> ReliefRequest:
    """Decline, with the reasons.

    Raises:
        Refused: without reasons.
        ReliefDecided: when it was decided before.
        ChangedMeanwhile: when somebody else decided at the same moment.
    """
    actor.require(Permission.BENEFIT_RELIEF_DECIDE)
    _require_open(row, reasons, seen)
    return _decide(actor, row, ReliefStatus.DECLINED, reasons, BenefitAction.RELIEF_DECLINED)


def withdraw_relief(actor: Actor, *, row: ReliefRequest) -> ReliefRequest:
    """Take a request back before it is decided.

    Raises:
        ReliefDecided: when it was decided before.
    """
    actor.require(Permission.BENEFIT_RELIEF_ASK)
    db.session.refresh(row, attribute_names=["status", "version", "decided_on"])
    _require_undecided(row)
    row.status, row.decided_on = ReliefStatus.WITHDRAWN, clock.today()
    row.decided_by_name = actor.name
    _flush()
    audit.record(
        actor,
        BenefitAction.RELIEF_WITHDRAWN,
        row,
        name=_name(row),
        franchisee_id=row.franchisee_id,
    )
    return row


def _require_open(row: ReliefRequest, reasons: str, seen: int | None) -> None:
    db.session.refresh(row, attribute_names=["status", "version", "decided_on"])
    _require_undecided(row)
    if seen is not None and row.version != seen:
        raise ChangedMeanwhile
    if not reasons.strip():
        raise Refused(N_("Write the reasons. The franchisee reads them."), field="reasons")


def _require_undecided(row: ReliefRequest) -> None:
    if row.status is not ReliefStatus.ASKED:
        raise ReliefDecided(day=row.decided_on)


def _decide(
    actor: Actor, row: ReliefRequest, status: ReliefStatus, reasons: str, action: BenefitAction
) -> ReliefRequest:
    row.status, row.reasons = status, reasons.strip()
    row.decided_on, row.decided_by_name = clock.today(), actor.name
    _flush()
    audit.record(
        actor,
        action,
        row,
        name=_name(row),
        franchisee_id=row.franchisee_id,
        reason=row.reasons,
    )
    _tell(row, Side.FRANCHISEE)
    return row


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error


def _name(row: ReliefRequest) -> str:
    return f"{row.outlet.code} {row.outlet.name}"


def _tell(row: ReliefRequest, side: Side) -> None:
    """Write to the other side."""
    write_to(
        row.franchisee_id,
        side,
        kind="benefit/relief",
        context={
            "outlet": _name(row),
            "franchisee": row.franchisee.name,
            "status": row.status,
            "asked": row.kind,
            "granted": row.granted,
            "until": row.granted_until,
            "words": row.reasons or row.words,
            "relief_id": row.id,
        },
    )
