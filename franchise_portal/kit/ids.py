"""Identifiers: UUIDv7, so that rows made one after the other lie one after the other."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new time-ordered identifier (RFC 9562, version 7)."""
    return uuid7()
