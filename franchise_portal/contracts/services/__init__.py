"""What can be done with contracts. Nothing here commits; the edge does."""

from .carrying import begin_if_due, carry, keep_clock
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
from .lifecycle import expire, lock, move
from .soundness import check_terms, check_version, conflicts_of
from .versions import (
    change_draft,
    draft_version,
    execute,
    record_paper_version,
    send_out,
    take_back,
    withdraw,
)

__all__ = [
    "ContractRow",
    "Words",
    "add_clauses",
    "attach_document",
    "begin_if_due",
    "carry",
    "change_contract",
    "change_draft",
    "check_terms",
    "check_version",
    "conflicts_of",
    "create_contract",
    "create_contracts_bulk",
    "draft_version",
    "enter_contract",
    "execute",
    "expire",
    "keep_clock",
    "lock",
    "move",
    "record_paper_version",
    "send_out",
    "take_back",
    "withdraw",
]
