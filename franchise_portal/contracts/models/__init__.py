"""Contracts: parties, brand, term, outlets, clauses and documents.

The fee plan in force by date belongs to `fees`, which stands above: `fees.PlanAssignment`.
"""

from .contract import NO_END, Clause, Contract, ContractDocument, ContractOutlet
from .disclosure import ContractDisclosure
from .library import (
    ContractTemplate,
    ContractTemplateVersion,
    LibraryClause,
    LibraryClauseVersion,
)
from .version import ContractVersion

__all__ = [
    "NO_END",
    "Clause",
    "Contract",
    "ContractDisclosure",
    "ContractDocument",
    "ContractOutlet",
    "ContractTemplate",
    "ContractTemplateVersion",
    "ContractVersion",
    "LibraryClause",
    "LibraryClauseVersion",
]
