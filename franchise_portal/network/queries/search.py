"""Finding things by the beginnings of their words, at one price in networks of any size."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from ...database import db
from ..enums import SearchKind
from ..models import SearchWord
from ..rules import search_terms

AnySelect = TypeVar("AnySelect", bound="Select[Any]")

#: A word with at most so many bearers is looked up first; commoner words are asked of each row.
RARE = 1_000
_LAST = "\U0010ffff"


def found(
    query: AnySelect, kind: SearchKind, key: InstrumentedAttribute[UUID], text: str
) -> AnySelect:
    """Narrow a query to the subjects of which every term begins a word.

    The rarest term is looked up in the index of words and leads; the others are then asked of the
    few rows it leaves. When every term is common, the rows are walked in their order and asked,
    and a page is full before long.
    """
    terms = search_terms(text)
    if not terms:
        return query
    counts = _counts(kind, terms)
    rarest = min(range(len(terms)), key=counts.__getitem__)
    if counts[rarest] == 0:
        return query.where(false())
    for position, term in enumerate(terms):
        if position == rarest and counts[rarest] <= RARE:
            query = query.where(key.in_(_bearers(kind, term)))
        else:
            query = query.where(_bears(key, term))
    return query


def _counts(kind: SearchKind, terms: Sequence[str]) -> list[int]:
    """How many subjects bear each term, counted up to RARE + 1."""
    counted = [
        select(func.count())
        .select_from(_bearers(kind, term).limit(RARE + 1).subquery())
        .scalar_subquery()
        for term in terms
    ]
    return list(db.session.execute(select(*counted)).one())


def _bearers(kind: SearchKind, term: str) -> Select[UUID]:
    return select(SearchWord.subject_id).where(SearchWord.kind == kind, _begins(term))


def _bears(key: InstrumentedAttribute[UUID], term: str) -> ColumnElement[bool]:
    return (
        select(literal(1))
        .where(SearchWord.subject_id == key, _begins(term))
        .correlate(key.class_)
        .exists()
    )


def _begins(term: str) -> ColumnElement[bool]:
    return and_(SearchWord.word >= term, SearchWord.word < term + _LAST)
