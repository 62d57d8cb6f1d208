"""Promises to pay that were broken, as features above fees know them.

Fees keep no promises. The feature that does hands over a source; `features.py` installs it once.
Without one nobody has promised anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import Flask, current_app

KEY: Final = "fees.promises"


@dataclass(frozen=True, slots=True)
class PromiseSource:
    """Where broken promises are counted."""

    broken: Callable[[Sequence[UUID], date, date], Mapping[UUID, int]]
    """How many each of some franchisees broke from a day up to another, which is left out."""


def install(app: Flask, sources: Iterable[PromiseSource]) -> None:
    """Keep the sources; called once by the composition root."""
    app.extensions[KEY] = tuple(sources)


def broken_promises(franchisee_ids: Sequence[UUID], first: date, until: date) -> Mapping[UUID, int]:
    """How many promises each broke, of all sources together; those without are left out."""
    found: dict[UUID, int] = {}
    sources: Iterable[PromiseSource] = current_app.extensions.get(KEY, ())
    for source in sources:
        for franchisee_id, count in source.broken(franchisee_ids, first, until).items():
            found[franchisee_id] = found.get(franchisee_id, 0) + count
    return found
