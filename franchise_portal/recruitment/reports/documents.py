"""What the templates of the two papers are given: finished words, nothing to look up."""

from dataclasses import dataclass
from datetime import date

from ...reports.documents import Issuer, Margin


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A criterion with the marks of all assessors, in the order of the columns."""

    name: str
    weight: str
    hard: str
    """Below which mark it fails, or nothing."""
    marks: tuple[str, ...]
    fails: tuple[bool, ...]
    mean: str
    spread: str
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What an assessor wrote: the summary, and the notes by criterion."""

    assessor: str
    submitted: str
    result: str
    summary: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """An interview that was held."""

    when: str
    who: str
    learned: str
    concluded: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A reference and what it came to."""

    name: str
    relation: str
    days: str
    verdict: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision."""

    outcome: str
    when: str
    by: str
    reason: str
    rested_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentReport:
    """One applicant's assessment."""

    reference: str
    name: str
    name_other: str
    facts: tuple[tuple[str, str], ...]
    headline: str
    mean: str
    """The mean of the assessors' means; empty when there is none."""
    beside_mean: str
    hard_fails: tuple[str, ...]
    scorecard: str
    assessors: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    totals: tuple[str, ...]
    agreement: str
    differences: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    expectation: tuple[tuple[str, str], ...]
    interviews: tuple[Talk, ...]
    references: tuple[Voice, ...]
    decisions: tuple[Ruling, ...]
    deposit: str
    """Says that a deposit changed nothing; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDocument:
    """All that the assessment's template sees."""

    issuer: Issuer
    margin: Margin
    report: AssessmentReport


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """A band of scores, how many were in it, and how they did on average."""

    label: str
    cases: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSection:
    """One outcome: what it says, by bands."""

    title: str
    explained: str
    verdict: str
    rows: tuple[BandRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A signed franchisee with the score before signing and its outcomes, in the columns' order."""

    code: str
    name: str
    signed_on: date
    mean: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationReport:
    """How well scores predicted."""

    headline: str
    count: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[OutcomeSection, ...]
    outcome_labels: tuple[str, ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationDocument:
    """All that the calibration's template sees."""

    issuer: Issuer
    margin: Margin
    report: CalibrationReport
