"""Fee plans, sales reports, charges, invoices, payments and the double-entry ledger.

Money columns end in `_minor` and hold whole minor units of the row's `currency`. Charges, invoices,
payments, allocations, journal entries and postings are append-only: the database itself refuses to
change or delete them. A correction is a reversal, never an edit.
"""

from .banking import BankEntry, DebitItem, DebitRun, Mandate
from .charges import Assessment, Charge, Invoice, NumberSeries, OpenItem
from .corrections import CreditLine, Refund, RefundUse, WriteOff
from .exports import EInvoice, LedgerExport
from .ledger import AccountDay, AccountTotal, JournalEntry, Posting
from .month_drafts import MonthDraft
from .payments import Allocation, Payment, PaymentImport
from .plan_versions import FeeSimulation, PlanImpact, PlanMove, PlanReturn, PlanVersion
from .plans import ContractImport, ContractImportPlan, FeePlan, PlanAssignment
from .sales import SalesImport, SalesReport
from .sales_audits import SalesAudit, SalesAuditEntry, SalesAuditLine
from .single_charges import SingleCharge
from .taxes import InvoiceTax, Tax, TaxRate, TaxRule
from .telling import SalesDraft, SalesReminder, TillPost, TillToken

__all__ = [
    "AccountDay",
    "AccountTotal",
    "Allocation",
    "Assessment",
    "BankEntry",
    "Charge",
    "ContractImport",
    "ContractImportPlan",
    "CreditLine",
    "DebitItem",
    "DebitRun",
    "EInvoice",
    "FeePlan",
    "FeeSimulation",
    "Invoice",
    "InvoiceTax",
    "JournalEntry",
    "LedgerExport",
    "Mandate",
    "MonthDraft",
    "NumberSeries",
    "OpenItem",
    "Payment",
    "PaymentImport",
    "PlanAssignment",
    "PlanImpact",
    "PlanMove",
    "PlanReturn",
    "PlanVersion",
    "Posting",
    "Refund",
    "RefundUse",
    "SalesAudit",
    "SalesAuditEntry",
    "SalesAuditLine",
    "SalesDraft",
    "SalesImport",
    "SalesReminder",
    "SalesReport",
    "SingleCharge",
    "Tax",
    "TaxRate",
    "TaxRule",
    "TillPost",
    "TillToken",
    "WriteOff",
]
