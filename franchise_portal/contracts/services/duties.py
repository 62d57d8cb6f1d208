"""Obligations entered by people: what either side owes beyond what terms and laws say."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from ... import audit, law
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import DutyAction, DutyKind, DutySource, DutyStatus
from ..models import Contract, Obligation
from ..queries import planning as queries
from ..rules.duties import Due
from ..rules.ladder import REMIND_DAYS
from ..rules.promises import promise_after
from . import planning


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What somebody wrote about a duty."""

    kind: DutyKind
    owner: Side
    title: str
    due: Due
    details: str = ""
    clause: str = ""
    remind_days: tuple[int, ...] = REMIND_DAYS
    grace_days: int = 0
    cure_days: int | None = None
    needs_evidence: bool = True


def add_obligation(
    actor: Actor,
    *,
    contract: Contract | None,
    terms: Terms,
    source: DutySource = DutySource.HAND,
) -> Obligation:
    """Enter a duty and lay out its days for a year; without a contract it is owed to an authority.

    Raises:
        NotAllowed: when the actor may not add duties.
        Refused: when no day would ever come of its rule.
    """
    actor.require(Permission.CONTRACTS_DUTY_WRITE)
    obligation = Obligation(
        id=new_id(),
        contract_id=contract.id if contract else None,
        franchisee_id=contract.franchisee_id if contract else None,
        source=source,
        created_by=actor.user_id,
        created_by_name=actor.name,
        **_columns(terms),
    )
    db.session.add(obligation)
    db.session.flush()
    _note(actor, DutyAction.OBLIGATION_ADDED, obligation, owner=terms.owner)
    planning.lay_out([obligation.id], on=clock.today())
    return obligation


def start_legal_clock(
    actor: Actor, duty: law.Duty, *, on: date, contract: Contract | None
) -> Obligation | None:
    """Something happened that the law answers with a duty; None when that was noted before."""
    actor.require(Permission.CONTRACTS_DUTY_WRITE)
    promise = promise_after(duty, on=on)
    known = queries.read_obligations([contract.id]) if contract else queries.authority_obligations()
    if any(row.origin == promise.origin for row in known.values()):
        return None
    obligation = Obligation(
        id=new_id(),
        contract_id=contract.id if contract else None,
        franchisee_id=contract.franchisee_id if contract else None,
        origin=promise.origin,
        source=promise.source,
        kind=promise.kind,
        owner=promise.owner,
        heading={"label": promise.title},
        basis=promise.basis,
        rule=promise.due.rule,
        first_on=promise.due.first_on,
        remind_days=list(promise.remind_days),
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    db.session.add(obligation)
    db.session.flush()
    _note(actor, DutyAction.OBLIGATION_ADDED, obligation, owner=promise.owner)
    planning.lay_out([obligation.id], on=clock.today())
    return obligation


def change_obligation(
    actor: Actor, obligation: Obligation, *, terms: Terms, version: int | None = None
) -> bool:
    """Change a duty that people entered; days still to come follow. False when nothing differs.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
        Refused: for one read from the terms or the law, which changes only with them.
    """
    actor.require(Permission.CONTRACTS_DUTY_WRITE)
    if version is not None and obligation.version != version:
        raise ChangedMeanwhile
    if obligation.origin is not None:
        raise Refused(
            N_(
                "This duty comes from the terms of the contract or from the law. Change those "
                "with an amendment, and it follows."
            ),
            field="title",
        )
    differing = {
        name: value for name, value in _columns(terms).items() if getattr(obligation, name) != value
    }
    if not differing:
        return False
    for name, value in differing.items():
        setattr(obligation, name, value)
    obligation.planned_until = None
    _flush()
    _note(actor, DutyAction.OBLIGATION_CHANGED, obligation)
    planning.lay_out([obligation.id], on=clock.today())
    return True


def end_obligation(
    actor: Actor, obligation: Obligation, *, reason: str, version: int | None = None
) -> None:
    """Nothing more is owed from today on: days still to come lapse, what is late stays.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    actor.require(Permission.CONTRACTS_DUTY_WRITE)
    if version is not None and obligation.version != version:
        raise ChangedMeanwhile
    if obligation.ended_on is not None:
        return
    today = clock.today()
    obligation.ended_on = today
    for duty in queries.open_duties_of(obligation.id):
        if duty.status is DutyStatus.OPEN and not duty.step.is_late and duty.act_by >= today:
            duty.status, duty.next_on, duty.closed_on = DutyStatus.LAPSED, None, today
    _flush()
    _note(actor, DutyAction.OBLIGATION_ENDED, obligation, reason=reason)


def title_facts(obligation: Obligation) -> dict[str, Any]:
    """How the audit names an obligation: as somebody wrote it, or in every reader's language."""
    if obligation.title or not obligation.heading:
        return {"name": obligation.title}
    return {"name": str(obligation.heading["label"])[:200], "title": obligation.heading}


def _columns(terms: Terms) -> dict[str, object]:
    due = terms.due
    return {
        "kind": terms.kind,
        "owner": terms.owner,
        "title": terms.title,
        "details": terms.details,
        "clause": terms.clause,
        "rule": due.rule,
        "first_on": due.first_on,
        "every": due.every.text if due.every else "",
        "after": due.offset.text if due.offset else "",
        "event": due.event,
        "event_on": due.event_on,
        "last_on": due.last_on,
        "remind_days": sorted(set(terms.remind_days), reverse=True),
        "grace_days": terms.grace_days,
        "cure_days": terms.cure_days,
        "needs_evidence": terms.needs_evidence,
    }


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        # Whoever asked is shown what was saved meanwhile, and reads it in a new transaction.
        db.session.rollback()
        raise ChangedMeanwhile from error


def _note(actor: Actor, action: DutyAction, obligation: Obligation, **facts: Any) -> None:  # noqa: ANN401 - whatever the audit packs
    audit.record(actor, action, obligation, **title_facts(obligation), **facts)
