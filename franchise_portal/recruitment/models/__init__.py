"""Applicants with what is known about them, scorecards, assessments, disclosures, settings."""

from .applicant import Applicant, ApplicantPerson, Expectation
from .assessment import Assessment, Decision, Score
from .dealings import ApplicantDocument, Interview, Note, Reference
from .disclosure import ComplianceRecord, Disclosure
from .scorecard import (
    DraftCriterion,
    ScorecardCriterion,
    ScorecardDraft,
    ScorecardVersion,
)
from .settings import RecruitmentSettings

__all__ = [
    "Applicant",
    "ApplicantDocument",
    "ApplicantPerson",
    "Assessment",
    "ComplianceRecord",
    "Decision",
    "Disclosure",
    "DraftCriterion",
    "Expectation",
    "Interview",
    "Note",
    "RecruitmentSettings",
    "Reference",
    "Score",
    "ScorecardCriterion",
    "ScorecardDraft",
    "ScorecardVersion",
]
