"""What is earned on goods, for both sides to read; and what buying together saved."""

from contextlib import suppress
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.views.blueprint import uploaded
from ...kit.errors import ChangedMeanwhile, NotFound, Refused
from ...kit.period import Period
from ...network.forms.fields import FactsForm
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import TakingKind
from ..forms import SavingForm, TakingForm, WithdrawForm
from ..queries import supply as queries
from ..queries.accounts import Directory, Place, place_for
from ..services import supply as services
from ..services.supply import Evidence
from ..words import price_words
from .blueprint import SECTION, asked, bp


@bp.get("/goods")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def goods() -> ResponseReturnValue:
    """What the franchisor earns on goods, outlet by outlet and month by month."""
    return render("benefit/supply/index.html", listing=queries.takings(current_actor, asked_page()))


@bp.get("/goods/new")
@section(SECTION)
@requires(Permission.BENEFIT_SUPPLY_WRITE)
def new_taking() -> ResponseReturnValue:
    """The form, filled from the address."""
    form = TakingForm(formdata=None, data={"outlet": asked("outlet"), "month": asked("month")})
    return render("benefit/supply/new.html", form=form)


@bp.post("/goods")
@section(SECTION)
@requires(Permission.BENEFIT_SUPPLY_WRITE)
def create_taking() -> ResponseReturnValue:
    """Enter it, or correct what was entered."""
    form = TakingForm()
    month = form.read_month() if form.validate() else None
    place = _place(form, month) if month else None
    amount = form.read_amount(place.currency) if place else None
    if month is None or place is None or amount is None:
        return render("benefit/supply/new.html", form=form)
    try:
        services.enter_taking(
            current_actor,
            place=place,
            month=month,
            kind=TakingKind(form.kind.data),
            amount=amount,
            note=form.note.data or "",
        )
    except (Refused, ChangedMeanwhile) as refusal:
        return render("benefit/supply/new.html", form=_faulted(form, refusal))
    flash(_("It is entered. The franchisee reads it beside the fees."))
    return see(".goods")


def _place(form: TakingForm | SavingForm, month: Period) -> Place | None:
    """The outlet that was typed, under its owner in the month; the field says when it is none."""
    outlet = Directory(current_actor).find((form.outlet.data or "").strip())
    with suppress(NotFound):
        if outlet is not None:
            return place_for(current_actor, outlet.id, on=month.last)
    form.outlet.errors = [_("No franchisee’s outlet has this code. Look it up in the list.")]
    return None


def _faulted(form: FactsForm, refusal: Refused | ChangedMeanwhile) -> FactsForm:
    if isinstance(refusal, Refused):
        return form.fault(refusal)
    form.form_errors.append(_("Somebody else entered the same just now. Look at the list."))
    return form


@bp.get("/savings")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def savings() -> ResponseReturnValue:
    """What buying together saved, with the evidence."""
    return render(
        "benefit/supply/savings.html", listing=queries.savings(current_actor, asked_page())
    )


@bp.get("/savings/new")
@section(SECTION)
@requires(Permission.BENEFIT_SUPPLY_WRITE)
def new_saving() -> ResponseReturnValue:
    """The form."""
    form = SavingForm(formdata=None, data={"outlet": asked("outlet"), "month": asked("month")})
    return render("benefit/supply/new_saving.html", form=form)


@bp.post("/savings")
@section(SECTION)
@requires(Permission.BENEFIT_SUPPLY_WRITE)
def create_saving() -> ResponseReturnValue:
    """Note it with its evidence."""
    form = SavingForm()
    month = form.read_month() if form.validate() else None
    place = _place(form, month) if month else None
    purchase = form.read_purchase(place.currency) if place else None
    if month is None or place is None or purchase is None:
        return render("benefit/supply/new_saving.html", form=form)
    try:
        services.enter_saving(
            current_actor,
            place=place,
            month=month,
            item=form.item.data or "",
            purchase=purchase,
            evidence=_evidence(form),
        )
    except Refused as refusal:
        return render("benefit/supply/new_saving.html", form=form.fault(refusal))
    flash(_("The saving is noted. It stands on the statement of the month."))
    return see(".savings")


def _evidence(form: SavingForm) -> Evidence:
    if not form.file.data:
        return Evidence(form.evidence.data or "")
    file, name, _size = uploaded(form.file.data)
    return Evidence(form.evidence.data or "", file, name)


@bp.get("/savings/<uuid:saving_id>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def show_saving(saving_id: UUID) -> ResponseReturnValue:
    """One saving with its evidence."""
    return _saving(saving_id, WithdrawForm(formdata=None))


@bp.post("/savings/<uuid:saving_id>/withdrawal")
@section(SECTION)
@requires(Permission.BENEFIT_SUPPLY_WRITE)
def withdraw_saving(saving_id: UUID) -> ResponseReturnValue:
    """Take it back, with the reason."""
    form = WithdrawForm()
    if not form.validate():
        return _saving(saving_id, form)
    row = queries.saving_for(current_actor, saving_id)
    services.withdraw_saving(current_actor, row=row, reason=form.reason.data or "")
    flash(_("The saving is withdrawn. It counts no longer."))
    return see(".show_saving", saving_id=saving_id)


def _saving(saving_id: UUID, form: WithdrawForm) -> ResponseReturnValue:
    row = queries.saving_for(current_actor, saving_id)
    return render(
        "benefit/supply/saving.html",
        row=row,
        form=form,
        prices=(price_words(row.market_price), price_words(row.network_price)),
    )


@bp.get("/savings/<uuid:saving_id>/evidence")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def download_evidence(saving_id: UUID) -> Response:
    """The quote as it was brought."""
    row = queries.saving_for(current_actor, saving_id)
    if row.file is None:
        raise NotFound
    return storage.send(row.file, as_attachment=True)
