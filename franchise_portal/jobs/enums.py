"""The states a background job can be in."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class JobStatus(LabeledEnum):
    """Waiting, running, done or failed; the row says so, whatever the queue believes."""

    WAITING = "waiting", N_("Waiting"), Tone.NEUTRAL
    RUNNING = "running", N_("Running"), Tone.INFO
    DONE = "done", N_("Done"), Tone.SUCCESS
    FAILED = "failed", N_("Failed"), Tone.WARNING
