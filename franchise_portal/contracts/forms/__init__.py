"""Shape and wording of what is typed about contracts."""

from .contracts import (
    ContractForm,
    DocumentForm,
    NewContractForm,
    clauses,
    codes,
    readable_clauses,
)

__all__ = [
    "ContractForm",
    "DocumentForm",
    "NewContractForm",
    "clauses",
    "codes",
    "readable_clauses",
]
