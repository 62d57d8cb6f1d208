"""What an address asks for, the filter bar that asks it, and the words for runs."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import Actor
from ...audit.sentences import words
from ...kit import clock
from ...kit.errors import Unreadable
from ...kit.period import Period, shifted
from ...web import filters
from ...web.paging import asked_page, list_url
from .. import kinds, queries, titles
from ..models import Report, ReportRun, ReportSchedule
from ..queries import ReportRow, RunView, Wanted

MONTHS_OFFERED = 36
MINUTE = 60


def wanted() -> Wanted:
    """What the address asks for; unknown values find nothing."""
    return Wanted(
        text=request.args.get("q", "").strip()[:100],
        kinds=tuple(request.args.getlist("kind")),
        periods=tuple(request.args.getlist("month")),
        page=asked_page(),
    )


def filter_menus(actor: Actor) -> list[dict[str, Any]]:
    """The menus of the filter bar."""
    kind_options = [(kind.slug, _(kind.title)) for kind in kinds.kinds_for(actor)]
    months = [(period, filters.month(period)) for period in queries.periods(actor)]
    return [_menu("kind", _("Report"), kind_options), _menu("month", _("Month"), months)]


def chips(menus: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    shown = []
    for menu in menus:
        names = [words for value, words in menu["options"] if value in menu["selected"]]
        if names:
            text = _("%(filter)s: %(values)s", filter=menu["label"], values=_(", ").join(names))
            shown.append((text, list_url(**{menu["name"]: "", "page": ""})))
    return shown


def months_to_ask_for(asked: str = "") -> list[tuple[str, str]]:
    """The months that can be reported, the last ended one first.

    The last three years are offered; an older month when it is `asked` for, as the page of a
    month does whose sales came late.
    """
    last = Period.month_of(clock.today()).preceding().start
    periods = [f"{shifted(last, -n):%Y-%m}" for n in range(MONTHS_OFFERED)]
    if asked not in periods and _has_ended(asked):
        periods.append(asked)
    return [(period, filters.month(period)) for period in periods]


def _has_ended(month: str) -> bool:
    try:
        return Period.parse_month(month).end <= clock.today()
    except Unreadable:
        return False


def kinds_to_ask_for(actor: Actor) -> list[tuple[str, str]]:
    """The kinds that can be asked for."""
    return [(kind.slug, _(kind.title)) for kind in kinds.monthly_kinds_for(actor)]


def run_title(run: ReportRun) -> str:
    """What a run makes: `Statements, October 2026`, or one of them with its name."""
    if run.subject_id is not None:
        return _paper_title(run.kind, run.scope, run.name)
    month = filters.month(run.period)
    kind = kinds.find_monthly(run.kind)
    if run.name:
        return _(
            "%(report)s, %(month)s, %(name)s", report=_(kind.title), month=month, name=run.name
        )
    return _(kind.run_title, month=month)


def report_title(report: Report | ReportRow) -> str:
    """What a report is: `Statement, October 2026`, or `Assessment, AP-2026-0007`."""
    if report.subject_id is not None:
        return _paper_title(report.kind, report.subject_key, report.subject_name)
    kind = kinds.find(report.kind)
    return _("%(report)s, %(month)s", report=_(kind.title), month=filters.month(report.period))


def _paper_title(slug: str, key: str, name: str) -> str:
    return words("title", titles.of_paper(slug, key, name))


def next_month(schedule: ReportSchedule) -> str:
    """The month that a schedule will report next."""
    return filters.month(Period.parse_month(schedule.last_period).following().start)


def time_left(view: RunView) -> str:
    """`about 4 seconds left`; empty when nobody can say."""
    seconds = view.seconds_left
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return ngettext("about %(num)s second left", "about %(num)s seconds left", seconds)
    minutes = -(-seconds // MINUTE)
    return ngettext("about %(num)s minute left", "about %(num)s minutes left", minutes)


def size_in_words(size: int) -> str:
    """`214 KB`."""
    return _("%(count)s KB", count=filters.number(max(1, round(size / 1024))))


def _menu(name: str, words: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": words,
        "options": options,
        "selected": request.args.getlist(name),
    }
