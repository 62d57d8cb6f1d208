"""Reading contracts from a file, each with its fee plan from a plan file beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.rules import Covering
from ...contracts.services import ContractRow, Words, create_contracts_bulk
from ...kit.errors import BadInput, Problem, Unreadable, shown
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network.models import Outlet
from ...network.services import adopt_currency
from ...rows import insert_rows
from ...sheets import Columns, Row, read_table
from ..models import PlanAssignment
from ..plan_files import read_plan
from ..rules.plans import FeePlan
from .contract_rows import Known
from .plans import keep_plan

COLUMNS = Columns(
    required=("number", "franchisee", "brand", "starts_on", "ends_on", "outlets", "plan")
)
LONGEST_NUMBER = 40
PORTION = 5_000


@dataclass(frozen=True, slots=True)
class ContractsRead:
    """What a contracts file held."""

    contracts: int
    outlets: int
    plans: int


def import_contracts(actor: Actor, *, path: Path, dry_run: bool = False) -> ContractsRead:
    """Read contracts and write all of them, or none.

    Raises:
        BadInput: with every problem of the file and of the plan files that it names.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    reader = _Reader(path)
    rows = reader.read()
    result = ContractsRead(
        contracts=len(rows),
        outlets=sum(len(row.outlet_ids) for row in rows),
        plans=len({row.plan_path for row in rows}),
    )
    if not dry_run:
        _write(actor, rows, reader.plans, path.name)
    return result


@dataclass(frozen=True, slots=True)
class _Checked:
    number: str
    franchisee_id: UUID
    brand_id: UUID
    starts_on: date
    ends_on: date
    outlet_ids: Sequence[UUID]
    plan_path: Path


def _write(
    actor: Actor, rows: Sequence[_Checked], plans: dict[Path, FeePlan | None], name: str
) -> None:
    for plan in plans.values():
        if plan is not None:
            adopt_currency(plan.currency)
    words = {path: _clauses(plan) for path, plan in plans.items() if plan is not None}
    kept = {
        path: keep_plan(plan, name=path.stem).id for path, plan in plans.items() if plan is not None
    }
    ids = create_contracts_bulk(
        actor,
        [
            ContractRow(
                number=row.number,
                franchisee_id=row.franchisee_id,
                brand_id=row.brand_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                outlet_ids=row.outlet_ids,
                clauses=words[row.plan_path],
            )
            for row in rows
        ],
        file=name,
    )
    insert_rows(
        PlanAssignment,
        ("id", "contract_id", "plan_id", "starts_on"),
        [(new_id(), ids[row.number], kept[row.plan_path], row.starts_on) for row in rows],
    )


def _clauses(plan: FeePlan) -> tuple[Words, ...]:
    """The clauses that the fees name; their words can be entered later."""
    titles: dict[str, str] = {}
    for fee in plan.fees:
        titles.setdefault(fee.clause, fee.name)
    return tuple(Words(number, title, "") for number, title in titles.items())


class _Reader:
    """Reads the rows and says of each wrong one what is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.plans: dict[Path, FeePlan | None] = {}
        self._problems: list[Problem] = []
        self._numbers: dict[str, int] = {}
        self._terms: dict[UUID, list[Covering]] = defaultdict(list)

    def read(self) -> list[_Checked]:
        rows = self._rows()
        known = Known(rows)
        checked = [found for row in rows if (found := self._check(row, known)) is not None]
        if not rows:
            self._problems.append(_no_rows(str(self.path)))
        if self._problems:
            raise BadInput(
                N_("The contracts in %(file)s cannot be imported. Nothing was changed."),
                problems=self._problems,
                file=shown(self.path.name),
            )
        return checked

    def _rows(self) -> list[Row]:
        place = str(self.path)
        try:
            with self.path.open("rb") as file:
                return list(
                    read_table(file, filename=place, columns=COLUMNS, faults=self._problems)
                )
        except OSError:
            message = N_("The file cannot be opened.")
            problem = Problem(place, None, None, None, message, N_("Check its name and place."))
            raise BadInput(message, problems=[problem]) from None

    def _check(self, row: Row, known: "Known") -> _Checked | None:
        before = len(self._problems)
        number = self._read(row, "number", lambda text: self._number(text, row, known))
        franchisee = self._read(row, "franchisee", known.franchisee)
        brand = self._read(row, "brand", known.brand)
        starts_on = self._read(row, "starts_on", _day)
        ends_on = self._read(row, "ends_on", _day)
        outlets = self._read(row, "outlets", known.outlets_named)
        plan_path = self._read(row, "plan", self._plan)
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
        return _Checked(
            number,
            franchisee.id,
            brand.id,
            starts_on,
            ends_on,
            [outlet.id for outlet in outlets],
            plan_path,
        )

    def _number(self, text: str, row: Row, known: "Known") -> str:
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

    def _plan(self, text: str) -> Path:
        if not text:
            raise Unreadable(
                N_("The fee plan is missing."), N_("Write the path of a plan file beside this one.")
            )
        path = self.path.parent / text
        if path not in self.plans:
            try:
                self.plans[path] = read_plan(path)
            except BadInput as error:
                self.plans[path] = None
                self._problems += error.problems
        if self.plans[path] is None:
            raise Unreadable(
                N_("The fee plan %(plan)s cannot be used."),
                N_("Correct it first; its mistakes are named too."),
                plan=shown(text),
            )
        return path

    def _covered(
        self, outlet: Outlet, number: str, term: tuple[date, date], known: "Known"
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
        self._problems.append(trouble.at(str(self.path), row.number, column, value))


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


def _no_rows(place: str) -> Problem:
    message = N_("The file holds column names and no rows.")
    return Problem(place, None, None, None, message, N_("Add a row for each contract."))
