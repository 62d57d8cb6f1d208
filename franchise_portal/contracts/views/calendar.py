"""The calendar of each side, the look ahead, and the address under which programs read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from flask import Response, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ... import mail
from ...access.actor import current_actor
from ...access.guards import public, requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.period import Period, shifted
from ...network.queries import founded
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import ical
from ..owed_to_all import OwedToAll, owed_between
from ..queries import calendar as queries
from ..queries import feeds
from ..queries.duties import DutyRow
from ..services import feeds as services
from .blueprint import bp

MONTHS = 12
BEFORE = timedelta(days=90)
YEAR = Duration(MONTHS, Unit.MONTHS)
NEW_ADDRESS = "calendar_address"
"""Where the new secret waits in the session for the one page that shows it."""


@dataclass(slots=True)
class Day:
    """A day of the calendar with what falls on it."""

    on: date
    duties: list[DutyRow] = field(default_factory=list)
    notices: list[queries.NoticeDay] = field(default_factory=list)
    ends: list[queries.TermEnd] = field(default_factory=list)
    to_all: list[OwedToAll] = field(default_factory=list)


@bp.get("/calendar")
@requires(Permission.CONTRACTS_DUTY_READ)
def calendar() -> ResponseReturnValue:
    """A month, day by day."""
    today = clock.today()
    month = _asked_month(today)
    first, last = month.start, month.last
    owner = _asked_side()
    duties = queries.days(current_actor, first, last, owner=owner)
    found = _by_day(
        duties,
        queries.notice_days(current_actor, first, last) if owner is None else (),
        queries.term_ends(current_actor, first, last) if owner is None else (),
        owed_between(current_actor, today, first, last) if owner is not Side.FRANCHISEE else (),
    )
    return render(
        "contracts/duties/calendar.html",
        month=month.text,
        before=f"{shifted(month.start, -1):%Y-%m}",
        after=f"{shifted(month.start, 1):%Y-%m}",
        days=found,
        owner=owner,
        is_cut=len(duties) >= queries.MOST,
        today=today,
        feed=feeds.feed_of(current_actor),
        address=session.pop(NEW_ADDRESS, ""),
    )


@bp.get("/calendar/ahead")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.calendar")
def look_ahead() -> ResponseReturnValue:
    """Twelve months: how much each holds, and everything of one's own side by month."""
    today = clock.today()
    last = YEAR.after(today)
    mine = queries.days(current_actor, today, last, owner=current_actor.side)
    months = [
        (month, list(rows))
        for month, rows in groupby(mine, key=lambda row: row.act_by.isoformat()[:7])
    ]
    return render(
        "contracts/duties/ahead.html",
        counts=queries.months_ahead(current_actor, today, last),
        months=months,
        ends=queries.term_ends(current_actor, today, last),
        to_all=owed_between(current_actor, today, today, last),
        is_cut=len(mine) >= queries.MOST,
        today=today,
        last=last,
    )


@bp.post("/calendar/address")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.calendar")
def make_feed() -> ResponseReturnValue:
    """A new address for one's calendar; it is shown once."""
    token = services.make_feed(current_actor)
    session[NEW_ADDRESS] = mail.linker()("contracts.calendar_feed", token=token)
    flash(_("Your calendar has a new address. Copy it now: it is shown this once."))
    return see(".calendar")


@bp.post("/calendar/address/end")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.calendar")
def end_feed() -> ResponseReturnValue:
    """End the address of one's calendar."""
    services.end_feed(current_actor)
    flash(_("The address is ended. Programs that read it find nothing any more."))
    return see(".calendar")


@bp.get("/calendar/<string:token>.ics")
@public
def calendar_feed(token: str) -> ResponseReturnValue:
    """The calendar of the person to whom a secret address belongs."""
    reader = feeds.reader_of(token)
    today = clock.today()
    content = feeds.content_for(reader, today - BEFORE, YEAR.after(today), on=today)
    with force_locale(reader.language):
        data = ical.calendar_file(
            content, name=_("Contracts, %(network)s", network=founded().name), link=mail.linker()
        )
    answer = Response(data, content_type="text/calendar; charset=utf-8")
    answer.set_etag(ical.etag_of(data))
    if content.changed_at:
        answer.last_modified = content.changed_at
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="contracts.ics"'
    return answer.make_conditional(request)


def _by_day(
    duties: Iterable[DutyRow],
    notices: Iterable[queries.NoticeDay],
    ends: Iterable[queries.TermEnd],
    to_all: Iterable[OwedToAll],
) -> list[Day]:
    found: dict[date, Day] = {}
    for row in duties:
        found.setdefault(row.act_by, Day(row.act_by)).duties.append(row)
    for notice in notices:
        found.setdefault(notice.on, Day(notice.on)).notices.append(notice)
    for end in ends:
        found.setdefault(end.on, Day(end.on)).ends.append(end)
    for one in to_all:
        found.setdefault(one.act_by, Day(one.act_by)).to_all.append(one)
    return [found[on] for on in sorted(found)]


def _asked_month(today: date) -> Period:
    text = request.args.get("month", "")
    try:
        return Period.parse_month(text)
    except ValueError:
        return Period.month_of(today)


def _asked_side() -> Side | None:
    text = request.args.get("owner", "")
    return Side(text) if text in set(Side) else None
