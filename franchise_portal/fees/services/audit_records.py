"""What is kept of each act about an audit of sales: for both sides, and for the history."""

from ... import audit as records
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ..enums import AuditEntryKind, FeesAction
from ..models import SalesAudit, SalesAuditEntry


def enter(actor: Actor, audit: SalesAudit, kind: AuditEntryKind, words: str = "") -> None:
    """Keep what either side said or did, for both to read."""
    db.session.add(
        SalesAuditEntry(
            audit_id=audit.id,
            kind=kind,
            side=actor.side,
            words=words,
            by_name=actor.name[:200],
            at=clock.now(),
        )
    )


def note(actor: Actor, action: FeesAction, audit: SalesAudit, **facts: object) -> None:
    """Note an act in the audit of the portal."""
    records.record(
        actor,
        action,
        audit,
        name=audit.number,
        franchisee_id=audit.franchisee_id,
        **facts,
    )
