"""An uploaded file waits with its findings until somebody decides what becomes of it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO
from uuid import UUID

from .... import storage
from ....access.actor import Actor
from ....database import db
from ....jobs import enqueue
from ....kit import clock
from ....kit.errors import Problem
from ....rows import change_if
from ...enums import ImportKind, ImportStatus
from ...errors import AlreadyDecided
from ...models import NetworkImport
from .checking import Checked, check_file
from .posting import Imported, Tell, post

#: Rows that a page writes while somebody waits; more go to a worker.
AT_ONCE = 2_000
#: What can still be imported or discarded.
UNDECIDED = (ImportStatus.CHECKED, ImportStatus.FAILED)
#: Wrong rows that are kept to be shown; the counts are of all.
MOST_KEPT = 500


def keep_upload(
    actor: Actor, file: BinaryIO, *, filename: str, kind: ImportKind, creates: bool
) -> NetworkImport:
    """Check an uploaded file and keep it with what was found. Nothing of it is imported yet.

    Raises:
        BadInput: when the file as a whole cannot be read; then nothing is kept.
    """
    data = file.read()
    checked = check_file(BytesIO(data), filename=filename, kind=kind, creates=creates)
    stored = storage.put(data, name=filename, content_type="application/octet-stream")
    db.session.flush()
    upload = NetworkImport(
        kind=kind,
        file_id=stored.id,
        file=stored,
        filename=filename[:200],
        creates=creates,
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    _note_findings(upload, checked)
    db.session.add(upload)
    db.session.flush()
    return upload


def request_posting(actor: Actor, upload: NetworkImport, *, good_rows_only: bool) -> None:
    """Import a checked file: at once when it is small, by a worker when it is not.

    Raises:
        AlreadyDecided: when somebody has decided before.
        BadInput: when a row is wrong by now and not only the good ones are wanted.
    """
    _decide(upload, ImportStatus.RUNNING)
    if upload.rows_new + upload.rows_changed <= AT_ONCE:
        post_upload(actor, upload, good_rows_only=good_rows_only)
        return
    job = enqueue(
        "network.post_import",
        arguments={"import_id": str(upload.id), "good_rows_only": int(good_rows_only)},
        label=upload.filename,
        actor=actor,
    )
    db.session.flush()
    upload.job_id = job.id


def post_upload(
    actor: Actor, upload: NetworkImport, *, good_rows_only: bool, tell: Tell | None = None
) -> Imported:
    """Read the kept file again, as the network may have changed, and write it.

    Raises:
        BadInput: when a row is wrong by now and not only the good ones are wanted.
    """
    with storage.open_file(upload.file) as file:
        checked = check_file(
            file, filename=upload.filename, kind=upload.kind, creates=upload.creates
        )
    if not good_rows_only:
        checked.require_good()
    imported = post(actor, checked, tell=tell)
    _note_findings(upload, checked)
    upload.status = ImportStatus.POSTED
    upload.decided_at = clock.now()
    db.session.flush()
    return imported


def discard(actor: Actor, upload: NetworkImport) -> None:
    """Let go of a checked file; nothing of it has been imported.

    Raises:
        AlreadyDecided: when somebody has decided before.
    """
    del actor  # whoever may import may also let go
    _decide(upload, ImportStatus.DISCARDED)


def release_upload(import_id: UUID, *, reason: str) -> None:
    """The worker could not do it: say why, and let somebody try again."""
    upload = db.session.get(NetworkImport, import_id)
    if upload is not None and upload.status is ImportStatus.RUNNING:
        upload.status = ImportStatus.FAILED
        upload.reason = reason
        db.session.flush()


def _decide(upload: NetworkImport, status: ImportStatus) -> None:
    """Only one of two people who decide at the same moment gets through.

    Raises:
        AlreadyDecided: for the other.
    """
    if not change_if(upload, UNDECIDED, status=status, decided_at=clock.now(), reason=""):
        raise AlreadyDecided


def _note_findings(upload: NetworkImport, checked: Checked) -> None:
    upload.rows_read = checked.rows
    upload.rows_new = len(checked.new)
    upload.rows_changed = len(checked.changed)
    upload.rows_same = checked.same
    upload.rows_wrong = checked.wrong_rows
    upload.problems = [_packed(problem) for problem in checked.problems[:MOST_KEPT]]
    upload.news = {
        "brands": list(checked.brands.added.values()),
        "regions": list(checked.regions.added.values()),
    }


def _packed(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
        "remedy": problem.remedy,
        "params": {key: str(value) for key, value in problem.params.items()},
    }


def unpacked(upload: NetworkImport) -> Sequence[Problem]:
    """The problems that were kept, ready to be shown."""
    return [Problem(place=upload.filename, **kept) for kept in upload.problems]
