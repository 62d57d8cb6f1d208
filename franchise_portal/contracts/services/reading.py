"""Receipts: who of the addressee's side has read a notice, and when first."""

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ... import audit
from ...access.actor import Actor
from ...database import afterwards, db, own_connection
from ...kit import clock
from ...kit.ids import new_id
from ..enums import DutyAction, NoticeEntryKind
from ..models import Notice, NoticeEntry


def note_reading(actor: Actor, notice: Notice) -> None:
    """Note the first reading by each person of the addressee's side, once the request has ended.

    Opening a page writes nothing else; the receipt is on a connection of its own.
    """
    if actor.user_id is None or actor.side is not notice.addressee:
        return
    values = {
        "id": new_id(),
        "notice_id": notice.id,
        "kind": NoticeEntryKind.READ,
        "side": actor.side,
        "words": "",
        "by_id": actor.user_id,
        "by_name": actor.name,
        "at": clock.now(),
    }
    is_postgresql = db.engine.dialect.name == "postgresql"
    insert = postgresql_insert if is_postgresql else sqlite_insert
    statement = insert(NoticeEntry).values(values).on_conflict_do_nothing()

    def write() -> None:
        with own_connection(patient=False) as connection:
            connection.execute(statement)

    audit.record_access(actor, DutyAction.NOTICE_READ, notice)
    afterwards(write)
