"""What the franchisor owes many franchisees at once, by clocks that features above keep.

Contracts know what each side owes under one of them, and what the franchisor owes authorities. A
statement of the advertising fund is owed to everybody who paid in, and the fund itself knows until
when and whether it came: a row here that somebody ticks off would be a second truth. So a feature
above answers what it owes, and the pages of duties show it among what the franchisor owes;
`features.py` installs the answers once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..access.actor import Actor
from ..access.permissions import Permission
from .enums import DutyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedToAll:
    """One thing that the franchisor owes, as `duty_title` reads it."""

    key: str
    """The same each time it is asked for: a calendar knows it again by this."""
    heading: Mapping[str, Any]
    """A marked sentence and what fills it."""
    kind: DutyKind
    to: str
    """To whom: a whole sentence, marked with N_."""
    since: date
    """From which day on there is something to wait for."""
    act_by: date
    done_on: date | None = None
    endpoint: str
    """The page on which it is seen to, and looked at by the other side."""
    values: Mapping[str, Any] = field(default_factory=dict)
    changed_at: datetime | None = None
    """When it was done; None before."""
    basis: str = ""
    """The law that says so; empty where the network's own rule does."""
    title: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.done_on is None

    def is_late(self, on: date) -> bool:
        """Whether its day has passed without it."""
        return self.is_open and self.act_by < on

    def was_late(self, on: date) -> bool:
        """Whether it is late, or came late."""
        return (self.done_on or on) > self.act_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a feature above owes, to whoever may read its book."""

    permission: Permission
    owed: Callable[[Actor, date], Sequence[OwedToAll]]
    """What is and was owed to the actor, or by the actor's side, as it stands on a day."""
    stands_for: Callable[[], frozenset[str]] = frozenset
    """The duties of law packs that this clock keeps, so that they are not counted twice."""


_installed: list[Clock] = []


def install(clocks: Sequence[Clock]) -> None:
    """Keep what the features above answer; called once by the composition root."""
    _installed[:] = clocks


def owed_to_all(actor: Actor, on: date) -> list[OwedToAll]:
    """Everything of the kind that the actor may see, the earliest day first."""
    found = [
        one for clock in _installed if actor.may(clock.permission) for one in clock.owed(actor, on)
    ]
    return sorted(found, key=lambda one: (one.act_by, one.key))


def kept_law_duties() -> frozenset[str]:
    """The duties of law packs that features above keep the clock of, by their ids."""
    return frozenset().union(*(clock.stands_for() for clock in _installed))


def owed_between(actor: Actor, on: date, first: date, last: date) -> list[OwedToAll]:
    """What falls due between two days, both included, whether it is done or not."""
    return [one for one in owed_to_all(actor, on) if first <= one.act_by <= last]


def late_to_all(actor: Actor, on: date) -> list[OwedToAll]:
    """What the franchisor is late with, the longest first."""
    return [one for one in owed_to_all(actor, on) if one.is_late(on)]
