"""A plan with one fee thought changed: what a simulation puts in the place of a real plan."""

from collections.abc import Mapping
from typing import Any

from ..enums import Method
from .canonical import plan_to_json
from .plan_parsing import kept_plan
from .plan_terms import FIGURES, figures_of
from .plans import FeePlan

CHANGEABLE = ("method", *FIGURES, "thresholds", "minimum", "maximum")
"""What of a fee a simulation may change; basis, deductions and rhythm stay each plan's own."""


def with_terms(plan: FeePlan, fee: str, terms: Mapping[str, Any]) -> FeePlan:
    """The plan with other terms for the fee of a name; a plan without it stays as it is.

    Terms of later months of operation stay where the method still allows them.

    Raises:
        BadInput: when the terms do not fit the fee, such as a share of a number of customers.
    """
    form = plan_to_json(plan)
    if not any(one["name"] == fee for one in form["fee"]):
        return plan
    form["fee"] = [_changed(one, terms) if one["name"] == fee else one for one in form["fee"]]
    return kept_plan(form)


def _changed(form: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    changed = {key: value for key, value in form.items() if key not in CHANGEABLE}
    changed |= {key: value for key, value in terms.items() if key in CHANGEABLE}
    method = {one.value: one for one in Method}.get(str(changed.get("method")))
    if method is not None and "schedule" in changed:
        allowed = figures_of(method, is_step=True)
        steps = [step for step in changed["schedule"] if any(key in step for key in allowed)]
        changed["schedule"] = steps
    return changed
