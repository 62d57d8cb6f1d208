"""One page of a list, whichever: one statement, the same work in any network.

A page's ids are found by an index in the order of the list; only then are names looked up, for
these few rows. Counting stops at a limit, so that it costs the same however many there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ..database import db
from ..kit import clock
from ..ready import Ready
from .paging import COUNT_LIMIT, SIZE, Page

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
    orders: Mapping[str, Sequence[Any]],
    order: str,
    is_descending: bool,  # noqa: FBT001 - as the address has it
    *,
    default: str = "code",
) -> list[Expression]:
    """The columns to sort by; the last ones break ties, so that pages never overlap."""
    columns = orders.get(order) or orders[default]
    return [column.desc() if is_descending else column.asc() for column in columns]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The statement of a list, to be run for any page on any day."""

    rows: Ready
    total: Select[int]
    limit: int


def prepared(
    ids: Select[UUID], rows: Callable[[Any], AnyRows], order: Sequence[Expression]
) -> Prepared:
    """Put a list's statement together: `rows` selects the columns of the ids it is given.

    The total is counted in the same statement, up to a limit: all rows are counted in an index,
    rows that filters let through one by one.
    """
    is_everything = ids.whereclause is None
    limit = COUNT_LIMIT if is_everything else FILTERED_LIMIT
    if is_everything and db.engine.dialect.name == "sqlite":
        # SQLite counts a whole table by its pages, sooner than it would count the limit of rows.
        total = ids.with_only_columns(func.count(), maintain_column_froms=True)
    else:
        total = select(func.count()).select_from(ids.limit(limit + 1).subquery())
    few = ids.order_by(*order).limit(_FEW).offset(_SKIPPED).scalar_subquery()
    found = rows(few).order_by(*order).add_columns(total.scalar_subquery())
    return Prepared(Ready(found), total, limit)


_FEW = bindparam("few", type_=Integer)
_SKIPPED = bindparam("skipped", type_=Integer)


def page(
    statement: Prepared,
    number: int,
    *,
    make: Callable[..., Any],
    size: int = SIZE,
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Page[Any]:
    """Run a list's statement for one page; `make` takes the columns in their order.

    `values` are those of the parameters of its own that the statement has.
    """
    found = statement.rows.run(
        # One more than is shown tells, past the limit of counting, whether there is another page.
        {"few": size + 1, "skipped": (number - 1) * size, "today": clock.today(), **values},
    )
    total: int = found[0][-1] if found else 0
    if not found and number > 1:
        total = db.session.connection().scalar(statement.total, values) or 0
    last = (number - 1) * size + min(len(found), size)
    if total > statement.limit:
        total = max(total, last + (len(found) > size))
    return Page([make(*row[:-1]) for row in found[:size]], number, size, total, statement.limit)


def counted(query: Select[Any]) -> int:
    """How many rows a query has, counted up to COUNT_LIMIT and one more."""
    few = query.order_by(None).limit(COUNT_LIMIT + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


MOST_VALUES = 60


def distinct(
    column: InstrumentedAttribute[str],
    where: Callable[[ColumnElement[str]], ColumnElement[bool]] | None = None,
) -> Select[str]:
    """The last values of a column, such as months, found by leaps in its index.

    Reading a million rows for a dozen months would take long. `where` makes a condition of a value.
    """
    leaps = select(func.max(column).label("value")).cte("leaps", recursive=True)
    before = select(func.max(column)).where(column < leaps.c.value).correlate(leaps)
    leaps = leaps.union_all(select(before.scalar_subquery()).where(leaps.c.value.is_not(None)))
    found = select(leaps.c.value).where(leaps.c.value.is_not(None)).limit(MOST_VALUES)
    return found if where is None else found.where(where(leaps.c.value))
