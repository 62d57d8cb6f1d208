"""What the life of a contract adds to its page: where it stands, and the way to each event."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from ..web.filters import label
from .event_enums import ChargeStatus, TerminationStatus
from .models import NO_END, Contract, Exit, Suspension, Termination, Transfer
from .queries import development, events, exits, renewals, transfers
from .rules.development import StandingStep
from .services.exits import certain_end

ADDITIONS = Additions(guards={"contracts.approval": Permission.CONTRACTS_APPROVAL_READ})


@dataclass(frozen=True, slots=True)
class Part:
    """Where one contract stands."""

    contract: Contract
    has_end: bool
    is_running: bool
    renewal: tuple[str, str] | None
    """The state of a renewal on its way: words and tone."""
    step: StandingStep | None
    """The first step of the development schedule that is not met, else the last."""
    transfer: Transfer | None
    suspension: Suspension | None
    termination: Termination | None
    charges: int
    exit: Exit | None
    may_begin_exit: bool
    """Whether its end is certain, and the reader may begin the exit before it."""


def _of_contract(actor: Actor, contract: Contract) -> Part | None:
    if not contract.status.is_binding:
        return None
    found = renewals.standing_renewal(contract.id, contract.ends_on)
    steps = development.schedule_of(contract)
    termination = events.standing_termination(contract.id)
    return Part(
        contract=contract,
        has_end=contract.ends_on != NO_END,
        is_running=contract.status.is_running,
        renewal=(_renewal(label(found.status)), found.status.tone.value) if found else None,
        step=next((one for one in steps if one.met_on is None), steps[-1] if steps else None),
        transfer=transfers.open_transfer(contract.id),
        suspension=events.open_suspension(contract.id),
        termination=termination
        if termination and termination.status is TerminationStatus.PLANNED
        else None,
        charges=sum(one.status is ChargeStatus.OPEN for one in transfers.charges_of(contract.id)),
        exit=exits.exit_of(contract.id),
        may_begin_exit=contract.status.is_running
        and actor.may(Permission.CONTRACTS_EVENT_NOTE)
        and certain_end(contract)[0] is not None,
    )


def _renewal(status: str) -> str:
    return _("Renewal: %(status)s", status=status)


CONTRACT_PANELS = (
    Panel(
        key="events",
        permission=Permission.CONTRACTS_CONTRACT_READ,
        template="contracts/events/_panel.html",
        load=_of_contract,
        place="aside",
    ),
)
