"""A contract's page, which several acts show again with their form; filling its draft."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.scope import Everything
from ...audit.queries import history
from ...kit import clock
from ...law import disclaimer, pack, pack_title
from ...network.additions import may_read
from ...web.rendering import render
from .. import additions, filling, forms, queries, services, words
from ..forms.drafts import DisclosureForm, OutletForm
from ..models import Contract, ContractVersion
from ..rules.terms import NO_END

DISCLOSURE, OUTLET = "disclosure-", "outlet-"
"""Before the names of their fields: several forms stand on the page."""


def contract_page(contract_id: UUID, **forms_: Any) -> ResponseReturnValue:  # noqa: ANN401 - forms by name
    """The page, with a form on it that was sent and is shown again."""
    contract = queries.contract_for(current_actor, contract_id)
    versions = queries.versions_of(contract, current_actor)
    shown = _shown(contract, versions)
    terms = queries.terms_of(shown) if shown else None
    is_office = isinstance(current_actor.scope, Everything)
    given = next((form for form in forms_.values() if form is not None), None)
    return render(
        "contracts/show.html",
        form=given,
        contract=contract,
        shown=shown,
        groups=words.spoken_groups(
            services.with_parts(contract, terms, on=max(clock.today(), contract.starts_on))
        )
        if terms
        else (),
        clauses=queries.clauses_of(shown) if shown else queries.clause_texts(contract.id),
        versions=[(one, words.version_title(one, contract.number)) for one in versions],
        open_version=next((one for one in versions if one.status.is_open), None),
        clocks=queries.clocks_of(contract, terms),
        documents=queries.documents_of(contract.id),
        disclosures=queries.disclosures_of(contract) if is_office else (),
        disclosed_on=queries.disclosed_on(contract),
        disclaimer=disclaimer(pack(contract.pack)),
        pack_title=pack_title(pack(contract.pack)),
        panels=additions.panels_of(current_actor, contract),
        entries=[one for one in history(contract) if may_read(current_actor, one.action)],
        no_end=NO_END,
        document_form=forms_.get("document_form") or forms.DocumentForm(),
        disclosure_form=forms_.get("disclosure_form") or DisclosureForm(prefix=DISCLOSURE),
        outlet_form=forms_.get("outlet_form") or _outlet_form(contract),
    )


def _shown(contract: Contract, versions: Sequence[ContractVersion]) -> ContractVersion | None:
    """The version whose terms the page shows: the one in force, else the first that will be."""
    executed = [one for one in versions if one.executed_at is not None]
    day = max(clock.today(), contract.starts_on)
    in_force = [one for one in executed if one.effective_from <= day]
    if in_force:
        return max(in_force, key=lambda one: (one.effective_from, one.sequence))
    if executed:
        return min(executed, key=lambda one: (one.effective_from, one.sequence))
    return next((one for one in versions if one.status.is_open), None)


def _outlet_form(contract: Contract) -> OutletForm:
    form = OutletForm(formdata=None, prefix=OUTLET)
    form.starts_on.data = max(min(clock.today(), contract.ends_on), contract.starts_on)
    return form


def fill_again(version: ContractVersion) -> None:
    """Fill the clauses of a draft from its terms and its contract as they are now."""
    whole = queries.version_for(current_actor, version.id)
    services.change_draft(current_actor, whole, clauses=filling.refilled(whole), seen=whole.version)


def fill_draft(contract: Contract) -> None:
    """The same for whatever draft a contract has: its clauses name the outlets."""
    draft = queries.open_version(contract.id)
    if draft is not None and draft.status.is_draft:
        fill_again(draft)
