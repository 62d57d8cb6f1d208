"""Rows of master data files: which columns there are, and what is wrong with a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...kit.errors import Problem, Unreadable, shown
from ...kit.i18n import N_
from ..enums import FranchiseeStatus, ImportKind, OutletFormat, PersonRole
from .cells import country, day, email, language, one_of, phone, text_up_to, zone

Value = str | date | StrEnum | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one kind of file and how each is read. Order is the order of exports."""

    required: Mapping[str, Callable[[str], Value]]
    optional: Mapping[str, Callable[[str], Value]]
    may_be_blank: frozenset[str] = frozenset()
    """Required columns whose cells may be empty."""


SHAPES: Mapping[ImportKind, Shape] = {
    ImportKind.FRANCHISEES: Shape(
        {"code": text_up_to(20), "name": text_up_to(200), "region": text_up_to(100)},
        {
            "name_local": text_up_to(200),
            "registration": text_up_to(60),
            "status": one_of(FranchiseeStatus),
            "since": day,
            "email": email,
            "phone": phone,
            "address": text_up_to(300),
            "language": language,
        },
        frozenset({"region"}),
    ),
    ImportKind.PEOPLE: Shape(
        {"franchisee": text_up_to(20), "name": text_up_to(200)},
        {
            "name_local": text_up_to(200),
            "role": one_of(PersonRole),
            "email": email,
            "phone": phone,
            "birthday": day,
            "language": language,
        },
    ),
    ImportKind.OUTLETS: Shape(
        {
            "code": text_up_to(20),
            "name": text_up_to(200),
            "brand": text_up_to(100),
            "franchisee": text_up_to(20),
            "opened_on": day,
        },
        {
            "name_local": text_up_to(200),
            "closed_on": day,
            "region": text_up_to(100),
            "format": one_of(OutletFormat),
            "country": country,
            "city": text_up_to(100),
            "postcode": text_up_to(20),
            "address": text_up_to(300),
            "zone": zone,
            "state": text_up_to(100),
        },
    ),
}


class RowReader:
    """Reads the cells of one file's rows and remembers what is wrong with them."""

    def __init__(self, kind: ImportKind, place: str) -> None:
        """`place` is the file's name, for messages."""
        shape = SHAPES[kind]
        self.place = place
        self.problems: list[Problem] = []
        self._readers = {**shape.required, **shape.optional}
        self._needed = frozenset(shape.required) - shape.may_be_blank

    def read(self, number: int, cells: Mapping[str, str]) -> dict[str, Value] | None:
        """The values of a row, empty cells left out; None when any cell is wrong."""
        values: dict[str, Value] = {}
        before = len(self.problems)
        for column, reader in self._readers.items():
            cell = cells[column]
            if not cell:
                if column in self._needed:
                    self.refuse(number, column, "", _EMPTY)
                continue
            try:
                values[column] = reader(cell)
            except Unreadable as trouble:
                self.refuse(number, column, cell, trouble)
        return values if len(self.problems) == before else None

    def refuse(self, number: int, column: str, cell: str, trouble: Unreadable) -> None:
        """Note that a cell is wrong."""
        self.problems.append(trouble.at(self.place, number, column, shown(cell) or None))

    def unknown(self, number: int, column: str, cell: str, nearest: str | None) -> None:
        """Note that a cell names something that is not there, and the nearest that is."""
        messages = {
            "brand": N_("There is no brand “%(value)s”."),
            "region": N_("There is no region “%(value)s”."),
            "franchisee": N_("No franchisee has the code “%(value)s”."),
        }
        remedies = {
            "brand": N_("Add the brand first, or let the import make it."),
            "region": N_("Add the region first, or let the import make it."),
            "franchisee": N_("Import the franchisee first."),
        }
        remedy = N_("Write “%(similar)s” if that is meant.") if nearest else remedies[column]
        params = {"value": shown(cell), "similar": nearest or ""}
        self.refuse(number, column, cell, Unreadable(messages[column], remedy, **params))

    def twice(self, number: int, column: str, cell: str, first: int) -> None:
        """Note that a row repeats an earlier one."""
        trouble = Unreadable(
            N_("“%(value)s” stands already in row %(first)s."),
            N_("Keep one of the two rows."),
            value=shown(cell),
            first=first,
        )
        self.refuse(number, column, cell, trouble)


_EMPTY = Unreadable(N_("The cell is empty."), N_("Fill it in; this column is needed."))
