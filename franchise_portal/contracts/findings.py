"""What a check found: which rule, where, what is wrong, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..kit.errors import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong with a draft, or with a contract. All are shown at once."""

    rule: str
    """Its name for machines and tests, such as `term.ends_before_start`."""
    section: str
    """The part of the terms it is about, by its field's name; `clauses` for the words."""
    message: str
    """A whole sentence as an `N_` template."""
    remedy: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_blocking: bool = True
    """Whether it keeps the draft from being sent out; otherwise it only wants to be read."""

    def __str__(self) -> str:
        texts = (filled(text, dict(self.params)) for text in (self.message, self.remedy) if text)
        return " ".join(texts)
