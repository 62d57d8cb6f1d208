"""The tables of disputes and grades."""

from .disputes import Dispute, DisputeEntry
from .grades import AdoptedTerms, CreditGrade, GradeAppeal

__all__ = [
    "AdoptedTerms",
    "CreditGrade",
    "Dispute",
    "DisputeEntry",
    "GradeAppeal",
]
