"""What late money adds to the page of a franchisee, and who may read of it in histories."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from ..network.models import Franchisee
from .models import DunningLetter, PaymentPlan
from .queries.accounts import account_for, standing_reminder
from .queries.overdue import Account
from .queries.plans import plans_of


@dataclass(frozen=True, slots=True)
class LatePart:
    """What is overdue, the reminder that stands, and payment plans that are not over."""

    franchisee: Franchisee
    account: Account
    letter: DunningLetter | None
    plans: Sequence[PaymentPlan]


def _late(actor: Actor, franchisee: Franchisee) -> LatePart | None:
    account = account_for(actor, franchisee.id).account
    plans = [plan for plan in plans_of(franchisee.id) if not plan.status.is_over]
    if not account.items and not plans:
        return None
    return LatePart(franchisee, account, standing_reminder(franchisee.id), plans)


ADDITIONS = Additions(
    franchisee_panels=(
        Panel(
            key="late",
            permission=Permission.DUNNING_ACCOUNT_READ,
            template="dunning/panels/late.html",
            load=_late,
        ),
    ),
    guards={"dunning.": Permission.DUNNING_ACCOUNT_READ},
)
