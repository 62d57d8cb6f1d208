"""Uploaded contracts wait with their plan files and what was found, until somebody decides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .... import storage
from ....access.actor import Actor
from ....access.permissions import Permission
from ....database import db
from ....jobs import enqueue
from ....kit import clock
from ....kit.errors import BadInput, Problem, shown
from ....kit.i18n import N_
from ....network.enums import ImportStatus
from ....network.models import Network
from ....rows import change_if
from ...errors import ImportDecided
from ...models import ContractImport, ContractImportPlan
from .importing import write_contracts
from .plans import Uploaded, base_name
from .reading import ContractsChecked, read_contracts

JOB = "fees.post_contracts"
#: Rows that are written while somebody waits; more go to a worker.
AT_ONCE = 2_000
#: What can still be imported or discarded.
UNDECIDED = (ImportStatus.CHECKED, ImportStatus.FAILED)
#: Faults that are kept to be shown; the counts are of all.
MOST_KEPT = 500
MOST_PLANS = 200

TABLE_TYPE = "application/octet-stream"
PLAN_TYPE = "application/toml"


def keep_contracts(
    actor: Actor, *, table: bytes, filename: str, plans: Sequence[tuple[str, bytes]]
) -> ContractImport:
    """Check a contracts file with its plan files, and keep them with what was found.

    No contract is written yet.

    Raises:
        BadInput: when the contracts file as a whole cannot be read, or two plan files have the
            same name; then nothing is kept.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    files = _by_name(plans)
    checked = read_contracts(BytesIO(table), place=filename, plans=Uploaded(files))
    row = ContractImport(
        file=storage.put(table, name=filename, content_type=TABLE_TYPE),
        filename=filename,
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    row.plans = [
        ContractImportPlan(
            filename=name,
            file=storage.put(data, name=name, content_type=PLAN_TYPE),
            contracts=checked.uses[name],
        )
        for name, data in files.items()
    ]
    _note(row, checked)
    db.session.add(row)
    db.session.flush()
    return row


def _by_name(plans: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path, data in plans:
        name = base_name(path)
        if files.setdefault(name, data) != data:
            message = N_("Two different plan files are called “%(name)s”.")
            remedy = N_("Give one of them another name, here and in the contracts file.")
            raise _refusal(name, message, remedy, name=shown(name))
    if len(files) > MOST_PLANS:
        message = N_("These are more than %(most)s plan files.")
        raise _refusal("", message, N_("Import the contracts in parts."), most=MOST_PLANS)
    return files


def _refusal(place: str, message: str, remedy: str, **params: object) -> BadInput:
    problem = Problem(place, None, None, None, message, remedy, params)
    return BadInput(message, problems=[problem], **params)


def request_contracts(actor: Actor, row: ContractImport) -> None:
    """Import checked contracts: at once when they are few, by a worker when they are many.

    Raises:
        ImportDecided: when somebody has decided before.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    _decide(row, ImportStatus.RUNNING)
    if row.rows_read <= AT_ONCE:
        post_contracts(actor, row)
        return
    job = enqueue(
        JOB,
        arguments={
            "import_id": str(row.id),
            "user": str(actor.user_id or ""),
            "name": actor.name,
        },
        label=row.filename,
        actor=actor,
    )
    db.session.flush()
    row.job_id = job.id


def post_contracts(actor: Actor, row: ContractImport) -> bool:
    """Read the kept files again, as the network may have changed, and write the contracts.

    When something is wrong by now nothing is written: the row says what, and waits again. Two
    imports at the same moment follow one another, so that both cannot cover one outlet.
    """
    db.session.execute(select(Network.id).with_for_update())
    checked = _read_again(row)
    _note(row, checked)
    if checked.problems:
        row.status, row.decided_at = ImportStatus.CHECKED, None
    else:
        write_contracts(actor, checked, file=row.filename)
        row.status, row.decided_at = ImportStatus.POSTED, clock.now()
    db.session.flush()
    return not checked.problems


def _read_again(row: ContractImport) -> ContractsChecked:
    files = {plan.filename: storage.read(plan.file) for plan in _with_plans(row).plans}
    with storage.open_file(row.file) as table:
        return read_contracts(table, place=row.filename, plans=Uploaded(files))


def _with_plans(row: ContractImport) -> ContractImport:
    query = (
        select(ContractImport)
        .where(ContractImport.id == row.id)
        .options(
            joinedload(ContractImport.file),
            joinedload(ContractImport.plans).joinedload(ContractImportPlan.file),
        )
    )
    return db.session.scalars(query).unique().one()


def discard_contracts(actor: Actor, row: ContractImport) -> None:
    """Let go of checked contracts; nothing of them has been imported.

    Raises:
        ImportDecided: when somebody has decided before.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    _decide(row, ImportStatus.DISCARDED)


def release_contracts(import_id: UUID, *, reason: str) -> None:
    """The worker could not do it: say why, and let somebody try again."""
    row = db.session.get(ContractImport, import_id)
    if row is not None and row.status is ImportStatus.RUNNING:
        row.status, row.reason = ImportStatus.FAILED, reason
        db.session.flush()


def _decide(row: ContractImport, status: ImportStatus) -> None:
    """Only one of two people who decide at the same moment gets through."""
    if not change_if(row, UNDECIDED, status=status, decided_at=clock.now(), reason=""):
        raise ImportDecided


def _note(row: ContractImport, checked: ContractsChecked) -> None:
    row.rows_read = checked.rows_read
    row.rows_wrong = checked.rows_wrong
    row.outlets = checked.outlets
    row.problem_count = len(checked.problems)
    row.problems = [_packed(problem) for problem in checked.problems[:MOST_KEPT]]


def _packed(problem: Problem) -> Mapping[str, object]:
    params = {key: str(value) for key, value in problem.params.items()}
    return {**asdict(problem), "params": params}
