"""How far assessors agree: the spread of each criterion, and where they differ most."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from .scoring import Card, Criterion

#: Two assessors one point apart still read the anchors alike.
ALIKE: Final = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """A criterion with the scores of all assessors, in the order of the cards."""

    criterion: Criterion
    scores: tuple[int, ...]

    @property
    def spread(self) -> int:
        """The distance between the highest and the lowest score."""
        return max(self.scores) - min(self.scores)

    @property
    def mean(self) -> Fraction:
        """The mean score."""
        return Fraction(sum(self.scores), len(self.scores))

    @property
    def is_apart(self) -> bool:
        """Whether the assessors should talk about it."""
        return self.spread > ALIKE


@dataclass(frozen=True, slots=True)
class Comparison:
    """All criteria side by side."""

    assessors: tuple[str, ...]
    rows: tuple[Compared, ...]

    @property
    def agreement(self) -> Fraction:
        """The share of criteria on which all assessors are at most one point apart."""
        alike = sum(not row.is_apart for row in self.rows)
        return Fraction(alike, len(self.rows)) if self.rows else Fraction(1)

    @property
    def largest(self) -> tuple[Compared, ...]:
        """The criteria to talk about: where spread times weight is largest, first."""
        apart = [row for row in self.rows if row.is_apart]
        return tuple(sorted(apart, key=lambda row: -row.spread * row.criterion.weight))


def compare(criteria: Sequence[Criterion], cards: Sequence[Card]) -> Comparison | None:
    """Whole cards side by side; None without any."""
    if not cards:
        return None
    return Comparison(
        assessors=tuple(card.assessor for card in cards),
        rows=tuple(
            Compared(criterion, tuple(card.scores[criterion.key] for card in cards))
            for criterion in criteria
        ),
    )
