"""Whose calendar a secret address opens, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from ...access.actor import Actor, person
from ...access.permissions import Permission
from ...accounts import rules as account_rules
from ...accounts.models import User
from ...database import db
from ...kit.errors import NotFound
from ..models import CalendarFeed, Contract, Duty, Notice
from ..owed_to_all import OwedToAll, owed_between
from .calendar import NoticeDay, TermEnd, days, notice_days, term_ends
from .contracts import visible_contracts
from .duties import DutyRow, visible_duties
from .notices import visible_notices

MOST = 2_000
"""Duties in a calendar: programs that read it have their limits too. The nearest come first."""


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What stands in a calendar, and when the latest of it changed."""

    duties: list[tuple[DutyRow, datetime, int]]
    """With the moment of the last change, and how often it was changed."""
    notices: list[NoticeDay]
    term_ends: list[TermEnd]
    to_all: list[OwedToAll]
    changed_at: datetime | None


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The address that is open for somebody's calendar, without its secret."""
    query = select(CalendarFeed).where(
        CalendarFeed.user_id == actor.user_id, CalendarFeed.ended_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def reader_of(token: str) -> Actor:
    """The person whose calendar an address opens.

    Raises:
        NotFound: for an unknown or ended address, and for people who may not see duties any more.
    """
    query = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(
            CalendarFeed.token_hash == account_rules.token_digest(token),
            CalendarFeed.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    user = db.session.scalars(query).one_or_none()
    if user is None:
        raise NotFound
    actor = person(
        user_id=user.id,
        name=user.name,
        role=user.role,
        scope=account_rules.scope_of(user.role, user.franchisee_id, ()),
        language=user.language,
        zone=user.zone,
    )
    if not actor.may(Permission.CONTRACTS_DUTY_READ):
        raise NotFound
    return actor


def content_for(actor: Actor, first: date, last: date, *, on: date) -> FeedContent:
    """What somebody sees between two days, as it stands on a day."""
    rows = days(actor, first, last, limit=MOST)
    facts = _facts({row.id for row in rows})
    to_all = owed_between(actor, on, first, last)
    return FeedContent(
        [(row, *facts[row.id]) for row in rows],
        list(notice_days(actor, first, last)),
        list(term_ends(actor, first, last)),
        to_all,
        _changed_at(actor, to_all),
    )


def _facts(ids: set[Any]) -> dict[Any, tuple[datetime, int]]:
    query = select(Duty.id, Duty.changed_at, Duty.version).where(Duty.id.in_(ids))
    return {row.id: (row.changed_at, row.version) for row in db.session.execute(query)}


def _changed_at(actor: Actor, to_all: Sequence[OwedToAll]) -> datetime | None:
    moments = [
        *(one.changed_at for one in to_all),
        db.session.scalar(visible_duties(actor).with_only_columns(func.max(Duty.changed_at))),
        db.session.scalar(visible_notices(actor).with_only_columns(func.max(Notice.given_at))),
        db.session.scalar(
            visible_contracts(actor).with_only_columns(func.max(Contract.created_at))
        ),
    ]
    return max((moment for moment in moments if moment is not None), default=None)
