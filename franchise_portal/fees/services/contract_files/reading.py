"""Reading the rows of a contracts file, and saying of each wrong one what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from ....contracts.rules import Covering
from ....kit.errors import BadInput, Problem, Unreadable, shown
from ....kit.i18n import N_
from ....network.models import Outlet
from ....sheets import Columns, Row, read_table
from ...rules.plans import FeePlan
from .known import Known
from .plans import PlanFiles

COLUMNS = Columns(
    required=("number", "franchisee", "brand", "starts_on", "ends_on", "outlets", "plan")
)
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class CheckedContract:
    """A row that can be written."""

    number: str
    franchisee_id: UUID
    brand_id: UUID
    starts_on: date
    ends_on: date
    outlet_ids: Sequence[UUID]
    plan: str
    """The key of its plan file."""


@dataclass(frozen=True, slots=True)
class ContractsChecked:
    """What a contracts file and its plan files hold."""

    place: str
    rows_read: int
    contracts: Sequence[CheckedContract]
    plans: dict[str, FeePlan | None] = field(default_factory=dict)
    """By key, those that the rows name; None for one with mistakes."""
    uses: Counter[str] = field(default_factory=Counter)
    """How many rows name each plan."""
    problems: Sequence[Problem] = ()

    @property
    def outlets(self) -> int:
        """How many outlets the contracts cover."""
        return sum(len(contract.outlet_ids) for contract in self.contracts)

    @property
    def rows_wrong(self) -> int:
        """How many rows have something wrong."""
        return len({p.row for p in self.problems if p.place == self.place and p.row})


def read_contracts(table: BinaryIO, *, place: str, plans: PlanFiles) -> ContractsChecked:
    """Read a contracts file and the plan files it names, and compare with what is known.

    `place` is the file's name in messages. Nothing is written.

    Raises:
        BadInput: when the file as a whole cannot be read.
    """
    return _Reader(place, plans).read(table)


class _Reader:
    """Reads the rows and says of each wrong one what is wrong."""

    def __init__(self, place: str, files: PlanFiles) -> None:
        self.place = place
        self.files = files
        self.plans: dict[str, FeePlan | None] = {}
        self.uses: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._numbers: dict[str, int] = {}
        self._terms: dict[UUID, list[Covering]] = defaultdict(list)

    def read(self, table: BinaryIO) -> ContractsChecked:
        torn = self._problems
        rows = list(read_table(table, filename=self.place, columns=COLUMNS, faults=torn))
        count = len(rows) + len({problem.row for problem in torn})
        if not count:
            raise BadInput(NO_ROWS, problems=[_no_rows(self.place)])
        known = Known(rows)
        checked = [found for row in rows if (found := self._check(row, known)) is not None]
        return ContractsChecked(
            self.place,
            count,
            checked,
            self.plans,
            self.uses,
            sorted(self._problems, key=self._in_order),
        )

    def _in_order(self, problem: Problem) -> tuple[bool, str, int]:
        """The contracts file first, then the plan files; each from its top."""
        return (problem.place != self.place, problem.place, problem.row or 0)

    def _check(self, row: Row, known: Known) -> CheckedContract | None:
        before = len(self._problems)
        number = self._read(row, "number", lambda text: self._number(text, row, known))
        franchisee = self._read(row, "franchisee", known.franchisee)
        brand = self._read(row, "brand", known.brand)
        starts_on = self._read(row, "starts_on", _day)
        ends_on = self._read(row, "ends_on", _day)
        outlets = self._read(row, "outlets", known.outlets_named)
        plan = self._read(row, "plan", self._plan)
        if len(self._problems) > before:
            return None
        if ends_on < starts_on:
            self._report(row, "ends_on", _ends_early())
            return None
        term = (starts_on, ends_on)
        for outlet in outlets:
            trouble = known.not_theirs(outlet, franchisee, brand, term) or self._covered(
                outlet, number, term, known
            )
            if trouble:
                self._report(row, "outlets", trouble)
        if len(self._problems) > before:
            return None
        ids = [outlet.id for outlet in outlets]
        return CheckedContract(number, franchisee.id, brand.id, starts_on, ends_on, ids, plan)

    def _number(self, text: str, row: Row, known: Known) -> str:
        if not text or len(text) > LONGEST_NUMBER:
            raise Unreadable(
                N_("A contract has a number of at most %(most)s characters."),
                N_("Write its number."),
                most=LONGEST_NUMBER,
            )
        first = self._numbers.setdefault(text, row.number)
        if first != row.number:
            raise Unreadable(
                N_("Row %(row)s has the same contract number."),
                N_("Keep one of them, or give it another number."),
                row=first,
            )
        if text in known.taken:
            raise Unreadable(
                N_("The contract %(number)s exists already."),
                N_("Leave the row out, or give it another number."),
                number=shown(text),
            )
        return text

    def _plan(self, text: str) -> str:
        if not text:
            raise Unreadable(
                N_("The fee plan is missing."), N_("Write the path of a plan file beside this one.")
            )
        key = self.files.find(text)
        if key not in self.plans:
            try:
                self.plans[key] = self.files.read(key)
            except BadInput as error:
                self.plans[key] = None
                self._problems += error.problems
        self.uses[key] += 1
        if self.plans[key] is None:
            raise Unreadable(
                N_("The fee plan %(plan)s cannot be used."),
                N_("Correct it first; its mistakes are named too."),
                plan=shown(text),
            )
        return key

    def _covered(
        self, outlet: Outlet, number: str, term: tuple[date, date], known: Known
    ) -> Unreadable | None:
        """What is wrong when another contract covers the outlet on some of the same days."""
        for other in (*known.covers[outlet.id], *self._terms[outlet.id]):
            if other.overlaps(*term):
                return Unreadable(
                    N_("%(outlet)s is covered by contract %(other)s on some of these days."),
                    N_("Change the term, or leave the outlet out."),
                    outlet=outlet.code,
                    other=other.number,
                )
        self._terms[outlet.id].append(Covering(outlet.id, number, *term))
        return None

    def _read(self, row: Row, column: str, read: Any) -> Any:  # noqa: ANN401
        try:
            return read(row.values[column])
        except Unreadable as trouble:
            self._report(row, column, trouble)
            return None

    def _report(self, row: Row, column: str, trouble: Unreadable) -> None:
        value = shown(row.values[column])
        self._problems.append(trouble.at(self.place, row.number, column, value))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is not a day."), N_("Write it like 2026-10-28."), value=shown(text)
        ) from None


def _ends_early() -> Unreadable:
    return Unreadable(
        N_("The contract ends before it begins."), N_("Write a last day on or after the first.")
    )


NO_ROWS = N_("The file holds column names and no rows.")


def _no_rows(place: str) -> Problem:
    return Problem(place, None, None, None, NO_ROWS, N_("Add a row for each contract."))
