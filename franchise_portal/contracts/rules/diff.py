"""What changed from one version to another: clause by clause, and word by word inside a clause.

The runs of a comparison hold both texts whole: those kept and removed give the earlier text, those
kept and added the later one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ...kit.enums import LabeledEnum, Tone
from ...kit.i18n import N_
from .clauses import ClauseText

# A Han character is a word of its own: Chinese has no spaces to part words by.
_TOKEN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    r"|\s+|."
)


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Change(LabeledEnum):
    """What became of a clause or a term."""

    KEPT = "kept", N_("Unchanged"), Tone.NEUTRAL
    CHANGED = "changed", N_("Changed"), Tone.INFO
    ADDED = "added", N_("Added"), Tone.SUCCESS
    REMOVED = "removed", N_("Removed"), Tone.WARNING
    RENUMBERED = "renumbered", N_("Renumbered"), Tone.NEUTRAL
    """The same words under another number or in another place."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words with the same fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in both versions; one side is None where the other has it alone."""

    change: Change
    before: ClauseText | None
    after: ClauseText | None
    title: tuple[Run, ...]
    body: tuple[Run, ...]

    @property
    def number(self) -> str:
        """The number by which it is found now, or was."""
        clause = self.after or self.before
        return clause.number if clause else ""


def word_changes(before: str, after: str) -> tuple[Run, ...]:
    """Two texts as one, with marks. The same text twice is one kept run, nothing is no run."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    runs: list[Run] = []

    def add(mark: Mark, tokens: Sequence[str]) -> None:
        text = "".join(tokens)
        if text and runs and runs[-1].mark is mark:
            runs[-1] = Run(mark, runs[-1].text + text)
        elif text:
            runs.append(Run(mark, text))

    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            add(Mark.KEPT, old[i1:i2])
        else:
            add(Mark.REMOVED, old[i1:i2])
            add(Mark.ADDED, new[j1:j2])
    return tuple(runs)


def clause_changes(
    before: Sequence[ClauseText], after: Sequence[ClauseText]
) -> tuple[ClauseChange, ...]:
    """All clauses of both versions in the later one's order; removed ones where they stood.

    Clauses belong together by number and title, then by their key in the library, then by number
    alone, then by title alone.
    """
    partners = _partners(before, after)
    changes = [
        _change(before[partners[j]] if j in partners else None, after[j]) for j in range(len(after))
    ]
    kept = set(partners.values())
    places = {i: j for j, i in partners.items()}
    removed: dict[int, list[ClauseChange]] = {}
    for i, clause in enumerate(before):
        if i not in kept:
            # After the nearest clause before it that is still there; at the top without one.
            place = next(
                (places[earlier] for earlier in range(i - 1, -1, -1) if earlier in places), -1
            )
            removed.setdefault(place, []).append(_change(clause, None))
    found = list(removed.get(-1, []))
    for j, change in enumerate(changes):
        found += [change, *removed.get(j, [])]
    return tuple(found)


_Likeness = Callable[[ClauseText], object]
_LIKENESSES: tuple[_Likeness, ...] = (
    lambda clause: (clause.number, clause.title),
    lambda clause: clause.key or None,
    lambda clause: clause.number,
    lambda clause: clause.title or None,
)


def _partners(before: Sequence[ClauseText], after: Sequence[ClauseText]) -> dict[int, int]:
    """For places in the later version, the place of the same clause in the earlier one."""
    found: dict[int, int] = {}
    for likeness in _LIKENESSES:
        free: dict[object, list[int]] = {}
        for i, clause in enumerate(before):
            if i not in found.values() and likeness(clause) is not None:
                free.setdefault(likeness(clause), []).append(i)
        for j, clause in enumerate(after):
            if j not in found and free.get(likeness(clause)):
                found[j] = free[likeness(clause)].pop(0)
    return found


def _change(before: ClauseText | None, after: ClauseText | None) -> ClauseChange:
    old = before or ClauseText(number="", title="", body="")
    new = after or ClauseText(number="", title="", body="")
    title, body = word_changes(old.title, new.title), word_changes(old.body, new.body)
    return ClauseChange(_kind(before, after), before, after, title, body)


def _kind(before: ClauseText | None, after: ClauseText | None) -> Change:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    if (before.title, before.body, before.kind) != (after.title, after.body, after.kind):
        return Change.CHANGED
    return Change.KEPT if before.number == after.number else Change.RENUMBERED


@dataclass(frozen=True, slots=True)
class LineChange:
    """One part of the terms in both versions."""

    change: Change
    section: str
    label: str
    runs: tuple[Run, ...]


def line_changes(
    before: Sequence[tuple[str, str, Sequence[str]]],
    after: Sequence[tuple[str, str, Sequence[str]]],
) -> tuple[LineChange, ...]:
    """The lines of terms (section, label, sentences) of both versions, in the later one's order.

    Sentences stand on lines of their own in the runs.
    """
    old = {section: (label, "\n".join(words)) for section, label, words in before}
    new = {section: (label, "\n".join(words)) for section, label, words in after}
    sections = [section for section, _label, _words in after]
    sections += [section for section, _label, _words in before if section not in new]
    found = []
    for section in sections:
        label, text = new.get(section, (old.get(section, ("", ""))[0], ""))
        _label, earlier = old.get(section, ("", ""))
        change = _line_change(section in old, section in new, earlier == text)
        found.append(LineChange(change, section, label, word_changes(earlier, text)))
    return tuple(found)


def _line_change(was: bool, is_there: bool, is_same: bool) -> Change:  # noqa: FBT001 - three facts
    if not was:
        return Change.ADDED
    if not is_there:
        return Change.REMOVED
    return Change.KEPT if is_same else Change.CHANGED
