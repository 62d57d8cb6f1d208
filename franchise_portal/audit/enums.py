"""What the audit notes about itself, and the two kinds of entries."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class AuditAction(LabeledEnum):
    """Acts that belong to no feature."""

    REFUSED = "audit.page.refused", N_("%(actor)s was refused a page: %(page)s")
    EXPORTED = "audit.entries.exported", N_("%(actor)s exported audit entries: %(entries)s")


class EntryKind(LabeledEnum):
    """Whether something was changed, or only looked at or tried."""

    CHANGE = "change", N_("Changes")
    ACCESS = "access", N_("Sign-ins, refusals, downloads")
