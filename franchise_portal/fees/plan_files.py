"""Fee plans as TOML files."""

from pathlib import Path

from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_
from ..kit.toml_text import read_toml
from .enums import ReportingPeriod
from .rules import FeePlan, parse_plan
from .rules.reporting import PLAIN

HEADLINE = N_("The fee plan has mistakes and cannot be used.")
LARGEST = 1_000_000
"""Bytes of a plan file; a plan is a page or two."""


def read_plan(path: Path, *, unsaid: ReportingPeriod = PLAIN.period) -> FeePlan:
    """Read the plan in a file; `unsaid` as in `parse_plan`.

    Raises:
        BadInput: with every problem and its line.
    """
    try:
        with path.open("rb") as file:
            return plan_from_toml(file.read(LARGEST + 1), place=str(path), unsaid=unsaid)
    except OSError:
        raise _refusal(
            str(path), None, N_("The file cannot be opened."), N_("Check its name and place.")
        ) from None


def plan_from_toml(data: bytes, *, place: str, unsaid: ReportingPeriod = PLAIN.period) -> FeePlan:
    """Make a plan from the bytes of a TOML file; `place` is its name in messages.

    Raises:
        BadInput: with every problem and its line.
    """
    if len(data) > LARGEST:
        raise _refusal(
            place, None, N_("The file is too large to be a plan."), N_("Check the file.")
        )
    read = read_toml(data, place=place, headline=HEADLINE)
    return parse_plan(dict(read.values), place=place, locate=read.lines.of, unsaid=unsaid)


def _refusal(place: str, row: int | None, message: str, remedy: str, **params: object) -> BadInput:
    return BadInput(
        HEADLINE,
        problems=[Problem(place, row, None, None, message, remedy, params)],
    )
