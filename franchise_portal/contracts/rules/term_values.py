"""Reading single values of a file with terms, and saying where and why one cannot be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from ...kit.durations import Duration
from ...kit.errors import Problem, Unreadable, shown
from ...kit.i18n import N_
from ...kit.toml_text import KeyPath
from ...law import SLUGS, Pack, pack

INDEFINITE = "indefinite"
UNLIMITED = "unlimited"
MOST_RENEWALS = 1000

# A thousand years of term still fit into the calendar after the latest day.
_EARLIEST, _LATEST = 1900, 8000

Value = TypeVar("Value")
Table = Mapping[str, object]


@dataclass(slots=True)
class TermReader:
    """Collects every problem; gives None for what is missing or wrong."""

    place: str
    locate: Callable[[KeyPath], int | None]
    problems: list[Problem] = field(default_factory=list)
    path: KeyPath = ()

    def table(
        self, table: Table, key: str, read: "Callable[[TermReader, Table], Value | None]"
    ) -> Value | None:
        """A table of its own that need not be there."""
        inner = self.maybe(table, key, as_table)
        if inner is None:
            return None
        return read(TermReader(self.place, self.locate, self.problems, (*self.path, key)), inner)

    def needed(self, table: Table, key: str, read: Callable[[object], Value]) -> Value | None:
        """A value that must be there."""
        if key not in table:
            self.report(
                (*self.path, key), N_("“%(key)s” is missing."), N_("Write it down."), key=key
            )
            return None
        return self.maybe(table, key, read)

    def maybe(self, table: Table, key: str, read: Callable[[object], Value]) -> Value | None:
        """A value that need not be there."""
        if key not in table:
            return None
        try:
            return read(table[key])
        except Unreadable as trouble:
            path = (*self.path, key)
            value = shown(table[key])
            self.problems.append(trouble.at(self.place, self.locate(path), _spot(path), value))
            return None

    def given(
        self, table: Table, key: str, read: Callable[[object], Value], *, otherwise: Value
    ) -> Value:
        """A value, or another where it is not there."""
        found = self.maybe(table, key, read)
        return otherwise if found is None else found

    def unknown(self, table: Table, known: tuple[str, ...]) -> None:
        """Refuse keys that these terms do not have, with the likeliest meant."""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, 1)
                remedy = N_("Did you mean “%(near)s”?") if near else N_("Leave it out.")
                self.report(
                    (*self.path, key),
                    N_("“%(key)s” is not a key of these terms."),
                    remedy,
                    key=shown(key),
                    near="".join(near),
                )

    def report(
        self,
        path: KeyPath,
        message: str,
        remedy: str,
        value: str | None = None,
        /,
        **params: object,
    ) -> None:
        row = self.locate(path)
        self.problems.append(Problem(self.place, row, _spot(path), value, message, remedy, params))


def _spot(path: KeyPath) -> str:
    return ".".join(shown(step) for step in path)


def as_pack(value: object) -> Pack:
    """A law pack by its name. Raises `Unreadable`."""
    if isinstance(value, str) and value in SLUGS:
        return pack(value)
    raise Unreadable(
        N_("There is no law pack “%(value)s”."),
        N_("Write one of: %(packs)s."),
        value=shown(value),
        packs=", ".join(SLUGS),
    )


def as_flag(value: object) -> bool:
    """True or false. Raises `Unreadable`."""
    if isinstance(value, bool):
        return value
    raise Unreadable(
        N_("“%(value)s” is neither true nor false."), N_("Write true or false."), value=shown(value)
    )


def as_day(value: object) -> date:
    """A day, as TOML writes it or as text. Raises `Unreadable`."""
    found = _day(value)
    if found is None:
        raise Unreadable(
            N_("“%(value)s” is not a day."), N_("Write it like 2026-03-01."), value=shown(value)
        )
    if not _EARLIEST <= found.year <= _LATEST:
        raise Unreadable(
            N_("The year of “%(value)s” cannot be right."),
            N_("Check the year."),
            value=shown(value),
        )
    return found


def _day(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


def as_days(value: object) -> tuple[date, ...]:
    """A list of days. Raises `Unreadable`."""
    if not isinstance(value, list):
        raise Unreadable(
            N_("“%(value)s” is not a list of days."),
            N_("Write days in brackets, such as [2026-06-01]."),
            value=shown(value),
        )
    return tuple(as_day(one) for one in value)


def as_duration(value: object) -> Duration:
    """A duration such as 5 years. Raises `Unreadable`."""
    return Duration.parse(value if isinstance(value, str) else shown(value))


def as_term(value: object) -> Duration | str:
    """A duration, or the word for a term without an end. Raises `Unreadable`."""
    if isinstance(value, str) and value.strip().lower() == INDEFINITE:
        return INDEFINITE
    return as_duration(value)


def as_count(value: object) -> int | str:
    """A number of renewals, or the word for any number. Raises `Unreadable`."""
    if isinstance(value, str) and value.strip().lower() == UNLIMITED:
        return UNLIMITED
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_RENEWALS:
        return value
    raise Unreadable(
        N_("“%(value)s” is no number of renewals."),
        N_("Write a whole number from 0 to %(most)s, or “unlimited”."),
        value=shown(value),
        most=MOST_RENEWALS,
    )


def as_table(value: object) -> Table:
    """A table of its own. Raises `Unreadable`."""
    if isinstance(value, Mapping):
        return value
    raise Unreadable(
        N_("“%(value)s” is not a table."),
        N_('Write its parts in braces, such as { at_least = "6 months" }.'),
        value=shown(value),
    )
