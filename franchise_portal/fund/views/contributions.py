"""Contributions by outlet, each figure opening to its documents."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.views.blueprint import month_in_url
from ...kit import clock
from ...kit.money import Money
from ...kit.period import Period
from ...network.queries import outlet_for
from ...web import filters
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render
from ..queries import contributions as queries
from ..queries import terms
from .blueprint import SECTION, asked_year, bp, span_words, year_menu

ONLY = ("own", "franchisees")


def asked_period() -> Period:
    """The month or the year of an address."""
    month = request.args.get("month", "").strip()
    if month:
        return month_in_url(month)
    return terms.year_period(asked_year() or terms.this_year())


@bp.get("/contributions")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def contributions() -> ResponseReturnValue:
    """The outlets with what each contributed in a month or a year."""
    period, only = asked_period(), request.args.get("run_by", "")
    currency = terms.currency()
    listing = queries.outlets(
        current_actor,
        period,
        currency,
        on=min(period.last, clock.today()),
        only=only,
        page=asked_page(),
    )
    return render(
        "fund/contributions/index.html",
        listing=listing,
        period=period,
        title=filters.month(period.start) if period.is_month else span_words(period),
        currency=currency,
        month=request.args.get("month", ""),
        filters=[year_menu(terms.years(), asked_year()), _whose(only)],
    )


def _whose(only: str) -> dict[str, object]:
    return {
        "name": "run_by",
        "label": _("Run by"),
        "options": [("own", _("Franchisor")), ("franchisees", _("Franchisees"))],
        "selected": [only] if only in ONLY else [],
        "single": True,
    }


@bp.get("/contributions/<uuid:outlet_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def outlet_contributions(outlet_id: UUID) -> ResponseReturnValue:
    """The documents behind an outlet's contributions of a month or a year."""
    outlet, period = outlet_for(current_actor, outlet_id), asked_period()
    currency = terms.currency()
    parts = queries.parts_of(current_actor, outlet, period, currency)
    own = queries.own_parts_of(outlet, period, currency)
    total = sum(part.minor for part in parts) + sum(part.minor for part in own)
    return render(
        "fund/contributions/outlet.html",
        outlet=outlet,
        period=period,
        parts=parts,
        own=own,
        total=Money(total, currency),
        currency=currency,
        years=terms.years(),
        year=asked_year() or terms.year_of_day(period.last),
    )
