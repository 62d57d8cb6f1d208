"""Throwing away what only mattered for a while."""

from datetime import timedelta

from sqlalchemy import delete, or_

from ...database import db
from ...kit import clock
from .. import rules
from ..models import OneTimeLink, SignInAttempt, UserSession

KEPT = timedelta(days=30)
"""Ended sessions and spent links stay this long, so that a person can still look at them."""


def tidy_up() -> int:
    """Delete old tries, sessions and links; returns how many rows went."""
    now = clock.wall()
    doomed = (
        delete(SignInAttempt).where(SignInAttempt.at < now - rules.TRIES_REMEMBERED),
        delete(UserSession).where(
            or_(UserSession.ended_at < now - KEPT, UserSession.expires_at < now - KEPT)
        ),
        delete(OneTimeLink).where(
            or_(OneTimeLink.used_at < now - KEPT, OneTimeLink.expires_at < now - KEPT)
        ),
    )
    return sum(db.session.execute(one).rowcount for one in doomed)  # type: ignore[attr-defined]
