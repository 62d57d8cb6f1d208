"""The weighted scorecard: Σ weight × score, and the hard fails that no total can override."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that is scored from 1 to 5, how much it weighs, and below what it fails."""

    key: Hashable
    name: str
    weight: int
    """A whole number from 1 on."""
    fail_below: int = 0
    """A score below this fails the applicant whatever the total; 0 where nothing does."""

    @property
    def is_hard(self) -> bool:
        """Whether a low score cannot be made up for elsewhere."""
        return self.fail_below > LOWEST


@dataclass(frozen=True, slots=True)
class Card:
    """One assessor's scores by the keys of the criteria."""

    assessor: str
    scores: Mapping[Hashable, int]


@dataclass(frozen=True, slots=True)
class HardFail:
    """A score below a criterion's threshold: which, by whom, how low."""

    criterion: Criterion
    assessor: str
    score: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one card comes to."""

    assessor: str
    total: int
    """Σ weight × score."""
    most: int
    """The same with the highest score everywhere."""
    mean: Fraction
    """The total per unit of weight, from 1 to 5."""
    hard_fails: tuple[HardFail, ...] = ()


@dataclass(frozen=True, slots=True)
class Combined:
    """What all submitted cards come to."""

    results: tuple[Result, ...]
    mean: Fraction
    """The mean of the assessors' means, from 1 to 5."""
    hard_fails: tuple[HardFail, ...]
    """Of any assessor: one is enough."""

    @property
    def has_failed(self) -> bool:
        """Whether a hard fail stands, whatever the mean says."""
        return bool(self.hard_fails)


def missing(criteria: Sequence[Criterion], card: Card) -> tuple[Criterion, ...]:
    """The criteria without a score, or with one that is not on the scale."""
    return tuple(
        criterion
        for criterion in criteria
        if not LOWEST <= card.scores.get(criterion.key, 0) <= HIGHEST
    )


def result_of(criteria: Sequence[Criterion], card: Card) -> Result:
    """What a whole card comes to.

    Raises:
        ValueError: when a criterion has no score.
    """
    if not criteria or missing(criteria, card):
        message = "only a whole card has a result"
        raise ValueError(message)
    weights = sum(criterion.weight for criterion in criteria)
    total = sum(criterion.weight * card.scores[criterion.key] for criterion in criteria)
    return Result(
        assessor=card.assessor,
        total=total,
        most=HIGHEST * weights,
        mean=Fraction(total, weights),
        hard_fails=tuple(
            HardFail(criterion, card.assessor, card.scores[criterion.key])
            for criterion in criteria
            if criterion.is_hard and card.scores[criterion.key] < criterion.fail_below
        ),
    )


def combine(criteria: Sequence[Criterion], cards: Sequence[Card]) -> Combined | None:
    """What several whole cards come to together; None without any."""
    if not cards:
        return None
    results = tuple(result_of(criteria, card) for card in cards)
    return Combined(
        results=results,
        mean=sum((result.mean for result in results), Fraction(0)) / len(results),
        hard_fails=tuple(fail for result in results for fail in result.hard_fails),
    )
