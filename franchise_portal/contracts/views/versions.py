"""The pages of a version: what it says, what is wrong with it, and how it differs."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...kit.errors import ChangedMeanwhile, Refused
from ...law import disclaimer, pack
from ...reports import queries as papers
from ...reports.services import request_paper
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services, words
from ..enums import VersionStatus
from ..forms.drafts import ReasonForm
from ..forms.terms import TitleForm
from ..models import ContractVersion
from ..reports.kinds import CONTRACT
from ..rules.diff import clause_changes
from ..rules.terms import Terms
from .blueprint import bp
from .drawings import drawn_conflicts

SECTION = "contracts.index"


@bp.get("/versions/<uuid:version_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def show_version(version_id: UUID) -> ResponseReturnValue:
    """One version, whole; a draft with everything that is wrong with it."""
    return _version_page(queries.version_for(current_actor, version_id), ReasonForm(formdata=None))


def _version_page(
    version: ContractVersion, comparison: ReasonForm, *, status: int | None = None
) -> ResponseReturnValue:
    contract, terms = version.contract, queries.terms_of(version)
    comparison.version.process_data(version.version)
    is_checked = (
        isinstance(current_actor.scope, Everything) and version.status is VersionStatus.DRAFT
    )
    found = services.check_version(contract, version) if is_checked else ()
    return render(
        "contracts/versions/show.html",
        version=version,
        contract=contract,
        title=words.version_title(version, contract.number),
        groups=words.spoken_groups(services.with_parts(contract, terms, on=version.effective_from)),
        clauses=queries.clauses_of(version),
        findings=words.spoken_findings(found),
        conflicts=drawn_conflicts(services.conflicts_of(contract, version)) if is_checked else (),
        before=queries.version_before(version),
        disclaimer=disclaimer(pack(contract.pack)),
        paper=papers.current_paper(current_actor, CONTRACT.slug, version.id),
        paper_run=papers.latest_paper_run(current_actor, CONTRACT.slug, version.id),
        form=comparison,
        status=status,
    )


@bp.post("/versions/<uuid:version_id>/document")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def make_document(version_id: UUID) -> ResponseReturnValue:
    """Ask for the version as a PDF."""
    version = queries.version_for(current_actor, version_id)
    request_paper(current_actor, CONTRACT.slug, version.id)
    flash(_("The PDF is being made. It stands here in a moment."))
    return see(".show_version", version_id=version.id)


@bp.get("/versions/<uuid:version_id>/title")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def edit_title(version_id: UUID) -> ResponseReturnValue:
    """The form for its title, its day and its reason."""
    version = draft_for(version_id)
    return render("contracts/versions/title.html", form=TitleForm(obj=version), version=version)


@bp.post("/versions/<uuid:version_id>/title")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def update_title(version_id: UUID) -> ResponseReturnValue:
    """Save its title, its day and its reason."""
    version = draft_for(version_id)
    form = TitleForm()
    try:
        if form.validate():
            services.change_draft(
                current_actor,
                version,
                title=str(form.title.data),
                effective_from=None if version.kind.is_first else form.effective_from.data,
                reason=str(form.reason.data or ""),
                seen=form.seen,
            )
            flash(_("Saved."))
            return see(".show_version", version_id=version.id)
    except Refused as refusal:
        form.fault(refusal)
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(version.version)
        return render(
            "contracts/versions/title.html",
            form=form,
            version=version,
            status=refusal.status,
            is_changed_meanwhile=True,
        )
    return render("contracts/versions/title.html", form=form, version=version)


@bp.post("/versions/<uuid:version_id>/areas")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def compare_areas(version_id: UUID) -> ResponseReturnValue:
    """Keep that somebody compared by hand what cannot be compared here."""
    version = draft_for(version_id)
    form = ReasonForm()
    try:
        if form.validate():
            reason = str(form.reason.data)
            services.note_comparison(current_actor, version, reason=reason, seen=form.seen)
            flash(_("The comparison is kept with the draft."))
            return see(".show_version", version_id=version.id)
    except Refused as refusal:
        form.fault(refusal)
    except ChangedMeanwhile as refusal:
        form.form_errors.append(translated(refusal))
        return _version_page(version, form, status=refusal.status)
    return _version_page(version, form)


@bp.get("/versions/<uuid:version_id>/comparison")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def compare(version_id: UUID) -> ResponseReturnValue:
    """Two versions of a contract, clause by clause and term by term."""
    later = queries.version_for(current_actor, version_id)
    versions = queries.versions_of(later.contract, current_actor)
    earlier = _other(later, versions)
    contract = later.contract
    return render(
        "contracts/versions/comparison.html",
        contract=contract,
        later=later,
        earlier=earlier,
        versions=[(one, words.version_title(one, contract.number)) for one in versions],
        terms=words.term_changes(_whole(earlier), _whole(later)),
        clauses=clause_changes(queries.clauses_of(earlier), queries.clauses_of(later)),
        titles=(
            words.version_title(earlier, contract.number),
            words.version_title(later, contract.number),
        ),
    )


def _whole(version: ContractVersion) -> Terms:
    contract = queries.contract_of(version)
    return services.with_parts(contract, queries.terms_of(version), on=version.effective_from)


def _other(later: ContractVersion, versions: Sequence[ContractVersion]) -> ContractVersion:
    """The version named in the address, else the one before; itself when it is alone."""
    named = request.args.get("with", "")
    for version in versions:
        if str(version.id) == named:
            return version
    before = queries.version_before(later)
    return before if before is not None and before in versions else later


def draft_for(version_id: UUID) -> ContractVersion:
    """A version that can still be changed.

    Raises:
        NotADraft: saying why not.
    """
    version = queries.version_for(current_actor, version_id)
    services.require_draft(version.contract, version)
    return version
