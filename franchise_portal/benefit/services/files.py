"""Files of accounts and of what is earned on goods: kept, checked, posted whole or discarded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import BinaryIO, TypeVar

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import BadInput, NotFound, Problem, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...rows import change_if
from ...storage.models import StoredFile
from ..enums import AccountSource, BenefitAction, BenefitFileKind, BenefitFileStatus
from ..errors import FileDecided, FileNotClean
from ..files import AccountRow, Reader, TakingRow
from ..models import BenefitFile
from ..queries import accounts, supply
from ..queries.accounts import Directory, Place, place_for
from .accounts import report_account, require_reportable
from .supply import enter_taking

MOST_PROBLEMS = 500
NEEDS = {
    BenefitFileKind.ACCOUNTS: Permission.BENEFIT_ACCOUNT_REPORT,
    BenefitFileKind.TAKINGS: Permission.BENEFIT_SUPPLY_WRITE,
}

Rows = Sequence[AccountRow] | Sequence[TakingRow]
Row = TypeVar("Row", AccountRow, TakingRow)


def keep_file(actor: Actor, *, kind: BenefitFileKind, file: BinaryIO, filename: str) -> BenefitFile:
    """Keep a file and check it; nothing of it is posted yet.

    Raises:
        BadInput: when it cannot be read as a table of this kind at all.
    """
    actor.require(NEEDS[kind])
    rows, problems, count = _read(actor, kind, file, filename)
    if not count:
        problem = Problem(
            filename,
            None,
            None,
            None,
            N_("The file holds column names and no rows."),
            N_("Add a row for each outlet and period."),
        )
        raise BadInput(problem.message, problems=[problem])
    file.seek(0)
    stored = storage.put(file, name=filename, content_type="application/octet-stream")
    scope = actor.scope
    row = BenefitFile(
        id=new_id(),
        kind=kind,
        file_id=stored.id,
        filename=filename[:200],
        franchisee_id=None if isinstance(scope, Everything) else scope.franchisee_id,
        rows_read=count,
        rows_good=len(rows),
        problems=[_kept(problem) for problem in problems[:MOST_PROBLEMS]],
        created_by=actor.user_id,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    row.file = stored
    db.session.add(row)
    db.session.flush()
    return row


def _kept(problem: Problem) -> dict[str, object]:
    """A problem as JSON holds it; days as text."""
    facts = asdict(problem)
    facts["params"] = {
        name: value if isinstance(value, str | int) else str(value)
        for name, value in problem.params.items()
    }
    return facts


def rows_of(actor: Actor, row: BenefitFile) -> Rows:
    """The good rows of a checked file, read again from it."""
    with _open(row) as file:
        return _read(actor, row.kind, file, row.filename)[0]


def post_file(actor: Actor, *, row: BenefitFile) -> int:
    """Post all rows of a file; how many were new. Figures that stand already are left alone.

    Raises:
        FileDecided: when it was posted or discarded already.
        FileNotClean: when rows are wrong, also where somebody reported meanwhile.
    """
    actor.require(NEEDS[row.kind])
    if row.rows_good < row.rows_read:
        raise FileNotClean
    _take(row, BenefitFileStatus.POSTED)
    with _open(row) as file:
        rows, problems, _count = _read(actor, row.kind, file, row.filename)
    if problems:
        raise FileNotClean
    written = sum(_post(actor, row, one) for one in rows)
    row.decided_at = clock.now()
    audit.record(
        actor,
        BenefitAction.FILE_POSTED,
        row,
        name=row.filename,
        franchisee_id=row.franchisee_id,
        rows=written,
    )
    return written


def discard_file(actor: Actor, *, row: BenefitFile) -> None:
    """Lay a checked file aside.

    Raises:
        FileDecided: when it was posted or discarded already.
    """
    actor.require(NEEDS[row.kind])
    _take(row, BenefitFileStatus.DISCARDED)
    row.decided_at = clock.now()
    audit.record(
        actor,
        BenefitAction.FILE_DISCARDED,
        row,
        name=row.filename,
        franchisee_id=row.franchisee_id,
    )


def _take(row: BenefitFile, status: BenefitFileStatus) -> None:
    """Go on from CHECKED; of two who decide at the same moment one is refused."""
    if not change_if(row, [BenefitFileStatus.CHECKED], status=status):
        raise FileDecided


@contextmanager
def _open(row: BenefitFile) -> Iterator[BinaryIO]:
    stored = db.session.get_one(StoredFile, row.file_id)
    with storage.open_file(stored) as file:
        yield file


def _read(
    actor: Actor, kind: BenefitFileKind, file: BinaryIO, filename: str
) -> tuple[Rows, list[Problem], int]:
    """The good rows, what is wrong with the others, and how many there are in all."""
    file.seek(0)
    reader = Reader(filename, Directory(actor))
    if kind is BenefitFileKind.ACCOUNTS:
        accounts_read = reader.accounts(file)
        good, faults = _fitting(actor, filename, accounts_read.rows, _fits_account)
        return good, _sorted([*accounts_read.problems, *faults]), accounts_read.count
    takings_read = reader.takings(file)
    taken, faults = _fitting(actor, filename, takings_read.rows, _fits_taking)
    return taken, _sorted([*takings_read.problems, *faults]), takings_read.count


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.row or 0)


def _fitting(
    actor: Actor, filename: str, rows: Sequence[Row], fits: Callable[[Place, Row], None]
) -> tuple[list[Row], list[Problem]]:
    good, problems = [], []
    for row in rows:
        try:
            fits(place_for(actor, row.outlet.id, on=row.period.last), row)
        except Refused as refusal:
            problems.append(
                Problem(filename, row.row, row.column, "", refusal.message, "", refusal.params)
            )
        except NotFound:
            message = N_("Outlet %(outlet)s was not yours in this period.")
            facts: dict[str, object] = {"outlet": row.outlet.code}
            problems.append(
                Problem(filename, row.row, "outlet", row.outlet.code, message, "", facts)
            )
        else:
            good.append(row)
    return good, problems


def _fits_account(place: Place, row: AccountRow) -> None:
    require_reportable(place, row.period, row.figures)


def _fits_taking(place: Place, row: TakingRow) -> None:
    del place
    if row.period.start > clock.today():
        raise Refused(N_("This month has not begun. Choose an earlier one."), field="month")


def _post(actor: Actor, file: BenefitFile, row: AccountRow | TakingRow) -> bool:
    """Write a row unless it says what stands already; whether it was written."""
    place = place_for(actor, row.outlet.id, on=row.period.last)
    if isinstance(row, AccountRow):
        current = accounts.current_account(place.outlet.id, row.period)
        if current is not None and accounts.figures_of(current) == row.figures:
            return False
        report_account(
            actor,
            place=place,
            period=row.period,
            figures=row.figures,
            seen=current.version if current else 0,
            reason=file.filename if current else "",
            source=AccountSource.FILE,
            file_id=file.id,
        )
        return True
    stands = supply.current_taking(place.outlet.id, row.period.text, row.kind)
    if stands is not None and (stands.amount_minor, stands.note) == (row.amount.minor, row.note):
        return False
    enter_taking(
        actor,
        place=place,
        month=row.period,
        kind=row.kind,
        amount=row.amount,
        note=row.note,
        file_id=file.id,
    )
    return True
