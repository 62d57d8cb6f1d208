"""What is kept of each act about a dispute: for both sides, for the history, and by mail."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...fees.models import Invoice
from ...kit import clock
from ...kit.errors import ChangedMeanwhile
from ...kit.ids import new_id
from ...storage.models import StoredFile
from ..enums import DisputeAction, DisputeEntryKind
from ..models import Dispute, DisputeEntry


def hold(dispute: Dispute) -> Dispute:
    """The dispute as it is now, held until the transaction ends: of two who decide one waits."""
    query = (
        select(Dispute)
        .where(Dispute.id == dispute.id)
        .options(
            joinedload(Dispute.franchisee),
            joinedload(Dispute.outlet),
            joinedload(Dispute.approval),
            joinedload(Dispute.invoice).joinedload(Invoice.franchisee),
        )
        .with_for_update(of=Dispute)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def enter(
    actor: Actor,
    dispute: Dispute,
    kind: DisputeEntryKind,
    words: str = "",
    *,
    file: StoredFile | None = None,
) -> DisputeEntry:
    """Keep what was said or done, for both sides to read."""
    entry = DisputeEntry(
        id=new_id(),
        dispute_id=dispute.id,
        kind=kind,
        side=actor.side,
        words=words.strip(),
        file_id=file.id if file else None,
        by_id=actor.user_id,
        by_name=actor.name[:200],
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def note(actor: Actor, action: DisputeAction, dispute: Dispute, **facts: object) -> None:
    """Note an act in the audit of the portal."""
    audit.record(
        actor,
        action,
        dispute,
        name=dispute.number,
        franchisee_id=dispute.franchisee_id,
        **facts,
    )


def flush() -> None:
    """Write what changed.

    Raises:
        ChangedMeanwhile: when somebody else saved the same row since it was read.
    """
    try:
        db.session.flush()
    except StaleDataError as error:
        db.session.rollback()
        raise ChangedMeanwhile from error
