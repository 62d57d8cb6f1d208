"""Letting a contract rest, and letting it go on."""

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import ContractStatus
from ..event_enums import EventAction, LifeNews
from ..models import Contract, Suspension
from ..queries import events as queries
from .event_letters import tell
from .lifecycle import lock, move


def suspend(actor: Actor, contract: Contract, *, reason: str) -> Suspension:
    """Let a contract rest from today on.

    Raises:
        NotFromHere: when it does not run, or rests already.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    _require_words(reason, "reason")
    contract = move(
        actor, contract, ContractStatus.SUSPENDED, on=clock.today(), reason=reason.strip()
    )
    suspension = Suspension(
        id=new_id(),
        contract_id=contract.id,
        starts_on=clock.today(),
        reason=reason.strip(),
        by_name=actor.name,
    )
    db.session.add(suspension)
    audit.record(
        actor, EventAction.SUSPENDED, contract, day=suspension.starts_on, reason=reason.strip()
    )
    db.session.flush()
    tell(actor, contract, LifeNews.SUSPENDED, words=reason, day=suspension.starts_on)
    return suspension


def lift_suspension(actor: Actor, contract: Contract, *, reason: str) -> Contract:
    """Let a contract that rests go on: in force, or renewed where it is in a later term.

    Raises:
        NotFromHere: when it does not rest.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    _require_words(reason, "reason")
    contract = lock(contract)
    to = ContractStatus.RENEWED if contract.term_number > 1 else ContractStatus.IN_FORCE
    contract = move(actor, contract, to, on=clock.today(), reason=reason.strip())
    suspension = queries.open_suspension(contract.id)
    if suspension is not None:
        suspension.lifted_on, suspension.lift_reason = clock.today(), reason.strip()
        suspension.lifted_by_name = actor.name
    audit.record(actor, EventAction.SUSPENSION_LIFTED, contract, reason=reason.strip())
    db.session.flush()
    tell(actor, contract, LifeNews.LIFTED, words=reason, day=clock.today())
    return contract


def _require_words(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write the reason, so that it can be understood later."), field=field)
