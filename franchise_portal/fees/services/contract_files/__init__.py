"""Contracts from a file, each with its fee plan from a plan file that comes with it.

By command the plan files lie beside the contracts file, by page they are uploaded together with
it. Either way all contracts are written, or none.
"""

from .importing import ContractsRead, import_contracts
from .keeping import (
    JOB,
    UNDECIDED,
    discard_contracts,
    keep_contracts,
    post_contracts,
    release_contracts,
    request_contracts,
)
from .reading import COLUMNS

__all__ = [
    "COLUMNS",
    "JOB",
    "UNDECIDED",
    "ContractsRead",
    "discard_contracts",
    "import_contracts",
    "keep_contracts",
    "post_contracts",
    "release_contracts",
    "request_contracts",
]
