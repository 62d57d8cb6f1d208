"""Mandates: the list, one mandate, entering and revoking."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError, Refused
from ...network.queries import founded
from ...web.errors import translated
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import flash, render, see
from ..bank_enums import MandateScheme, MandateStatus
from ..debit_forms import MandateForm, RevokeForm
from ..models import Mandate
from ..queries import mandates as queries
from ..queries.payments import find_franchisee
from ..services import mandates as services
from .blueprint import asked, bp, chips_of

SECTION = "fees.debits"
CONFLICT = 409


@bp.get("/mandates")
@section(SECTION)
@requires(Permission.FEES_DEBIT_READ)
def mandates() -> ResponseReturnValue:
    """The list by franchisee."""
    status = asked("status")
    states = {
        "name": "status",
        "label": _("State"),
        "options": [(one.value, label(one)) for one in MandateStatus],
        "selected": [status] if status else [],
        "single": True,
    }
    return render(
        "fees/mandates/index.html",
        listing=queries.mandates(current_actor, status=status, page=asked_page()),
        creditors=queries.creditors_of(founded()),
        filters=[states],
        chips_in_force=chips_of([states]),
        is_filtered=bool(status),
        clear_url=list_url(status="", page=""),
    )


@bp.get("/mandates/new")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def new_mandate() -> ResponseReturnValue:
    """The form, filled from the address where a page led here."""
    return _form(MandateForm(data={"franchisee": asked("franchisee"), "scheme": "CORE"}))


@bp.post("/mandates")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def create_mandate() -> ResponseReturnValue:
    """Enter it."""
    form = MandateForm().offer(queries.creditors_of(founded()))
    franchisee = find_franchisee(form.franchisee.data or "") if form.validate() else None
    if franchisee is None:
        if not form.errors:
            form.franchisee.errors = [_("No franchisee has this code. Look it up in the list.")]
        return _form(form)
    try:
        mandate = services.add_mandate(
            current_actor,
            franchisee=franchisee,
            creditor_id=form.creditor.data,
            reference=form.reference.data.strip(),
            scheme=MandateScheme(form.scheme.data),
            holder=form.holder.data or "",
            iban=form.iban.data,
            bic=form.bic.data or "",
            signed_on=form.signed_on.data,
        )
    except Refused as refusal:
        return _form(form.fault(refusal))
    except DomainError as error:
        form.form_errors.append(translated(error))
        return _form(form)
    flash(_("The mandate is entered. Direct debits use it from now on."))
    return see(".show_mandate", mandate_id=mandate.id)


def _form(form: MandateForm) -> ResponseReturnValue:
    creditors = queries.creditors_of(founded())
    return render("fees/mandates/new.html", form=form.offer(creditors), creditors=creditors)


@bp.get("/mandates/<uuid:mandate_id>")
@section(SECTION)
@requires(Permission.FEES_DEBIT_READ)
def show_mandate(mandate_id: UUID) -> ResponseReturnValue:
    """One mandate and what was collected under it."""
    return _shown(queries.mandate_for(current_actor, mandate_id))


@bp.post("/mandates/<uuid:mandate_id>/revocation")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def revoke_mandate(mandate_id: UUID) -> ResponseReturnValue:
    """Collect no more under it."""
    mandate = queries.mandate_for(current_actor, mandate_id)
    form = RevokeForm()
    if not form.validate():
        return _shown(mandate, form=form)
    try:
        services.revoke_mandate(current_actor, mandate, reason=form.reason.data, version=form.seen)
    except ChangedMeanwhile:
        return _shown(queries.mandate_for(current_actor, mandate_id), status=CONFLICT)
    flash(_("The mandate is revoked. Nothing more is collected under it."))
    return see(".show_mandate", mandate_id=mandate_id)


def _shown(
    mandate: Mandate, *, form: RevokeForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "fees/mandates/show.html",
        form=form,
        status=status,
        mandate=mandate,
        debits=queries.debits_under(mandate),
        revoke_form=form or RevokeForm(formdata=None, data={"version": str(mandate.version)}),
        was_overtaken=status == CONFLICT,
    )
