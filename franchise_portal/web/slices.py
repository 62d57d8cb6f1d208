"""One page of a list, whichever: one statement, the same work in any network.

A page's ids are found by an index in the order of the list; only then are names looked up, for
these few rows. Counting stops at a limit, so that it costs the same however many there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Integer,
    Select,
    Table,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy import table as lightweight
from sqlalchemy.dialects.postgresql import REGCLASS
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


class Prepared:
    """The statement of a list, to be run for any page on any day."""

    def __init__(
        self,
        ids: Select[UUID],
        rows: Callable[[Any], AnyRows],
        order: Sequence[Expression],
        total: Select[int],
        limit: int,
    ) -> None:
        """Nothing is put together before it is asked for."""
        self._ids = ids.order_by(*order).limit(_FEW)
        self._rows = rows
        self._order = order
        self.total = total
        self.limit = limit

    @cached_property
    def first(self) -> Ready:
        """The first page. It skips nothing, so that one plan of PostgreSQL's serves it always."""
        return self._of(self._ids)

    @cached_property
    def later(self) -> Ready:
        """Any other page."""
        return self._of(self._ids.offset(_SKIPPED))

    def _of(self, ids: Select[UUID]) -> Ready:
        found = self._rows(ids.scalar_subquery()).order_by(*self._order)
        return Ready(found.add_columns(self.total.scalar_subquery()))


def prepared(
    ids: Select[UUID], rows: Callable[[Any], AnyRows], order: Sequence[Expression]
) -> Prepared:
    """Put a list's statement together: `rows` selects the columns of the ids it is given.

    The total is counted in the same statement, up to a limit: all rows are counted in an index,
    rows that filters let through one by one.
    """
    is_everything = ids.whereclause is None
    limit = COUNT_LIMIT if is_everything else FILTERED_LIMIT
    total = select(func.count()).select_from(ids.limit(limit + 1).subquery())
    if is_everything:
        total = _all_counted(ids, total, limit)
    return Prepared(ids, rows, order, total, limit)


def _all_counted(ids: Select[UUID], counted: Select[int], limit: int) -> Select[int]:
    [table] = ids.get_final_froms()
    if db.engine.dialect.name == "sqlite":
        # SQLite counts a whole table by its pages, sooner than it would count the limit of rows.
        return ids.with_only_columns(func.count(), maintain_column_froms=True)
    if not isinstance(table, Table):
        return counted
    # PostgreSQL knows about how many there are: where it is many times the limit, none is counted.
    about = select(_KNOWN.c.reltuples).where(_KNOWN.c.oid == cast(table.name, REGCLASS))
    is_far_more = about.scalar_subquery() > SURELY_MORE * limit
    return select(case((is_far_more, limit + 1), else_=counted.scalar_subquery()))


SURELY_MORE = 2
"""PostgreSQL's own figure is some thousands of changes behind."""
_KNOWN = lightweight("pg_class", column("oid", Integer), column("reltuples", Float))


# One more than is shown tells, past the limit of counting, whether there is another page. It is no
# parameter: PostgreSQL would plan for a tenth of all rows.
_FEW: ColumnElement[int] = literal_column(str(SIZE + 1), Integer)
_SKIPPED = bindparam("skipped", type_=Integer)


def page(
    statement: Prepared,
    number: int,
    *,
    make: Callable[..., Any],
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Page[Any]:
    """Run a list's statement for one page; `make` takes the columns in their order.

    `values` are those of the parameters of its own that the statement has.
    """
    skipped = (number - 1) * SIZE
    asked = {"today": clock.today(), **values}
    if skipped:
        found = statement.later.run({"skipped": skipped, **asked})
    else:
        found = statement.first.run(asked)
    total: int = found[0][-1] if found else 0
    if not found and number > 1:
        total = db.session.connection().scalar(statement.total, values) or 0
    last = skipped + min(len(found), SIZE)
    if total > statement.limit:
        total = max(total, last + (len(found) > SIZE))
    return Page([make(*row[:-1]) for row in found[:SIZE]], number, SIZE, total, statement.limit)


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
