"""A reason why something is not possible now, with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A whole sentence as an `N_` template, filled from `params`."""

    message: str
    params: dict[str, object] = field(default_factory=dict)


def first(obstacles: Sequence[Obstacle]) -> Obstacle | None:
    """The obstacle to tell when there is room for one."""
    return obstacles[0] if obstacles else None
