"""What became of a mail."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class MailStatus(LabeledEnum):
    """Waiting to leave, sent, kept here because no server is set, or refused by the server."""

    WAITING = "waiting", N_("Waiting"), Tone.NEUTRAL
    SENT = "sent", N_("Sent"), Tone.SUCCESS
    KEPT = "kept", N_("Kept here"), Tone.INFO
    FAILED = "failed", N_("Failed"), Tone.WARNING
