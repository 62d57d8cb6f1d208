"""The health check of contracts."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...law import disclaimer, pack
from ...network import queries as network
from ...reports import queries as papers
from ...reports.services import request_paper
from ...web import lists
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import words
from ..health_words import rule_title
from ..reports.health import HEALTH
from ..services import examination
from .blueprint import bp

SECTION = "contracts.health"
MOST_EXAMINED = 2_000
"""By the page; the PDF, made in the background, looks at all."""


@bp.get("/health")
@requires(Permission.CONTRACTS_HEALTH_READ)
@section(SECTION)
def health() -> ResponseReturnValue:
    """What is wrong with contracts that bind, as of today."""
    brands = [(brand.code, brand.name) for brand in network.brands()]
    asked = lists.ask(
        (lists.Filter("brand", _("Brand"), brands, single=True),),
        sorts=("number",),
        default="number",
    )
    chosen = asked.chosen("brand")
    found = examination.examine_contracts(
        current_actor,
        on=clock.today(),
        brand=chosen[0] if chosen else "",
        most=MOST_EXAMINED,
    )
    whole = network.founded()
    return render(
        "contracts/health/index.html",
        health=found,
        asked=asked,
        patients=[(one.contract, words.spoken_findings(one.findings)) for one in found.patients],
        rule_title=rule_title,
        disclaimers=sorted({disclaimer(pack(one.contract.pack)) for one in found.patients}),
        paper=papers.current_paper(current_actor, HEALTH.slug, whole.id),
        paper_run=papers.latest_paper_run(current_actor, HEALTH.slug, whole.id),
    )


@bp.post("/health/document")
@requires(Permission.CONTRACTS_HEALTH_READ)
@section(SECTION)
def make_health_document() -> ResponseReturnValue:
    """Ask for the check of all contracts as a PDF."""
    request_paper(current_actor, HEALTH.slug, network.founded().id)
    flash(_("The PDF is being made. It stands here in a moment."))
    return see(".health")
