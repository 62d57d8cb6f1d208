"""Asking for work that takes a while: reading and posting large files, assessing a month."""

from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

from ...access.actor import SYSTEM, Actor
from ...jobs import enqueue
from ..enums import ImportStatus
from ..models import SalesImport
from . import sales
from .assessment_requests import asked_by, request_assessment

__all__ = [
    "CHECK_JOB",
    "POST_JOB",
    "on_behalf_of",
    "request_assessment",
    "request_import",
    "request_posting",
]

CHECK_JOB = "fees.check_import"
POST_JOB = "fees.post_import"
SMALL_IMPORT = 2_000
"""Rows that are posted while the person waits."""


def request_import(actor: Actor, *, file: BinaryIO, filename: str, size: int) -> SalesImport:
    """Keep a sales file and check it, at once when it is small, by a job when it is large.

    Raises:
        BadInput: when a small file cannot be read as sales at all.
    """
    row = sales.upload(actor, file=file, filename=filename, size=size)
    if row.status is ImportStatus.READING:
        job = enqueue(
            CHECK_JOB,
            arguments={"import_id": str(row.id)},
            dedupe_key=f"check-import/{row.id}",
            label=row.filename,
            actor=actor,
        )
        row.job_id = job.id
    return row


def request_posting(actor: Actor, *, row: SalesImport, partly: bool) -> None:
    """Decide to post a checked file, and post it: at once when it is small, by a job otherwise.

    Raises:
        ImportDecided: when it was posted or discarded already.
        ImportNotClean: when all was asked for and some rows are wrong.
    """
    sales.decide(actor, row=row, partly=partly)
    if row.rows_good <= SMALL_IMPORT:
        sales.post(actor, row=row)
        return
    job = enqueue(
        POST_JOB,
        arguments={"import_id": str(row.id), **asked_by(actor)},
        dedupe_key=f"post-import/{row.id}",
        label=row.filename,
        actor=actor,
    )
    row.job_id = job.id


def on_behalf_of(user: str, name: str) -> Actor:
    """The portal acting for the person who asked; whether they may was settled then."""
    return replace(SYSTEM, user_id=UUID(user) if user else None, name=name or SYSTEM.name)
