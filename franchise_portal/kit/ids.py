"""Identifiers: UUIDv7, so that rows made one after the other lie one after the other."""

from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new time-ordered identifier (RFC 9562, version 7)."""
    return uuid7()


def new_row_id() -> str:
    """Return a new identifier as 32 hexadecimal digits, for rows that are written in bulk.

    Making the object would cost more than the row's own arithmetic.
    """
    return uuid_utils.uuid7().hex
