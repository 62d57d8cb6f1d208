"""What has become of a report and of a run, and what is noted about them."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class ReportStatus(LabeledEnum):
    """Preparing, ready, failed with the reason, or stopped before its turn."""

    WAITING = "waiting", N_("Waiting"), Tone.NEUTRAL
    RENDERING = "rendering", N_("Being made"), Tone.INFO
    READY = "ready", N_("Ready"), Tone.SUCCESS
    FAILED = "failed", N_("Failed"), Tone.WARNING
    STOPPED = "stopped", N_("Stopped"), Tone.NEUTRAL

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen."""
        return self in {ReportStatus.WAITING, ReportStatus.RENDERING}


class RunStatus(LabeledEnum):
    """What has become of a run. Derived from its reports, never stored."""

    PREPARING = "preparing", N_("Being made"), Tone.INFO
    READY = "ready", N_("Ready"), Tone.SUCCESS
    INCOMPLETE = "incomplete", N_("Some failed"), Tone.WARNING
    STOPPED = "stopped", N_("Stopped"), Tone.NEUTRAL


class ReportAction(LabeledEnum):
    """What the audit notes about reports; the label is the sentence it prints."""

    REQUESTED = "reports.run.requested", N_("%(actor)s asked for %(subject)s")
    STOPPED = "reports.run.stopped", N_("%(actor)s stopped %(subject)s")
    REPEATED = "reports.run.repeated", N_("%(actor)s had %(subject)s tried again")
    OPENED = "reports.report.opened", N_("%(actor)s opened %(subject)s")
    DOWNLOADED = "reports.report.downloaded", N_("%(actor)s downloaded %(subject)s")
    ARCHIVED = "reports.run.downloaded", N_("%(actor)s downloaded %(subject)s as one file")
    SCHEDULED = "reports.schedule.added", N_("%(actor)s scheduled %(subject)s")
    UNSCHEDULED = "reports.schedule.removed", N_("%(actor)s took %(subject)s off the schedule")
