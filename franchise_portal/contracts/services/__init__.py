"""What can be done with contracts. Nothing here commits; the edge does."""

from .bulk import ContractRow, create_contracts_bulk
from .carrying import begin_if_due, carry, keep_clock
from .changing import change_contract, cover_outlet, cover_outlet_named, release_outlet
from .comparing import note_comparison
from .contracts import (
    Words,
    add_clauses,
    attach_document,
    create_contract,
    enter_contract,
    known_terms,
    write_known_terms,
)
from .drafting import (
    execute_on_paper,
    record_disclosure,
    start_amendment,
    start_contract,
    take_over_disclosure,
    with_parts,
    withdraw_contract,
)
from .lifecycle import expire, lock, move
from .soundness import check_terms, check_version, conflicts_of
from .starter import plant_library
from .versions import (
    change_draft,
    draft_version,
    execute,
    record_paper_version,
    require_draft,
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
    "cover_outlet",
    "cover_outlet_named",
    "create_contract",
    "create_contracts_bulk",
    "draft_version",
    "enter_contract",
    "execute",
    "execute_on_paper",
    "expire",
    "keep_clock",
    "known_terms",
    "lock",
    "move",
    "note_comparison",
    "plant_library",
    "record_disclosure",
    "record_paper_version",
    "release_outlet",
    "require_draft",
    "send_out",
    "start_amendment",
    "start_contract",
    "take_back",
    "take_over_disclosure",
    "with_parts",
    "withdraw",
    "withdraw_contract",
    "write_known_terms",
]
