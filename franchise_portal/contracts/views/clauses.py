"""The clauses of a draft: written, taken from the library, taken out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, NotFound
from ...law import disclaimer, pack
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import filling, queries, services
from ..enums import ClauseKind
from ..forms import drafts as forms
from ..models import ContractVersion
from ..queries import library
from ..rules.clauses import ClauseText, clause_number_order
from ..rules.placeholders import Placeholder
from .blueprint import bp
from .versions import SECTION, draft_for


@bp.get("/versions/<uuid:version_id>/clauses/new")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def new_clause(version_id: UUID) -> ResponseReturnValue:
    """The form for a clause of one's own."""
    return _clause_page(draft_for(version_id), forms.ClauseForm(), None)


@bp.post("/versions/<uuid:version_id>/clauses")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def add_clause(version_id: UUID) -> ResponseReturnValue:
    """Add a clause of one's own."""
    version = draft_for(version_id)
    form = forms.ClauseForm()
    if not form.validate():
        return _clause_page(version, form, None)
    return _saved(version, [*queries.clauses_of(version), _typed(form)], form, None)


@bp.get("/versions/<uuid:version_id>/clauses/<int:place>")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def edit_clause(version_id: UUID, place: int) -> ResponseReturnValue:
    """The form for one clause, with its places unfilled."""
    version = draft_for(version_id)
    clause = _clause_at(version, place)
    form = forms.ClauseForm(
        formdata=None,
        data={
            "number": clause.number,
            "kind": clause.kind.value,
            "title": clause.title,
            "body": clause.source or clause.body,
            "version": version.version,
        },
    )
    return _clause_page(version, form, place)


@bp.post("/versions/<uuid:version_id>/clauses/<int:place>")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def update_clause(version_id: UUID, place: int) -> ResponseReturnValue:
    """Save one clause."""
    version = draft_for(version_id)
    before = _clause_at(version, place)
    form = forms.ClauseForm()
    if not form.validate():
        return _clause_page(version, form, place)
    clauses = list(queries.clauses_of(version))
    clauses[place] = _typed(form, before=before)
    return _saved(version, clauses, form, place)


@bp.post("/versions/<uuid:version_id>/clauses/<int:place>/removal")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def remove_clause(version_id: UUID, place: int) -> ResponseReturnValue:
    """Take a clause out of the draft."""
    version = draft_for(version_id)
    gone = _clause_at(version, place)
    clauses = [
        clause for number, clause in enumerate(queries.clauses_of(version)) if number != place
    ]
    seen = request.form.get("version", "")
    services.change_draft(
        current_actor, version, clauses=clauses, seen=int(seen) if seen.isdigit() else None
    )
    flash(_("Clause %(number)s is taken out.", number=gone.number))
    return see(".show_version", version_id=version.id)


@bp.get("/versions/<uuid:version_id>/library")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def choose_clauses(version_id: UUID) -> ResponseReturnValue:
    """What the library has that the draft has not."""
    version = draft_for(version_id)
    return _choice_page(version, _take_form(version))


@bp.post("/versions/<uuid:version_id>/library")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section(SECTION)
def take_clauses(version_id: UUID) -> ResponseReturnValue:
    """Take clauses over from the library, in their present words."""
    version = draft_for(version_id)
    form = _take_form(version)
    if not form.validate() or not form.clauses.data:
        return see(".choose_clauses", version_id=version.id)
    clauses = _with_taken(version, form.clauses.data)
    try:
        services.change_draft(current_actor, version, clauses=clauses, seen=form.seen)
    except ChangedMeanwhile as refusal:
        # What the other person saved is in `clauses` as well: sending the same again adds to it.
        form.version.data = form.version.raw_data = None
        form.version.process_data(version.version)
        return _choice_page(version, form, status=refusal.status)
    flash(_("The clauses are in the draft. Give them the numbers that suit."))
    return see(".show_version", version_id=version.id)


def _with_taken(version: ContractVersion, keys: Sequence[str]) -> tuple[ClauseText, ...]:
    """The draft's clauses as they are now, and those of the library after them."""
    offered = {one.clause.key: one for one in library.library(language=version.language)}
    present = list(queries.clauses_of(version))
    number = max((int(clause.number.split(".")[0]) for clause in present), default=0) + 1
    taken = [
        replace(offered[key].text, number=f"{number}.{place}")
        for place, key in enumerate(keys, start=1)
    ]
    return _ordered(version, [*present, *taken])


def _take_form(version: ContractVersion) -> forms.TakeClausesForm:
    present = {clause.key for clause in queries.clauses_of(version)}
    form = forms.TakeClausesForm()
    form.clauses.choices = [
        (one.clause.key, _titled(_(one.clause.kind.label), one.words.title))
        for one in library.library(language=version.language)
        if one.clause.key not in present
    ]
    # What somebody else took over meanwhile is in the draft; the other ticks stay.
    offered = {key for key, _words in form.clauses.choices}
    form.clauses.data = [key for key in form.clauses.data or () if key in offered]
    if not form.version.data:
        form.version.data = version.version
    return form


def _titled(kind: str, title: str) -> str:
    """What a clause is about and what it is called, once where both say the same."""
    return (
        title
        if title.casefold() == kind.casefold()
        else _("%(what)s: %(which)s", what=kind, which=title)
    )


def _choice_page(
    version: ContractVersion, form: forms.TakeClausesForm, *, status: int | None = None
) -> ResponseReturnValue:
    needed = [ClauseKind(kind) for kind in pack(version.contract.pack).required_clauses]
    present = {clause.kind for clause in queries.clauses_of(version)}
    return render(
        "contracts/versions/library.html",
        form=form,
        version=version,
        missing=[kind for kind in needed if kind not in present],
        disclaimer=disclaimer(pack(version.contract.pack)),
        is_changed_meanwhile=status is not None,
        status=status,
    )


def _typed(form: forms.ClauseForm, before: ClauseText | None = None) -> ClauseText:
    """The clause as typed; it still comes from the library while its words do."""
    body = str(form.body.data or "").replace("\r\n", "\n")
    is_same = before is not None and body == (before.source or before.body)
    return ClauseText(
        number=str(form.number.data),
        title=str(form.title.data),
        body=body,
        kind=ClauseKind(form.kind.data),
        key=before.key if before else "",
        library_version=before.library_version if before and is_same else None,
    )


def _ordered(version: ContractVersion, clauses: Sequence[ClauseText]) -> tuple[ClauseText, ...]:
    """In the order of their numbers, their places filled."""
    return filling.filled_clauses(
        version.contract,
        queries.terms_of(version),
        sorted(clauses, key=lambda clause: clause_number_order(clause.number)),
        language=version.language,
    )


def _saved(
    version: ContractVersion,
    clauses: Sequence[ClauseText],
    form: forms.ClauseForm,
    place: int | None,
) -> ResponseReturnValue:
    try:
        services.change_draft(
            current_actor, version, clauses=_ordered(version, clauses), seen=form.seen
        )
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(version.version)
        return _clause_page(version, form, place, status=refusal.status)
    flash(_("Clause %(number)s is saved.", number=form.number.data))
    return see(".show_version", version_id=version.id)


def _clause_page(
    version: ContractVersion,
    form: forms.ClauseForm,
    place: int | None,
    *,
    status: int | None = None,
) -> ResponseReturnValue:
    if form.version.data in {None, ""}:
        form.version.data = version.version
    return render(
        "contracts/versions/clause.html",
        form=form,
        version=version,
        place=place,
        placeholders=list(Placeholder),
        is_changed_meanwhile=status is not None,
        theirs=_clause_at(version, place) if status is not None and place is not None else None,
        status=status,
    )


def _clause_at(version: ContractVersion, place: int) -> ClauseText:
    clauses = queries.clauses_of(version)
    if not 0 <= place < len(clauses):
        raise NotFound
    return clauses[place]
