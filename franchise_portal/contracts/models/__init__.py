"""Contracts: parties, brand, term, outlets, clauses and documents.

The fee plan in force by date belongs to `fees`, which stands above: `fees.PlanAssignment`.
"""

from .contract import NO_END, Clause, Contract, ContractDocument, ContractOutlet
from .disclosure import ContractDisclosure
from .duties import Dispatch, Duty, DutyEntry, DutyReading, Obligation
from .feed import CalendarFeed
from .library import (
    ContractTemplate,
    ContractTemplateVersion,
    LibraryClause,
    LibraryClauseVersion,
)
from .notices import Notice, NoticeEntry
from .signing import (
    ExecutedDocument,
    SealMark,
    Signatory,
    Signature,
    SigningReminder,
    SigningRound,
)
from .version import ContractVersion

__all__ = [
    "NO_END",
    "CalendarFeed",
    "Clause",
    "Contract",
    "ContractDisclosure",
    "ContractDocument",
    "ContractOutlet",
    "ContractTemplate",
    "ContractTemplateVersion",
    "ContractVersion",
    "Dispatch",
    "Duty",
    "DutyEntry",
    "DutyReading",
    "ExecutedDocument",
    "LibraryClause",
    "LibraryClauseVersion",
    "Notice",
    "NoticeEntry",
    "Obligation",
    "SealMark",
    "Signatory",
    "Signature",
    "SigningReminder",
    "SigningRound",
]
