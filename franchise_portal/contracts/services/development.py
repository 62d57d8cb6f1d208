"""More time for a step of the development schedule: asked for by either side, granted by one."""

from datetime import date

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..event_enums import EventAction, Measure
from ..event_errors import NotOpen, NotRunning
from ..models import Approval, Contract, DevelopmentExtension, Duty
from ..queries import contract_with_id, duties
from ..queries import development as queries
from ..queries.events import open_duty_of
from ..rules.authority import Size
from ..rules.development import StandingStep
from . import approvals, evidence
from .lifecycle import lock

EXTEND = "extended_date"
#: How duties name the step of the schedule that they were read from.
ORIGIN = "development:"


def ask_extension(
    actor: Actor, contract: Contract, *, step: int, days: int, words: str
) -> Approval:
    """Ask for more days for a step; within one's own limit it is granted at once.

    Raises:
        NotRunning: when the contract does not run.
        Refused: for a step that there is not, or that is met already.
    """
    actor.require(Permission.CONTRACTS_EVENT_ASK)
    if not contract.status.is_running:
        raise NotRunning(number=contract.number, status=contract.status)
    standing = _step(contract, step)
    if standing.met_on is not None:
        raise NotOpen(status=standing.status)
    return approvals.ask(
        actor,
        EXTEND,
        Size(Measure.DAYS, days),
        words=words,
        contract=contract,
        payload={"step": step},
    )


def extend(actor: Actor, approval: Approval) -> bool:
    """Carry a granted extension out: the performer of the act."""
    number = approval.payload.get("step")
    if number is None or approval.contract_id is None:
        return False
    contract = lock(contract_with_id(approval.contract_id))
    standing = _step(contract, int(number))
    due_on = queries.extended(standing.due_on, approval.quantity)
    _enter(actor, approval, contract, standing.number, due_on)
    duty_id = open_duty_of(contract.id, f"{ORIGIN}{standing.number}")
    if duty_id is not None:
        duty = duties.duty_for(SYSTEM, duty_id)
        evidence.extend(actor, duty, until=due_on, reason=approval.words)
    return True


def follow_duty(actor: Actor, approval: Approval, duty: Duty) -> None:
    """A step of the schedule moves along with the duty that was read from it."""
    origin = duty.obligation.origin or ""
    if duty.contract is None or not origin.startswith(ORIGIN):
        return
    contract = lock(contract_with_id(duty.contract.id))
    _enter(actor, approval, contract, int(origin.removeprefix(ORIGIN)), duty.day)


def _enter(actor: Actor, approval: Approval, contract: Contract, number: int, due_on: date) -> None:
    db.session.add(
        DevelopmentExtension(
            id=new_id(),
            contract_id=contract.id,
            step=number,
            due_on=due_on,
            days=approval.quantity,
            approval_id=approval.id,
            by_name=actor.name,
        )
    )
    audit.record(actor, EventAction.STEP_EXTENDED, contract, number=number, day=due_on)
    db.session.flush()


def _step(contract: Contract, number: int) -> StandingStep:
    found = next((one for one in queries.schedule_of(contract) if one.number == number), None)
    if found is None:
        raise Refused(N_("The schedule has no such step."), field="step")
    return found
