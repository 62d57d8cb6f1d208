"""Terms and findings as somebody reads them: in their language, with their forms of days and money.

Pages, comparisons and PDFs ask here, so that all of them say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ..kit.i18n import N_
from ..web.wording import fitted_sentence, sentence
from . import additions
from .findings import Finding
from .models import ContractVersion
from .rules.diff import LineChange, line_changes
from .rules.term_lines import TermGroup, TermLine, labels, term_lines
from .rules.terms import Terms


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One part of the terms, ready to be printed."""

    section: str
    group: TermGroup
    label: str
    words: tuple[str, ...]
    fitted: tuple[str, ...] = ()
    """The same words as they stand within a sentence, where they read differently there."""

    def within_a_sentence(self) -> tuple[str, ...]:
        """The words for the middle of a clause."""
        return self.fitted or self.words


@dataclass(frozen=True, slots=True)
class SpokenGroup:
    """The parts under one heading."""

    group: TermGroup
    lines: tuple[SpokenLine, ...]


@dataclass(frozen=True, slots=True)
class SpokenFinding:
    """What a check found, ready to be printed."""

    rule: str
    section: str
    label: str
    message: str
    remedy: str
    is_blocking: bool


def version_title(version: ContractVersion, number: str) -> str:
    """What a version is called; one that was never given a title by its contract."""
    return version.title or _("Contract %(number)s", number=number)


def spoken_terms(terms: Terms) -> tuple[SpokenLine, ...]:
    """The terms line by line; what features above know stands with the money."""
    own = [_spoken(line) for line in term_lines(terms)]
    parts = [
        SpokenLine(part.key, TermGroup.MONEY, _(part.label), tuple(part.words(value)))
        for part in additions.term_parts()
        if (value := terms.part(part.key))
    ]
    order = list(TermGroup)
    return tuple(sorted((*parts, *own), key=lambda line: order.index(line.group)))


def spoken_groups(terms: Terms) -> tuple[SpokenGroup, ...]:
    """The terms under their headings; a heading without a line is left out."""
    lines = spoken_terms(terms)
    return tuple(
        SpokenGroup(group, mine)
        for group in TermGroup
        if (mine := tuple(line for line in lines if line.group is group))
    )


def term_changes(before: Terms, after: Terms) -> tuple[LineChange, ...]:
    """What became of each part of the terms, word by word, in the reader's language."""
    return line_changes(
        *(
            [(line.section, line.label, line.words) for line in spoken_terms(t)]
            for t in (before, after)
        )
    )


def spoken_findings(findings: Iterable[Finding]) -> Sequence[SpokenFinding]:
    """What checks found, those that block first."""
    names = {
        **labels(),
        "clauses": N_("Clauses"),
        **{part.key: part.label for part in additions.term_parts()},
    }
    return [
        SpokenFinding(
            finding.rule,
            finding.section,
            _(names[finding.section]) if finding.section in names else "",
            sentence(finding.message, finding.params),
            sentence(finding.remedy, finding.params) if finding.remedy else "",
            finding.is_blocking,
        )
        for finding in sorted(findings, key=lambda finding: not finding.is_blocking)
    ]


def _spoken(line: TermLine) -> SpokenLine:
    words = tuple(sentence(phrase.message, phrase.params) for phrase in line.phrases)
    fitted = tuple(fitted_sentence(phrase.message, phrase.params) for phrase in line.phrases)
    return SpokenLine(line.section, line.group, _(line.label), words, fitted)
