"""The pages of sales, months, invoices, statements, payments, plans and the ledger."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import imports, invoices, ledger, months, payments, plans, sales, statements  # isort: skip

__all__ = [
    "bp",
    "imports",
    "invoices",
    "ledger",
    "months",
    "payments",
    "plans",
    "sales",
    "statements",
]
