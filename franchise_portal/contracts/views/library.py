"""The clause library: the list, one clause with its versions, writing and comparing them."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit.errors import ChangedMeanwhile, Refused
from ...network.forms.fields import language_choices
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import services
from ..enums import ClauseKind
from ..forms.library import LibraryClauseForm, NewLibraryClauseForm
from ..models import LibraryClause, LibraryClauseVersion
from ..queries import library as queries
from ..rules.diff import Run, word_changes
from ..rules.placeholders import Placeholder
from ..services import library as library_services
from .blueprint import bp

SECTION = "contracts.clauses"


@bp.get("/library")
@requires(Permission.CONTRACTS_LIBRARY_READ)
@section(SECTION)
def clauses() -> ResponseReturnValue:
    """All clauses that are offered, or those that are not any more."""
    kinds = [(kind.value, label(kind)) for kind in ClauseKind]
    asked = lists.ask(
        (
            lists.Filter("language", _("Language"), list(language_choices()), single=True),
            lists.Filter("about", _("About"), kinds, single=True),
            lists.Filter("state", _("Offered"), [("no", _("No longer"))], single=True),
        ),
        sorts=("about",),
        default="about",
    )
    language, kind = asked.chosen("language"), asked.chosen("about")
    found = queries.library(
        language=language[0] if language else "",
        kind=kind[0] if kind else "",
        is_retired=bool(asked.chosen("state")),
    )
    text = asked.text.casefold()
    return render(
        "contracts/library/index.html",
        rows=[one for one in found if text in f"{one.clause.key} {one.words.title}".casefold()],
        asked=asked,
        languages=dict(language_choices()),
    )


@bp.post("/library/starter")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def plant_library() -> ResponseReturnValue:
    """Take over the starter clauses and templates that are lacking."""
    planted = services.plant_library(current_actor)
    flash(
        _(
            "Added from the starter library: clauses %(clauses)s, templates %(templates)s.",
            clauses=planted.clauses,
            templates=planted.templates,
        )
    )
    return see(".clauses")


@bp.get("/library/new")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def new_library_clause() -> ResponseReturnValue:
    """The form for a further clause."""
    form = NewLibraryClauseForm()
    known = request.args.get("key", "")[:80]
    if known:
        form.key.data = known
    return _form_page(form, None)


@bp.post("/library")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def create_library_clause() -> ResponseReturnValue:
    """Add a clause to the library."""
    form = NewLibraryClauseForm()
    if not form.validate():
        return _form_page(form, None)
    try:
        clause = library_services.add_clause(
            current_actor,
            key=str(form.key.data),
            language=str(form.language.data),
            kind=ClauseKind(form.kind.data),
            title=str(form.title.data),
            body=_body(form),
            note=str(form.note.data or ""),
        )
    except Refused as refusal:
        return _form_page(form.fault(refusal), None)
    flash(_("The clause is in the library."))
    return see(".show_clause", clause_id=clause.id)


@bp.get("/library/<uuid:clause_id>")
@requires(Permission.CONTRACTS_LIBRARY_READ)
@section(SECTION)
def show_clause(clause_id: UUID) -> ResponseReturnValue:
    """One clause: its present words, and what each version changed."""
    clause = queries.library_clause(clause_id)
    versions = queries.words_of_clause(clause)
    return render(
        "contracts/library/show.html",
        clause=clause,
        words=versions[0],
        changes=_changes(versions),
        language=dict(language_choices()).get(clause.language, clause.language),
        entries=history(clause),
    )


def _changes(
    versions: Sequence[LibraryClauseVersion],
) -> list[tuple[LibraryClauseVersion, tuple[Run, ...] | None]]:
    """Each version with what it changed in the one before it; the first has nothing to compare."""
    earlier = [*versions[1:], None]
    return [
        (version, word_changes(before.body, version.body) if before else None)
        for version, before in zip(versions, earlier, strict=True)
    ]


@bp.get("/library/<uuid:clause_id>/words")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def edit_library_clause(clause_id: UUID) -> ResponseReturnValue:
    """The form for its next version."""
    clause = queries.library_clause(clause_id)
    words = queries.words_of_clause(clause)[0]
    form = LibraryClauseForm(
        formdata=None,
        data={"title": words.title, "body": words.body, "version": clause.version},
    )
    return _form_page(form, clause)


@bp.post("/library/<uuid:clause_id>/words")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def write_library_clause(clause_id: UUID) -> ResponseReturnValue:
    """Write its next version."""
    clause = queries.library_clause(clause_id)
    form = LibraryClauseForm()
    if not form.validate():
        return _form_page(form, clause)
    try:
        library_services.write_clause(
            current_actor,
            clause,
            title=str(form.title.data),
            body=_body(form),
            note=str(form.note.data or ""),
            seen=form.seen,
        )
    except Refused as refusal:
        return _form_page(form.fault(refusal), clause)
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(clause.version)
        return _form_page(form, clause, status=refusal.status)
    flash(_("Saved."))
    return see(".show_clause", clause_id=clause.id)


@bp.post("/library/<uuid:clause_id>/retirement")
@requires(Permission.CONTRACTS_LIBRARY_WRITE)
@section(SECTION)
def retire_library_clause(clause_id: UUID) -> ResponseReturnValue:
    """No longer offer a clause, or offer it again."""
    clause = queries.library_clause(clause_id)
    library_services.retire_clause(current_actor, clause, is_retired=clause.retired_at is None)
    flash(_("Saved."))
    return see(".show_clause", clause_id=clause.id)


def _body(form: LibraryClauseForm) -> str:
    return str(form.body.data).replace("\r\n", "\n")


def _form_page(
    form: LibraryClauseForm, clause: LibraryClause | None, *, status: int | None = None
) -> ResponseReturnValue:
    theirs = queries.words_of_clause(clause)[0] if clause and status is not None else None
    return render(
        "contracts/library/edit.html",
        form=form,
        clause=clause,
        placeholders=list(Placeholder),
        theirs=theirs,
        status=status,
    )
