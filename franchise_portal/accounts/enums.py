"""Themes, languages and kinds of one-time links."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class Theme(LabeledEnum):
    """How pages look to one person."""

    SYSTEM = "system", N_("As the device says")
    LIGHT = "light", N_("Light")
    DARK = "dark", N_("Dark")


class LinkKind(LabeledEnum):
    """What a one-time link is good for."""

    INVITATION = "invitation", N_("Invitation")
    RESET = "reset", N_("New password")
