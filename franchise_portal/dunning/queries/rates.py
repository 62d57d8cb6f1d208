"""Tables of rates: which there are, and what holds on which day."""

from dataclasses import dataclass

from sqlalchemy import select

from ...database import db
from ...kit.errors import NotFound
from ..enums import RateUse
from ..models import BaseRate, RateTable
from ..rules.interest import Dated


@dataclass(frozen=True, slots=True)
class TableData:
    """A table with its rates, the latest first."""

    table: RateTable
    rates: tuple[BaseRate, ...]


def tables() -> tuple[TableData, ...]:
    """All tables by name."""
    rows = db.session.scalars(select(RateTable).order_by(RateTable.use, RateTable.name)).all()
    rates: dict[object, list[BaseRate]] = {}
    for one in db.session.scalars(select(BaseRate).order_by(BaseRate.starts_on.desc())):
        rates.setdefault(one.table_id, []).append(one)
    return tuple(TableData(row, tuple(rates.get(row.id, ()))) for row in rows)


def table_with(key: str) -> RateTable:
    """The table that is called so.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.scalar(select(RateTable).where(RateTable.key == key))
    if row is None:
        raise NotFound
    return row


def dated(use: RateUse) -> dict[str, tuple[Dated, ...]]:
    """The rates of all tables for one use, by key."""
    found: dict[str, list[Dated]] = {}
    rows = db.session.execute(
        select(RateTable.key, BaseRate.starts_on, BaseRate.rate)
        .outerjoin(BaseRate, BaseRate.table_id == RateTable.id)
        .where(RateTable.use == use)
        .order_by(BaseRate.starts_on)
    )
    for key, starts_on, rate in rows:
        several = found.setdefault(key, [])
        if starts_on is not None:
            several.append(Dated(starts_on, rate))
    return {key: tuple(several) for key, several in found.items()}
