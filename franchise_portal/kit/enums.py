"""Enumerations whose members carry the words and the tone in which they are shown."""

from enum import StrEnum
from typing import Self


class Tone(StrEnum):
    """The mood of a badge, a message or a figure; pages, PDFs and the API use the same words."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


class LabeledEnum(StrEnum):
    """A stored value with its label and tone: `OPEN = "open", N_("Open"), Tone.INFO`."""

    label: str
    tone: Tone

    def __new__(cls, value: str, label: str = "", tone: Tone = Tone.NEUTRAL) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member
