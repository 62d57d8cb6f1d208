"""Importing sales files: read and checked first, then posted or discarded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import BadInput, Problem
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...rows import change_if
from ...storage.models import StoredFile
from ..enums import FeesAction, ImportStatus
from ..errors import ImportDecided, ImportNotClean
from ..models import SalesImport
from ..queries.missing import Missing, missing_reports
from .ledger import pass_gate
from .report_rows import write_reports
from .sales_check import SalesCheck, Tally
from .sales_clashes import GoodRow

SMALL_FILE = 256 * 1024
"""Bytes up to which a file is read while the person waits."""
MOST_MISSING = 500

Tell = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class SalesRead:
    """What `import_sales` did with a file; `import_id` is None after a dry run."""

    rows: int
    reports: int
    month: str
    gross: tuple[Money, ...]
    missing: Sequence[Missing]
    missing_count: int
    import_id: UUID | None = None


def import_sales(
    actor: Actor,
    *,
    file: BinaryIO,
    filename: str,
    dry_run: bool = False,
    tell: Tell = _silent,
) -> SalesRead:
    """Read a file and post all its rows, or none.

    Raises:
        BadInput: with every problem found, when there is one.
    """
    actor.require(Permission.FEES_SALES_IMPORT)
    if dry_run:
        tally = _checked(file, filename, tell)
        _require_clean(filename, tally)
        return _read(tally, _missing(tally), None)
    pass_gate()
    # Rows are written while the file is read, as reading twice would cost twice. A problem
    # further down raises, and the savepoint takes back what was written above it.
    with db.session.begin_nested():
        row = _keep(actor, file, filename)
        file.seek(0)
        tally = _write(row, file, filename, tell)
        _require_clean(filename, tally)
        missing = _missing(tally)
        _note(row, tally, missing)
        _finish(actor, row, tally.good)
    return _read(tally, missing, row.id)


MissingReports = tuple[Sequence[Missing], int, int]
"""The first outlets without a report, how many there are, how many traded."""


def _missing(tally: Tally) -> MissingReports:
    reported = tally.reported.get(tally.month, set())
    return missing_reports(tally.month, reported, tally.wrong, MOST_MISSING)


def _read(tally: Tally, missing: MissingReports, import_id: UUID | None) -> SalesRead:
    return SalesRead(
        tally.rows, tally.good, tally.month, tally.total, missing[0], missing[1], import_id
    )


def _checked(file: BinaryIO, filename: str, tell: Tell) -> Tally:
    check = SalesCheck(file, filename=filename)
    for _ in check.portions():
        tell(check.tally.rows, 0)
    return check.tally


def _require_clean(filename: str, tally: Tally) -> None:
    if tally.problems or not tally.rows:
        raise _refusal(filename, tally)


def _refusal(filename: str, tally: Tally) -> BadInput:
    if not tally.rows:
        problem = Problem(
            filename,
            None,
            None,
            None,
            N_("The file holds column names and no rows."),
            N_("Add a row for each outlet and period."),
        )
        return BadInput(problem.message, problems=[problem])
    return BadInput(
        N_("%(bad)s of %(rows)s rows are wrong. Nothing was changed."),
        problems=tally.problems,
        bad=tally.bad,
        rows=tally.rows,
    )


def upload(actor: Actor, *, file: BinaryIO, filename: str, size: int) -> SalesImport:
    """Keep a file for checking. A small one is checked at once, a large one by a job.

    The caller enqueues the job when the status says that the file is still to be read.

    Raises:
        BadInput: when a small file cannot be read as sales at all.
    """
    actor.require(Permission.FEES_SALES_IMPORT)
    row = _keep(actor, file, filename)
    row.status = ImportStatus.READING
    if size <= SMALL_FILE:
        file.seek(0)
        _check_into(row, file, _silent)
    return row


def _keep(actor: Actor, file: BinaryIO, filename: str) -> SalesImport:
    file.seek(0)
    stored = storage.put(file, name=filename, content_type="application/octet-stream")
    row = SalesImport(
        id=new_id(),
        file_id=stored.id,
        filename=PurePath(filename).name[:200],
        status=ImportStatus.CHECKED,
        created_by=actor.user_id,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    row.file = stored
    db.session.add(row)
    db.session.flush()  # reports name the import by its id, in plain SQL
    return row


def check(row: SalesImport, *, tell: Tell = _silent) -> None:
    """Read a file that waits to be checked, and note what was found. For the job."""
    if row.status is not ImportStatus.READING:
        return
    with _open(row) as file:
        try:
            _check_into(row, file, tell)
        except BadInput as error:
            row.status = ImportStatus.UNREADABLE
            row.problems = [asdict(problem) for problem in error.problems]
            row.problem_count = len(row.problems)


@contextmanager
def _open(row: SalesImport) -> Iterator[BinaryIO]:
    stored = db.session.get_one(StoredFile, row.file_id)
    with storage.open_file(stored) as file:
        yield file


def _check_into(row: SalesImport, file: BinaryIO, tell: Tell) -> None:
    tally = _checked(file, row.filename, tell)
    if not tally.rows:
        raise _refusal(row.filename, tally)
    _note(row, tally, _missing(tally))


def _note(row: SalesImport, tally: Tally, missing: MissingReports) -> None:
    row.status = ImportStatus.CHECKED
    row.month = tally.month
    row.rows_read = tally.rows
    row.rows_good = tally.good
    row.currency = next(iter(tally.gross)) if len(tally.gross) == 1 else ""
    row.gross_minor = tally.gross[row.currency] if row.currency else 0
    row.problems = [asdict(problem) for problem in tally.problems]
    row.problem_count = tally.problem_count
    row.missing = [asdict(one) for one in missing[0]]
    row.missing_count = missing[1]
    row.trading_count = missing[2]


def first_rows(row: SalesImport, *, limit: int) -> list[GoodRow]:
    """The first good rows of a checked file, read again from it."""
    with _open(row) as file:
        check = SalesCheck(file, filename=row.filename, at_once=limit)
        return next(check.portions(), [])


def decide(actor: Actor, *, row: SalesImport, partly: bool) -> None:
    """Choose to post a checked file: all of it, or only the good rows with `partly`.

    The rows are written by `post`, which a job calls for a large file.

    Raises:
        ImportDecided: when it was posted or discarded already.
        ImportNotClean: when all was asked for and some rows are wrong.
    """
    actor.require(Permission.FEES_SALES_IMPORT)
    if row.rows_good < row.rows_read and not partly:
        raise ImportNotClean
    _take(row, ImportStatus.POSTING)


def discard(actor: Actor, *, row: SalesImport) -> None:
    """Lay a checked file aside; nothing of it is posted.

    Raises:
        ImportDecided: when it was posted or discarded already.
    """
    actor.require(Permission.FEES_SALES_IMPORT)
    _take(row, ImportStatus.DISCARDED)
    row.decided_at = clock.now()
    audit.record(actor, FeesAction.SALES_DISCARDED, row, name=row.filename)


def _take(row: SalesImport, status: ImportStatus) -> None:
    """Go on from CHECKED; of two who decide at the same moment one is refused."""
    if not change_if(row, [ImportStatus.CHECKED], status=status):
        raise ImportDecided


def post(actor: Actor, *, row: SalesImport, tell: Tell = _silent) -> None:
    """Write the good rows of a file that was decided on. Doing it twice does it once.

    What somebody else reported since the file was checked is left out and named.
    """
    pass_gate()
    db.session.refresh(row)
    if row.status is not ImportStatus.POSTING:
        return
    with _open(row) as file:
        tally = _write(row, file, row.filename, tell)
    if tally.good < row.rows_good:
        _note(row, tally, _missing(tally))
    _finish(actor, row, tally.good)


def _write(row: SalesImport, file: BinaryIO, filename: str, tell: Tell) -> Tally:
    """Write the good rows; problems name the file as `filename`, which may be a whole path."""
    check, at = SalesCheck(file, filename=filename), clock.now()
    for good in check.portions():
        write_reports(good, row, at)
        tell(check.tally.good, row.rows_good)
    return check.tally


def _finish(actor: Actor, row: SalesImport, written: int) -> None:
    row.status = ImportStatus.POSTED
    row.decided_at = clock.now()
    audit.record(actor, FeesAction.SALES_IMPORTED, row, name=row.filename, reports=written)
