"""Which statements there are: one for each franchisee and month with an invoice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee
from ...ready import Ready
from ...reports.enums import ReportStatus
from ...reports.models import Report
from ...rows import Among, written
from ...web.paging import Page, asked_page
from ...web.slices import AnyRows, Prepared, page, prepared
from ..models import Invoice
from .invoices import visible_invoices


class StatementRow(NamedTuple):
    """A statement in the list."""

    franchisee_id: str
    franchisee: str
    franchisee_local: str
    month: str


@dataclass(frozen=True, slots=True)
class Charges:
    """What the invoices of a statement come to."""

    sums: tuple[Money, ...]
    """Currency by currency."""
    due_on: date
    """The last day on which one of them falls due."""


def statements(actor: Actor, month: str = "") -> Page[StatementRow]:
    """A page of statements, the latest month first; with a month, of its invoices only.

    Each is found by the first of its invoices. Those of a month come in the order of their numbers,
    which an index has, and that is the order of franchisees when they were issued together.
    """
    if month and isinstance(actor.scope, Everything):
        return page(_of_month(), asked_page(), make=StatementRow, values={"month": month})
    ids = visible_invoices(actor).with_only_columns(Invoice.id)
    if month:
        ids = ids.where(Invoice.month == month, _is_first(of_month=literal(month)))
    else:
        ids = ids.where(_is_first())
    return page(prepared(ids, _rows, _LATEST), asked_page(), make=StatementRow)


def _is_first(*, of_month: ColumnElement[str] | None = None) -> ColumnElement[bool]:
    """Whether no invoice before it, perhaps of one month only, stands on the same statement.

    Its number is compared and not asked whether a smaller one exists: that PostgreSQL would turn
    into a join of all invoices of the month, of which a page needs fifty.
    """
    of_statement = [
        _other.franchisee_id == Invoice.franchisee_id,
        _other.statement_month == Invoice.statement_month,
    ]
    if of_month is not None:
        # Not the bare column: SQLite would go through the whole month by its index, and not
        # through the few invoices of the franchisee.
        of_statement.append(_other.month.concat("") == of_month)
    first = select(func.min(_other.number)).where(*of_statement).correlate(Invoice)
    return Invoice.number == first.scalar_subquery()


_other = aliased(Invoice)


@cache
def _of_month() -> Prepared:
    month: ColumnElement[str] = bindparam("month", type_=String)
    ids = select(Invoice.id).where(Invoice.month == month, _is_first(of_month=month))
    return prepared(ids, _rows, (Invoice.number.asc(),))


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Invoice.id.in_(ids))


_LATEST = (Invoice.statement_month.desc(), Invoice.number.asc())
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(Invoice.franchisee_id),
    Franchisee.name,
    Franchisee.name_local,
    Invoice.statement_month,
).join(Franchisee, Franchisee.id == Invoice.franchisee_id)


def charges(rows: Sequence[StatementRow], month: str = "") -> dict[tuple[str, str], Charges]:
    """What statements of the list come to, by franchisee and month, in one query.

    With a `month`, only the invoices that charge it. Others of the same franchisees in between
    may be among them.
    """
    months = [row.month for row in rows]
    values = {
        "franchisees": [row.franchisee_id for row in rows],
        "from": min(months, default=""),
        "to": max(months, default=""),
        "first": month,
        "last": month or LAST,
    }
    sums: dict[tuple[str, str], list[Money]] = defaultdict(list)
    due: dict[tuple[str, str], date] = {}
    for franchisee_id, of, currency, minor, due_on in _CHARGES.run(values):
        sums[franchisee_id, of].append(Money(int(minor), currency))
        due[franchisee_id, of] = max(due_on, due.get((franchisee_id, of), due_on))
    return {key: Charges(tuple(sums[key]), due[key]) for key in sums}


LAST = "9999-12"
_CHARGES = Ready(
    select(
        written(Invoice.franchisee_id),
        Invoice.statement_month,
        Invoice.currency,
        func.sum(Invoice.total_minor),
        func.max(Invoice.due_on),
    )
    .where(
        Among(Invoice.franchisee_id, "franchisees"),
        Invoice.statement_month.between(bindparam("from"), bindparam("to")),
        Invoice.month.between(bindparam("first"), bindparam("last")),
    )
    .group_by(Invoice.franchisee_id, Invoice.statement_month, Invoice.currency)
    .order_by(Invoice.currency)
)


def files_of(franchisee_id: UUID, month: str) -> Sequence[Report]:
    """The PDFs of a statement that are ready, the latest first."""
    return db.session.scalars(
        select(Report)
        .where(
            Report.franchisee_id == franchisee_id,
            Report.kind == "statement",
            Report.period == month,
            Report.status == ReportStatus.READY,
        )
        .order_by(Report.finished_at.desc())
        .limit(3)
    ).all()


def neighbours(franchisee_id: UUID, month: Period) -> tuple[str, str]:
    """The months of the statements before and after one; empty where there is none."""
    here = Invoice.franchisee_id == franchisee_id
    before = select(func.max(Invoice.statement_month)).where(
        here, Invoice.statement_month < month.text
    )
    after = select(func.min(Invoice.statement_month)).where(
        here, Invoice.statement_month > month.text
    )
    return db.session.scalar(before) or "", db.session.scalar(after) or ""
