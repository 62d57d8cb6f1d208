"""Keeping the index of words true to what it leads to."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from ...database import Base, db
from ..enums import SearchKind
from ..models import Franchisee, Outlet, Person, SearchWord, Territory
from ..rules import search_words

_CHUNK = 5_000


def index(kind: SearchKind, subject_id: UUID, texts: Iterable[str]) -> None:
    """Make a subject findable by these texts and by no others."""
    wanted = search_words(texts)
    mine = (SearchWord.kind == kind, SearchWord.subject_id == subject_id)
    known = set(db.session.scalars(select(SearchWord.word).where(*mine)))
    gone = known - wanted
    if gone:
        db.session.execute(delete(SearchWord).where(*mine, SearchWord.word.in_(gone)))
    add_words((kind, word, subject_id) for word in wanted - known)


def forget(kind: SearchKind, subject_id: UUID) -> None:
    """Make a subject that is gone unfindable."""
    index(kind, subject_id, ())


def index_outlet(outlet: Outlet) -> None:
    """An outlet is found by code, names, town and postcode."""
    index(SearchKind.OUTLET, outlet.id, outlet_texts(outlet))


def index_person(person: Person) -> None:
    """A person is found by names, address and telephone."""
    index(SearchKind.PERSON, person.id, person_texts(person))


def index_territory(territory: Territory) -> None:
    """A territory is found by code, names and postcodes."""
    texts = (territory.code, territory.name, territory.name_local, *territory.postcodes)
    index(SearchKind.TERRITORY, territory.id, texts)


def index_franchisee(franchisee: Franchisee) -> None:
    """A franchisee is found by its own facts; the search adds its outlets and its people."""
    index(SearchKind.FRANCHISEE, franchisee.id, franchisee_texts(franchisee))


def index_everything() -> None:
    """Make all that there is findable, for rows that were written past the services."""
    for outlet in db.session.scalars(select(Outlet)):
        index_outlet(outlet)
    for person in db.session.scalars(select(Person)):
        index_person(person)
    for territory in db.session.scalars(select(Territory)):
        index_territory(territory)
    for franchisee in db.session.scalars(select(Franchisee)):
        index_franchisee(franchisee)


def franchisee_texts(row: Any) -> Sequence[str]:  # noqa: ANN401 - a franchisee or its new values
    """What a franchisee is found by."""
    return (row.code, row.name, row.name_local, row.registration, row.email, row.phone)


def outlet_texts(row: Any) -> Sequence[str]:  # noqa: ANN401
    """What an outlet is found by."""
    return (row.code, row.name, row.name_local, row.city, row.postcode)


def person_texts(row: Any) -> Sequence[str]:  # noqa: ANN401
    """What a person is found by."""
    return (row.name, row.name_local, row.email, row.phone)


def add_words(words: Iterable[tuple[SearchKind, str, UUID]]) -> None:
    """Add many entries at once; those that exist are left alone."""
    statement = insert_into(SearchWord).on_conflict_do_nothing()
    chunk: list[dict[str, object]] = []
    for kind, word, subject_id in words:
        chunk.append({"kind": kind, "word": word, "subject_id": subject_id})
        if len(chunk) == _CHUNK:
            db.session.execute(statement, chunk)
            chunk = []
    if chunk:
        db.session.execute(statement, chunk)


def insert_into(mapped: type[Base]) -> Any:  # noqa: ANN401 - either dialect's own class
    """An insert past the unit of work, which would take twice the time of the database itself."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(cast("Table", mapped.__table__))
