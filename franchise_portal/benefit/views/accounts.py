"""Reporting an outlet's account and what was invested in it."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused, Unreadable
from ...kit.money import Money
from ...kit.period import Period
from ...network.forms.fields import unreadable_words
from ...web import filters
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import AccountForm, InvestmentForm, typed_of
from ..queries import accounts as queries
from ..queries.accounts import Place
from ..rules.accounts import account_period, period_key
from ..rules.figures import AMOUNTS
from ..services import accounts as services
from .blueprint import CONFLICT, SECTION, asked, bp, period_in_url, period_words, place_in_url


@bp.get("/outlets/<uuid:outlet_id>/accounts")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def choose_account(outlet_id: UUID) -> ResponseReturnValue:
    """Go to the account of the period that was typed; the last month without one."""
    place, text = place_in_url(outlet_id), asked("period")
    fault = ""
    if text:
        try:
            period = account_period(text)
        except Unreadable as trouble:
            fault = unreadable_words(trouble)
        else:
            return see(".tell_account", outlet_id=outlet_id, period=period_key(period))
    return render(
        "benefit/accounts/choose.html",
        place=place,
        text=text,
        fault=fault,
        last=Period.month_of(clock.today()).preceding().text,
        status=422 if fault else None,
    )


@bp.get("/outlets/<uuid:outlet_id>/accounts/<string:period>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def tell_account(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """The account of a month or quarter, to be reported, read or corrected."""
    span = period_in_url(period)
    return _page(place_in_url(outlet_id, on=span.last), span)


@bp.post("/outlets/<uuid:outlet_id>/accounts/<string:period>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def send_account(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """Report it, or correct it."""
    span = period_in_url(period)
    place, form = place_in_url(outlet_id, on=span.last), AccountForm()
    figures = form.read(place.currency) if form.validate() else None
    if figures is None:
        return _page(place, span, form)
    try:
        services.report_account(
            current_actor,
            place=place,
            period=span,
            figures=figures,
            seen=form.seen or 0,
            reason=form.reason.data or "",
        )
    except ChangedMeanwhile:
        return _page(place, span, form, status=CONFLICT)
    except Refused as refusal:
        return _page(place, span, form.fault(refusal))
    flash(
        _(
            "The accounts of %(outlet)s for %(period)s are reported.",
            outlet=place.outlet.name,
            period=period_words(span),
        )
    )
    return see(".show_balance", outlet_id=outlet_id)


def _page(
    place: Place, period: Period, form: AccountForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    current = queries.current_account(place.outlet.id, period)
    if form is None:
        typed = typed_of(queries.figures_of(current), current.currency) if current else {}
        form = AccountForm(formdata=None, data=typed)
    if status == CONFLICT or not form.version.data:
        form.version.data = str(current.version if current else 0)
    versions = queries.versions_of(place.outlet.id, place.franchisee.id, period)
    return render(
        "benefit/accounts/tell.html",
        form=form,
        status=status,
        place=place,
        period=period,
        key=period_key(period),
        amounts=AMOUNTS,
        symbol=filters.currency_symbol(place.currency),
        current=current,
        versions=[(row, _told(row.sales_minor, place)) for row in versions],
        was_overtaken=status == CONFLICT,
    )


def _told(minor: int, place: Place) -> str:
    return filters.amount(Money(minor, place.currency))


@bp.get("/outlets/<uuid:outlet_id>/investment")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def tell_investment(outlet_id: UUID) -> ResponseReturnValue:
    """What was put into the outlet at its opening."""
    return _investment(place_in_url(outlet_id))


@bp.post("/outlets/<uuid:outlet_id>/investment")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def send_investment(outlet_id: UUID) -> ResponseReturnValue:
    """Report it, or correct it."""
    place, form = place_in_url(outlet_id), InvestmentForm()
    amount = form.read(place.currency) if form.validate() else None
    if amount is None:
        return _investment(place, form)
    try:
        services.report_investment(
            current_actor,
            place=place,
            amount=amount,
            note=form.note.data or "",
            seen=form.seen or 0,
        )
    except ChangedMeanwhile:
        return _investment(place, form, status=CONFLICT)
    except Refused as refusal:
        return _investment(place, form.fault(refusal))
    flash(_("The investment is reported."))
    return see(".show_balance", outlet_id=outlet_id)


def _investment(
    place: Place, form: InvestmentForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    current = queries.investment_of(place.outlet.id, place.franchisee.id)
    if form is None:
        known = Money(current.amount_minor, current.currency).text if current else ""
        note = current.note if current else ""
        form = InvestmentForm(formdata=None, data={"amount": known, "note": note})
    if status == CONFLICT or not form.version.data:
        form.version.data = str(current.version if current else 0)
    return render(
        "benefit/accounts/investment.html",
        form=form,
        status=status,
        place=place,
        symbol=filters.currency_symbol(place.currency),
        was_overtaken=status == CONFLICT,
    )
