"""What a role may grant alone, and who may decide about the rest.

A limit counts together what one person has granted to one franchisee for the same act within
`WINDOW` days, so that a large favour cannot be cut into small ones. Nobody decides about what they
asked for themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from ...kit.i18n import N_
from ..event_enums import Measure

WINDOW: Final = timedelta(days=30)
LASTS: Final = timedelta(days=30)
"""How long something asked for waits for a decision."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How far somebody may go alone: in minor units of the network's currency, days, or times."""

    value: int = 0
    is_unlimited: bool = False

    def __post_init__(self) -> None:
        if self.value < 0:
            msg = f"A limit is zero or more, not {self.value}"
            raise ValueError(msg)

    def covers(self, size: int) -> bool:
        """Whether so much lies within it."""
        return self.is_unlimited or size <= self.value


NOTHING: Final = Limit()
UNLIMITED: Final = Limit(is_unlimited=True)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked for: minor units with a currency, days, or one time."""

    measure: Measure
    value: int
    currency: str = ""

    def __post_init__(self) -> None:
        if self.value <= 0:
            msg = f"Nothing is asked for: {self.value}"
            raise ValueError(msg)
        if bool(self.currency) != (self.measure is Measure.AMOUNT):
            msg = "An amount has a currency, and nothing else has"
            raise ValueError(msg)

    def counts_against(self, currency: str) -> bool:
        """Whether it can be compared with limits that are written in this currency."""
        return self.measure is not Measure.AMOUNT or self.currency == currency


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether somebody may grant something alone, and the sentence that says why."""

    is_within: bool
    why: str
    params: Mapping[str, object] = field(default_factory=dict)


def judge(limit: Limit, size: Size, *, currency: str, granted_before: int = 0) -> Judgement:
    """Whether `size` lies within a limit, after what the same person granted before.

    `currency` is the one that limits are written in; an amount in another needs a role without
    limit, since nobody decided what it is worth.
    """
    if limit.is_unlimited:
        return Judgement(is_within=True, why=N_("This role has no limit for it."))
    if not size.counts_against(currency):
        return Judgement(
            is_within=False,
            why=N_(
                "Limits are written in %(currency)s; for an amount in %(asked)s a role without "
                "limit decides."
            ),
            params={"currency": currency, "asked": size.currency},
        )
    if limit.covers(size.value + granted_before):
        return Judgement(is_within=True, why=N_("It lies within the limit of this role."))
    if limit.covers(size.value):
        return Judgement(
            is_within=False,
            why=N_(
                "Together with what was granted to this franchisee in the last %(days)s days it "
                "is above the limit of this role."
            ),
            params={"days": WINDOW.days},
        )
    return Judgement(is_within=False, why=N_("It is above the limit of this role."))


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who might decide."""

    user_id: UUID
    limit: Limit


def deciders(
    people: Iterable[Decider], size: Size, *, asked_by: UUID, currency: str
) -> tuple[UUID, ...]:
    """Those who may decide: never the person who asked, and only within their own limit."""
    return tuple(
        person.user_id
        for person in people
        if person.user_id != asked_by and judge(person.limit, size, currency=currency).is_within
    )
