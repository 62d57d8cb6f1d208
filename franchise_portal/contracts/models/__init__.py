"""Contracts: parties, brand, term, outlets, clauses and documents.

The fee plan in force by date belongs to `fees`, which stands above: `fees.PlanAssignment`.
"""

from .approvals import Approval, ApprovalEntry, AuthorityLimit, AuthorityTable
from .contract import (
    NO_END,
    Clause,
    Contract,
    ContractDocument,
    ContractOutlet,
    ContractTerritory,
)
from .disclosure import ContractDisclosure
from .duties import Dispatch, Duty, DutyEntry, DutyReading, Obligation
from .events import (
    ContractCharge,
    ContractTerm,
    DevelopmentExtension,
    Renewal,
    RenewalCondition,
    Suspension,
    Transfer,
)
from .exit import Exit, ExitReturn, ExitTold, Termination, TerminationOutlet
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
    "Approval",
    "ApprovalEntry",
    "AuthorityLimit",
    "AuthorityTable",
    "CalendarFeed",
    "Clause",
    "Contract",
    "ContractCharge",
    "ContractDisclosure",
    "ContractDocument",
    "ContractOutlet",
    "ContractTemplate",
    "ContractTemplateVersion",
    "ContractTerm",
    "ContractTerritory",
    "ContractVersion",
    "DevelopmentExtension",
    "Dispatch",
    "Duty",
    "DutyEntry",
    "DutyReading",
    "ExecutedDocument",
    "Exit",
    "ExitReturn",
    "ExitTold",
    "LibraryClause",
    "LibraryClauseVersion",
    "Notice",
    "NoticeEntry",
    "Obligation",
    "Renewal",
    "RenewalCondition",
    "SealMark",
    "Signatory",
    "Signature",
    "SigningReminder",
    "SigningRound",
    "Suspension",
    "Termination",
    "TerminationOutlet",
    "Transfer",
]
