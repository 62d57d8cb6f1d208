"""Finding things by the beginnings of their words, at one price in networks of any size."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    intersect,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from ...database import db
from ...kit import clock
from ..enums import SearchKind
from ..models import OutletOwnership, Person, SearchWord
from ..rules import search_terms
from .scope import owns

AnySelect = TypeVar("AnySelect", bound="Select[Any]")
Key = InstrumentedAttribute[UUID]

#: A word with at most so many bearers is looked up first; commoner words are asked of each row.
RARE = 4_000
_LAST = "\U0010ffff"


def found(query: AnySelect, kind: SearchKind, key: Key, text: str) -> AnySelect:
    """Narrow a query to the subjects of which every term begins a word.

    A franchisee is also found by the words of the outlets it owns and of its people. A rare term
    is looked up in the index of words and leads; the others are then asked of the few rows it
    leaves. One common term alone is asked of the rows as they come, and a page is full before
    long. Several common terms are cut in the index, since hardly a row may bear them all.
    """
    terms = search_terms(text)
    if not terms:
        return query
    counts = _counts(kind, terms)
    rarest = min(range(len(terms)), key=counts.__getitem__)
    if counts[rarest] == 0:
        return query.where(false())
    if counts[rarest] > RARE and len(terms) > 1:
        return query.where(key.in_(intersect(*(_bearers(kind, term) for term in terms))))
    for position, term in enumerate(terms):
        if position == rarest and counts[rarest] <= RARE:
            query = query.where(key.in_(_bearers(kind, term)))
        else:
            query = query.where(_bears(kind, key, term))
    return query


def _counts(kind: SearchKind, terms: Sequence[str]) -> list[int]:
    """How many entries lead to bearers of each term, counted up to RARE + 1."""
    counted = [
        select(func.count())
        .select_from(_bearers(kind, term).limit(RARE + 1).subquery())
        .scalar_subquery()
        for term in terms
    ]
    return list(db.session.execute(select(*counted)).one())


def _bearers(kind: SearchKind, term: str) -> Select[UUID]:
    """The ids of everything that bears a term."""
    if kind is not SearchKind.FRANCHISEE:
        return _words(kind, term)
    return select(union_all(_words(kind, term), *_ways_to_a_franchisee(term)).subquery().c[0])


def _bears(kind: SearchKind, key: Key, term: str) -> ColumnElement[bool]:
    """Whether a row bears a term."""
    own = _words(kind, term).where(SearchWord.subject_id == key).correlate(key.class_).exists()
    if kind is not SearchKind.FRANCHISEE:
        return own
    # The inner EXISTS makes sure that a row's few outlets and people lead to their words. As a
    # join, SQLite would begin with all words like the term, for every row anew.
    outlets = (
        select(OutletOwnership.id)
        .where(OutletOwnership.franchisee_id == key, owns(clock.today()))
        .where(_has_word(SearchKind.OUTLET, OutletOwnership.outlet_id, term))
        .correlate(key.class_)
    )
    people = (
        select(Person.id)
        .where(Person.franchisee_id == key, _has_word(SearchKind.PERSON, Person.id, term))
        .correlate(key.class_)
    )
    return or_(own, outlets.exists(), people.exists())


def _has_word(kind: SearchKind, subject_id: Key, term: str) -> ColumnElement[bool]:
    words = _words(kind, term).where(SearchWord.subject_id == subject_id)
    return words.correlate(subject_id.class_).exists()


def _ways_to_a_franchisee(term: str) -> tuple[Select[UUID], Select[UUID]]:
    """By its outlets and by its people."""
    outlets = (
        select(OutletOwnership.franchisee_id)
        .join(SearchWord, SearchWord.subject_id == OutletOwnership.outlet_id)
        .where(SearchWord.kind == SearchKind.OUTLET, _begins(term), owns(clock.today()))
    )
    people = (
        select(Person.franchisee_id)
        .join(SearchWord, SearchWord.subject_id == Person.id)
        .where(SearchWord.kind == SearchKind.PERSON, _begins(term))
    )
    return outlets, people


def _words(kind: SearchKind, term: str) -> Select[UUID]:
    return select(SearchWord.subject_id).where(SearchWord.kind == kind, _begins(term))


def _begins(term: str) -> ColumnElement[bool]:
    return and_(SearchWord.word >= term, SearchWord.word < term + _LAST)
