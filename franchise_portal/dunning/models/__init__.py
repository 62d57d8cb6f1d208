"""The tables of reminders, late charges and payment plans."""

from .late import (
    BaseRate,
    DueExtension,
    LateCharge,
    LateCorrection,
    LateForecast,
    LateLook,
    LateRun,
    LateWaiver,
    RateTable,
)
from .letters import DunningHold, DunningLetter, DunningProcedure, DunningSaying, DunningStep
from .plans import PaymentPlan, PaymentPlanEntry, PaymentPlanInstalment, PaymentPlanInvoice

__all__ = [
    "BaseRate",
    "DueExtension",
    "DunningHold",
    "DunningLetter",
    "DunningProcedure",
    "DunningSaying",
    "DunningStep",
    "LateCharge",
    "LateCorrection",
    "LateForecast",
    "LateLook",
    "LateRun",
    "LateWaiver",
    "PaymentPlan",
    "PaymentPlanEntry",
    "PaymentPlanInstalment",
    "PaymentPlanInvoice",
    "RateTable",
]
