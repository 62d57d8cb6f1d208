"""Templates of contracts: the list, one template with its versions, writing them."""

from collections.abc import Mapping
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit.errors import ChangedMeanwhile, Refused
from ...law import disclaimer, pack, pack_title
from ...network import queries as network
from ...network.forms.fields import language_choices
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import words
from ..enums import ClauseKind
from ..forms.library import NewTemplateForm, TemplateForm, template_clauses
from ..models import ContractTemplate, ContractTemplateVersion
from ..queries import find_brand
from ..queries import library as queries
from ..rules.diff import Change, ClauseChange, clause_changes
from ..rules.template_clauses import template_clauses_from_json
from ..rules.terms import Terms
from ..services import library as library_services
from .blueprint import bp

SECTION = "contracts.clauses"


@bp.get("/templates")
@requires(Permission.CONTRACTS_LIBRARY_READ)
@section(SECTION)
def templates() -> ResponseReturnValue:
    """All templates that are offered, then those that are not any more."""
    return render(
        "contracts/templates/index.html",
        rows=queries.templates(),
        retired=queries.templates(is_retired=True),
        languages=dict(language_choices()),
        pack_title=lambda slug: pack_title(pack(slug)),
    )


@bp.get("/templates/new")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def new_template() -> ResponseReturnValue:
    """The form for a further template."""
    return _form_page(_new_form(), None)


@bp.post("/templates")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def create_template() -> ResponseReturnValue:
    """Add a template."""
    form = _new_form()
    if not form.validate():
        return _form_page(form, None)
    try:
        template = library_services.add_template(
            current_actor,
            key=str(form.key.data),
            language=str(form.language.data),
            pack=str(form.pack.data),
            brand=find_brand(str(form.brand.data)) if form.brand.data else None,
            title=str(form.title.data),
            clauses=template_clauses(str(form.clauses.data), _latest(str(form.language.data))),
            terms=Terms(),
            note=str(form.note.data or ""),
        )
    except Refused as refusal:
        return _form_page(form.fault(refusal), None)
    flash(_("The template is made."))
    return see(".show_template", template_id=template.id)


@bp.get("/templates/<uuid:template_id>")
@requires(Permission.CONTRACTS_LIBRARY_READ)
@section(SECTION)
def show_template(template_id: UUID) -> ResponseReturnValue:
    """One template: its clauses, its terms, and what each version changed."""
    template = queries.template_for(template_id)
    versions = queries.versions_of_template(template)
    latest = versions[0]
    texts = queries.texts_of_template(template, latest)
    newest = _latest(template.language)
    kinds = {text.kind for text in texts}
    law = pack(template.pack)
    return render(
        "contracts/templates/show.html",
        of=template,
        latest=latest,
        texts=texts,
        newest=newest,
        groups=words.spoken_groups(queries.template_terms(latest)),
        missing=[kind for kind in map(ClauseKind, law.required_clauses) if kind not in kinds],
        changes=_changes(template, *versions[:2]) if len(versions) > 1 else (),
        versions=versions,
        language=dict(language_choices()).get(template.language, template.language),
        pack_title=pack_title(law),
        disclaimer=disclaimer(law),
        entries=history(template),
    )


def _changes(
    template: ContractTemplate, later: ContractTemplateVersion, earlier: ContractTemplateVersion
) -> tuple[ClauseChange, ...]:
    changes = clause_changes(
        queries.texts_of_template(template, earlier), queries.texts_of_template(template, later)
    )
    return tuple(change for change in changes if change.change is not Change.KEPT)


@bp.get("/templates/<uuid:template_id>/clauses")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def edit_template(template_id: UUID) -> ResponseReturnValue:
    """The form for its next version."""
    template = queries.template_for(template_id)
    latest = queries.latest_of_template(template)
    lines = [
        f"{one.number} {one.key} {one.version}"
        for one in template_clauses_from_json(latest.clauses)
    ]
    form = TemplateForm(
        formdata=None,
        data={
            "title": template.title,
            "clauses": "\n".join(lines),
            "version": template.version,
        },
    )
    return _form_page(form, template)


@bp.post("/templates/<uuid:template_id>/clauses")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def write_template(template_id: UUID) -> ResponseReturnValue:
    """Write its next version."""
    template = queries.template_for(template_id)
    form = TemplateForm()
    if not form.validate():
        return _form_page(form, template)
    try:
        library_services.write_template(
            current_actor,
            template,
            title=str(form.title.data),
            clauses=template_clauses(str(form.clauses.data), _latest(template.language)),
            terms=queries.template_terms(queries.latest_of_template(template)),
            note=str(form.note.data or ""),
            seen=form.seen,
        )
    except Refused as refusal:
        return _form_page(form.fault(refusal), template)
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(template.version)
        return _form_page(form, template, status=refusal.status)
    flash(_("Saved."))
    return see(".show_template", template_id=template.id)


@bp.post("/templates/<uuid:template_id>/retirement")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def retire_template(template_id: UUID) -> ResponseReturnValue:
    """No longer offer a template, or offer it again."""
    template = queries.template_for(template_id)
    library_services.retire_template(
        current_actor, template, is_retired=template.retired_at is None
    )
    flash(_("Saved."))
    return see(".show_template", template_id=template.id)


def _latest(language: str) -> Mapping[str, int]:
    return {one.clause.key: one.words.number for one in queries.library(language=language)}


def _new_form() -> NewTemplateForm:
    form = NewTemplateForm()
    form.brand.choices = [
        ("", _("any brand")),
        *((brand.code, brand.name) for brand in network.brands()),
    ]
    return form


def _form_page(
    form: TemplateForm, template: ContractTemplate | None, *, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "contracts/templates/edit.html",
        form=form,
        of=template,
        offered=queries.library(language=template.language if template else ""),
        is_changed_meanwhile=status is not None,
        status=status,
    )
