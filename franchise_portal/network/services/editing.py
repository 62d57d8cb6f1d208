"""What every change has in common: the version that was seen, the facts that differ, the note."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ..enums import Fact
from ..errors import ChangedMeanwhile, Taken


class Versioned(Protocol):
    """An object that counts its changes."""

    version: Any


def require_version(subject: Versioned, version: int | None) -> None:
    """Refuse to overwrite what somebody else saved meanwhile; None trusts the caller.

    Raises:
        ChangedMeanwhile: when the version seen is not the present one.
    """
    if version is not None and subject.version != version:
        raise ChangedMeanwhile


def change(
    actor: Actor,
    action: StrEnum,
    subject: Any,  # noqa: ANN401 - any mapped object
    changes: Mapping[str, object],
    facts: Mapping[str, Fact],
    *,
    franchisee_id: UUID | None = None,
) -> tuple[Fact, ...]:
    """Set what differs, write it, and note which facts changed from what to what.

    `facts` names each attribute that may change. Returns the facts that did; none leaves no trace.

    Raises:
        ChangedMeanwhile: when another transaction was faster by a moment.
    """
    before: dict[str, object] = {}
    for attribute, value in changes.items():
        old = getattr(subject, attribute)
        if old != value:
            before[attribute] = old
            setattr(subject, attribute, value)
    if not before:
        return ()
    save()
    changed = tuple(dict.fromkeys(facts[attribute] for attribute in before))
    audit.record(
        actor,
        action,
        subject,
        franchisee_id=franchisee_id,
        facts=changed,
        changes=[(key, before[key], changes[key]) for key in before if not key.endswith("_id")],
    )
    return changed


def save() -> None:
    """Write what is pending.

    Raises:
        ChangedMeanwhile: when a row's version moved on meanwhile.
    """
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error


def require_free(
    column: InstrumentedAttribute[Any],
    value: str,
    message: str,
    *,
    field: str,
    besides: UUID | None = None,
) -> None:
    """Refuse a code or name that another row has; `message` may use `%(value)s`.

    Raises:
        Taken: naming the value.
    """
    mapped: Any = column.class_
    query = select(mapped.id).where(column == value)
    if besides is not None:
        query = query.where(mapped.id != besides)
    if db.session.scalar(query.limit(1)) is not None:
        raise Taken(message, field=field, value=value)
