"""TOML that people wrote: read once, with the line of each value for messages."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .errors import BadInput, Problem, shown
from .i18n import N_

KeyPath = tuple[str | int, ...]
"""Leads to a value: `("fee", 0, "tiers", 1, "up_to")`."""

LARGEST = 1_000_000
"""Bytes of a file; what people write by hand is a page or two."""

_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\s-]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*[=.]""")
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class TomlText:
    """What a file says, and on which lines. Fractions are `Decimal`s."""

    values: Mapping[str, object]
    lines: "Lines"


def read_toml(data: bytes, *, place: str, headline: str) -> TomlText:
    """Read the bytes of a file; `place` is its name in messages.

    Raises:
        BadInput: with `headline` (an `N_` sentence) and the line of the trouble.
    """
    if len(data) > LARGEST:
        message, remedy = N_("The file is too large."), N_("Check the file.")
        raise _refusal(headline, Problem(place, None, None, None, message, remedy))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        message, remedy = N_("The file is not in UTF-8."), N_("Save it in UTF-8.")
        raise _refusal(headline, Problem(place, line, None, None, message, remedy)) from None
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as trouble:
        raise _refusal(headline, _not_toml(place, text, str(trouble))) from None
    return TomlText(values, Lines(text))


def _not_toml(place: str, text: str, trouble: str) -> Problem:
    """Give the parser's complaint its line; at the end of a file it names none."""
    found = _PLACE.search(trouble)
    last = text.rstrip("\n").count("\n") + 1
    return Problem(
        place,
        int(found[1]) if found and found[1] else last,
        None,
        None,
        N_("This is not TOML: %(trouble)s."),
        N_("Check quotes, brackets and commas."),
        {"trouble": shown(trouble[: found.start()].strip() if found else trouble)},
    )


def _refusal(headline: str, problem: Problem) -> BadInput:
    return BadInput(headline, problems=[problem])


class Lines:
    """Which line of a file a value stands on.

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

    def of(self, path: KeyPath) -> int:
        """The line of a value, or of what holds it; the first line if that is all there is."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1
