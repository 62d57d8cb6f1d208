"""Writing clauses and templates: each change is a further version, the earlier ones stay."""

from collections.abc import Sequence

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network.models import Brand
from ..enums import ClauseKind, LibraryAction
from ..models import (
    ContractTemplate,
    ContractTemplateVersion,
    LibraryClause,
    LibraryClauseVersion,
)
from ..queries import library as queries
from ..rules.placeholders import unknown_in
from ..rules.template_clauses import TemplateClause, template_clauses_to_json
from ..rules.terms import Terms
from ..rules.terms_json import terms_to_json
from .contracts import require_pack


def add_clause(
    actor: Actor,
    *,
    key: str,
    language: str,
    kind: ClauseKind,
    title: str,
    body: str,
    note: str = "",
) -> LibraryClause:
    """Add a clause to the library.

    Raises:
        Refused: when the key is taken in this language, or the words name a place nobody fills.
    """
    if queries.find_library_clause(key, language) is not None:
        raise Refused(
            N_("The library has a clause “%(key)s” in this language already."),
            field="key",
            key=key,
        )
    clause = LibraryClause(id=new_id(), key=key, language=language, kind=kind)
    db.session.add(clause)
    db.session.flush()
    _write(actor, clause, title=title, body=body, note=note)
    audit.record(actor, LibraryAction.CLAUSE_ADDED, clause, name=f"{key} ({language})")
    return clause


def write_clause(
    actor: Actor,
    clause: LibraryClause,
    *,
    title: str,
    body: str,
    note: str,
    seen: int | None = None,
) -> LibraryClauseVersion | None:
    """Write a further version of a clause; None when nothing is different.

    Contracts and templates keep the version that they name.

    Raises:
        ChangedMeanwhile: when somebody else wrote it after `seen` was read.
        Refused: when the words name a place nobody fills.
    """
    if seen is not None and clause.version != seen:
        raise ChangedMeanwhile
    present = next(iter(queries.words_of_clause(clause)))
    if (present.title, present.body) == (title, body):
        return None
    words = _write(actor, clause, title=title, body=body, note=note)
    audit.record(
        actor,
        LibraryAction.CLAUSE_WRITTEN,
        clause,
        name=f"{clause.key} ({clause.language})",
        number=words.number,
    )
    return words


def _write(
    actor: Actor, clause: LibraryClause, *, title: str, body: str, note: str
) -> LibraryClauseVersion:
    unknown = unknown_in(body)
    if unknown:
        raise Refused(
            N_("Nothing fills %(names)s. The list beside the form shows what can be filled."),
            field="body",
            names=tuple(f"{{{name}}}" for name in unknown),
        )
    clause.latest += 1
    words = LibraryClauseVersion(
        id=new_id(),
        clause_id=clause.id,
        number=clause.latest,
        title=title,
        body=body,
        note=note,
        created_by_name=actor.name,
    )
    db.session.add(words)
    _flush()
    return words


def retire_clause(actor: Actor, clause: LibraryClause, *, is_retired: bool) -> None:
    """No longer offer a clause, or offer it again. What holds it keeps it."""
    if (clause.retired_at is not None) is is_retired:
        return
    clause.retired_at = clock.now() if is_retired else None
    _flush()
    action = LibraryAction.CLAUSE_RETIRED if is_retired else LibraryAction.CLAUSE_RESTORED
    audit.record(actor, action, clause, name=f"{clause.key} ({clause.language})")


def add_template(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    key: str,
    language: str,
    pack: str,
    brand: Brand | None,
    title: str,
    clauses: Sequence[TemplateClause],
    terms: Terms,
    note: str = "",
) -> ContractTemplate:
    """Add a template.

    Raises:
        Refused: when the key is taken in this language, a clause is unknown, or there is no such
            law pack.
    """
    if queries.find_template(key, language) is not None:
        raise Refused(
            N_("There is a template “%(key)s” in this language already."), field="key", key=key
        )
    require_pack(pack)
    template = ContractTemplate(
        id=new_id(),
        key=key,
        language=language,
        pack=pack,
        brand_id=brand.id if brand else None,
        title=title,
    )
    db.session.add(template)
    db.session.flush()
    _write_template(actor, template, clauses=clauses, terms=terms, note=note)
    audit.record(actor, LibraryAction.TEMPLATE_ADDED, template, name=title)
    return template


def write_template(
    actor: Actor,
    template: ContractTemplate,
    *,
    title: str,
    clauses: Sequence[TemplateClause],
    terms: Terms,
    note: str,
    seen: int | None = None,
) -> ContractTemplateVersion | None:
    """Write a further version of a template; None when nothing is different.

    Raises:
        ChangedMeanwhile: when somebody else wrote it after `seen` was read.
        Refused: when a clause is unknown.
    """
    if seen is not None and template.version != seen:
        raise ChangedMeanwhile
    present = queries.latest_of_template(template)
    is_same = (present.clauses, present.terms) == (
        template_clauses_to_json(clauses),
        terms_to_json(terms),
    )
    if is_same and template.title == title:
        return None
    template.title = title
    version = _write_template(actor, template, clauses=clauses, terms=terms, note=note)
    audit.record(actor, LibraryAction.TEMPLATE_WRITTEN, template, name=title, number=version.number)
    return version


def _write_template(
    actor: Actor,
    template: ContractTemplate,
    *,
    clauses: Sequence[TemplateClause],
    terms: Terms,
    note: str,
) -> ContractTemplateVersion:
    known = queries.words_named(clauses, template.language)
    for clause in clauses:
        if (clause.key, clause.version) not in known:
            raise Refused(
                N_("The library has no clause “%(key)s” in the language of this template."),
                field="clauses",
                key=clause.key,
            )
    template.latest += 1
    version = ContractTemplateVersion(
        id=new_id(),
        template_id=template.id,
        number=template.latest,
        clauses=template_clauses_to_json(clauses),
        terms=terms_to_json(terms),
        note=note,
        created_by_name=actor.name,
    )
    db.session.add(version)
    _flush()
    return version


def retire_template(actor: Actor, template: ContractTemplate, *, is_retired: bool) -> None:
    """No longer offer a template, or offer it again."""
    if (template.retired_at is not None) is is_retired:
        return
    template.retired_at = clock.now() if is_retired else None
    _flush()
    action = LibraryAction.TEMPLATE_RETIRED if is_retired else LibraryAction.TEMPLATE_RESTORED
    audit.record(actor, action, template, name=template.title)


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
