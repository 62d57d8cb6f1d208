"""What features above tell recruitment about how franchisees did.

Whether a score was any good shows only afterwards, in figures that fees and others keep. They hand
down sources of outcomes as values; `features.py` installs them once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import Flask, current_app

from .enums import Measure

KEY = "recruitment.outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSource:
    """One measure of how franchisees did, for example sales against what they expected."""

    key: str
    label: str
    """Marked with N_: what it is called in a table."""
    explained: str
    """Marked with N_: how it is measured, in one sentence."""
    is_higher_better: bool
    measure: Measure
    values: Callable[[Sequence[UUID], date], Mapping[UUID, Decimal]]
    """The outcome of some franchisees on a day; who cannot be measured yet is left out."""


def install(app: Flask, sources: Sequence[OutcomeSource]) -> None:
    """Keep the sources of the features above; called once by the composition root."""
    app.extensions[KEY] = tuple(sources)


def outcome_sources() -> tuple[OutcomeSource, ...]:
    """The sources of features above, in the order of the street."""
    found: tuple[OutcomeSource, ...] = current_app.extensions.get(KEY, ())
    return found
