"""The table of authority: what each role may grant alone, and its earlier versions."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import Refused
from ...kit.money import exponent
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import acts, approval_words
from ..event_errors import TableChanged
from ..forms.approvals import AuthorityForm, field_name, read_limits
from ..queries import approvals as queries
from ..services import authority as services
from .blueprint import bp

SECTION = "contracts.approvals"


@bp.get("/authority")
@requires(Permission.CONTRACTS_APPROVAL_READ)
@section(SECTION)
def authority() -> ResponseReturnValue:
    """The table in force and who changed it when."""
    return render(
        "contracts/approvals/authority.html",
        table=queries.authority(),
        tables=queries.tables(),
        acts=acts.all_acts(),
        roles=queries.HOLDERS,
        words=approval_words,
    )


@bp.get("/authority/edit")
@requires(Permission.CONTRACTS_AUTHORITY_WRITE)
@section(SECTION)
def edit_authority() -> ResponseReturnValue:
    """The form for the next version of the table."""
    table = queries.authority()
    form = AuthorityForm(data={"version": table.number})
    return _edit_page(form, _typed(table), {})


@bp.post("/authority")
@requires(Permission.CONTRACTS_AUTHORITY_WRITE)
@section(SECTION)
def save_authority() -> ResponseReturnValue:
    """Write the next version."""
    form = AuthorityForm()
    values = {name: text for name, text in request.form.items() if "-" in name}
    limits, faults = read_limits(
        values, acts.all_acts(), queries.HOLDERS, queries.authority().currency
    )
    if not form.validate() or faults:
        form.form_errors.extend(faults.values())
        return _edit_page(form, values, faults)
    try:
        made = services.change_table(
            current_actor, limits, reason=str(form.reason.data or ""), seen=form.seen
        )
    except Refused as refusal:
        return _edit_page(form.fault(refusal), values, {})
    except TableChanged as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(queries.authority().number)
        return _edit_page(form, values, {}, conflict=translated(refusal), status=refusal.status)
    flash(_("The new limits are in force.") if made else _("Nothing was changed."))
    return see(".authority")


def _typed(table: queries.Authority) -> Mapping[str, str]:
    unit = 10 ** exponent(table.currency)
    return {
        field_name(role, act): approval_words.field_text(table.limits, role, act, unit)
        for act in acts.all_acts()
        for role in queries.HOLDERS
    }


def _edit_page(
    form: AuthorityForm,
    values: Mapping[str, str],
    faults: Mapping[str, str],
    *,
    conflict: str = "",
    status: int | None = None,
) -> ResponseReturnValue:
    return render(
        "contracts/approvals/edit_authority.html",
        form=form,
        status=status,
        values=values,
        faults=faults,
        conflict=conflict,
        table=queries.authority(),
        acts=acts.all_acts(),
        roles=queries.HOLDERS,
        field_name=field_name,
    )
