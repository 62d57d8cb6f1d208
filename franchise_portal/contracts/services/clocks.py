"""The clock that goes through all duties every day: it finds, it speaks once, it mails.

Finding is one statement through one index, and promises a job for each portion of what it found.
Speaking moves the duties of a portion up the ladder by the one rule and notes each thing said under
a key that exists once; a person who acts on a duty at the same moment wins. Mailing takes what was
said and not mailed yet. Each of the three may be repeated, or be killed at any point.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from ...access.roles import Side
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ..enums import DutyStatus
from ..models import Dispatch, Duty
from ..queries import clocks as queries
from ..queries.recipients import Recipient, carers, network_owners, owners_of_businesses
from ..rules.ladder import Beat, Clock, standing
from . import letters
from .once import insert_missing

WORK = "contracts.work_clocks"
OFFICE_PORTION = 2_000
MOST_IN_A_MAIL = 40
KEPT = timedelta(days=400)
"""How long it is remembered that something was said: longer than any beat can come again."""


def sweep(*, on: date) -> int:
    """Find what the clock has to look at today and promise the work; in how many portions."""
    found = queries.portions(on)
    for portion in found:
        arguments = {"first": str(portion.first), "last": str(portion.last)}
        enqueue(WORK, arguments=arguments, is_routine=True)
    return len(found)


def speak(rows: Sequence[queries.AnyRow], *, on: date) -> int:
    """Move the duties of a portion up the ladder, and note what is said to whom; how much."""
    moved, said = [], []
    for row in rows:
        where = standing(_clock(row), on, before=row.step)
        moved.append(
            {
                "row_id": row.id,
                "seen": row.version,
                "looked_at": row.next_on,
                "new_step": where.step,
                "new_next_on": where.next_on,
                "new_was_late": row.was_late or where.step.is_late,
                "new_status": DutyStatus.LAPSED if where.is_past else row.status,
                "new_closed_on": on if where.is_past else None,
            }
        )
        if where.beat is not None:
            said += _dispatches(row, where.beat, on)
    insert_missing(Dispatch, said)
    if moved:
        db.session.connection().execute(_MOVE, moved)
    return len(said)


#: Whoever acted on the duty since it was read has set its clock anew.
_MOVE = (
    update(Duty)
    .where(
        Duty.id == bindparam("row_id"),
        Duty.version == bindparam("seen"),
        Duty.next_on == bindparam("looked_at"),
    )
    .values(
        step=bindparam("new_step"),
        next_on=bindparam("new_next_on"),
        was_late=bindparam("new_was_late"),
        status=bindparam("new_status"),
        closed_on=bindparam("new_closed_on"),
    )
    .execution_options(synchronize_session=False)
)


def mail_businesses(franchisee_ids: Sequence[UUID], *, on: date) -> int:
    """Write to some businesses about everything that was said to them and not mailed; how much.

    Each reader gets one mail about all of their business.
    """
    taken = _take(
        select(Dispatch.key).where(
            Dispatch.franchisee_id.in_(franchisee_ids),
            Dispatch.side == Side.FRANCHISEE,
            Dispatch.mailed_at.is_(None),
        )
    )
    if not taken:
        return 0
    owners = owners_of_businesses({one.franchisee_id for one in taken})
    by_reader: dict[Recipient, list[queries.AnyRow]] = {}
    for one in taken:
        for reader in owners.get(one.franchisee_id, ()):
            by_reader.setdefault(reader, []).append(one)
    _mail(by_reader, side=Side.FRANCHISEE, on=on)
    return len(taken)


def mail_office(*, on: date) -> int:
    """Write to those who look after the businesses; how much was taken. Call it until nothing is.

    Each gets one mail about all of theirs; what nobody looks after goes to the network's owners.
    """
    taken = _take(
        select(Dispatch.key)
        .where(Dispatch.side == Side.FRANCHISOR, Dispatch.mailed_at.is_(None))
        .order_by(Dispatch.key)
        .limit(OFFICE_PORTION)
    )
    if not taken:
        return 0
    caring = carers({one.franchisee_id for one in taken if one.franchisee_id}, on)
    by_reader: dict[Recipient, list[queries.AnyRow]] = {}
    for one in taken:
        mine = caring.get(one.franchisee_id) if one.franchisee_id else None
        for reader in mine or network_owners():
            by_reader.setdefault(reader, []).append(one)
    _mail(by_reader, side=Side.FRANCHISOR, on=on)
    return len(taken)


def forget_old(*, on: date) -> None:
    """Drop what was said long ago and mailed: its keys never come again."""
    db.session.execute(
        delete(Dispatch)
        .where(Dispatch.spoken_on < on - KEPT, Dispatch.mailed_at.is_not(None))
        .execution_options(synchronize_session=False)
    )


def _clock(row: queries.AnyRow) -> Clock:
    return Clock(
        act_by=row.act_by,
        remind_days=tuple(row.remind_days),
        grace_days=row.grace_days,
        is_choice=row.kind.is_choice,
        has_other_side=row.contract_id is not None,
        cure_until=row.cure_until,
        noticed_on=row.noticed_on,
        given_on=row.given_on if row.status is DutyStatus.GIVEN else None,
    )


def _dispatches(row: queries.AnyRow, beat: Beat, on: date) -> list[dict[str, Any]]:
    owner = row.owner
    sides = [owner] if beat.to_owner else []
    if beat.to_other and row.contract_id is not None:
        sides.append(letters.other(owner))
    return [
        {
            "key": f"{row.id.hex}/{beat.key}/{side.value}",
            "duty_id": row.id,
            "franchisee_id": row.franchisee_id,
            "side": side,
            "step": beat.step,
            "spoken_on": on,
            "made_at": clock.now(),
            "mailed_at": None,
        }
        for side in sides
    ]


def _take(keys: Any) -> Sequence[queries.AnyRow]:  # noqa: ANN401 - a select of keys
    """Claim what waits to be mailed: of two that come at once, each row goes to one."""
    statement = (
        update(Dispatch)
        .where(Dispatch.key.in_(keys), Dispatch.mailed_at.is_(None))
        .values(mailed_at=clock.wall())
        .returning(Dispatch.key, Dispatch.duty_id, Dispatch.franchisee_id, Dispatch.step)
        .execution_options(synchronize_session=False)
    )
    return sorted(db.session.execute(statement).all(), key=lambda row: row.key)


def _mail(by_reader: Mapping[Recipient, Sequence[queries.AnyRow]], *, side: Side, on: date) -> None:
    ids = {one.duty_id for mine in by_reader.values() for one in mine}
    duties = queries.still_open(ids)
    for reader, mine in by_reader.items():
        items = [
            {"duty": duties[one.duty_id], "step": one.step} for one in mine if one.duty_id in duties
        ]
        items.sort(key=lambda item: (item["duty"].act_by, item["duty"].id))
        if items:
            letters.send_digest(
                reader,
                side=side,
                on=on,
                items=items[:MOST_IN_A_MAIL],
                more=max(0, len(items) - MOST_IN_A_MAIL),
            )
