"""The papers that contracts can be told in."""

from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...kit.i18n import N_
from ...network import queries as network
from ...reports.kinds import PaperKind, Subject
from .. import queries
from ..models import ContractVersion
from . import contract


def reference(version: ContractVersion) -> str:
    """What a version's papers are called: `CT-2026-0118-v2`."""
    return f"{version.contract.number}-v{version.sequence}"


def _version(actor: Actor, version_id: UUID) -> Subject:
    version = queries.version_for(actor, version_id)
    franchisee = version.contract.franchisee
    return Subject(
        key=reference(version),
        name=franchisee.name,
        name_local=franchisee.name_local,
        franchisee_id=franchisee.id,
        language=version.language,
        zone=network.founded().zone,
    )


CONTRACT = PaperKind(
    slug="contract",
    title=N_("Contract"),
    permission=Permission.CONTRACTS_CONTRACT_READ,
    template="contracts/pdf/contract.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subject=_version,
    build=contract.build,
    is_per_franchisee=True,
)
