"""The terms that a template offers to begin with, in the same form as those of a contract."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, Refused
from ...law import disclaimer, pack
from ...network import queries as network
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import additions, words
from ..forms import terms as forms
from ..forms.term_data import data_of
from ..forms.term_values import terms_of
from ..models import ContractTemplate
from ..queries import library as queries
from ..rules.diff import Change, LineChange
from ..rules.template_clauses import template_clauses_from_json
from ..services import library as services
from .blueprint import bp

SECTION = "contracts.clauses"


@bp.get("/templates/<uuid:template_id>/terms")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def edit_template_terms(template_id: UUID) -> ResponseReturnValue:
    """The terms of its latest version as a form."""
    template = queries.template_for(template_id)
    return _page(template, _form(template))


@bp.post("/templates/<uuid:template_id>/terms")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def write_template_terms(template_id: UUID) -> ResponseReturnValue:
    """Write its next version, with these terms and the same clauses."""
    template = queries.template_for(template_id)
    form = _form(template, typed=True)
    if not form.validate():
        return _page(template, form)
    latest = queries.latest_of_template(template)
    terms = terms_of(form)
    try:
        services.write_template(
            current_actor,
            template,
            title=template.title,
            clauses=template_clauses_from_json(latest.clauses),
            terms=terms,
            note="",
            seen=form.seen,
        )
    except Refused as refusal:
        return _page(template, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(template.version)
        changes = words.term_changes(queries.template_terms(latest), terms)
        differing = [one for one in changes if one.change is not Change.KEPT]
        return _page(template, form, status=refusal.status, changes=differing)
    flash(_("The terms are saved."))
    if request.form.get("further"):
        return see(".edit_template_terms", template_id=template.id)
    return see(".show_template", template_id=template.id)


def _form(template: ContractTemplate, *, typed: bool = False) -> forms.TermsForm:
    terms = queries.template_terms(queries.latest_of_template(template))
    parts = {
        part.key: (_(part.label), list(part.choices(current_actor)))
        for part in additions.term_parts()
    }
    of = forms.terms_form(terms, list(parts), typed=request.form if typed else None)
    data = {**data_of(terms), "version": template.version}
    form = of() if typed else of(formdata=None, data=data)
    form.leave_first_day_open()
    return form.offer(currency=network.founded().currency, documents=(), parts=parts)


def _page(
    template: ContractTemplate,
    form: forms.TermsForm,
    *,
    status: int | None = None,
    changes: Sequence[LineChange] = (),
) -> ResponseReturnValue:
    return render(
        "contracts/templates/terms.html",
        form=form,
        of=template,
        currency=currency_symbol(network.founded().currency),
        changes=changes,
        is_changed_meanwhile=status is not None,
        status=status,
        disclaimer=disclaimer(pack(template.pack)),
    )
