"""The page of entries, its export, and what every page needs to show them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from .. import sheets
from ..access.actor import current_actor
from ..access.guards import requires
from ..access.permissions import Permission
from ..kit import clock
from ..web import filters
from ..web.context import initials
from ..web.filters import since
from ..web.paging import list_url
from ..web.rendering import render
from ..web.speech import Speech, speech
from ..web.writing import Writing
from . import actions, origin, queries, services
from .enums import AuditAction, EntryKind
from .models import Entry
from .sentences import actor_words, heading, plain_sentence, sentence, sentences

bp = Blueprint("audit", __name__)
bp.add_app_template_filter(sentence)
bp.add_app_template_filter(actor_words)
bp.add_app_template_filter(initials)

FORBIDDEN = 403


@bp.before_app_request
def remember_origin() -> None:
    """Entries of this request name its id and the caller's address."""
    origin.set_origin(origin.Origin(g.get("request_id", ""), request.remote_addr or ""))


@bp.after_app_request
def note_refusal(response: Response) -> Response:
    """Whoever is refused a page stands in the book; a stranger is only sent to the door."""
    if response.status_code == FORBIDDEN and current_actor.user_id is not None:
        services.record_access(current_actor, AuditAction.REFUSED, page=request.endpoint or "")
    return response


@bp.get("")
@requires(Permission.AUDIT_ENTRY_READ)
def index() -> ResponseReturnValue:
    """Everything that happened, newest first."""
    found = queries.entries(
        current_actor,
        _wanted(),
        older_than=request.args.get("older", ""),
        newer_than=request.args.get("newer", ""),
    )
    menus = _filters()
    return render(
        "audit/index.html",
        rows=_cells(found.rows),
        newer_url=list_url(newer=found.newer, older="") if found.newer else "",
        older_url=list_url(older=found.older, newer="") if found.older else "",
        filters=menus,
        chips_in_force=_chips(menus),
        keep=[
            (key, request.args[key]) for key in ("actor", "type", "subject") if key in request.args
        ],
        export_url=url_for(".export", **request.args.to_dict(flat=False)),  # type: ignore[arg-type]
    )


def _cells(rows: Sequence[queries.EntryRow]) -> list[tuple[str, str, Markup, str]]:
    """What each row shows, in the order of the template."""
    write = Writing()
    return [
        (since(row.at), write.moment(row.at), told, row.address)
        for row, told in zip(rows, sentences(rows), strict=True)
    ]


@bp.get("/export")
@requires(Permission.AUDIT_ENTRY_READ)
def export() -> ResponseReturnValue:
    """What the filters let through, as a file for a spreadsheet."""
    entries = queries.entries_to_export(current_actor, _wanted())
    services.record_access(current_actor, AuditAction.EXPORTED, entries=len(entries))
    content = sheets.write_csv(EXPORTED, [_exported(entry) for entry in entries])
    name = f"audit-{clock.today().isoformat()}.csv"
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


EXPORTED = (
    "at",
    "who",
    "what",
    "action",
    "subject_type",
    "subject",
    "kind",
    "address",
    "request",
    "facts",
)


def _exported(entry: Entry) -> list[str]:
    return [
        entry.at.isoformat(timespec="seconds"),
        actor_words(entry),
        plain_sentence(entry),
        entry.action,
        entry.subject_type,
        entry.subject_name,
        (EntryKind.ACCESS if entry.is_access else EntryKind.CHANGE).value,
        entry.address,
        entry.request_id,
        json.dumps(entry.data, ensure_ascii=False) if entry.data else "",
    ]


def _wanted() -> queries.Wanted:
    """What the address asks for; what makes no sense is ignored."""
    last = _day("until")
    return queries.Wanted(
        text=request.args.get("q", "").strip()[:100],
        actions=request.args.getlist("action"),
        kinds=request.args.getlist("kind"),
        actor_id=_id("actor"),
        subject_type=request.args.get("type", ""),
        subject_id=_id("subject"),
        since=_start_of(_day("since")),
        before=_start_of(last + timedelta(days=1)) if last else None,
    )


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(key, ""))
    except ValueError:
        return None


def _id(key: str) -> UUID | None:
    try:
        return UUID(request.args.get(key, ""))
    except ValueError:
        return None


def _start_of(day: date | None) -> datetime | None:
    """The moment at which a day begins for the reader."""
    if day is None:
        return None
    return datetime.combine(day, time.min, ZoneInfo(current_actor.zone)).astimezone(UTC)


@lru_cache(maxsize=8)
def _headings(_spoken: Speech) -> Sequence[tuple[str, str]]:
    """All actions in the language of the page: there are hundreds, and they stay the same."""
    return [(code, heading(code)) for code in actions.codes()]


def _filters() -> list[dict[str, Any]]:
    kinds = [(kind.value, filters.label(kind)) for kind in EntryKind]
    return [
        {
            "name": "action",
            "label": _("Action"),
            "options": _headings(speech()),
            "selected": request.args.getlist("action"),
        },
        {
            "name": "kind",
            "label": _("Kind"),
            "options": kinds,
            "selected": request.args.getlist("kind"),
            "single": True,
        },
    ]


def _chips(menus: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    shown = []
    for one in menus:
        names = [words for value, words in one["options"] if value in one["selected"]]
        if names:
            text = _("%(filter)s: %(values)s", filter=one["label"], values=_(", ").join(names))
            shown.append((text, list_url(**{one["name"]: "", "older": "", "newer": ""})))
    for key, words in (("since", _("From %(day)s")), ("until", _("Until %(day)s"))):
        day = _day(key)
        if day:
            shown.append((words % {"day": filters.date(day)}, list_url(**{key: ""})))
    if _id("subject"):
        shown.append((_("One object only"), list_url(type="", subject="")))
    if _id("actor"):
        shown.append((_("One person only"), list_url(actor="")))
    return shown
