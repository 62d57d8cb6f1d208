"""The network's steps of reminders, and changing them."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import Refused
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..errors import ProcedureChanged
from ..forms.accounts import ProcedureForm, procedure_form, typed_steps
from ..queries import procedures as queries
from ..services import procedures as services
from .accounts import SECTION
from .blueprint import CONFLICT, bp


@bp.get("/procedure")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def procedure() -> ResponseReturnValue:
    """The steps in force, for both sides to read, and the versions before."""
    return render(
        "dunning/procedure/show.html",
        procedure=queries.procedure_in_force(),
        versions=queries.versions(),
    )


@bp.get("/procedure/edit")
@section(SECTION)
@requires(Permission.DUNNING_PROCEDURE_WRITE)
def edit_procedure() -> ResponseReturnValue:
    """The form for the next version."""
    present = queries.procedure_in_force()
    typed = {"version": str(present.number), "rest_days": present.rest_days}
    return _form(procedure_form(data={**typed, **typed_steps(present.steps)}))


@bp.post("/procedure")
@section(SECTION)
@requires(Permission.DUNNING_PROCEDURE_WRITE)
def save_procedure() -> ResponseReturnValue:
    """Write the next version."""
    form = procedure_form()
    if not form.validate():
        return _form(form)
    try:
        made = services.change_procedure(
            current_actor,
            form.steps,
            rest_days=form.rest_days.data,
            reason=form.reason.data,
            seen=form.seen if form.seen is not None else -1,
        )
    except Refused as refusal:
        return _form(form.fault(refusal))
    except ProcedureChanged as error:
        form.version.data = form.version.raw_data = None
        form.version.process_data(str(queries.procedure_in_force().number))
        return _form(form, conflict=translated(error))
    flash(_("The new steps are in force.") if made else _("Nothing was changed."))
    return see(".procedure")


def _form(form: ProcedureForm, conflict: str = "") -> ResponseReturnValue:
    return render(
        "dunning/procedure/edit.html",
        form=form,
        conflict=conflict,
        present=queries.procedure_in_force(),
        status=CONFLICT if conflict else None,
    )
