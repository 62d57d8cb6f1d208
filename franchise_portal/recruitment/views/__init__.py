"""The pages of recruitment."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import (  # isort: skip
    applicants,
    assessing,
    calibrating,
    dealings,
    deciding,
    disclosing,
    enquiry,
    listing,
    receipts,
    scorecards,
    settings,
)

__all__ = [
    "applicants",
    "assessing",
    "bp",
    "calibrating",
    "dealings",
    "deciding",
    "disclosing",
    "enquiry",
    "listing",
    "receipts",
    "scorecards",
    "settings",
]
