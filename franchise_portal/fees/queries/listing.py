"""Pages of lists: counted up to a limit, so that a long list costs no more than a short one."""

from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from ...database import db
from ...web.paging import COUNT_LIMIT, SIZE, Page

Row = TypeVar("Row")


def page_of(query: Select[*tuple[Any, ...]], number: int, *order: Any) -> Page[Any]:  # noqa: ANN401 - columns
    """One page of rows, each with all columns of the query."""
    total = counted(query)
    rows = db.session.execute(query.order_by(*order).limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(rows=rows, number=number, size=SIZE, total=total)


def page_at_once(query: Select[*tuple[Any, ...]], number: int, *order: Any) -> Page[Any]:  # noqa: ANN401 - columns
    """The same in one statement, for lists whose rows need several more."""
    few = query.order_by(None).limit(COUNT_LIMIT + 1).subquery()
    total = select(func.count()).select_from(few).scalar_subquery().label("total")
    shown = query.add_columns(total).order_by(*order).limit(SIZE).offset((number - 1) * SIZE)
    rows = db.session.execute(shown).all()
    count = rows[0].total if rows else counted(query)
    return Page(rows=rows, number=number, size=SIZE, total=count)


def counted(query: Select[*tuple[Any, ...]]) -> int:
    """How many rows a query has, exact up to the limit of counting."""
    few = query.order_by(None).limit(COUNT_LIMIT + 1).subquery()
    return db.session.execute(select(func.count()).select_from(few)).scalar_one()


def with_rows(page: Page[Any], rows: list[Row]) -> Page[Row]:
    """The same page with its rows made into something else."""
    return Page(rows=rows, number=page.number, size=page.size, total=page.total)
