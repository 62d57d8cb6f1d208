"""What the audit notes about the machinery."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class OperationsAction(LabeledEnum):
    """The label is the sentence that the audit prints."""

    JOB_RETRIED = "operations.job.retried", N_("%(actor)s asked for another try of %(subject)s")
    MAIL_READ = "operations.mail.read", N_("%(actor)s read the confidential mail %(subject)s")
