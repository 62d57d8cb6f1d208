"""Importing large files in the background."""

from uuid import UUID

from ..access.actor import SYSTEM, Actor
from ..database import edge
from ..jobs import Progress, job
from . import queries
from .enums import ImportStatus
from .services import imports


def _note_failure(*, import_id: str, good_rows_only: int, reason: str) -> None:
    del good_rows_only
    imports.release_upload(UUID(import_id), reason=reason)


@job("network.post_import", queue="default", timeout=1800, retries=2, when_failed=_note_failure)
def post_import(*, import_id: str, good_rows_only: int, progress: Progress) -> None:
    """Write a checked file in one transaction; done already, it does nothing."""
    with edge():
        upload = queries.import_by_id(UUID(import_id))
        if upload.status is not ImportStatus.RUNNING:
            return
        actor = _in_the_name_of(upload.created_by, upload.created_by_name)
        imports.post_upload(
            actor,
            upload,
            good_rows_only=bool(good_rows_only),
            tell=progress,
        )


def _in_the_name_of(user_id: UUID | None, name: str) -> Actor:
    """The portal works, but the history names who asked."""
    return Actor(
        user_id=user_id,
        name=name,
        role=SYSTEM.role,
        scope=SYSTEM.scope,
        permissions=SYSTEM.permissions,
    )
