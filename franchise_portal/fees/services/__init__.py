"""What can be done with sales, fees and money. Nothing here commits; the edge does."""

from .assessment import AssessmentSummary, MonthRun, assess_month, correct_at_once
from .assigning import assign_plan, keep_plan
from .bank_statements import OpenLine
from .contract_files import (
    ContractsRead,
    discard_contracts,
    import_contracts,
    keep_contracts,
    post_contracts,
    release_contracts,
    request_contracts,
)
from .payments import PaymentsRead, import_payments, record_payment
from .plans import give_plan
from .requests import request_assessment, request_import, request_posting
from .sales import SalesRead, check, decide, discard, first_rows, import_sales, post, upload

__all__ = [
    "AssessmentSummary",
    "ContractsRead",
    "MonthRun",
    "OpenLine",
    "PaymentsRead",
    "SalesRead",
    "assess_month",
    "assign_plan",
    "check",
    "correct_at_once",
    "decide",
    "discard",
    "discard_contracts",
    "first_rows",
    "give_plan",
    "import_contracts",
    "import_payments",
    "import_sales",
    "keep_contracts",
    "keep_plan",
    "post",
    "post_contracts",
    "record_payment",
    "release_contracts",
    "request_assessment",
    "request_contracts",
    "request_import",
    "request_posting",
    "upload",
]
