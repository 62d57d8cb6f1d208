"""The list of applicants."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...network import queries as network
from ...web import lists
from ...web.filters import label, number
from ...web.paging import asked_page
from ...web.rendering import render
from .. import queries
from ..enums import Source, Stage
from .blueprint import bp


@bp.get("/applicants")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def applicants() -> ResponseReturnValue:
    """The list, those longest untouched or touched last first, as one likes."""
    keepers = [(str(user_id), name) for user_id, name in network.possible_carers()]
    counts = queries.stage_counts(current_actor)
    stages = [
        (stage.value, _("%(stage)s (%(count)s)", stage=label(stage), count=number(counts[stage])))
        for stage in Stage
        if stage in counts
    ]
    asked = lists.ask(
        (
            lists.Filter("stage", _("Stage"), stages),
            lists.Filter("brand", _("Brand"), [(b.code, b.name) for b in network.brands()]),
            lists.Filter("source", _("Heard of us"), [(s.value, label(s)) for s in Source]),
            lists.Filter("keeper", _("Responsible"), keepers),
        ),
        sorts=("reference", "name", "touched"),
        default="touched",
    )
    headings = (
        lists.Heading("reference", _("Application number"), sorts=True, phone="bare"),
        lists.Heading("name", _("Name"), sorts=True, phone="title"),
        lists.Heading("brand", _("Brand")),
        lists.Heading("place", _("Place")),
        lists.Heading("stage", _("Stage")),
        lists.Heading("keeper", _("Responsible")),
        lists.Heading("touched", _("Last touched"), sorts=True),
    )
    wanted = queries.Wanted(
        text=asked.text,
        stages=asked.chosen("stage"),
        brands=asked.chosen("brand"),
        sources=asked.chosen("source"),
        keepers=[UUID(user_id) for user_id in asked.chosen("keeper")],
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    return render(
        "recruitment/applicants/index.html",
        listing=queries.applicants(current_actor, wanted),
        asked=asked,
        columns=lists.columns(headings, asked.order),
        row_url=lists.row_url("recruitment.show", "applicant_id"),
        settings=queries.settings(),
        open_count=sum(count for stage, count in counts.items() if stage.is_open),
    )
