"""What fees are due, and what becomes of the money: values in, values and reasons out.

`parse_plan` makes a plan, `fees_due` is the one rule, `walk` and `quote` lead it through an
outlet's reports, `explain` says why.
"""

from .assessment import FeeLine, Situation, Standing, fees_due
from .canonical import digest_of, plan_from_json, plan_to_json
from .explaining import explain, in_words
from .plan_parsing import parse_plan
from .plans import Fee, FeePlan, MonthDay, Step, Tier
from .quotes import quote, walk
from .reasons import Amount, Reason, ReasonKind, Share, Wording, said
from .sales import Sales

__all__ = [
    "Amount",
    "Fee",
    "FeeLine",
    "FeePlan",
    "MonthDay",
    "Reason",
    "ReasonKind",
    "Sales",
    "Share",
    "Situation",
    "Standing",
    "Step",
    "Tier",
    "Wording",
    "digest_of",
    "explain",
    "fees_due",
    "in_words",
    "parse_plan",
    "plan_from_json",
    "plan_to_json",
    "quote",
    "said",
    "walk",
]
