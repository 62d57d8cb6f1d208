"""The words of drafts: how they end, why a month is assessed, what people do with them."""

from enum import StrEnum

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class DraftEnd(LabeledEnum):
    """What became of the drafts of a month."""

    ISSUED = "issued", N_("Issued"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Taken back"), Tone.NEUTRAL


class Occasion(StrEnum):
    """Why a month is assessed, which says what becomes of drafts that are shown."""

    ASKED = "asked"
    """Somebody wants it now: everything is issued, and drafts end."""
    DRAFTS_DUE = "drafts_due"
    """The grace is over: issued if drafts are still shown and their day has come."""
    CORRECTION = "correction"
    """What was charged is reported anew: drafts stay drafts."""


class DraftAction(LabeledEnum):
    """What people do with the drafts of a month."""

    SHOWN = (
        "fees.drafts.shown",
        N_("%(actor)s showed the drafts of %(month)s, to be issued on %(day)s"),
    )
    POSTPONED = (
        "fees.drafts.postponed",
        N_("%(actor)s postponed the drafts of %(month)s from %(before)s to %(day)s"),
    )
    WITHDRAWN = "fees.drafts.withdrawn", N_("%(actor)s took the drafts of %(month)s back")
    ISSUED = "fees.drafts.issued", N_("%(actor)s ended the drafts of %(month)s by issuing them")
