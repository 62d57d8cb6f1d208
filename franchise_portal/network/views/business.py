"""A franchisee's page and its history: one line of everything that happened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...audit import queries as audit
from ...audit.models import Entry
from ...audit.sentences import sentence
from ...kit import clock
from ...web.context import initials
from ...web.navigation import section
from ...web.rendering import render, see
from .. import additions, queries
from ..additions import Happening
from ..enums import CareKind
from ..models import Franchisee
from ..queries import lists
from . import bp

SECTION = "network.franchisees"
SHORT_HISTORY = 7
LONG_HISTORY = 50


@bp.get("/business")
@requires(Permission.NETWORK_FRANCHISEE_READ)
def own_business() -> ResponseReturnValue:
    """A franchisee's way to its own page."""
    scope = current_actor.scope
    if not isinstance(scope, OwnBusiness):
        return see(".franchisees")
    return _page(queries.franchisee_for(current_actor, scope.franchisee_id))


@bp.get("/franchisees/<uuid:franchisee_id>")
@requires(Permission.NETWORK_FRANCHISEE_READ)
@section(SECTION)
def show_franchisee(franchisee_id: UUID) -> ResponseReturnValue:
    """One franchisee."""
    return _page(queries.franchisee_for(current_actor, franchisee_id))


def _page(franchisee: Franchisee) -> ResponseReturnValue:
    today = clock.today()
    cares = queries.care_history(franchisee.id)
    return render(
        "network/franchisees/show.html",
        franchisee=franchisee,
        outlets=lists.outlets(current_actor, lists.OutletsWanted(franchisee_id=franchisee.id)),
        people=queries.people_of(franchisee.id)
        if current_actor.may(Permission.NETWORK_PERSON_READ)
        else (),
        care=_present(cares, today),
        past_cares=[care for care in cares if care.ends_on and care.ends_on < today],
        happenings=happenings_of(franchisee.id, limit=SHORT_HISTORY),
        panels=additions.panels_of(current_actor, franchisee),
        tabs=_tabs(franchisee),
        today=today,
    )


def _present(cares: Any, today: date) -> Mapping[str, queries.Care | None]:  # noqa: ANN401
    """Who looks after the franchisee today, by kind."""
    return {
        kind.value: next(
            (
                care
                for care in cares
                if care.kind is kind
                and care.starts_on <= today
                and (care.ends_on is None or care.ends_on >= today)
            ),
            None,
        )
        for kind in CareKind
    }


def _tabs(franchisee: Franchisee) -> list[tuple[str, str, str]]:
    added = [
        (tab.key, _(tab.label), tab.url(franchisee))
        for one in additions.all_additions()
        for tab in one.franchisee_tabs
        if current_actor.may(tab.permission)
    ]
    return [
        ("overview", _("Overview"), url_for(".show_franchisee", franchisee_id=franchisee.id)),
        *added,
        ("history", _("History"), url_for(".franchisee_history", franchisee_id=franchisee.id)),
    ]


@bp.get("/franchisees/<uuid:franchisee_id>/history")
@requires(Permission.NETWORK_FRANCHISEE_READ)
@section(SECTION)
def franchisee_history(franchisee_id: UUID) -> ResponseReturnValue:
    """Everything that happened, the newest first."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    found = happenings_of(franchisee.id, limit=LONG_HISTORY + 1, before=_asked_moment())
    older = found[LONG_HISTORY - 1].at if len(found) > LONG_HISTORY else None
    return render(
        "network/franchisees/history.html",
        franchisee=franchisee,
        happenings=found[:LONG_HISTORY],
        older_url=url_for(
            ".franchisee_history", franchisee_id=franchisee.id, before=older.isoformat()
        )
        if older
        else None,
        is_beginning=_asked_moment() is None,
        tabs=_tabs(franchisee),
    )


def _asked_moment() -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def happenings_of(
    franchisee_id: UUID, *, limit: int, before: datetime | None = None
) -> list[Happening]:
    """Audit entries and what features add, in one line; the caller has checked the scope."""
    found = [_happening(entry) for entry in _readable(franchisee_id, limit, before)]
    for added in additions.all_additions():
        for source in added.sources:
            if current_actor.may(source.permission):
                found += source.happenings(current_actor, franchisee_id, before, limit)
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:limit]


def _readable(franchisee_id: UUID, limit: int, before: datetime | None) -> list[Entry]:
    """The entries that this person may read: a member of staff reads nothing about money."""
    found: list[Entry] = []
    while len(found) < limit:
        entries = audit.timeline(franchisee_id, limit=limit, before=before)
        found += [entry for entry in entries if additions.may_read(current_actor, entry.action)]
        if len(entries) < limit:
            break
        before = entries[-1].at
    return found[:limit]


def _happening(entry: Entry) -> Happening:
    letters = initials(entry.actor_name) if entry.actor_id else ""
    return Happening(entry.at, letters, sentence(entry))
