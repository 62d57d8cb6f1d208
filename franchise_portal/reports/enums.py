"""What has become of a report."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class ReportStatus(LabeledEnum):
    """Preparing, ready, or failed with the reason."""

    WAITING = "waiting", N_("Waiting"), Tone.NEUTRAL
    RENDERING = "rendering", N_("Being made"), Tone.INFO
    READY = "ready", N_("Ready"), Tone.SUCCESS
    FAILED = "failed", N_("Failed"), Tone.WARNING
