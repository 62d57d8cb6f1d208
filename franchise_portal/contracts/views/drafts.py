"""Beginning contracts and amendments, and what a draft goes through before it is signed."""

from dataclasses import replace
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...kit.i18n import N_
from ...network import queries as network
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import documents, queries, services
from ..enums import VersionKind
from ..forms import drafts as forms
from ..forms.contracts import codes
from ..models import ContractTemplate, ContractVersion
from ..queries import library
from ..rules.terms import Terms
from .blueprint import bp
from .contract_page import DISCLOSURE, contract_page, fill_again

SECTION = "contracts.index"


@bp.get("/drafts/new")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def new_draft() -> ResponseReturnValue:
    """The form for a contract to be drafted."""
    form = _draft_form()
    form.number.data = queries.next_number(clock.today().year)
    form.franchisee.data = request.args.get("franchisee", "")[:20]
    form.title.data = _("Franchise agreement")
    return render("contracts/drafts/new.html", form=form)


@bp.post("/drafts")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def create_draft() -> ResponseReturnValue:
    """Draft a contract."""
    form = _draft_form()
    if not form.validate():
        return render("contracts/drafts/new.html", form=form)
    try:
        version = _started(form)
    except Refused as refusal:
        return render("contracts/drafts/new.html", form=form.fault(refusal))
    fill_again(version)
    flash(_("The draft is made. Write its terms next."))
    return see(".edit_terms", version_id=version.id)


def _started(form: forms.DraftForm) -> ContractVersion:
    franchisee = queries.find_franchisee(current_actor, str(form.franchisee.data))
    if franchisee is None:
        raise Refused(
            N_("No franchisee has the code “%(code)s”."),
            field="franchisee",
            code=form.franchisee.data,
        )
    brand = queries.find_brand(str(form.brand.data))
    if brand is None:
        raise Refused(N_("Choose a brand."), field="brand")
    wanted = codes(str(form.outlets.data or ""))
    found = queries.find_outlets(current_actor, wanted)
    for code in wanted:
        if code not in found:
            raise Refused(N_("No outlet has the code “%(code)s”."), field="outlets", code=code)
    template = _template(form)
    latest = library.latest_of_template(template) if template else None
    terms = library.template_terms(latest) if latest else Terms()
    return services.start_contract(
        current_actor,
        number=str(form.number.data),
        franchisee=franchisee,
        brand=brand,
        outlets=list(found.values()),
        pack=form.pack.data or (template.pack if template else "none"),
        is_first=bool(form.is_first.data),
        title=str(form.title.data),
        language=form.language.data or (template.language if template else franchisee.language),
        terms=replace(terms, starts_on=form.starts_on.data),
        clauses=library.texts_of_template(template, latest) if template and latest else (),
        template=(template.key, latest.number) if template and latest else None,
    )


def _template(form: forms.DraftForm) -> ContractTemplate | None:
    if not form.template.data:
        return None
    return library.template_for(UUID(form.template.data))


@bp.get("/<uuid:contract_id>/amendments/new")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def new_amendment(contract_id: UUID) -> ResponseReturnValue:
    """The form for an amendment or a renewal on paper's own terms."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.AmendmentForm()
    count = sum(one.kind is VersionKind.AMENDMENT for one in queries.versions_of(contract))
    form.title.data = _("Amendment %(number)s", number=count + 1)
    form.effective_from.data = max(clock.today(), contract.starts_on)
    return render("contracts/drafts/amendment.html", form=form, contract=contract)


@bp.post("/<uuid:contract_id>/amendments")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def create_amendment(contract_id: UUID) -> ResponseReturnValue:
    """Draft an amendment from what will be in force on its day."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.AmendmentForm()
    if not form.validate():
        return render("contracts/drafts/amendment.html", form=form, contract=contract)
    try:
        version = services.start_amendment(
            current_actor,
            contract,
            kind=VersionKind(form.kind.data),
            effective_from=form.effective_from.data,
            title=str(form.title.data),
            reason=str(form.reason.data or ""),
        )
    except Refused as refusal:
        form.fault(refusal)
        return render("contracts/drafts/amendment.html", form=form, contract=contract)
    flash(_("The draft is made. Change what shall be different."))
    return see(".show_version", version_id=version.id)


@bp.post("/<uuid:contract_id>/disclosures")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def disclose(contract_id: UUID) -> ResponseReturnValue:
    """Record a disclosure that was given for this contract."""
    contract = queries.contract_for(current_actor, contract_id)
    form = forms.DisclosureForm(prefix=DISCLOSURE)
    try:
        if form.validate():
            upload = form.file.data
            data = upload.read()
            kind = documents.content_type(data[:16], filename=upload.filename, size=len(data))
            stored = storage.put(data, name=upload.filename, content_type=kind)
            services.record_disclosure(
                current_actor,
                contract,
                disclosed_on=form.disclosed_on.data,
                stored=stored,
                title=str(form.title.data or upload.filename),
                note=str(form.note.data or ""),
            )
            flash(_("The disclosure is recorded."))
            return see(".show", contract_id=contract.id)
    except Refused as refusal:
        form.fault(refusal)
    return contract_page(contract_id, disclosure_form=form)


@bp.get("/disclosures/<uuid:contract_disclosure_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
def open_disclosure(contract_disclosure_id: UUID) -> ResponseReturnValue:
    """Download what was disclosed."""
    disclosure = queries.disclosure_with_id(contract_disclosure_id)
    if disclosure is None:
        raise NotFound
    queries.contract_for(current_actor, disclosure.contract_id)
    return storage.send(disclosure.file)


@bp.post("/<uuid:contract_id>/disclosure")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def take_over_disclosure(contract_id: UUID) -> ResponseReturnValue:
    """Bring a draft to `disclosed` by what was given in the selection."""
    contract = queries.contract_for(current_actor, contract_id)
    services.take_over_disclosure(current_actor, contract)
    flash(_("The contract is disclosed."))
    return see(".show", contract_id=contract.id)


@bp.post("/<uuid:contract_id>/withdrawal")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def withdraw(contract_id: UUID) -> ResponseReturnValue:
    """Give up a contract that nobody has signed."""
    contract = queries.contract_for(current_actor, contract_id)
    reason = _reason()
    services.withdraw_contract(current_actor, contract, reason=reason)
    flash(_("The contract %(number)s is withdrawn.", number=contract.number))
    return see(".show", contract_id=contract.id)


@bp.post("/versions/<uuid:version_id>/withdrawal")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def withdraw_version(version_id: UUID) -> ResponseReturnValue:
    """Give a draft up; the contract stays as it is."""
    version = queries.version_for(current_actor, version_id)
    services.withdraw(current_actor, version, reason=_reason())
    flash(_("The draft is withdrawn."))
    return see(".show", contract_id=version.contract_id)


def _reason() -> str:
    form = forms.ReasonForm()
    if not form.validate():
        raise Refused(N_("Write the reason."), field="reason")
    return str(form.reason.data)


@bp.get("/versions/<uuid:version_id>/paper")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def new_paper(version_id: UUID) -> ResponseReturnValue:
    """The form for a draft that was signed on paper."""
    version = queries.version_for(current_actor, version_id)
    form = forms.PaperForm()
    form.signed_on.data = version.contract.signed_on or clock.today()
    return render("contracts/drafts/paper.html", form=form, version=version)


@bp.post("/versions/<uuid:version_id>/paper")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def sign_on_paper(version_id: UUID) -> ResponseReturnValue:
    """Note that both sides signed a draft on paper."""
    version = queries.version_for(current_actor, version_id)
    form = forms.PaperForm()
    try:
        if form.validate():
            services.execute_on_paper(
                current_actor,
                version,
                signed_on=form.signed_on.data,
                reason=str(form.reason.data or ""),
            )
            flash(_("The contract is signed. Attach the paper, so that both sides find it."))
            return see(".show", contract_id=version.contract_id)
    except Refused as refusal:
        form.fault(refusal)
    return render("contracts/drafts/paper.html", form=form, version=version)


def _draft_form() -> forms.DraftForm:
    form = forms.DraftForm()
    form.brand.choices = {brand.code: brand.name for brand in network.brands()}
    form.template.choices = [
        ("", _("nothing")),
        *(
            (str(one.id), _("%(title)s, version %(number)s", title=one.title, number=one.latest))
            for one in library.templates()
        ),
    ]
    return form
