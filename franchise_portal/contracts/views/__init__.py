"""The pages of contracts."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import contracts, signing  # isort: skip
from . import (  # isort: skip
    calendar,
    duties,
    duty_acts,
    notice_giving,
    notices,
    obligations,
    renewal_calendar,
)

__all__ = [
    "bp",
    "calendar",
    "contracts",
    "duties",
    "duty_acts",
    "notice_giving",
    "notices",
    "obligations",
    "renewal_calendar",
    "signing",
]
