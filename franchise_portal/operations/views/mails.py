"""Mails: those that left, those kept here because no server is set, those refused."""

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...mail.enums import MailStatus
from ...mail.outbox import keeps_mails
from ...web.paging import list_url
from ...web.rendering import render
from .. import queries, services
from . import listing as frame

bp = Blueprint("mail", __name__)

#: A mail is shown in a frame of its own that can run nothing and load nothing; its links open
#: elsewhere.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@bp.get("/")
@requires(Permission.MAIL_MESSAGE_READ)
def index() -> ResponseReturnValue:
    """The list."""
    wanted = frame.wanted()
    filters = [frame.status_filter(MailStatus)]
    chips = frame.chips(filters)
    return render(
        "operations/mails/index.html",
        listing=queries.mails(current_actor, wanted),
        wanted=wanted,
        filters=filters,
        chips_in_force=chips,
        is_filtered=bool(wanted.text or chips),
        are_kept=keeps_mails(),
        clear_url=list_url(q="", status="", page=""),
    )


@bp.get("/<uuid:message_id>")
@requires(Permission.MAIL_MESSAGE_READ)
def show(message_id: UUID) -> ResponseReturnValue:
    """One mail, as text and as it looks."""
    message = queries.mail_for(current_actor, message_id)
    is_readable = services.may_read(current_actor, message)
    if is_readable:
        services.note_reading(current_actor, message)
    return render("operations/mails/show.html", message=message, is_readable=is_readable)


@bp.get("/<uuid:message_id>/letter")
@requires(Permission.MAIL_MESSAGE_READ)
def letter(message_id: UUID) -> ResponseReturnValue:
    """The HTML of a mail, for the frame on its page."""
    message = queries.mail_for(current_actor, message_id)
    services.note_reading(current_actor, message)
    html = message.html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response
