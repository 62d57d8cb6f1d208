"""The fund's own tables. Money stands in the ledger of `fees`; these say what it was for.

What was posted is append-only: the database itself refuses to change or delete it. A correction is
a row that takes another one back.
"""

from .bank import FundBalance, FundOutstanding
from .budgets import FundBudget, FundBudgetLine
from .own import FundOwnContribution, FundOwnPlan, FundReceipt, FundTransfer
from .spending import FundSpending, FundSpendingRegion
from .statements import (
    FundDelivery,
    FundEdition,
    FundRegionSums,
    FundReminder,
    FundStatement,
    FundStatementOutlet,
    FundTerms,
)

__all__ = [
    "FundBalance",
    "FundBudget",
    "FundBudgetLine",
    "FundDelivery",
    "FundEdition",
    "FundOutstanding",
    "FundOwnContribution",
    "FundOwnPlan",
    "FundReceipt",
    "FundRegionSums",
    "FundReminder",
    "FundSpending",
    "FundSpendingRegion",
    "FundStatement",
    "FundStatementOutlet",
    "FundTerms",
    "FundTransfer",
]
