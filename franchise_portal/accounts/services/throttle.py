"""Counting tries in the database, where all web processes see the same count."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from sqlalchemy import Connection, delete, func, insert, select

from ...database import db, own_connection
from ...kit import clock
from ...kit.ids import new_id
from .. import rules
from ..errors import TooManyTries
from ..models import SignInAttempt

THROTTLES = {
    "sign-in": (rules.ADDRESS_THROTTLE, rules.NETWORK_THROTTLE),
    "reset": (rules.RESET_ADDRESS_THROTTLE, rules.RESET_NETWORK_THROTTLE),
}


def note_try(purpose: str, email: str, address: str) -> None:
    """Count a try before it is answered, so that many at once are counted too.

    Needs the database to be released: the count survives the refusal of the request.

    Raises:
        TooManyTries: when this one came too early; it is not counted, or waiting would never end.
    """
    count_try(_keys(purpose, email, address))


def count_try(keys: Sequence[tuple[str, rules.Throttle]]) -> None:
    """Count a try under each key, for features that have doors of their own.

    Needs the database to be released. Keys come from `rules.address_key` and `rules.network_key`,
    always in the same order.

    Raises:
        TooManyTries: when this one came too early for one of them; it is counted for none.
    """
    now = clock.wall()
    with own_connection() as connection:
        _queue_up(connection, [key for key, _ in keys])
        for key, limits in keys:
            tries, last = _counted(connection, key)
            until = limits.until(tries, last)
            if until is not None and until > now:
                raise TooManyTries(until, ceil((until - now).total_seconds()))
        rows = [{"id": new_id(), "key": key, "at": now} for key, _ in keys]
        connection.execute(insert(SignInAttempt), rows)


def forgive(purpose: str, email: str, address: str) -> None:
    """Forget the tries for an address that has proved itself, and this try of the network's."""
    email_key, network_key = (key for key, _ in _keys(purpose, email, address))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == email_key))
    latest = (
        select(SignInAttempt.id)
        .where(SignInAttempt.key == network_key)
        .order_by(SignInAttempt.at.desc())
        .limit(1)
    )
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == latest.scalar_subquery()))


def _keys(purpose: str, email: str, address: str) -> tuple[tuple[str, rules.Throttle], ...]:
    for_email, for_network = THROTTLES[purpose]
    return (
        (rules.address_key(purpose, email), for_email),
        (rules.network_key(purpose, address), for_network),
    )


def _queue_up(connection: Connection, keys: list[str]) -> None:
    """Let tries of one key follow each other; on SQLite all writers do so anyway.

    The locks go with the transaction. The address is always locked before the network address, so
    two tries never wait for each other.
    """
    if connection.dialect.name == "postgresql":
        for key in keys:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def _counted(connection: Connection, key: str) -> tuple[int, datetime | None]:
    since = clock.wall() - rules.TRIES_REMEMBERED
    row = connection.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(
            SignInAttempt.key == key, SignInAttempt.at > since
        )
    ).one()
    return row[0], row[1]
