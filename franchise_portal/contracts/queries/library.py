"""The clause library and the templates of contracts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from ...database import db
from ...kit.errors import NotFound
from ..enums import ClauseKind
from ..models import (
    ContractTemplate,
    ContractTemplateVersion,
    LibraryClause,
    LibraryClauseVersion,
)
from ..rules.clauses import ClauseText
from ..rules.template_clauses import TemplateClause, template_clauses_from_json
from ..rules.terms import Terms
from ..rules.terms_json import terms_from_json


@dataclass(frozen=True, slots=True)
class ListedClause:
    """A clause of the library with its present words."""

    clause: LibraryClause
    words: LibraryClauseVersion

    @property
    def text(self) -> ClauseText:
        """As a contract takes it over; without a number yet."""
        return text_of(self.clause, self.words, number="")


def library(
    *, language: str = "", kind: str = "", is_retired: bool = False
) -> Sequence[ListedClause]:
    """The clauses with their present words, in the order of their kinds."""
    query = (
        select(LibraryClause, LibraryClauseVersion)
        .join(
            LibraryClauseVersion,
            (LibraryClauseVersion.clause_id == LibraryClause.id)
            & (LibraryClauseVersion.number == LibraryClause.latest),
        )
        .where(
            LibraryClause.retired_at.is_not(None)
            if is_retired
            else LibraryClause.retired_at.is_(None)
        )
    )
    if language:
        query = query.where(LibraryClause.language == language)
    if kind:
        query = query.where(LibraryClause.kind == ClauseKind(kind))
    order = list(ClauseKind)
    found = [ListedClause(clause, words) for clause, words in db.session.execute(query)]
    return sorted(
        found, key=lambda one: (order.index(one.clause.kind), one.clause.key, one.clause.language)
    )


def library_clause(clause_id: UUID) -> LibraryClause:
    """One clause.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.scalars(
        select(LibraryClause).where(LibraryClause.id == clause_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_library_clause(key: str, language: str) -> LibraryClause | None:
    """The clause with a key in a language."""
    query = select(LibraryClause).where(
        LibraryClause.key == key, LibraryClause.language == language
    )
    return db.session.scalars(query).one_or_none()


def words_of_clause(clause: LibraryClause) -> Sequence[LibraryClauseVersion]:
    """All versions of a clause, the latest first."""
    return db.session.scalars(
        select(LibraryClauseVersion)
        .where(LibraryClauseVersion.clause_id == clause.id)
        .order_by(LibraryClauseVersion.number.desc())
    ).all()


def texts_of_template(
    template: ContractTemplate, version: ContractTemplateVersion
) -> tuple[ClauseText, ...]:
    """The clauses of a template in the words that it names, in its order."""
    named = template_clauses_from_json(version.clauses)
    known = words_named(named, template.language)
    return tuple(
        text_of(*known[one.key, one.version], number=one.number)
        for one in named
        if (one.key, one.version) in known
    )


def words_named(
    clauses: Collection[TemplateClause], language: str
) -> Mapping[tuple[str, int], tuple[LibraryClause, LibraryClauseVersion]]:
    """Clauses with certain versions of their words, by key and number of the version."""
    if not clauses:
        return {}
    wanted = [(one.key, one.version) for one in clauses]
    rows = db.session.execute(
        select(LibraryClause, LibraryClauseVersion)
        .join(LibraryClauseVersion, LibraryClauseVersion.clause_id == LibraryClause.id)
        .where(
            LibraryClause.language == language,
            tuple_(LibraryClause.key, LibraryClauseVersion.number).in_(wanted),
        )
    )
    return {(clause.key, words.number): (clause, words) for clause, words in rows}


def text_of(clause: LibraryClause, words: LibraryClauseVersion, *, number: str) -> ClauseText:
    """A clause of the library as a contract takes it over, its places not filled yet."""
    return ClauseText(
        number=number,
        title=words.title,
        body=words.body,
        kind=clause.kind,
        key=clause.key,
        library_version=words.number,
        source=words.body,
    )


def templates(*, is_retired: bool = False) -> Sequence[ContractTemplate]:
    """The templates with their brands, by title."""
    query = (
        select(ContractTemplate)
        .where(
            ContractTemplate.retired_at.is_not(None)
            if is_retired
            else ContractTemplate.retired_at.is_(None)
        )
        .order_by(ContractTemplate.key, ContractTemplate.language)
        .options(joinedload(ContractTemplate.brand))
    )
    return db.session.scalars(query).all()


def template_for(template_id: UUID) -> ContractTemplate:
    """One template with its brand.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(ContractTemplate)
        .where(ContractTemplate.id == template_id)
        .options(joinedload(ContractTemplate.brand))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_template(key: str, language: str) -> ContractTemplate | None:
    """The template with a key in a language."""
    query = select(ContractTemplate).where(
        ContractTemplate.key == key, ContractTemplate.language == language
    )
    return db.session.scalars(query).one_or_none()


def versions_of_template(template: ContractTemplate) -> Sequence[ContractTemplateVersion]:
    """All versions of a template, the latest first."""
    return db.session.scalars(
        select(ContractTemplateVersion)
        .where(ContractTemplateVersion.template_id == template.id)
        .order_by(ContractTemplateVersion.number.desc())
    ).all()


def latest_of_template(template: ContractTemplate) -> ContractTemplateVersion:
    """What a contract begins from today."""
    query = select(ContractTemplateVersion).where(
        ContractTemplateVersion.template_id == template.id,
        ContractTemplateVersion.number == template.latest,
    )
    return db.session.scalars(query).one()


def template_terms(version: ContractTemplateVersion) -> Terms:
    """The terms that a template offers to begin with."""
    return terms_from_json(version.terms)
