"""A calendar as an iCalendar file (RFC 5545): whole days, the same ids each time it is read."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from .duty_words import duty_title
from .enums import DutyStatus
from .owed_to_all import OwedToAll
from .queries.calendar import NoticeDay, TermEnd
from .queries.duties import DutyRow
from .queries.feeds import FeedContent

Link = Callable[..., str]
DAY = timedelta(days=1)
REFRESH = timedelta(hours=6)


def calendar_file(content: FeedContent, *, name: str, link: Link) -> bytes:
    """The calendar in the language that is spoken now; `link` makes absolute addresses."""
    calendar = Calendar()
    calendar.add("prodid", "-//Franchise Portal//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for row, changed_at, changes in content.duties:
        calendar.add_component(_duty(row, changed_at, changes, link))
    for notice in content.notices:
        calendar.add_component(_notice(notice, link))
    for end in content.term_ends:
        calendar.add_component(_term_end(end, link))
    for one in content.to_all:
        calendar.add_component(_owed_to_all(one, link))
    return bytes(calendar.to_ical())


def etag_of(data: bytes) -> str:
    """A tag that changes with the calendar."""
    return hashlib.sha256(data).hexdigest()[:32]


def _duty(row: DutyRow, changed_at: datetime, changes: int, link: Link) -> Event:
    event = _event(f"duty-{row.id}", row.act_by, duty_title(row), changed_at)
    about = [_("Contract %(number)s, %(franchisee)s", number=row.number, franchisee=row.franchisee)]
    if not row.number:
        about = []
    about.append(_(row.owner.label) + ", " + _(row.status.label))
    if row.day != row.act_by:
        about.append(_("The day agreed is %(day)s, which is a holiday.", day=row.day.isoformat()))
    event.add("description", "\n".join(about))
    event.add("url", link("contracts.show_duty", duty_id=row.id))
    event.add("sequence", changes)
    event.add("status", "CANCELLED" if row.status is DutyStatus.LAPSED else "CONFIRMED")
    return event


def _notice(notice: NoticeDay, link: Link) -> Event:
    title = _("%(kind)s %(number)s", kind=_(notice.kind.label), number=notice.number)
    event = _event(f"notice-{notice.id}", notice.on, title, notice.given_at)
    event.add("description", notice.franchisee)
    event.add("url", link("contracts.show_notice", notice_id=notice.id))
    return event


def _term_end(end: TermEnd, link: Link) -> Event:
    title = _("The term of %(number)s ends", number=end.number)
    event = _event(f"term-{end.contract_id}-{end.on.isoformat()}", end.on, title, end.created_at)
    event.add("description", end.franchisee)
    event.add("url", link("contracts.show", contract_id=end.contract_id))
    return event


def _owed_to_all(one: OwedToAll, link: Link) -> Event:
    begun = datetime.combine(one.since, time(), UTC)
    event = _event(one.key, one.act_by, duty_title(one), one.changed_at or begun)
    about = [_(one.to)]
    if one.done_on is not None:
        about.append(_("Done on %(day)s.", day=one.done_on.isoformat()))
    event.add("description", "\n".join(about))
    event.add("url", link(one.endpoint, **one.values))
    event.add("sequence", int(not one.is_open))
    event.add("status", "CONFIRMED")
    return event


def _event(uid: str, on: date, title: str, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@franchise-portal")
    event.add("dtstart", on)
    event.add("dtend", on + DAY)
    event.add("summary", title)
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    return event
