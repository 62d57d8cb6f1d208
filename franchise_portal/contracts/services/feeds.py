"""Secret calendar addresses: one for each person, made anew or ended at any time."""

import secrets

from sqlalchemy import update

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...accounts import rules as account_rules
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ..enums import DutyAction
from ..models import CalendarFeed


def make_feed(actor: Actor) -> str:
    """A new address for the actor's calendar; the one before it stops working.

    Returns:
        The secret, which is shown this once.
    """
    actor.require(Permission.CONTRACTS_DUTY_READ)
    if actor.user_id is None:
        raise NotFound
    _end(actor)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user_id=actor.user_id, token_hash=account_rules.token_digest(token))
    db.session.add(feed)
    audit.record(actor, DutyAction.FEED_MADE)
    db.session.flush()
    return token


def end_feed(actor: Actor) -> bool:
    """Make the address of the actor's calendar useless; whether there was one."""
    ended = _end(actor)
    if ended:
        audit.record(actor, DutyAction.FEED_ENDED)
    return ended


def _end(actor: Actor) -> bool:
    done = db.session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.user_id == actor.user_id, CalendarFeed.ended_at.is_(None))
        .values(ended_at=clock.wall())
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]
