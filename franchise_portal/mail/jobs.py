"""The one job that sends mail."""

from uuid import UUID

from ..database import db, edge
from ..jobs import job
from ..kit import clock
from ..kit.i18n import N_
from .enums import MailStatus
from .models import Message
from .outbox import the_outbox
from .transport import Refused

FORGOTTEN = N_("This mail held a one-time link. Its text was forgotten when it was sent.")


def give_up(*, message_id: str, reason: str) -> None:
    """After the last attempt: say on the mail's own page why it did not leave."""
    message = db.session.get_one(Message, UUID(message_id))
    if message.status == MailStatus.WAITING:
        message.status, message.error = MailStatus.FAILED, reason


@job("mail.deliver", timeout=90, retries=5, when_failed=give_up)
def deliver(*, message_id: str) -> None:
    """Hand a waiting mail to the server, and note what became of it."""
    with edge(write=False):
        message = db.session.get(Message, UUID(message_id))
        if message is None or message.status != MailStatus.WAITING:
            return
        db.session.expunge(message)
    outbox = the_outbox()
    status, error = MailStatus.KEPT, ""
    if outbox.transport:
        try:
            outbox.transport.deliver(message)
            status = MailStatus.SENT
        except Refused as refusal:
            status, error = MailStatus.FAILED, str(refusal)
    _note(message.id, status, error)


def _note(message_id: UUID, status: MailStatus, error: str) -> None:
    with edge():
        message = db.session.get_one(Message, message_id, with_for_update=True)
        message.status, message.error = status, error
        if status == MailStatus.SENT:
            message.sent_at = clock.wall()
            if message.is_confidential:
                message.text, message.html = FORGOTTEN, ""
