"""The pages of contracts: the list, one contract, its particulars, outlets and documents."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.errors import ChangedMeanwhile, Refused
from ...law import pack_title, packs
from ...network import queries as network
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ...web.writing import Writing
from .. import additions, documents, forms, queries, services
from ..enums import ContractAction, ContractStatus
from ..forms.drafts import OutletForm
from ..rules.terms import NO_END
from .blueprint import bp
from .contract_page import OUTLET, contract_page, fill_draft

YEAR_AHEAD = Duration(12, Unit.MONTHS)


@bp.get("")
@requires(Permission.CONTRACTS_CONTRACT_READ)
def index() -> ResponseReturnValue:
    """The list."""
    ending = [("year", _("Within 12 months")), ("never", _("Without an end"))]
    asked = lists.ask(
        (
            lists.Filter("brand", _("Brand"), queries.brands()),
            lists.Filter("status", _("Status"), [(s.value, label(s)) for s in ContractStatus]),
            lists.Filter("pack", _("Law pack"), [(p.slug, _(pack_title(p))) for p in packs()]),
            lists.Filter("ending", _("Ends"), ending, single=True),
        ),
        sorts=tuple(queries.ORDERS),
        default="number",
    )
    headings = (
        lists.Heading("number", _("Number"), sorts=True),
        lists.Heading("franchisee", _("Franchisee"), sorts=True, phone="bare"),
        lists.Heading("brand", _("Brand")),
        lists.Heading("status", _("Status")),
        lists.Heading("starts_on", _("First day"), sorts=True),
        lists.Heading("ends_on", _("Last day"), sorts=True),
    )
    today = clock.today()
    chosen = asked.chosen("ending")
    wanted = queries.Wanted(
        text=asked.text,
        brands=asked.chosen("brand"),
        statuses=asked.chosen("status"),
        packs=asked.chosen("pack"),
        ends_between=(today, YEAR_AHEAD.after(today)) if chosen == ["year"] else None,
        is_without_end=chosen == ["never"],
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    listing = queries.listed(current_actor, wanted)
    return render(
        "contracts/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        row_url=lists.row_url(".show", "contract_id"),
        asked=asked,
        columns=lists.columns(headings, asked.order),
        acts=additions.list_acts(current_actor),
    )


def _cells(rows: Sequence[queries.Listed]) -> list[tuple[str, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    states = {status.value: (label(status), status.tone.value) for status in ContractStatus}
    write, endless = Writing(), _("no end")
    return [
        (
            row.id, row.number, row.franchisee, row.franchisee_local, row.brand,
            *states[row.status], write.day(row.starts_on),
            endless if row.ends_on == NO_END else write.day(row.ends_on),
        )
        for row in rows
    ]  # fmt: skip


@bp.get("/<uuid:contract_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section("contracts.index")
def show(contract_id: UUID) -> ResponseReturnValue:
    """One contract: terms, clauses, versions, outlets, documents, clocks, history."""
    return contract_page(contract_id)


@bp.get("/new")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def new() -> ResponseReturnValue:
    """The form for a contract that was signed on paper."""
    form = _new_form()
    if request.args.get("franchisee"):
        form.franchisee.data = request.args["franchisee"][:20]
    form.status.data = ContractStatus.IN_FORCE.value
    return render("contracts/new.html", form=form)


@bp.post("")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def create() -> ResponseReturnValue:
    """Enter a contract that was signed on paper."""
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
            ends_on=form.last_day,
            status=ContractStatus(form.status.data),
            signed_on=form.signed_on.data,
            note=str(form.note.data or ""),
            pack=str(form.pack.data),
            is_first=bool(form.is_first.data),
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
    form = forms.ContractForm(obj=contract)
    if contract.ends_on == NO_END:
        form.ends_on.data = None
    return render("contracts/edit.html", form=form, contract=contract)


@bp.post("/<uuid:contract_id>/particulars")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def update(contract_id: UUID) -> ResponseReturnValue:
    """Change its particulars."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.ContractForm()
    if not form.validate():
        return render("contracts/edit.html", form=form, contract=contract)
    changes = {**form.facts, "ends_on": form.last_day, "is_first": bool(form.is_first.data)}
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


@bp.post("/<uuid:contract_id>/outlets")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def cover_outlet(contract_id: UUID) -> ResponseReturnValue:
    """Let the contract cover a further outlet."""
    contract = queries.contract_for(current_actor, contract_id)
    form = OutletForm(prefix=OUTLET)
    try:
        if form.validate():
            outlet = services.cover_outlet_named(
                current_actor, contract, str(form.outlet.data), starts_on=form.starts_on.data
            )
            fill_draft(contract)
            flash(_("The contract covers %(outlet)s now.", outlet=outlet.name))
            return see(".show", contract_id=contract.id)
    except Refused as refusal:
        form.fault(refusal)
    return contract_page(contract_id, outlet_form=form)


@bp.post("/<uuid:contract_id>/outlets/<uuid:outlet_id>/release")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def release_outlet(contract_id: UUID, outlet_id: UUID) -> ResponseReturnValue:
    """Let the contract cover an outlet no longer: from tomorrow, or not at all before it begins."""
    contract = queries.contract_for(current_actor, contract_id)
    outlet = network.outlet_for(current_actor, outlet_id)
    last = max(clock.today(), contract.starts_on - timedelta(days=1))
    services.release_outlet(current_actor, contract, outlet, ends_on=last)
    fill_draft(contract)
    flash(_("The contract covers %(outlet)s no longer than today.", outlet=outlet.name))
    return see(".show", contract_id=contract.id)


@bp.post("/<uuid:contract_id>/documents")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def attach(contract_id: UUID) -> ResponseReturnValue:
    """Attach a document."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.DocumentForm()
    try:
        if form.validate():
            upload = form.file.data
            data = upload.read()
            kind = documents.content_type(data[:16], filename=upload.filename, size=len(data))
            stored = storage.put(data, name=upload.filename, content_type=kind)
            services.attach_document(
                current_actor,
                contract,
                stored=stored,
                title=str(form.title.data or upload.filename),
            )
            flash(_("The document is attached."))
            return see(".show", contract_id=contract.id)
    except Refused as refusal:
        form.fault(refusal)
    return contract_page(contract_id, document_form=form)


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
