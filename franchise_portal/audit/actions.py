"""The catalogue of everything that can be noted: which sentence belongs to which code."""

from collections.abc import Mapping

from ..kit.enums import LabeledEnum
from .enums import AuditAction

_sentences: dict[str, str] = {}
_pages: dict[str, tuple[str, str]] = {}


def register(*enumerations: type[LabeledEnum]) -> None:
    """Make the actions of a feature known; features.py does it once at the start."""
    for enumeration in enumerations:
        for action in enumeration:
            _sentences[action.value] = action.label


def register_pages(pages: Mapping[str, tuple[str, str]]) -> None:
    """Say which page shows a kind of subject: table name → endpoint and the name of its id."""
    _pages.update(pages)


def sentence_of(code: str) -> str:
    """The untranslated sentence of an action; its code when the feature is gone."""
    return _sentences.get(code, code.replace("%", "%%"))


def page_of(subject_type: str) -> tuple[str, str] | None:
    """The endpoint that shows a subject, and the URL value that takes its id."""
    return _pages.get(subject_type)


def codes() -> tuple[str, ...]:
    """All known actions, by feature."""
    return tuple(sorted(_sentences))


register(AuditAction)
