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
from ..rules.years import year_of
from .blueprint import SECTION, asked_year, bp, span_words, year_menu

ONLY = ("own", "franchisees")


def asked_period(frame: terms.Frame) -> Period:
    """The month or the year of an address."""
    month = request.args.get("month", "").strip()
    return month_in_url(month) if month else frame.period(asked_year())


@bp.get("/contributions")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def contributions() -> ResponseReturnValue:
    """The outlets with what each contributed in a month or a year."""
    frame, only = terms.frame(), request.args.get("run_by", "")
    period = asked_period(frame)
    listing = queries.outlets(
        current_actor,
        period,
        frame.currency,
        on=min(period.last, clock.today()),
        only=only,
        page=asked_page(),
    )
    return render(
        "fund/contributions/index.html",
        listing=listing,
        period=period,
        title=filters.month(period.start) if period.is_month else span_words(period),
        currency=frame.currency,
        month=request.args.get("month", ""),
        filters=[year_menu(frame.years, asked_year() or frame.this_year), _whose(only)],
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
    outlet, frame = outlet_for(current_actor, outlet_id), terms.frame()
    period, currency = asked_period(frame), frame.currency
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
        years=frame.years,
        year=asked_year() or year_of(period.last, frame.terms.year_starts_month),
    )
