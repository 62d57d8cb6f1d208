"""What two public franchise agreements say, as somebody types it into the portal.

Facts and numbers only: no sentence of the agreements is kept here. Where they leave something
blank, such as names and days, it is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Agreement:
    """An agreement as it is entered."""

    number: str
    outlet: str
    terms: Mapping[str, Any]
    """The fields of the form of the terms."""
    clauses: tuple[tuple[str, str, str], ...]
    """Number, kind and heading, in our own words."""
    plan: str
    """The fee plan's file."""


def rows(name: str, *values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of what stands several times."""
    return {
        f"{name}{place}-{field}": value
        for place, row in enumerate(values)
        for field, value in row.items()
    }
