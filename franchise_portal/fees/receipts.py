"""What a franchisee got for the fees of a month: the page two of a statement.

Fees know nothing of visits, trainings or savings. A feature above says which sections it can fill,
and `features.py` installs them once. A section speaks in the language in hand; one that has nothing
on record says nothing, and a month in which little was given is told as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from ..kit.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """A line: what was given or left undone, and the figure beside it, in words."""

    words: str
    note: str = ""
    figure: str = ""
    is_missed: bool = False
    """Whether it was promised and not given in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one part of the portal knows of a month."""

    title: str
    note: str = ""
    rows: tuple[Got, ...] = ()
    said: str = ""
    """A sentence below the rows, or instead of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feature's sections of the receipt."""

    key: str
    sections_of: Callable[[UUID, Period], Sequence[Section]]
    """Of a franchisee and a month; nothing where it has nothing on record."""


_installed: list[Source] = []


def install(sources: Sequence[Source]) -> None:
    """Keep what the features above fill; called once by the composition root."""
    _installed[:] = sources


def receipt_of(franchisee_id: UUID, month: Period) -> tuple[Section, ...]:
    """The sections of a franchisee's month, in the order of the street."""
    return tuple(
        section for source in _installed for section in source.sections_of(franchisee_id, month)
    )
