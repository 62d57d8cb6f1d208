"""Closing duties by what is on record, without a person who ticks them off."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ..enums import DutyEntryKind, DutyStatus, LadderStep
from ..fulfilment import Asked, DutyFacts, Fact
from ..models import Duty, DutyEntry, Obligation
from ..queries.duties import IS_OPEN
from ..rules import ladder
from .once import insert_missing

AHEAD = timedelta(days=31)
"""How long before its day a duty is looked at: the month that it is about has ended by then."""
GIVEN_UP = timedelta(days=60)
"""So long after its day, what nobody asked for is no longer owed."""
PORTION = 1_000


def portions(answer: DutyFacts, *, on: date) -> Iterator[list[UUID]]:
    """The open duties that an answer is about and whose time has come, cut into portions."""
    last: UUID | None = None
    while True:
        query = (
            select(Duty.id)
            .join(Obligation, Obligation.id == Duty.obligation_id)
            .where(Obligation.origin == answer.origin, IS_OPEN, Duty.act_by <= on + AHEAD)
            .order_by(Duty.id)
            .limit(PORTION)
        )
        found = list(db.session.scalars(query.where(Duty.id > last) if last else query))
        if not found:
            return
        last = found[-1]
        yield found


def settle(answer: DutyFacts, duty_ids: Sequence[UUID], *, on: date) -> int:
    """Bring some duties to where the record has them; how many were closed.

    Whoever acts on a duty at the same moment wins: it is looked at again the next time.
    """
    rows = db.session.execute(
        select(*_READ)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(Duty.id.in_(duty_ids), IS_OPEN)
        .order_by(Duty.id)
    ).all()
    asked = [
        Asked(
            duty_id=row.id,
            contract_id=row.contract_id,
            franchisee_id=row.franchisee_id,
            due_on=row.due_on,
        )
        for row in rows
        if row.contract_id is not None
    ]
    facts = answer.facts_of(asked)
    changes = [
        change
        for row in rows
        if (fact := facts.get(row.id)) and (change := _change(row, fact, on)) is not None
    ]
    if changes:
        db.session.connection().execute(_WRITE, changes)
    closed = [one for one in changes if one["new_status"] is DutyStatus.DONE]
    insert_missing(DutyEntry, [_entry(one["row_id"]) for one in closed])
    return sum(one["new_closed_on"] is not None for one in changes)


_READ = (
    Duty.id,
    Duty.contract_id,
    Duty.franchisee_id,
    Duty.due_on,
    Duty.act_by,
    Duty.extended_to,
    Duty.step,
    Duty.next_on,
    Duty.status,
    Duty.given_on,
    Duty.cure_until,
    Duty.was_late,
    Duty.version,
    Obligation.remind_days,
    Obligation.grace_days,
)
_KEYS = (
    "status",
    "step",
    "next_on",
    "act_by",
    "extended_to",
    "given_on",
    "closed_on",
    "was_late",
    "changed_at",
)
_WRITE = (
    update(Duty)
    .where(Duty.id == bindparam("row_id"), Duty.version == bindparam("seen"))
    .values({name: bindparam(f"new_{name}") for name in _KEYS} | {"version": Duty.version + 1})
    .execution_options(synchronize_session=False)
)


def _change(row: Any, fact: Fact, on: date) -> dict[str, Any] | None:  # noqa: ANN401 - a row
    """What becomes of a duty; None when it stands already where it should."""
    if fact.is_done:
        return _closed(row, DutyStatus.DONE, on)
    if not fact.is_owed or (not fact.is_asked and on > row.act_by + GIVEN_UP):
        return _closed(row, DutyStatus.LAPSED, on)
    if row.status is DutyStatus.GIVEN or row.cure_until is not None:
        return None  # people are talking about it
    if not fact.is_asked:
        return _set(row, next_on=None) if row.next_on is not None else None
    later = fact.due_on if fact.due_on and fact.due_on > row.act_by else None
    if later is None and (row.next_on is not None or row.step.is_late):
        return None
    return _restarted(row, later or row.act_by, on)


def _restarted(row: Any, act_by: date, on: date) -> dict[str, Any]:  # noqa: ANN401 - a row
    """The clock set going, for a day that the record names."""
    where = ladder.standing(
        ladder.Clock(act_by=act_by, remind_days=tuple(row.remind_days), grace_days=row.grace_days),
        on,
    )
    speaks_now = where.step in {LadderStep.DUE, LadderStep.OVERDUE}
    return _set(
        row,
        act_by=act_by,
        extended_to=act_by if act_by != row.act_by else row.extended_to,
        step=LadderStep.AHEAD if speaks_now else where.step,
        next_on=on if speaks_now else where.next_on,
    )


def _closed(row: Any, status: DutyStatus, on: date) -> dict[str, Any]:  # noqa: ANN401 - a row
    return _set(row, status=status, closed_on=on, next_on=None, given_on=None)


def _set(row: Any, **changes: object) -> dict[str, Any]:  # noqa: ANN401 - a row
    values = {name: getattr(row, name, None) for name in _KEYS} | {"changed_at": clock.now()}
    values |= changes
    written = {f"new_{name}": value for name, value in values.items()}
    return {"row_id": row.id, "seen": row.version, **written}


def _entry(duty_id: UUID) -> Mapping[str, Any]:
    return {
        "id": new_id(),
        "duty_id": duty_id,
        "kind": DutyEntryKind.ACCEPTED,
        "side": Side.FRANCHISOR,
        "file_id": None,
        "consequence": None,
        "words": "",
        "by_id": None,
        "by_name": "",
        "at": clock.now(),
    }
