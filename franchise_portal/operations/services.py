"""What administrators do with the machinery."""

from .. import audit, jobs
from ..access.actor import Actor
from ..access.permissions import Permission
from ..jobs import Job
from ..kit.errors import NotAllowed
from ..kit.i18n import N_
from ..mail import Message, outbox
from .enums import OperationsAction


def try_again(actor: Actor, job: Job) -> Job:
    """Begin a failed job anew.

    Raises:
        NotFailed: when it has not failed.
    """
    actor.require(Permission.JOBS_JOB_RETRY)
    tried = jobs.try_again(actor=actor, row=job)
    audit.record(actor, OperationsAction.JOB_RETRIED, job, name=job.label or job.name)
    return tried


def may_read(actor: Actor, message: Message) -> bool:
    """Whether this person may see what a mail says.

    A confidential mail holds a link that opens an account. It is shown only where no mail server
    is set, since nobody would receive it otherwise, and only to those who manage accounts anyway.
    """
    if not message.is_confidential:
        return True
    return outbox.keeps_mails() and actor.may(Permission.ACCOUNTS_USER_MANAGE)


def note_reading(actor: Actor, message: Message) -> None:
    """Note in the audit that somebody read a confidential mail.

    Raises:
        NotAllowed: when this person may not.
    """
    if not may_read(actor, message):
        raise NotAllowed(N_("This mail holds a one-time link. Only the recipient may read it."))
    if message.is_confidential:
        audit.record_access(actor, OperationsAction.MAIL_READ, message, name=message.subject)
