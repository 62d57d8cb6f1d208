"""The pages of sales, months, invoices, statements, payments, plans and the ledger."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import (  # isort: skip
    bank_entries,
    contract_imports,
    debits,
    giving,
    imports,
    invoice_papers,
    invoices,
    ledger,
    ledger_exports,
    mandates,
    months,
    payments,
    plans,
    sales,
    statements,
)

__all__ = [
    "bank_entries",
    "bp",
    "contract_imports",
    "debits",
    "giving",
    "imports",
    "invoice_papers",
    "invoices",
    "ledger",
    "ledger_exports",
    "mandates",
    "months",
    "payments",
    "plans",
    "sales",
    "statements",
]
