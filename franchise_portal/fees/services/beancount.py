"""The books as a beancount file: written for a command, or asked for on a page and kept."""

import tempfile
from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...network.queries import founded
from ..bank_enums import ExportStatus
from ..enums import FeesAction
from ..models import LedgerExport
from ..queries import whole_ledger
from ..rules import beancount
from .ledger import pass_gate

JOB = "fees.export_ledger"
SMALL = 2_000
"""Entries that are written while the person waits."""
IN_MEMORY = 8 * 2**20
CONTENT_TYPE = "text/plain; charset=utf-8"


def write_books(file: BinaryIO) -> int:
    """Write both books with their balance assertions; returns how many entries there are.

    All is read at one moment: call `database.see_one_moment` first, or hold the ledger's gate.
    """
    network, days = founded(), whole_ledger.first_and_last_day()
    _write(file, beancount.heading(network.legal_name or network.name, network.currency))
    if days is None:
        return 0
    first, last = days
    standings = whole_ledger.standings()
    _write(file, beancount.openings(standings, on=first))
    entries = 0
    for entry in whole_ledger.all_entries():
        _write(file, beancount.transaction(entry))
        entries += 1
    _write(file, beancount.assertions(standings, last=last))
    return entries


def _write(file: BinaryIO, lines: Iterable[str]) -> None:
    file.write("".join(f"{line}\n" for line in lines).encode())


def request_export(actor: Actor) -> LedgerExport:
    """Make the file: at once while the ledger is short, by a job otherwise."""
    actor.require(Permission.FEES_LEDGER_READ)
    row = LedgerExport(created_by_name=actor.name, created_at=clock.now())
    db.session.add(row)
    db.session.flush()
    audit.record(actor, FeesAction.LEDGER_EXPORTED, row, name="ledger.beancount")
    if whole_ledger.entry_count() <= SMALL:
        pass_gate()
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            _keep(row, file, write_books(file))  # type: ignore[arg-type]
        return row
    job = enqueue(
        JOB,
        arguments={"export_id": str(row.id)},
        dedupe_key=f"export-ledger/{row.id}",
        label="beancount",
        actor=actor,
    )
    row.job_id = job.id
    return row


def keep_export(export_id: UUID, file: BinaryIO, entries: int) -> None:
    """Keep what a job has written; one that is kept already stays."""
    row = db.session.get_one(LedgerExport, export_id)
    if row.status is ExportStatus.MAKING:
        _keep(row, file, entries)


def give_up_export(export_id: UUID, *, reason: str) -> None:
    """In the transaction that fails the job for good."""
    row = db.session.get_one(LedgerExport, export_id)
    row.status, row.reason, row.ended_at = ExportStatus.FAILED, reason, clock.now()


def _keep(row: LedgerExport, file: BinaryIO, entries: int) -> None:
    file.seek(0)
    name = f"ledger-{clock.today().isoformat()}.beancount"
    stored = storage.put(file, name=name, content_type=CONTENT_TYPE)
    row.file_id, row.entries = stored.id, entries
    row.status, row.ended_at = ExportStatus.READY, clock.now()
