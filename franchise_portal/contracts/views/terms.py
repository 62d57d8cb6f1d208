"""The terms of a draft as a form."""

from collections.abc import Sequence
from datetime import date
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
from .. import additions, filling, queries, services, words
from ..forms import terms as forms
from ..forms.term_data import data_of
from ..forms.term_values import terms_of
from ..models import ContractVersion
from ..rules.diff import Change, LineChange
from .blueprint import bp
from .versions import SECTION, draft_for


@bp.get("/versions/<uuid:version_id>/terms")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def edit_terms(version_id: UUID) -> ResponseReturnValue:
    """The terms as a form."""
    version = draft_for(version_id)
    return _terms_page(version, _terms_form(version))


@bp.post("/versions/<uuid:version_id>/terms")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def update_terms(version_id: UUID) -> ResponseReturnValue:
    """Save the terms, and fill the clauses from them."""
    version = draft_for(version_id)
    form = _terms_form(version, typed=True)
    if not form.validate():
        return _terms_page(version, form)
    terms = terms_of(form)
    try:
        services.change_draft(
            current_actor,
            version,
            terms=terms,
            clauses=filling.filled_clauses(
                version.contract, terms, queries.clauses_of(version), language=version.language
            ),
            effective_from=_effective(version, terms.starts_on),
            seen=form.seen,
        )
    except Refused as refusal:
        return _terms_page(version, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        theirs = queries.terms_of(version)
        form.version.data = form.version.raw_data = None
        form.version.process_data(version.version)
        changes = [
            change
            for change in words.term_changes(theirs, terms)
            if change.change is not Change.KEPT
        ]
        return _terms_page(version, form, status=refusal.status, changes=changes)
    flash(_("The terms are saved."))
    if request.form.get("further"):
        return see(".edit_terms", version_id=version.id)
    return see(".show_version", version_id=version.id)


def _effective(version: ContractVersion, starts_on: date | None) -> date | None:
    """An original holds from its first day on; the others say their day themselves."""
    return starts_on if version.kind.is_first else None


def _terms_form(version: ContractVersion, *, typed: bool = False) -> forms.TermsForm:
    terms = services.with_parts(
        version.contract, queries.terms_of(version), on=version.effective_from
    )
    parts = {
        part.key: (_(part.label), list(part.choices(current_actor)))
        for part in additions.term_parts()
    }
    of = forms.terms_form(terms, list(parts), typed=request.form if typed else None)
    form = of() if typed else of(formdata=None, data={**data_of(terms), "version": version.version})
    documents = [
        (str(document.file_id), document.title)
        for document in queries.documents_of(version.contract_id)
    ]
    whole = network.founded()
    return form.offer(currency=whole.currency, documents=documents, parts=parts)


def _terms_page(
    version: ContractVersion,
    form: forms.TermsForm,
    *,
    status: int | None = None,
    changes: Sequence[LineChange] = (),
) -> ResponseReturnValue:
    return render(
        "contracts/versions/terms.html",
        form=form,
        version=version,
        contract=version.contract,
        currency=currency_symbol(network.founded().currency),
        changes=changes,
        is_changed_meanwhile=status is not None,
        status=status,
        disclaimer=disclaimer(pack(version.contract.pack)),
    )
