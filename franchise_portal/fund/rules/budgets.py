"""Whether a budget line bears what is to be spent, and which acts a version allows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from ..enums import BudgetStatus, SpendingKind


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A budget line against what was spent of it, in minor units."""

    key: UUID
    name: str
    kind: SpendingKind
    planned: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be spent; below zero when more was spent than planned."""
        return self.planned - self.spent

    def over(self, minor: int) -> int:
        """By how much the line would be overspent by a further amount; 0 when it bears it."""
        return max(self.spent + minor - max(self.planned, self.spent), 0)


def may_change(status: BudgetStatus) -> bool:
    """Whether lines may be written."""
    return status is BudgetStatus.DRAFT


def may_propose(status: BudgetStatus, lines: Sequence[object]) -> bool:
    """Whether it can be proposed: a draft with at least one line."""
    return status is BudgetStatus.DRAFT and bool(lines)


def may_adopt(status: BudgetStatus) -> bool:
    """Whether it can be adopted: what was proposed, as it was proposed."""
    return status is BudgetStatus.PROPOSED


def may_withdraw(status: BudgetStatus) -> bool:
    """Whether it can be given up."""
    return status in {BudgetStatus.DRAFT, BudgetStatus.PROPOSED}


def dropped(spent: Iterable[PlannedLine], kept: Iterable[UUID]) -> tuple[PlannedLine, ...]:
    """The lines of which something was spent and that a new version no longer has."""
    keys = set(kept)
    return tuple(line for line in spent if line.spent and line.key not in keys)
