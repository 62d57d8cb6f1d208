"""The fund's pages, for both sides."""

from . import (
    bank,
    budget_acts,
    budgets,
    contributions,
    overview,
    own,
    receipts,
    spending,
    statements,
    terms,
)
from .blueprint import bp

__all__ = [
    "bank",
    "bp",
    "budget_acts",
    "budgets",
    "contributions",
    "overview",
    "own",
    "receipts",
    "spending",
    "statements",
    "terms",
]
