"""The list of disputes, one of them, its files and its paper."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...kit import clock
from ...kit.enums import Tone
from ...reports import services as reports
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import DisputeAction, DisputeReason, DisputeStatus
from ..queries import disputes as queries
from ..reports.kinds import DECISION
from .blueprint import SECTION, bp
from .page import dispute_page


@bp.get("/")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_READ)
def index() -> ResponseReturnValue:
    """The list for both sides."""
    asked = lists.ask(
        (
            lists.Filter("status", _("Status"), [(one.value, label(one)) for one in DisputeStatus]),
            lists.Filter("reason", _("Reason"), [(one.value, label(one)) for one in DisputeReason]),
            lists.Filter("clock", _("Answer"), [(queries.LATE, _("Late"))], single=True),
        ),
        sorts=("opened", "due", "amount"),
        default="opened",
    )
    wanted = queries.Wanted(
        text=asked.text,
        statuses=asked.chosen("status"),
        reasons=asked.chosen("reason"),
        is_late=queries.LATE in asked.chosen("clock"),
        order=asked.order.key,
        is_descending=asked.order.is_descending or "sort" not in request.args,
        page=asked_page(),
    )
    return render(
        "disputes/index.html",
        listing=queries.disputes(current_actor, wanted),
        asked=asked,
        columns=lists.columns(_headings(), lists.Order(wanted.order, wanted.is_descending)),
        today=clock.today(),
    )


def _headings() -> Sequence[lists.Heading]:
    is_own = isinstance(current_actor.scope, OwnBusiness)
    return (
        lists.Heading("number", _("Number")),
        *(() if is_own else (lists.Heading("franchisee", _("Franchisee")),)),
        lists.Heading("line", _("Line")),
        lists.Heading("reason", _("What is wrong")),
        lists.Heading("amount", _("In dispute"), num=True, sorts=True),
        lists.Heading("due", _("Answer until"), sorts=True),
        lists.Heading("status", _("Status")),
    )


@bp.get("/<uuid:dispute_id>")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_READ)
def show(dispute_id: UUID) -> ResponseReturnValue:
    """One dispute."""
    return dispute_page(queries.dispute_for(current_actor, dispute_id))


@bp.get("/files/<uuid:dispute_entry_id>")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_READ)
def open_file(dispute_entry_id: UUID) -> ResponseReturnValue:
    """Download a piece of evidence."""
    dispute, file = queries.file_for(current_actor, dispute_entry_id)
    audit.record_access(
        current_actor,
        DisputeAction.FILE_OPENED,
        dispute,
        name=dispute.number,
        document=file.name,
    )
    return storage.send(file)


@bp.post("/<uuid:dispute_id>/paper")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_READ)
def make_paper(dispute_id: UUID) -> ResponseReturnValue:
    """Have the PDF of the decision made."""
    reports.request_paper(current_actor, DECISION.slug, dispute_id)
    flash(_("The PDF is being made."), Tone.INFO)
    return see(".show", dispute_id=dispute_id)
