"""What makes a contract sound: its term, and that no outlet stands under two at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..errors import EndsBeforeStart


@dataclass(frozen=True, slots=True)
class Covering:
    """An outlet under a contract from the first to the last day, both included."""

    outlet_id: UUID
    number: str
    starts_on: date
    ends_on: date

    def overlaps(self, starts_on: date, ends_on: date) -> bool:
        """Whether it covers any of these days."""
        return self.starts_on <= ends_on and starts_on <= self.ends_on


def require_term(starts_on: date, ends_on: date) -> None:
    """Refuse a term that ends before it begins.

    Raises:
        EndsBeforeStart: naming the remedy.
    """
    if ends_on < starts_on:
        raise EndsBeforeStart


def first_overlap(
    coverings: Iterable[Covering], *, outlet_id: UUID, starts_on: date, ends_on: date
) -> Covering | None:
    """The first contract that covers an outlet on any day of a term, if there is one."""
    found: Sequence[Covering] = [
        covering
        for covering in coverings
        if covering.outlet_id == outlet_id and covering.overlaps(starts_on, ends_on)
    ]
    return min(found, key=lambda covering: covering.starts_on, default=None)
