"""Fee plans as TOML files."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from ..kit.errors import BadInput, Problem, shown
from ..kit.i18n import N_
from .rules import FeePlan, parse_plan
from .rules.plan_fields import Path as KeyPath

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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise _refusal(
            place, line, N_("The file is not in UTF-8."), N_("Save it in UTF-8.")
        ) from None
    text = text.replace("\r\n", "\n")
    try:
        mapping = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as trouble:
        raise _unreadable(place, text, str(trouble)) from None
    lines = _Lines(text)
    return parse_plan(mapping, place=place, locate=lines.of)


def _unreadable(place: str, text: str, trouble: str) -> BadInput:
    """Give the parser's complaint its line; at the end of a file it names none."""
    found = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", trouble)
    last = text.rstrip("\n").count("\n") + 1
    return _refusal(
        place,
        int(found[1]) if found and found[1] else last,
        N_("This is not TOML: %(trouble)s."),
        N_("Check quotes, brackets and commas."),
        trouble=shown(trouble[: found.start()].strip() if found else trouble),
    )


def _refusal(place: str, row: int | None, message: str, remedy: str, **params: object) -> BadInput:
    return BadInput(
        N_("The fee plan has mistakes and cannot be used."),
        problems=[Problem(place, row, None, None, message, remedy, params)],
    )


_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z_.\s]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*=""")


class _Lines:
    """Which line of a plan file a value stands on.

    The parser does not tell, so the lines are read for tables and keys. Good enough to point at
    a line: what stands inside brackets is given the line of its key.
    """

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}
        table: KeyPath = ()
        for number, line in enumerate(text.split("\n"), start=1):
            if found := _TABLE.match(line):
                table = self._table([part.strip() for part in found[1].split(".")], line)
                self.lines[table] = number
            elif found := _KEY.match(line):
                key = next(name for name in found.groups() if name)
                self.lines.setdefault((*table, key), number)

    def _table(self, parts: list[str], line: str) -> KeyPath:
        path: KeyPath = ()
        for place, part in enumerate(parts):
            path = (*path, part)
            is_new = place == len(parts) - 1 and line.lstrip().startswith("[[")
            if is_new:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def of(self, path: KeyPath) -> int | None:
        """The line of a value, or of what holds it; the first line if that is all there is."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1
