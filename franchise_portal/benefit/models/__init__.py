"""Accounts of outlets, what is earned on goods, savings, alerts, and requests for relief."""

from .accounts import Investment, OutletAccount
from .files import BenefitFile
from .relief import ReliefRequest
from .stress import BenefitLimits, BenefitMonth, FeeAlert
from .supply import PurchaseSaving, Taking

__all__ = [
    "BenefitFile",
    "BenefitLimits",
    "BenefitMonth",
    "FeeAlert",
    "Investment",
    "OutletAccount",
    "PurchaseSaving",
    "ReliefRequest",
    "Taking",
]
