"""The answer to “what if” as a document: winners, losers, the total, and what was assumed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...kit.i18n import N_
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import PaperKind, Subject
from ..impact_words import ImpactRow, ShownImpact, shown_result
from ..plan_words import ShownFee, shown_terms
from ..queries.plan_versions import simulation_for
from .words import named_fee, span

MOST_LISTED = 40
"""Rows of each of the two tables on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationWords:
    """The answer in words."""

    name: str
    fee: str
    asked_by: str
    asked_at: datetime
    period: str
    terms: ShownFee
    impact: ShownImpact
    losers: tuple[ImpactRow, ...]
    winners: tuple[ImpactRow, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    simulation: SimulationWords


def build(simulation_id: UUID) -> SimulationDocument:
    """One answered question."""
    network, row = founded(), simulation_for(SYSTEM, simulation_id)
    impact = shown_result(row.result, row.currency)
    paying = [one for one in impact.rows if one.difference.minor > 0]
    saving = [one for one in reversed(impact.rows) if one.difference.minor < 0]
    return SimulationDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("What if: %(name)s", name=row.name),
            legal=_("A calculation on past sales. No plan was changed by it."),
        ),
        simulation=SimulationWords(
            name=row.name,
            fee=named_fee(row.fee),
            asked_by=row.created_by_name,
            asked_at=row.created_at,
            period=span(impact.first, impact.last),
            terms=shown_terms(row.terms, row.currency),
            impact=impact,
            losers=tuple(paying[:MOST_LISTED]),
            winners=tuple(saving[:MOST_LISTED]),
            assumptions=assumptions(),
        ),
    )


def assumptions() -> tuple[str, ...]:
    """What was assumed; it stands on the page and on paper."""
    return (
        _("The sales are those reported for these months; nobody sells more or less for it."),
        _("Each outlet counts under the contract and the plan that it has today."),
        _("Every other fee of each plan stays as it is, as do its basis and its deductions."),
        _(
            "Where a plan has other terms from a later month of operation on, those terms stay, "
            "unless the changed way of charging has no use for them."
        ),
        _("Thresholds and minimums of a year are counted from the beginning of the plan’s year."),
        _(
            "Both ways are worked out by the rule that invoices follow. Sales are net of tax "
            "and refunds."
        ),
    )


def _subject(actor: Actor, simulation_id: UUID) -> Subject:
    row, network = simulation_for(actor, simulation_id), founded()
    return Subject(
        key=f"what-if-{row.created_at:%Y%m%d}-{row.id.hex[-6:]}",
        name=row.name,
        language=network.languages[0],
        zone=network.zone,
    )


SIMULATION = PaperKind(
    slug="fee-simulation",
    title=N_("What if"),
    permission=Permission.FEES_PLAN_WRITE,
    template="fees/pdf/simulation.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/network.css"),
    subject=_subject,
    build=build,
)

KINDS = (SIMULATION,)
