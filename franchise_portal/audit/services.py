"""Writing entries: in the transaction of the change, or after it when it must survive a refusal."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from ..access.actor import Actor
from ..database import afterwards, db, own_connection
from ..kit import clock
from ..kit.ids import new_id
from ..rows import insert_rows
from . import origin
from .facts import pack
from .models import Entry

#: What an object is called, in the order in which it is tried.
NAMES = ("number", "name", "email", "code")
LONGEST_NAME = 300


def record(
    actor: Actor,
    action: StrEnum,
    subject: object | None = None,
    *,
    name: str = "",
    franchisee_id: UUID | None = None,
    **data: object,
) -> Entry:
    """Note a change in the transaction that makes it.

    `name` and `franchisee_id` are read from the subject where they are not given. `data` holds
    the facts that the action's sentence names (values that `facts.pack` knows).
    """
    entry = Entry(
        **_values(actor, action, subject, name=name, franchisee_id=franchisee_id, data=data)
    )
    db.session.add(entry)
    return entry


def record_for_each(
    actor: Actor, action: StrEnum, facts: Mapping[UUID, Mapping[str, object]]
) -> None:
    """Note one act in the histories of many franchisees: each one's id, and the facts for it."""
    shared = _values(actor, action, None, name="", franchisee_id=None, data={})
    columns = tuple(shared)
    rows = []
    for franchisee_id, data in facts.items():
        own = {"id": new_id(), "franchisee_id": franchisee_id, "data": pack(dict(data))}
        rows.append(tuple({**shared, **own, "is_access": False}.values()))
    insert_rows(Entry, (*columns, "is_access"), rows)


def record_access(
    actor: Actor,
    action: StrEnum,
    subject: object | None = None,
    *,
    name: str = "",
    franchisee_id: UUID | None = None,
    **data: object,
) -> None:
    """Note what changes nothing, on a connection of its own once the present transaction ends."""
    values = _values(actor, action, subject, name=name, franchisee_id=franchisee_id, data=data)
    values["is_access"] = True

    def write() -> None:
        with own_connection() as connection:
            connection.execute(insert(Entry).values(values))

    afterwards(write)


def _values(
    actor: Actor,
    action: StrEnum,
    subject: object | None,
    *,
    name: str,
    franchisee_id: UUID | None,
    data: dict[str, object],
) -> dict[str, Any]:
    here = origin.current()
    return {
        # Made here and not on the flush: entries of one moment keep the order of the acts.
        "id": new_id(),
        "at": clock.now(),
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "action": action.value,
        "subject_type": getattr(subject, "__tablename__", ""),
        "subject_id": _id_of(subject),
        "subject_name": (name or _name_of(subject))[:LONGEST_NAME],
        "franchisee_id": franchisee_id or _franchisee_of(subject),
        "data": pack(data),
        "request_id": here.request_id,
        "address": here.address,
    }


def _id_of(subject: Any) -> UUID | None:  # noqa: ANN401 - any mapped object
    if subject is None or not hasattr(subject, "id"):
        return None
    if subject.id is None:
        # Ids come with the flush; the entry needs this one a moment earlier.
        subject.id = new_id()
    return UUID(str(subject.id))


def _name_of(subject: object | None) -> str:
    return next((str(getattr(subject, key)) for key in NAMES if getattr(subject, key, "")), "")


def _franchisee_of(subject: object | None) -> UUID | None:
    if getattr(subject, "__tablename__", "") == "franchisees":
        return _id_of(subject)
    return getattr(subject, "franchisee_id", None)
