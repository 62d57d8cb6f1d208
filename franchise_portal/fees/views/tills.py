"""Tokens of tills: an outlet's list, a new one shown this once, revoking."""

import json
from uuid import UUID

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError, Refused
from ...kit.period import Period
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..queries import tills as queries
from ..queries.telling import Place, place_for
from ..sales_forms import TillForm
from ..services import tills as services
from .blueprint import bp


@bp.get("/sales/outlets/<uuid:outlet_id>/tills")
@section("fees.due_sales")
@requires(Permission.FEES_TILL_KEEP)
def tills(outlet_id: UUID) -> ResponseReturnValue:
    """The tokens of an outlet."""
    return _page(_place(outlet_id), TillForm())


@bp.post("/sales/outlets/<uuid:outlet_id>/tills")
@section("fees.due_sales")
@requires(Permission.FEES_TILL_KEEP)
def make_till(outlet_id: UUID) -> ResponseReturnValue:
    """Make a token. The answer is the only page that ever shows it, and is kept by nobody."""
    place, form = _place(outlet_id), TillForm()
    if not form.validate():
        return _page(place, form)
    try:
        _token, secret = services.make_token(current_actor, place=place, name=form.name.data)
    except Refused as refusal:
        return _page(place, form.fault(refusal))
    return _page(place, TillForm(formdata=None), secret=secret)


@bp.post("/sales/tills/<uuid:till_token_id>/revocation")
@section("fees.due_sales")
@requires(Permission.FEES_TILL_KEEP)
def revoke_till(till_token_id: UUID) -> ResponseReturnValue:
    """Let a token post nothing more."""
    token = queries.token_for(current_actor, till_token_id)
    try:
        services.revoke_token(current_actor, token)
    except DomainError as error:
        flash(translated(error))
    else:
        flash(_("The token “%(name)s” posts nothing more.", name=token.name))
    return see(".tills", outlet_id=token.outlet_id)


def _place(outlet_id: UUID) -> Place:
    today = clock.today()
    return place_for(current_actor, outlet_id, Period.of_days(today, today))


def _page(place: Place, form: TillForm, *, secret: str = "") -> ResponseReturnValue:
    text, status = render(
        "fees/sales/tills.html",
        form=form,
        outlet=place.outlet,
        tokens=queries.tokens_of(current_actor, place.outlet.id),
        secret=secret,
        sample=_sample(place),
    )
    return text, status, {"Cache-Control": "no-store"}


def _sample(place: Place) -> str:
    """A request as a till would send it: the same in every language."""
    base = current_app.extensions["mail"].base_url.rstrip("/")
    day = clock.today().isoformat()
    told = {"day": day, "currency": place.currency, **SAMPLE_FIGURES}
    lines = (
        f"POST {base}/api/v1/sales",
        "Authorization: Bearer till_…",
        f"Idempotency-Key: {place.outlet.code}-{day}-1",
        "Content-Type: application/json",
        "",
        json.dumps(told, indent=1),
    )
    return "\n".join(lines)


SAMPLE_FIGURES = {"gross_sales": "1842.50", "sales_tax": "147.40", "refunds": "12.00"}
