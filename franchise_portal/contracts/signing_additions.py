"""What signing adds to the page of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from . import queries
from .enums import VersionStatus
from .models import Contract, ContractVersion, ExecutedDocument, Signatory, SigningRound
from .queries import executed as files
from .queries import signing as rounds

ADDITIONS = Additions()


@dataclass(frozen=True, slots=True)
class Part:
    """The signing of one contract, as somebody may see it."""

    draft: ContractVersion | None
    """The version that could be sent out."""
    mine: Sequence[Signatory]
    """What the reader is asked to sign."""
    rounds: Sequence[SigningRound]
    executed: Sequence[ExecutedDocument]


def _of_contract(actor: Actor, contract: Contract) -> Part | None:
    draft = None
    if actor.may(Permission.CONTRACTS_CONTRACT_WRITE):
        found = queries.open_version(contract.id)
        draft = found if found and found.status is VersionStatus.DRAFT else None
    part = Part(
        draft,
        [one for one in rounds.waiting_for(actor) if one.round.contract_id == contract.id],
        rounds.rounds_of(contract.id),
        files.executed_of(contract.id),
    )
    return part if part.draft or part.rounds else None


CONTRACT_PANELS = (
    Panel(
        key="signing",
        permission=Permission.CONTRACTS_CONTRACT_READ,
        template="contracts/signing/_panel.html",
        load=_of_contract,
        place="main",
    ),
)
