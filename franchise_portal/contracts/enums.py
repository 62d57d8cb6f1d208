"""The states of a contract."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class ContractStatus(LabeledEnum):
    """From draft to its end. The next issue adds the steps between draft and in force."""

    DRAFT = "draft", N_("Draft"), Tone.INFO
    IN_FORCE = "in_force", N_("In force"), Tone.SUCCESS
    ENDED = "ended", N_("Ended"), Tone.NEUTRAL
    TERMINATED = "terminated", N_("Terminated"), Tone.WARNING
