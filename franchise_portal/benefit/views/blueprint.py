"""The blueprint, and what its addresses and words have in common."""

from datetime import date
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...fees.reports.words import is_chinese
from ...kit import clock
from ...kit.errors import NotFound, Unreadable
from ...kit.period import Period
from ...network.queries import founded
from ...web import filters
from ..queries.accounts import Place, place_for
from ..queries.months import latest_month
from ..rules.accounts import account_period

bp = Blueprint("benefit", __name__)

SECTION = "benefit.balances"
CONFLICT = 409


def asked(name: str) -> str:
    """A parameter of the address."""
    return request.args.get(name, "").strip()[:100]


def asked_month() -> str:
    """The month in the address, else the latest that was charged, else this one."""
    try:
        return Period.parse_month(asked("month")).text
    except Unreadable:
        return latest_month(current_actor) or Period.month_of(clock.today()).text


def period_in_url(text: str) -> Period:
    """The period of an account in an address; one that is none is a page that is not there."""
    try:
        return account_period(text)
    except Unreadable:
        raise NotFound from None


def place_in_url(outlet_id: UUID, *, on: date | None = None) -> Place:
    """The outlet of an address under its owner on a day, today without one."""
    return place_for(current_actor, outlet_id, on=on or clock.today())


@bp.app_template_filter("account_period")
def period_words(period: Period) -> str:
    """A month or a quarter in words: `September 2026`, `July to September 2026`."""
    if period.is_month:
        return filters.month(period.start)
    first, last = period.start.isoformat(), period.last.isoformat()
    if is_chinese():
        # The year comes first, and stands once.
        words = filters.month(first), filters.month_alone(last)
    else:
        words = filters.month_alone(first), filters.month(last, short=True)
    return _("%(first)s to %(last)s", first=words[0], last=words[1])


def usual_currency() -> str:
    """The network's own currency."""
    return founded().currency
