"""Shape and wording of what people type about accounts, goods, relief and limits."""

from .accounts import AccountForm, InvestmentForm, typed_of
from .files import BenefitFileForm
from .limits import LimitsForm
from .relief import DecisionForm, ReliefForm
from .supply import SavingForm, TakingForm, WithdrawForm

__all__ = [
    "AccountForm",
    "BenefitFileForm",
    "DecisionForm",
    "InvestmentForm",
    "LimitsForm",
    "ReliefForm",
    "SavingForm",
    "TakingForm",
    "WithdrawForm",
    "typed_of",
]
