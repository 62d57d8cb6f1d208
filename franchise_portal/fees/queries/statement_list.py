"""Which statements there are: one for each franchisee and month with an invoice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from ...access.actor import Actor
from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee
from ...reports.enums import ReportStatus
from ...reports.models import Report
from ...web.paging import Page, asked_page
from ..models import Invoice
from .invoices import visible_invoices
from .listing import page_of, with_rows


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in the list."""

    franchisee_id: UUID
    franchisee: str
    franchisee_local: str
    month: str
    charges: tuple[Money, ...]
    """What the invoices come to, currency by currency."""
    due_on: date
    """The last day on which one of them falls due."""


def statements(actor: Actor, month: str = "") -> Page[StatementRow]:
    """A page of statements, the latest month first; with a month, of its invoices only."""
    seen = visible_invoices(actor).with_only_columns(Invoice.id).order_by(None)
    if month:
        seen = seen.where(Invoice.month == month)
    query = (
        select(
            Invoice.franchisee_id,
            Invoice.statement_month,
            func.max(Invoice.due_on).label("due_on"),
            Franchisee.name,
            Franchisee.name_local,
        )
        .join(Franchisee, Franchisee.id == Invoice.franchisee_id)
        .where(Invoice.id.in_(seen))
        .group_by(
            Invoice.franchisee_id,
            Invoice.statement_month,
            Franchisee.name,
            Franchisee.name_local,
            Franchisee.code,
        )
    )
    order = (Invoice.statement_month.desc(), Franchisee.code)
    page = page_of(query, asked_page(), *order)
    charges = _charges(page.rows, seen)
    return with_rows(
        page,
        [
            StatementRow(
                row.franchisee_id,
                row.name,
                row.name_local,
                row.statement_month,
                charges[row.franchisee_id, row.statement_month],
                row.due_on,
            )
            for row in page.rows
        ],
    )


def _charges(
    rows: Sequence[Any], seen: Select[*tuple[Any, ...]]
) -> dict[tuple[UUID, str], tuple[Money, ...]]:
    """The sums of the statements of a page, in one query."""
    sums = db.session.execute(
        select(
            Invoice.franchisee_id,
            Invoice.statement_month,
            Invoice.currency,
            func.sum(Invoice.total_minor).label("minor"),
        )
        .where(
            Invoice.id.in_(seen),
            Invoice.franchisee_id.in_({row.franchisee_id for row in rows}),
            Invoice.statement_month.in_({row.statement_month for row in rows}),
        )
        .group_by(Invoice.franchisee_id, Invoice.statement_month, Invoice.currency)
        .order_by(Invoice.currency)
    )
    found: dict[tuple[UUID, str], tuple[Money, ...]] = defaultdict(tuple)
    for franchisee_id, month, currency, minor in sums:
        found[franchisee_id, month] += (Money(int(minor), currency),)
    return found


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
