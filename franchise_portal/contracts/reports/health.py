"""The health check of all contracts as a document."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...law import disclaimer, pack
from ...network import queries as network
from ...reports.documents import Issuer, Margin
from ...reports.kinds import PaperKind, Subject
from ...web import filters
from ..health_words import rule_title
from ..services import examination
from ..words import SpokenFinding, spoken_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientWords:
    """A contract and what to look at."""

    number: str
    franchisee: str
    other: str
    findings: tuple[SpokenFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthWords:
    """The check in words."""

    on: date
    examined: int
    sound: int
    counts: tuple[tuple[str, int], ...]
    patients: tuple[PatientWords, ...]
    unlisted: int
    uncovered: tuple[tuple[str, str, str], ...]
    """Code, name and franchisee of outlets without a contract."""
    uncovered_count: int
    disclaimers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    health: HealthWords


def build(_network_id: UUID) -> HealthDocument:
    """The check of today, over every contract that binds."""
    whole, today = network.founded(), clock.today()
    found = examination.examine_contracts(SYSTEM, on=today)
    title = _("Contract health check, %(day)s", day=filters.date(today))
    return HealthDocument(
        issuer=Issuer(
            name=whole.legal_name or whole.name, address=whole.address, email=whole.email
        ),
        margin=Margin(number=title, legal=title),
        health=HealthWords(
            on=today,
            examined=found.examined,
            sound=found.sound,
            counts=tuple((_(rule_title(rule)), count) for rule, count in found.counts),
            patients=tuple(_patient(one) for one in found.patients),
            unlisted=found.unlisted,
            uncovered=tuple((one.code, one.name, one.franchisee) for one in found.uncovered),
            uncovered_count=found.uncovered_count,
            disclaimers=tuple(
                _(words)
                for words in sorted({disclaimer(pack(one.contract.pack)) for one in found.patients})
            ),
        ),
    )


def _patient(patient: examination.Patient) -> PatientWords:
    contract = patient.contract
    return PatientWords(
        number=contract.number,
        franchisee=contract.franchisee.name,
        other=contract.franchisee.name_local,
        findings=tuple(spoken_findings(patient.findings)),
    )


def _whole(actor: Actor, network_id: UUID) -> Subject:
    whole = network.founded()
    actor.require(Permission.CONTRACTS_HEALTH_READ)
    if network_id != whole.id:
        raise NotFound
    return Subject(
        key="contract-health", name=whole.name, language=whole.languages[0], zone=whole.zone
    )


HEALTH = PaperKind(
    slug="contract-health",
    title=N_("Contract health check"),
    permission=Permission.CONTRACTS_HEALTH_READ,
    template="contracts/pdf/health.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subject=_whole,
    build=build,
)
