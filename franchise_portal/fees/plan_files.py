"""Fee plans as TOML files."""

from pathlib import Path

from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_
from ..kit.toml_text import read_toml
from .rules import FeePlan, parse_plan

HEADLINE = N_("The fee plan has mistakes and cannot be used.")
LARGEST = 1_000_000
"""Bytes of a plan file; a plan is a page or two."""


def read_plan(path: Path) -> FeePlan:
    """Read the plan in a file.

    Raises:
        BadInput: with every problem and its line.
    """
    try:
        with path.open("rb") as file:
            return plan_from_toml(file.read(LARGEST + 1), place=str(path))
    except OSError:
        raise _refusal(
            str(path), None, N_("The file cannot be opened."), N_("Check its name and place.")
        ) from None


def plan_from_toml(data: bytes, *, place: str) -> FeePlan:
    """Make a plan from the bytes of a TOML file; `place` is its name in messages.

    Raises:
        BadInput: with every problem and its line.
    """
    if len(data) > LARGEST:
        raise _refusal(
            place, None, N_("The file is too large to be a plan."), N_("Check the file.")
        )
    read = read_toml(data, place=place, headline=HEADLINE)
    return parse_plan(dict(read.values), place=place, locate=read.lines.of)


def _refusal(place: str, row: int | None, message: str, remedy: str, **params: object) -> BadInput:
    return BadInput(
        HEADLINE,
        problems=[Problem(place, row, None, None, message, remedy, params)],
    )
