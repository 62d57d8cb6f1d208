"""The pages of contracts."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit.errors import ChangedMeanwhile, Refused
from ...network import queries as network
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from .. import additions, documents, forms, queries, services
from ..enums import ContractAction, ContractStatus
from .blueprint import bp


@bp.get("")
@requires(Permission.CONTRACTS_CONTRACT_READ)
def index() -> ResponseReturnValue:
    """The list."""
    asked = lists.ask(
        (
            lists.Filter("brand", _("Brand"), [(b.code, b.name) for b in network.brands()]),
            lists.Filter("status", _("Status"), [(s.value, label(s)) for s in ContractStatus]),
        ),
        sorts=tuple(queries.ORDERS),
        default="number",
    )
    headings = (
        lists.Heading("number", _("Number"), sorts=True),
        lists.Heading("franchisee", _("Franchisee"), sorts=True),
        lists.Heading("brand", _("Brand")),
        lists.Heading("status", _("Status")),
        lists.Heading("starts_on", _("First day"), sorts=True),
        lists.Heading("ends_on", _("Last day"), sorts=True),
    )
    wanted = queries.Wanted(
        text=asked.text,
        brands=asked.chosen("brand"),
        statuses=asked.chosen("status"),
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    return render(
        "contracts/index.html",
        listing=queries.listed(current_actor, wanted),
        asked=asked,
        acts=additions.list_acts(current_actor),
        columns=lists.columns(headings, asked.order),
    )


@bp.get("/<uuid:contract_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section("contracts.index")
def show(contract_id: UUID) -> ResponseReturnValue:
    """One contract: parties, term, outlets, words, documents, history."""
    contract = queries.contract_for(current_actor, contract_id)
    return render(
        "contracts/show.html",
        contract=contract,
        documents=queries.documents_of(contract.id),
        panels=additions.panels_of(current_actor, contract),
        entries=history(contract),
        form=None,
        document_form=forms.DocumentForm(),
    )


@bp.get("/new")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def new() -> ResponseReturnValue:
    """The form for another contract."""
    form = _new_form()
    if request.args.get("franchisee"):
        form.franchisee.data = request.args["franchisee"][:20]
    form.status.data = ContractStatus.IN_FORCE.value
    return render("contracts/new.html", form=form)


@bp.post("")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def create() -> ResponseReturnValue:
    """Enter a contract."""
    form = _new_form()
    if not form.validate():
        return render("contracts/new.html", form=form)
    try:
        contract = services.enter_contract(
            current_actor,
            number=str(form.number.data),
            franchisee_code=str(form.franchisee.data),
            brand_code=str(form.brand.data),
            outlet_codes=forms.codes(str(form.outlets.data)),
            clauses=forms.clauses(str(form.clauses.data or "")),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            status=ContractStatus(form.status.data),
            signed_on=form.signed_on.data,
            note=str(form.note.data or ""),
        )
    except Refused as refusal:
        return render("contracts/new.html", form=form.fault(refusal))
    flash(_("The contract %(number)s is entered.", number=contract.number))
    return see(".show", contract_id=contract.id)


@bp.get("/<uuid:contract_id>/particulars")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def edit(contract_id: UUID) -> ResponseReturnValue:
    """The form for its particulars."""
    contract = queries.contract_for(current_actor, contract_id)
    return render("contracts/edit.html", form=forms.ContractForm(obj=contract), contract=contract)


@bp.post("/<uuid:contract_id>/particulars")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def update(contract_id: UUID) -> ResponseReturnValue:
    """Change its particulars."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.ContractForm()
    if not form.validate():
        return render("contracts/edit.html", form=form, contract=contract)
    changes = {**form.facts, "status": ContractStatus(form.status.data)}
    try:
        services.change_contract(current_actor, contract, changes=changes, version=form.seen)
    except Refused as refusal:
        return render("contracts/edit.html", form=form.fault(refusal), contract=contract)
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(contract.version)
        return render(
            "contracts/edit.html",
            form=form,
            contract=contract,
            status=refusal.status,
            changed_meanwhile=True,
        )
    flash(_("Saved."))
    return see(".show", contract_id=contract.id)


@bp.post("/<uuid:contract_id>/documents")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def attach(contract_id: UUID) -> ResponseReturnValue:
    """Attach a document."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.DocumentForm()
    if not form.validate():
        return _with_document_form(contract_id, form)
    upload = form.file.data
    data = upload.read()
    try:
        kind = documents.content_type(data[:16], filename=upload.filename, size=len(data))
    except Refused as refusal:
        form.file.errors = [*form.file.errors, _(refusal.message) % refusal.params]
        return _with_document_form(contract_id, form)
    stored = storage.put(data, name=upload.filename, content_type=kind)
    services.attach_document(
        current_actor, contract, stored=stored, title=str(form.title.data or upload.filename)
    )
    flash(_("The document is attached."))
    return see(".show", contract_id=contract.id)


def _with_document_form(contract_id: UUID, form: forms.DocumentForm) -> ResponseReturnValue:
    contract = queries.contract_for(current_actor, contract_id)
    return render(
        "contracts/show.html",
        contract=contract,
        documents=queries.documents_of(contract.id),
        panels=additions.panels_of(current_actor, contract),
        entries=history(contract),
        form=form,
        document_form=form,
    )


@bp.get("/documents/<uuid:document_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
def open_document(document_id: UUID) -> ResponseReturnValue:
    """Download a document."""
    contract, document = queries.document_for(current_actor, document_id)
    audit.record_access(
        current_actor,
        ContractAction.DOCUMENT_OPENED,
        contract,
        document=document.title,
    )
    return storage.send(document.file)


def _new_form() -> forms.NewContractForm:
    form = forms.NewContractForm()
    form.brand.choices = {brand.code: brand.name for brand in network.brands()}
    return form
