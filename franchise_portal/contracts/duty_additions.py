"""What duties and notices add to the page of a contract and of a franchisee."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from ..network.models import Franchisee
from .models import Contract, Duty, Notice
from .queries import duties, notices

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """What comes next under a contract, and what was formally said."""

    contract: Contract
    duties: Sequence[Duty]
    notices: Sequence[Notice]


def _of_contract(actor: Actor, contract: Contract) -> Part | None:
    if not contract.status.is_binding:
        return None
    said = notices.notices_of(contract.id) if actor.may(Permission.CONTRACTS_NOTICE_READ) else ()
    return Part(contract, duties.next_duties(contract.id, limit=SHOWN), said[:SHOWN])


def _of_franchisee(actor: Actor, franchisee: Franchisee) -> Sequence[duties.DutyRow] | None:
    return duties.open_duties_about(actor, franchisee.id, limit=SHOWN) or None


CONTRACT_PANELS = (
    Panel(
        key="duties",
        permission=Permission.CONTRACTS_DUTY_READ,
        template="contracts/duties/_panel.html",
        load=_of_contract,
        place="main",
    ),
)

ADDITIONS = Additions(
    guards={
        "contracts.duty": Permission.CONTRACTS_DUTY_READ,
        "contracts.obligation": Permission.CONTRACTS_DUTY_READ,
        "contracts.notice": Permission.CONTRACTS_NOTICE_READ,
    },
    franchisee_panels=(
        Panel(
            key="duties",
            permission=Permission.CONTRACTS_DUTY_READ,
            template="contracts/duties/_franchisee_panel.html",
            load=_of_franchisee,
            place="aside",
        ),
    ),
)
