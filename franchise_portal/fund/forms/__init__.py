"""What people type about the fund."""

from .bank import BalanceForm, TransferForm
from .budgets import AdoptForm, BeginForm, LinesForm, WithdrawForm, lines_form
from .own import OwnPlanForm
from .receipts import ReceiptForm
from .spending import ReverseForm, SpendingForm
from .statements import PublishForm, StatementForm, TermsForm

__all__ = [
    "AdoptForm",
    "BalanceForm",
    "BeginForm",
    "LinesForm",
    "OwnPlanForm",
    "PublishForm",
    "ReceiptForm",
    "ReverseForm",
    "SpendingForm",
    "StatementForm",
    "TermsForm",
    "TransferForm",
    "WithdrawForm",
    "lines_form",
]
