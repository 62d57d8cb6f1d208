"""Telling the sales of an outlet: the page, its draft, what it would cost, and sending it."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import may, requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, NotFound, Refused, Unreadable
from ...kit.money import Money
from ...kit.period import Period
from ...web import filters
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, see
from ..errors import MissingFigure
from ..models import SalesReport
from ..queries import telling as queries
from ..queries.telling import Place
from ..rules.sales import Sales
from ..sales_forms import SalesForm
from ..services import telling as services
from .blueprint import bp, period_words
from .telling_page import CONFLICT, telling_page

SECTION = "fees.due_sales"


@bp.get("/sales/outlets/<uuid:outlet_id>/<string:period>")
@section(SECTION)
@requires(Permission.FEES_SALES_REPORT)
def tell_sales(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """The page for one outlet and period, filled with the draft, the till's sum or the report."""
    return telling_page(_place(outlet_id, period))


@bp.post("/sales/outlets/<uuid:outlet_id>/<string:period>/draft")
@section(SECTION)
@requires(Permission.FEES_SALES_REPORT)
def keep_sales_draft(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """Keep what was typed, right or wrong."""
    place, form = _place(outlet_id, period), SalesForm()
    try:
        services.keep_draft(current_actor, place=place, typed=form.typed, seen=form.seen_draft)
    except ChangedMeanwhile:
        return telling_page(place, form, status=CONFLICT)
    flash(_("The draft is kept. Nothing is charged before you send it."))
    return see(".tell_sales", outlet_id=outlet_id, period=period)


@bp.post("/sales/outlets/<uuid:outlet_id>/<string:period>/preview")
@section(SECTION)
@requires(Permission.FEES_SALES_REPORT)
def preview_sales(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """What these sales would cost; nothing is kept."""
    place, form = _place(outlet_id, period), SalesForm()
    return telling_page(place, form, sales=_read(place, form))


@bp.post("/sales/outlets/<uuid:outlet_id>/<string:period>/report")
@section(SECTION)
@requires(Permission.FEES_SALES_REPORT)
def send_sales(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """Send the report, or its correction."""
    place, form = _place(outlet_id, period), SalesForm()
    sales = _read(place, form) if form.validate() else None
    if sales is None:
        return telling_page(place, form)
    try:
        report = services.report_sales(
            current_actor,
            place=place,
            sales=sales,
            seen=form.seen or 0,
            reason=form.reason.data or "",
        )
    except ChangedMeanwhile:
        return telling_page(place, form, sales=sales, status=CONFLICT)
    except (Refused, MissingFigure) as refusal:
        return telling_page(place, _blamed(form, refusal), sales=None)
    return _sent(place, report)


def _sent(place: Place, report: SalesReport) -> ResponseReturnValue:
    flash(
        _(
            "The sales of %(outlet)s for %(period)s are reported: %(amount)s.",
            outlet=place.outlet.name,
            period=period_words(place.period),
            amount=filters.money(Money(report.gross_minor, report.currency)),
        )
    )
    if may(Permission.FEES_SALES_READ):
        return see(".show_report", sales_report_id=report.id)
    return see(".due_sales")


def _blamed(form: SalesForm, refusal: Refused | MissingFigure) -> SalesForm:
    if isinstance(refusal, Refused):
        return form.fault(refusal) if refusal.field in form else _at_form(form, refusal)
    field = form[str(refusal.params["figure"])]
    field.errors = [*field.errors, translated(refusal)]
    return form


def _at_form(form: SalesForm, refusal: Refused) -> SalesForm:
    form.form_errors.append(translated(refusal))
    return form


def place_in_url(outlet_id: UUID, text: str) -> Place:
    """The outlet and period of an address; a period that is not reported so is not there."""
    try:
        period = Period.parse(text)
    except Unreadable:
        raise NotFound from None
    place = queries.place_for(current_actor, outlet_id, period)
    if place.reporting.period_of(period.last) != period:
        reported = queries.current_report(outlet_id, place.period)
        if reported is None:
            raise NotFound
    return place


_place = place_in_url


def _read(place: Place, form: SalesForm) -> Sales | None:
    plan = place.plan
    period = place.period
    return form.read(
        outlet=place.outlet.code,
        period=f"{period.start}/{period.last}",
        currency=place.currency,
        needed=plan.needed_columns if plan else {},
    )
