"""Contracts: parties, brand, term, outlets, clauses and documents.

The fee plan in force by date belongs to `fees`, which stands above: `fees.PlanAssignment`.
"""

from .contract import Clause, Contract, ContractDocument, ContractOutlet

__all__ = ["Clause", "Contract", "ContractDocument", "ContractOutlet"]
