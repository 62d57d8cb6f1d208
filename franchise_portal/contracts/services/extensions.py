"""More time for a duty: within one's limit at once, above it with the word of a second person.

The limits bind the franchisor's people. A franchisee who gives the franchisor more time gives what
is its own.
"""

from datetime import date
from uuid import UUID

from ...access.actor import SYSTEM, Actor
from ...access.roles import Side
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ..enums import DutyStatus
from ..event_enums import Measure
from ..models import Approval, Duty, DutyEntry
from ..queries import duties as queries
from ..rules.authority import Size
from . import approvals, development, evidence


def give_time(
    actor: Actor, duty: Duty, *, until: date, reason: str, version: int | None = None
) -> DutyEntry | Approval:
    """Give the other side more time; above one's limit the result is the approval to wait for.

    Raises:
        Refused: for a day that is not later than the one that counts now, or has passed.
        OtherSidesTurn, DutyClosed, ChangedMeanwhile: nothing is written.
    """
    evidence.require_may_extend(actor, duty, version)
    if until <= duty.day or until < clock.today():
        raise Refused(
            N_("Choose a day after %(day)s that is still to come."), field="until", day=duty.day
        )
    if actor.side is Side.FRANCHISEE or actor.user_id is None or duty.contract is None:
        return evidence.extend(actor, duty, until=until, reason=reason, version=version)
    return approvals.ask(
        actor,
        development.EXTEND,
        Size(Measure.DAYS, (until - duty.day).days),
        words=reason,
        contract=duty.contract,
        payload={"duty": str(duty.id), "until": until.isoformat()},
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Carry out a granted later date: of a step of the development schedule, or of a duty."""
    return development.extend(actor, approval) or _extend_duty(actor, approval)


def _extend_duty(actor: Actor, approval: Approval) -> bool:
    identity = approval.payload.get("duty")
    if identity is None:
        return False
    duty = queries.duty_for(SYSTEM, UUID(identity))
    if duty.status is not DutyStatus.OPEN:
        return False
    until = date.fromisoformat(approval.payload["until"])
    evidence.extend(actor, duty, until=until, reason=approval.words)
    development.follow_duty(actor, approval, duty)
    return True
