"""The pages of contracts."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import contracts, signing  # isort: skip
from . import clauses, drafts, library, templates, terms, versions  # isort: skip
from . import (  # isort: skip
    calendar,
    duties,
    duty_acts,
    notice_giving,
    notices,
    obligations,
    renewal_calendar,
)
from . import approvals, authority  # isort: skip

__all__ = [
    "approvals",
    "authority",
    "bp",
    "calendar",
    "clauses",
    "contracts",
    "drafts",
    "duties",
    "duty_acts",
    "library",
    "notice_giving",
    "notices",
    "obligations",
    "renewal_calendar",
    "signing",
    "templates",
    "terms",
    "versions",
]
