"""What stands on the page of an account beside its reminders."""

from typing import Any
from uuid import UUID

from flask import url_for

from ...access.actor import current_actor
from ...access.scope import OwnBusiness
from ...network.models import Franchisee
from ..queries.late import charges_to
from ..queries.plans import plans_of


def parts_of(franchisee: Franchisee) -> dict[str, Any]:
    """Payment plans, late charges, and the way to a new plan."""
    return {
        "plans": plans_of(franchisee.id),
        "late": charges_to(franchisee.id),
        "plan_url": url_for("dunning.new_plan", franchisee_id=franchisee.id),
        "is_own": own_business() == franchisee.id,
    }


def own_business() -> UUID | None:
    """The business of whoever looks; None for the office."""
    scope = current_actor.scope
    return scope.franchisee_id if isinstance(scope, OwnBusiness) else None
