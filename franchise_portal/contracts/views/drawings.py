"""Territories that were promised twice, drawn: both outlines, and what they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...network.rules.areas import Drawing, placed_together
from ..rules.territory_conflicts import TerritoryConflict

WIDTH, HEIGHT, MARGIN = 712, 360, 32


@dataclass(frozen=True, slots=True)
class DrawnConflict:
    """A conflict with its drawing, where both areas are polygons."""

    conflict: TerritoryConflict
    drawing: Drawing | None
    """The shapes: the draft's area, the other's, then what they share."""


def drawn_conflicts(conflicts: Sequence[TerritoryConflict]) -> list[DrawnConflict]:
    """Each conflict with its drawing."""
    return [DrawnConflict(conflict, _drawing(conflict)) for conflict in conflicts]


def _drawing(conflict: TerritoryConflict) -> Drawing | None:
    if not conflict.outlines:
        return None
    shapes = [conflict.area.polygon, conflict.other.area.polygon, *conflict.outlines]
    return placed_together(shapes, width=WIDTH, height=HEIGHT, margin=MARGIN)
