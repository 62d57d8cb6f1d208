"""What a part of the terms is said with: templates and their values, under headings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...kit.enums import LabeledEnum
from ...kit.i18n import N_

VALUE = "%(value)s"
"""A value alone, which needs no words around it."""


class TermGroup(LabeledEnum):
    """Under which heading terms stand together."""

    TIME = "time", N_("Term, renewal, notice")
    PLACE = "place", N_("Territory and outlets")
    MONEY = "money", N_("Money")
    DUTIES = "duties", N_("Duties")
    OTHER = "other", N_("Transfer and law")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as an `N_` template, or a value alone."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One part of the terms: what it is called, and what was agreed."""

    section: str
    """Its field in `Terms`, or the key of a part that a feature above knows."""
    group: TermGroup
    label: str
    phrases: tuple[Phrase, ...]


def alone(value: object) -> Phrase:
    """A value that says everything by itself."""
    return Phrase(VALUE, {"value": value})
