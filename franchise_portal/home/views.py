"""The first page after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..access.actor import Actor, current_actor
from ..access.guards import requires
from ..access.permissions import Permission
from ..access.scope import OwnBusiness
from ..audit.models import Entry
from ..audit.sentences import sentence
from ..contracts.owed_to_all import OwedToAll, owed_to_all
from ..fees.queries.balances import balance_of, owed_by
from ..fees.queries.missing import not_reported
from ..fees.queries.month_drafts import drafts_shown_to
from ..kit import clock
from ..kit.money import Money
from ..network import queries as network
from ..network.additions import Happening
from ..network.enums import CareKind
from ..network.views.business import happenings_of
from ..web import filters
from ..web.charts import WIDE as WIDE_CHART
from ..web.charts import Bar, Chart, Emphasis, bar_chart, sparkline
from ..web.context import initials
from ..web.rendering import render
from . import agenda, figures, first_steps

bp = Blueprint("home", __name__)

LISTED = 3
EVENTS = 7
NOON, EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of the page: finished words and the line beside them."""

    label: str
    value: str
    note: str
    spark: Chart | None = None
    tone: str | None = None


@bp.get("/")
@requires(Permission.HOME_PAGE_READ)
def index() -> ResponseReturnValue:
    """The office's page, or the page of one's own business."""
    if isinstance(current_actor.scope, OwnBusiness):
        return business(current_actor, current_actor.scope)
    return office(current_actor)


def office(actor: Actor) -> ResponseReturnValue:
    """What needs the office today, the network's figures, what happened last."""
    closed = figures.closed_month()
    missing, missing_count = not_reported(actor, closed, LISTED)
    late, late_count = figures.late_franchisees(actor, LISTED)
    month = figures.latest_month(actor)
    currency = network.founded().currency
    course = figures.sales(actor, month, currency) if month else None
    return render(
        "home/office.html",
        closed=closed,
        is_reported=month is not None and month >= closed.text,
        missing=missing,
        missing_count=missing_count,
        late=late,
        late_count=late_count,
        birthdays=figures.birthdays(actor),
        groups=agenda.groups(actor, each=LISTED),
        metrics=_metrics(actor, course, month) if course and month else (),
        chart=sales_chart(course) if course else None,
        course=course,
        events=_events(figures.latest(actor, EVENTS)),
        steps=() if month else first_steps.first_steps(),
        **_welcome(actor),
    )


def business(actor: Actor, scope: OwnBusiness) -> ResponseReturnValue:
    """What a franchisee owes and by when, how its outlets do, whom to ask."""
    month = figures.latest_month(actor)
    currency = network.founded().currency
    course = figures.sales(actor, month, currency) if month else None
    owes = actor.may(Permission.FEES_INVOICE_READ)
    return render(
        "home/business.html",
        groups=agenda.groups(actor, each=LISTED),
        owed=_owed_to_us(actor),
        balances=balance_of(scope.franchisee_id) if owes else (),
        due=figures.next_due(scope.franchisee_id) if owes else (),
        drafts=drafts_shown_to(actor) if owes else (),
        franchisee_id=scope.franchisee_id,
        owes=owes,
        zero=Money.zero(currency),
        month=month,
        statements=figures.ready_statements(scope.franchisee_id) if owes else (),
        outlets=figures.own_outlets(actor),
        care=_carer(scope),
        chart=sales_chart(course) if course else None,
        course=course,
        events=happenings_of(scope.franchisee_id, limit=EVENTS) if owes else (),
        **_welcome(actor),
    )


def _owed_to_us(actor: Actor) -> list[OwedToAll]:
    """What the franchisor owes this business together with others, once there is a wait for it."""
    today = clock.today()
    return [one for one in owed_to_all(actor, today) if one.is_open and one.since <= today]


def _welcome(actor: Actor) -> dict[str, Any]:
    """The day, and a greeting that fits the hour where the person is."""
    hour = clock.now().astimezone(ZoneInfo(actor.zone)).hour
    first = actor.name.split()[0] if actor.name.isascii() else actor.name
    if hour < NOON:
        greeting = _("Good morning, %(name)s", name=first)
    elif hour < EVENING:
        greeting = _("Good afternoon, %(name)s", name=first)
    else:
        greeting = _("Good evening, %(name)s", name=first)
    return {"greeting": greeting, "today": clock.today()}


def _events(entries: Sequence[Entry]) -> Sequence[Happening]:
    return [
        Happening(entry.at, initials(entry.actor_name) if entry.actor_id else "", sentence(entry))
        for entry in entries
    ]


def _carer(scope: OwnBusiness) -> str:
    """The relationship manager of today, if there is one."""
    for care in network.care_history(scope.franchisee_id):
        if care.kind is CareKind.MANAGER and care.ends_on is None:
            return care.name
    return ""


def sales_chart(course: figures.Course) -> Chart:
    """24 months as bars: the last in the accent, the same month a year before marked."""
    last = len(course.minor) - 1
    bars = []
    for place, minor in enumerate(course.minor):
        emphasis, figure, label = Emphasis.PLAIN, "", ""
        if place == last:
            emphasis, figure = Emphasis.NOW, _whole(minor, course.currency)
            label = filters.month(course.months[place], short=True)
        elif place == last - figures.YEAR:
            emphasis, figure = Emphasis.BEFORE, _whole(minor, course.currency)
            label = filters.month(course.months[place], short=True)
        elif place == 0:
            label = filters.month(course.months[place], short=True)
        shown = figure if minor else ""
        amount = Money(minor, course.currency).to_decimal()
        bars.append(Bar((amount,), label=label, figure=shown, emphasis=emphasis))
    alt = _(
        "Sales of the last 24 months; %(month)s: %(amount)s",
        month=filters.month(course.months[-1]),
        amount=filters.money(course.now),
    )
    return bar_chart(bars, size=WIDE_CHART, tick=filters.number, alt=alt)


def _whole(minor: int, currency: str) -> str:
    return filters.number(Money(minor, currency).to_decimal(), 0)


def _metrics(actor: Actor, course: figures.Course, month: str) -> Sequence[Figure]:
    fees = figures.fees(actor, month, course.currency)
    shown = filters.month(month)
    found = [
        Figure(
            _("Sales, %(month)s", month=shown),
            _money(course.now),
            _on_last_year(course.change),
            _spark(course, _("Sales of the last twelve months")),
        ),
        Figure(
            _("Fees, %(month)s", month=shown),
            _money(fees.now),
            _share_of_sales(fees.now, course.now),
            _spark(fees, _("Fees of the last twelve months")),
        ),
    ]
    found += _paid(actor, month)
    found += _owed(actor)
    return found


def _paid(actor: Actor, month: str) -> list[Figure]:
    shares = figures.paid_on_time(actor, month)
    if not shares:
        return []
    last, share = shares[-1]
    spark = sparkline([part for _month, part in shares], alt=_("Paid on time, month by month"))
    note = _("of the invoices for %(month)s", month=filters.month(last))
    return [Figure(_("Paid on time"), filters.percent(share, 1), note, spark)]


def _owed(actor: Actor) -> list[Figure]:
    return [
        Figure(
            _("Overdue"),
            _money(owed.overdue),
            _(
                "%(late)s of %(all)s franchisees who owe us",
                late=filters.number(owed.late_franchisees),
                all=filters.number(owed.franchisees),
            ),
            tone="danger" if owed.overdue else None,
        )
        for owed in owed_by(actor)[:1]
    ]


def _money(value: Money) -> str:
    symbol = filters.currency_symbol(value.currency)
    return f"{symbol}\u00a0{filters.number(value.to_decimal(), 0)}"


def _spark(course: figures.Course, alt: str) -> Chart:
    return sparkline(course.minor[-figures.YEAR :], alt=alt)


def _on_last_year(change: Decimal | None) -> str:
    if change is None:
        return ""
    sign = "+" if change > 0 else ""
    return _("%(change)s on last year", change=sign + filters.percent(change, 1))


def _share_of_sales(fees: Money, sales: Money) -> str:
    if not sales.minor:
        return ""
    share = Decimal(fees.minor) / sales.minor
    return _("%(share)s of sales", share=filters.percent(share, 1))
