"""Reading duties from terms and laws, and laying out their days for a year ahead.

Both may be repeated at any time: what is there already stays, with its clock. A duty that the
terms no longer name lapses while its day is still to come; what is late stays late.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, update

from ... import audit, law
from ...access.actor import Actor
from ...audit.facts import pack as packed
from ...database import db
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.ids import new_id
from .. import additions, owed_to_all
from ..enums import DueRule, DutyAction, DutyStatus, LadderStep
from ..models import Contract, Duty, DutyReading, Obligation
from ..queries import planning as queries
from ..rules import ladder
from ..rules.duties import MONTHS_AHEAD, Span, due_days
from ..rules.notices import act_by
from ..rules.promises import Promise, clause_numbers, promises_of, promises_to_authorities
from .laws import pack_of
from .once import insert_missing

AHEAD = Duration(MONTHS_AHEAD, Unit.MONTHS)
RENEW_BEFORE = timedelta(days=31)
"""Days are laid out further about once a month."""
_TOUCHED_BY_PLANS = (LadderStep.AHEAD, LadderStep.REMINDED, LadderStep.DUE)


def read_contract(actor: Actor, contract: Contract, *, on: date) -> int:
    """Read the duties of one contract from its terms, at once; how many are new."""
    found = read_contracts([contract.id], on=on)
    if found:
        audit.record(actor, DutyAction.DUTIES_READ, contract, count=found)
    return found


def read_contracts(contract_ids: Sequence[UUID], *, on: date) -> int:
    """Read the duties of some contracts from their terms and law packs; how many are new."""
    agreed = queries.agreed_in(contract_ids)
    parts = _parts_of(agreed, on)
    known = queries.read_obligations(contract_ids)
    new: list[dict[str, Any]] = []
    for one in agreed:
        promises = (
            *promises_of(
                one.terms, starts_on=one.starts_on, pack=law.pack(one.pack), is_first=one.is_first
            ),
            *(
                promise
                for part, values in parts
                if (value := values.get(one.id))
                for promise in part.promises(value, one.terms, one.starts_on)
            ),
        )
        numbers = clause_numbers((clause.kind, clause.number) for clause in one.clauses)
        wanted = {promise.origin: promise for promise in promises}
        mine = {origin: row for (owner, origin), row in known.items() if owner == one.id}
        for origin, promise in wanted.items():
            number = numbers.get(promise.clause, "") if promise.clause else ""
            values = _values(promise, number)
            if origin in mine:
                _bring_up(mine[origin], values)
            else:
                new.append(_new_row(values, one.id, one.franchisee_id))
        for origin, row in mine.items():
            if origin not in wanted and not origin.startswith("law:"):
                _end(row, on)
    insert_missing(Obligation, new)
    _note_reading(agreed)
    db.session.flush()
    lay_out(queries.obligation_ids_of(contract_ids), on=on)
    return len(new)


def _parts_of(
    agreed: Sequence[queries.Agreed], on: date
) -> list[tuple[additions.TermPart, Mapping[UUID, str]]]:
    """What features above have in force for some contracts, such as the fee plan."""
    ids = [one.id for one in agreed]
    begins_later = [one.id for one in agreed if one.starts_on > on]
    found: list[tuple[additions.TermPart, Mapping[UUID, str]]] = []
    for part in additions.term_parts():
        values = dict(part.in_force(ids, on))
        for one in agreed:
            if one.id in begins_later and (value := one.terms.part(part.key)):
                values.setdefault(one.id, value)
        found.append((part, values))
    return found


def forget_reading(contract_id: UUID) -> None:
    """Have the duties of a contract read anew: something that they follow from has changed."""
    db.session.execute(
        delete(DutyReading)
        .where(DutyReading.contract_id == contract_id)
        .execution_options(synchronize_session=False)
    )


def read_authorities(*, on: date) -> int:
    """What the franchisor owes authorities every year, by the packs in use; how many are new."""
    known = queries.authority_obligations()
    kept_above = {f"law:{duty}" for duty in owed_to_all.kept_law_duties()}
    new = [
        _new_row(_values(promise, ""), None, None)
        for slug in queries.packs_in_use()
        for promise in promises_to_authorities(law.pack(slug), on=on)
        if promise.origin not in known and promise.origin not in kept_above
    ]
    insert_missing(Obligation, new)
    taken_over = [known[one] for one in sorted(kept_above & known.keys())]
    for row in taken_over:
        _end(row, on)
    lay_out([row.id for row in taken_over], on=on)
    return len(new)


def lay_out(obligation_ids: Iterable[UUID], *, on: date) -> int:
    """Lay out the due days of some obligations for a year ahead; how many days are new."""
    until = AHEAD.after(on)
    rows = queries.obligations_with(obligation_ids)
    # What has an exact day may have it in the past: it was found out late.
    first = min((row.first_on or on for row, _ in rows if _is_dated(row)), default=on)
    known: dict[UUID, dict[date, Any]] = {}
    for row in queries.laid_out([row.id for row, _ in rows], min(first, on)):
        known.setdefault(row.obligation_id, {})[row.due_on] = row
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for obligation, contract in rows:
        here = known.get(obligation.id, {})
        days = _days_of(obligation, contract, on)
        new += [
            _new_duty(obligation, day, safe, on) for day, safe in days.items() if day not in here
        ]
        changed += _following(obligation, days, here, on)
        obligation.planned_until = until
    db.session.flush()
    insert_missing(Duty, new)
    _change(changed)
    return len(new)


def _days_of(obligation: Obligation, contract: Contract | None, on: date) -> dict[date, date]:
    """The days of an obligation for a year ahead, each with the day by which to act."""
    if obligation.ended_on is not None:
        return {}
    span = queries.span_of(contract) if contract else Span()
    first = min(on, obligation.first_on or on) if _is_dated(obligation) else on
    found = due_days(queries.due_of(obligation), span, from_on=first, until=AHEAD.after(on))
    is_before = obligation.rule is DueRule.BEFORE_END
    return {day: act_by(day, pack_of(contract), is_before=is_before) for day in found}


def _following(
    obligation: Obligation, days: Mapping[date, date], known: Mapping[date, Any], on: date
) -> Iterable[dict[str, Any]]:
    """What becomes of days that are laid out: those no longer named lapse, and may come back."""
    for day, row in known.items():
        is_past = obligation.kind.is_choice and day in days and days[day] < on
        if day in days and row.status is DutyStatus.LAPSED and not is_past:
            yield _clocked(obligation, days[day], on) | {"row_id": row.id}
        is_untouched = row.status is DutyStatus.OPEN and row.step in _TOUCHED_BY_PLANS
        if day not in days and day >= on and is_untouched:
            yield _lapsed(on) | {"row_id": row.id}


def _new_duty(obligation: Obligation, day: date, safe: date, on: date) -> dict[str, Any]:
    return {
        "id": new_id(),
        "obligation_id": obligation.id,
        "contract_id": obligation.contract_id,
        "franchisee_id": obligation.franchisee_id,
        "kind": obligation.kind,
        "owner": obligation.owner,
        "due_on": day,
        "was_late": False,
        "version": 1,
        **_clocked(obligation, safe, on),
    }


def _clocked(obligation: Obligation, safe: date, on: date) -> dict[str, Any]:
    """A clock that is set going. Reminders whose day has passed by then are not made up for."""
    where = ladder.standing(clock_of(obligation, act_by=safe), on)
    speaks_now = where.step in {LadderStep.DUE, LadderStep.OVERDUE}
    return {
        "act_by": safe,
        "status": DutyStatus.LAPSED if where.is_past else DutyStatus.OPEN,
        "step": LadderStep.AHEAD if speaks_now else where.step,
        "next_on": on if speaks_now else where.next_on,
        "closed_on": on if where.is_past else None,
        "changed_at": clock.now(),
    }


def _lapsed(on: date) -> dict[str, Any]:
    return {
        "status": DutyStatus.LAPSED,
        "next_on": None,
        "closed_on": on,
        "changed_at": clock.now(),
    }


def clock_of(obligation: Obligation, *, act_by: date) -> ladder.Clock:
    """The clock of a duty that nobody has touched yet."""
    return ladder.Clock(
        act_by=act_by,
        remind_days=tuple(obligation.remind_days),
        grace_days=obligation.grace_days,
        is_choice=obligation.kind.is_choice,
        has_other_side=obligation.contract_id is not None,
    )


def _change(rows: Sequence[dict[str, Any]]) -> None:
    """Write changed clocks, those with the same columns in one statement."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        by_columns.setdefault(tuple(sorted(row)), []).append(row)
    for columns, same in by_columns.items():
        names = [name for name in columns if name != "row_id"]
        statement = (
            update(Duty)
            .where(Duty.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
            .execution_options(synchronize_session=False)
        )
        db.session.connection().execute(
            statement,
            [{"row_id": row["row_id"], **{f"new_{n}": row[n] for n in names}} for row in same],
        )


def _values(promise: Promise, clause: str) -> dict[str, Any]:
    due = promise.due
    heading: dict[str, Any] = {"label": promise.title}
    if promise.params:
        heading["params"] = packed(dict(promise.params))
    return {
        "origin": promise.origin,
        "source": promise.source,
        "kind": promise.kind,
        "owner": promise.owner,
        "heading": heading,
        "clause": clause,
        "basis": promise.basis,
        "rule": due.rule,
        "first_on": due.first_on,
        "every": due.every.text if due.every else "",
        "after": due.offset.text if due.offset else "",
        "event": due.event,
        "event_on": due.event_on,
        "last_on": due.last_on,
        "remind_days": list(promise.remind_days),
        "grace_days": promise.grace_days,
        "needs_evidence": promise.needs_evidence,
    }


def _new_row(
    values: dict[str, Any], contract_id: UUID | None, franchisee_id: UUID | None
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "contract_id": contract_id,
        "franchisee_id": franchisee_id,
        "title": "",
        "details": "",
        "cure_days": None,
        "planned_until": None,
        "ended_on": None,
        "created_by": None,
        "created_by_name": "",
        "created_at": clock.now(),
        "version": 1,
        **values,
    }


def _bring_up(row: Obligation, values: dict[str, Any]) -> None:
    """Let a duty follow changed terms; what people set themselves stays."""
    kept = {"source", "remind_days"}
    differing = {
        name: value
        for name, value in values.items()
        if name not in kept and getattr(row, name) != value
    }
    for name, value in differing.items():
        setattr(row, name, value)
    if differing or row.ended_on is not None:
        row.ended_on = row.planned_until = None


def _end(row: Obligation, on: date) -> None:
    if row.ended_on is None:
        row.ended_on = on


def _note_reading(agreed: Iterable[queries.Agreed]) -> None:
    rows = [
        {
            "contract_id": one.id,
            "contract_version": one.saves,
            "terms_id": one.terms_id,
            "read_at": clock.now(),
        }
        for one in agreed
    ]
    ids = [row["contract_id"] for row in rows]
    db.session.execute(
        delete(DutyReading)
        .where(DutyReading.contract_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    insert_missing(DutyReading, rows)


def _is_dated(obligation: Obligation) -> bool:
    return obligation.rule is DueRule.ON and obligation.origin is None
