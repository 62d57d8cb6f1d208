"""Reading a file of master data and saying, for every row, what it would do or what is wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID

from ....kit.errors import BadInput, Problem, Unreadable, shown
from ....kit.i18n import N_
from ....kit.lookalikes import Lookalikes
from ....sheets import Columns, read_table
from ... import queries
from ...enums import ImportKind
from ...rules.masterdata import SHAPES, RowReader
from . import known
from .known import Facts, Places

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be written: its number, and its values by column of the file."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """A row about something known: what of it would differ."""

    number: int
    subject: Facts
    changes: Values


@dataclass(slots=True)
class Checked:
    """What a file would do."""

    kind: ImportKind
    filename: str
    brands: Places
    regions: Places
    rows: int = 0
    new: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def wrong_rows(self) -> int:
        """How many rows have something wrong."""
        return len({problem.row for problem in self.problems})

    @property
    def good_rows(self) -> int:
        """How many rows could be written, or already are."""
        return len(self.new) + len(self.changed) + self.same

    def require_good(self) -> None:
        """Refuse to go on when any row is wrong.

        Raises:
            BadInput: with every problem.
        """
        if self.problems:
            first = self.problems[0]
            raise BadInput(first.message, problems=self.problems, **first.params)


def check_file(
    file: BinaryIO, *, filename: str, kind: ImportKind, creates: bool = False
) -> Checked:
    """Read a file and compare it with what is known. Nothing is written.

    With `creates`, unknown brands and regions are noted to be made instead of refused.

    Raises:
        BadInput: when the file as a whole cannot be read.
    """
    checked = Checked(kind, filename, known.brands(), known.regions())
    checked.brands.may_grow = checked.regions.may_grow = creates
    shape = SHAPES[kind]
    reader = RowReader(kind, filename)
    torn: list[Problem] = []
    columns = Columns(tuple(shape.required), tuple(shape.optional))
    lines = []
    for number, cells in read_table(file, filename=filename, columns=columns, faults=torn):
        checked.rows += 1
        values = reader.read(number, cells)
        if values is not None:
            lines.append(Line(number, values))
    checked.rows += len({problem.row for problem in torn})
    _CHECKS[kind](checked, reader, lines)
    checked.problems = sorted((*torn, *reader.problems), key=lambda problem: problem.row or 0)
    _refuse_empty(checked)
    return checked


def _refuse_empty(checked: Checked) -> None:
    if not checked.rows:
        message = N_("The file has column names but no rows.")
        remedy = N_("Add one row for each entry.")
        problem = Problem(checked.filename, 2, None, None, message, remedy)
        raise BadInput(message, problems=[problem])


def _check_franchisees(checked: Checked, reader: RowReader, lines: Sequence[Line]) -> None:
    there = known.franchisees_by_code(line.values["code"] for line in lines)
    for line in _once(lines, reader, "code", lambda line: line.values["code"]):
        if _place(line, "region", checked.regions, reader):
            _compare(checked, line, there.get(line.values["code"]))


def _check_people(checked: Checked, reader: RowReader, lines: Sequence[Line]) -> None:
    owners = _owners(lines, reader)
    lines = [line for line in lines if "franchisee_id" in line.values]
    there = known.people_by_name(owner["id"] for owner in owners.values())

    def key(line: Line) -> tuple[UUID, str]:
        return line.values["franchisee_id"], line.values["name"].casefold()

    for line in _once(lines, reader, "name", key):
        _compare(checked, line, there.get(key(line)))


def _check_outlets(checked: Checked, reader: RowReader, lines: Sequence[Line]) -> None:
    owners = _owners(lines, reader)
    zone = queries.founded().zone
    there = known.outlets_by_code(line.values["code"] for line in lines)
    for line in _once(lines, reader, "code", lambda line: line.values["code"]):
        places = [
            _place(line, column, places, reader)
            for column, places in (("brand", checked.brands), ("region", checked.regions))
        ]
        subject = there.get(line.values["code"])
        life = _lives(line, subject, reader)
        if not all(places) or not life or "franchisee_id" not in line.values:
            continue
        owner = owners[line.values.pop("franchisee")]
        if subject is None:
            line.values.setdefault("zone", zone)
            if "region" not in line.values and "region_id" not in line.values:
                line.values["region_id"] = owner["region_id"]
            _compare(checked, line, None)
        elif _stays_with_owner(line, subject, owner, reader):
            del line.values["franchisee_id"]
            _compare(checked, line, subject)


_CHECKS: Mapping[ImportKind, Callable[[Checked, RowReader, Sequence[Line]], None]] = {
    ImportKind.FRANCHISEES: _check_franchisees,
    ImportKind.PEOPLE: _check_people,
    ImportKind.OUTLETS: _check_outlets,
}


def _once(
    lines: Sequence[Line], reader: RowReader, column: str, key: Callable[[Line], object]
) -> Iterator[Line]:
    """The lines that repeat no earlier one."""
    first: dict[object, int] = {}
    for line in lines:
        seen = first.setdefault(key(line), line.number)
        if seen == line.number:
            yield line
        else:
            reader.twice(line.number, column, line.values[column], seen)


def _place(line: Line, column: str, places: Places, reader: RowReader) -> bool:
    """Put the id of a brand or region in the place of its name; leave the name of a new one."""
    text = line.values.get(column)
    if text is None:
        return True
    identity = places.find(text)
    if identity is not None:
        del line.values[column]
        line.values[f"{column}_id"] = identity
        return True
    if places.may_grow:
        places.add(text)
        return True
    reader.unknown(line.number, column, text, places.nearest(text))
    return False


def _owners(lines: Sequence[Line], reader: RowReader) -> dict[str, Facts]:
    """The franchisees that the lines name; a line that names none that is known gets no id."""
    owners = known.franchisees_by_code(line.values["franchisee"] for line in lines)
    codes: Lookalikes | None = None
    for line in lines:
        code = line.values["franchisee"]
        if code in owners:
            line.values["franchisee_id"] = owners[code]["id"]
        else:
            codes = codes or known.franchisee_lookalikes()
            reader.unknown(line.number, "franchisee", code, codes.nearest(code))
    return owners


def _lives(line: Line, subject: Facts | None, reader: RowReader) -> bool:
    before = subject or {}
    closed_on = line.values.get("closed_on", before.get("closed_on"))
    opened_on = line.values.get("opened_on", before.get("opened_on"))
    if closed_on is None or opened_on is None or closed_on >= opened_on:
        return True
    trouble = Unreadable(
        N_("The outlet would close before it opens on %(day)s."),
        N_("Correct one of the two days."),
        day=opened_on.isoformat(),
    )
    reader.refuse(line.number, "closed_on", closed_on.isoformat(), trouble)
    return False


def _stays_with_owner(line: Line, subject: Facts, owner: Facts, reader: RowReader) -> bool:
    if subject.get("owner") == owner["id"]:
        return True
    trouble = Unreadable(
        N_("The outlet belongs to another franchisee."),
        N_("Transfer it on its page, from a day on: a file would rewrite its history."),
    )
    reader.refuse(line.number, "franchisee", shown(owner["code"]), trouble)
    return False


def _compare(checked: Checked, line: Line, subject: Facts | None) -> None:
    if subject is None:
        checked.new.append(line)
        return
    changes = {
        column: value
        for column, value in line.values.items()
        if column not in subject or subject[column] != value
    }
    changes.pop("franchisee", None)
    if changes:
        checked.changed.append(Change(line.number, subject, changes))
    else:
        checked.same += 1
