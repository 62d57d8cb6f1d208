"""The pages of contracts."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import contracts, signing  # isort: skip
from . import clauses, drafts, health, library, template_terms  # isort: skip
from . import templates, terms, versions  # isort: skip
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
from . import charges, endings, exits, renewals, settlement, transfers  # isort: skip
from . import law_reports  # isort: skip

__all__ = [
    "approvals",
    "authority",
    "bp",
    "calendar",
    "charges",
    "clauses",
    "contracts",
    "drafts",
    "duties",
    "duty_acts",
    "endings",
    "exits",
    "health",
    "law_reports",
    "library",
    "notice_giving",
    "notices",
    "obligations",
    "renewal_calendar",
    "renewals",
    "settlement",
    "signing",
    "template_terms",
    "templates",
    "terms",
    "transfers",
    "versions",
]
