"""Contracts: parties, brand, term, outlets, clauses and documents.

The fee plan in force by date belongs to `fees`, which stands above: `fees.PlanAssignment`.
"""

from .contract import NO_END, Clause, Contract, ContractDocument, ContractOutlet
from .version import ContractVersion

__all__ = [
    "NO_END",
    "Clause",
    "Contract",
    "ContractDocument",
    "ContractOutlet",
    "ContractVersion",
]
