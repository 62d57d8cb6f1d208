"""What can be done with contracts. Nothing here commits; the edge does."""

from .contracts import (
    ContractRow,
    Words,
    add_clauses,
    attach_document,
    change_contract,
    create_contract,
    create_contracts_bulk,
    enter_contract,
)

__all__ = [
    "ContractRow",
    "Words",
    "add_clauses",
    "attach_document",
    "change_contract",
    "create_contract",
    "create_contracts_bulk",
    "enter_contract",
]
