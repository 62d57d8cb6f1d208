"""One page of a list, whichever."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, select

from ....database import db
from ....kit import clock
from ....web.paging import COUNT_LIMIT, SIZE, Page

FILTERED_LIMIT = 1_000

#: The business day, where a statement is built once and run on any.
TODAY: ColumnElement[date] = bindparam("today", type_=Date)

Expression = ColumnElement[Any]
AnyRows: TypeAlias = "Select[*tuple[Any, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What every list can be asked."""

    text: str = ""
    order: str = "code"
    is_descending: bool = False
    page: int = 1


def ordered(
    orders: Mapping[str, Sequence[Any]], wanted: Wanted, *, default: str = "code"
) -> list[Expression]:
    """The columns to sort by; the last ones break ties, so that pages never overlap."""
    columns = orders.get(wanted.order) or orders[default]
    if wanted.is_descending:
        return [column.desc() for column in columns]
    return [column.asc() for column in columns]


def page(
    ids: Select[UUID],
    rows: Callable[[Any], AnyRows],
    order: Sequence[Expression],
    number: int,
    *,
    make: Callable[..., Any],
    size: int = SIZE,
) -> Page[Any]:
    """One page: `rows` selects the columns of the ids it is given, `make` takes them in that order.

    The total is counted in the same statement, up to a limit: all rows are counted in an index,
    rows that filters let through one by one.
    """
    limit = COUNT_LIMIT if ids.whereclause is None else FILTERED_LIMIT
    counted = select(func.count()).select_from(ids.limit(limit + 1).subquery())
    # One more than is shown tells, past the limit of counting, whether there is another page.
    few = ids.order_by(*order).limit(size + 1).offset((number - 1) * size)
    statement = rows(few.scalar_subquery()).order_by(*order)
    found = db.session.execute(
        statement.add_columns(counted.scalar_subquery()), {"today": clock.today()}
    ).all()
    total: int = found[0][-1] if found else (number > 1 and db.session.scalar(counted)) or 0
    last = (number - 1) * size + min(len(found), size)
    if total > limit:
        total = max(total, last + (len(found) > size))
    return Page([make(*row[:-1]) for row in found[:size]], number, size, total, limit)


def counted(query: Select[Any]) -> int:
    """How many rows a query has, counted up to COUNT_LIMIT and one more."""
    few = query.order_by(None).limit(COUNT_LIMIT + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0
