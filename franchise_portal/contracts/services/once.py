"""Writing rows that may be there already: whoever comes second changes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ...database import Base, db

PORTION = 500


def insert_missing(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a mapped class, all with the same columns; those that exist stay."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(model).on_conflict_do_nothing()
    for start in range(0, len(rows), PORTION):
        db.session.execute(statement, [dict(row) for row in rows[start : start + PORTION]])
