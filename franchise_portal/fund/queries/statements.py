"""Statements of the fund as both sides see them, with their PDFs."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db, read_in_portions
from ...kit.errors import NotFound
from ...kit.period import Period
from ...reports.enums import ReportStatus
from ...reports.models import Report
from ...storage.models import StoredFile
from ...web.paging import SIZE, Page
from ..enums import StatementStatus
from ..models import FundDelivery, FundEdition, FundStatement, FundStatementOutlet
from ..rules.statement import FundFacts
from ..statement_rows import OutletRow
from ..statement_words import outlet_row

PAPER = "fund-statement"
AT_ONCE = 1_000


def visible_statements(actor: Actor) -> Select[FundStatement]:
    """All for the office; franchisees see what is published, whoever contributed to it."""
    actor.require(Permission.FUND_BOOK_READ)
    query = select(FundStatement)
    if not isinstance(actor.scope, Everything):
        query = query.where(FundStatement.status != StatementStatus.DRAFT)
    return query


def statements(actor: Actor) -> Sequence[FundStatement]:
    """All statements, the latest period first, its latest version first."""
    return db.session.scalars(
        visible_statements(actor)
        .order_by(
            FundStatement.ends_on.desc(),
            FundStatement.starts_on,
            FundStatement.number.desc(),
        )
        .limit(100)
    ).all()


def statement_for(actor: Actor, statement_id: UUID) -> FundStatement:
    """One statement.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    row = db.session.scalar(visible_statements(actor).where(FundStatement.id == statement_id))
    if row is None:
        raise NotFound
    return row


def facts(row: FundStatement) -> FundFacts:
    """What a statement says."""
    return FundFacts.of(row.facts)


def outlets(row: FundStatement, page: int) -> Page[OutletRow]:
    """A page of what each outlet contributed, from the facts or from the rows beside them."""
    told = facts(row)
    first = (page - 1) * SIZE
    if told.has_long_list:
        rows = [
            outlet_row(one, row.currency, is_own=one.is_own)
            for one in db.session.scalars(_listed(row).where(*_between(first, first + SIZE)))
        ]
        total = told.outlet_count
    else:
        rows = [
            outlet_row(one, row.currency, is_own=not one.owner)
            for one in told.outlets[first : first + SIZE]
        ]
        total = len(told.outlets)
    return Page(rows=rows, number=page, size=SIZE, total=total, limit=total)


def _between(after: int, until: int) -> tuple[ColumnElement[bool], ...]:
    return FundStatementOutlet.position > after, FundStatementOutlet.position <= until


def _listed(row: FundStatement) -> Select[FundStatementOutlet]:
    return (
        select(FundStatementOutlet)
        .where(FundStatementOutlet.statement_id == row.id)
        .order_by(FundStatementOutlet.position)
    )


def all_outlets(row: FundStatement) -> Iterator[OutletRow]:
    """The same, all of them: a stream, however many there are."""
    told = facts(row)
    if not told.has_long_list:
        yield from (outlet_row(one, row.currency, is_own=not one.owner) for one in told.outlets)
        return
    found = db.session.scalars(_listed(row).execution_options(**read_in_portions(AT_ONCE)))
    for one in found:
        yield outlet_row(one, row.currency, is_own=one.is_own)


def published(period: Period) -> FundStatement | None:
    """The statement of a period that counts."""
    return db.session.scalar(
        select(FundStatement).where(
            FundStatement.starts_on == period.start,
            FundStatement.ends_on == period.last,
            FundStatement.status == StatementStatus.PUBLISHED,
        )
    )


def next_number(period: Period) -> int:
    """The number of a period's next version."""
    last = db.session.scalar(
        select(func.max(FundStatement.number)).where(
            FundStatement.starts_on == period.start, FundStatement.ends_on == period.last
        )
    )
    return (last or 0) + 1


def edition(edition_id: UUID) -> tuple[FundEdition, FundStatement]:
    """A statement in one language.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.execute(
        select(FundEdition, FundStatement)
        .join(FundStatement, FundStatement.id == FundEdition.statement_id)
        .where(FundEdition.id == edition_id)
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def editions(statement: FundStatement) -> Mapping[str, FundEdition]:
    """The editions of a statement by language."""
    rows = db.session.scalars(select(FundEdition).where(FundEdition.statement_id == statement.id))
    return {row.language: row for row in rows}


def files(statement: FundStatement) -> Mapping[str, StoredFile]:
    """The PDFs of a statement that are ready, by language."""
    rows = db.session.execute(
        select(FundEdition.language, Report)
        .join(Report, Report.subject_id == FundEdition.id)
        .where(
            FundEdition.statement_id == statement.id,
            Report.kind == PAPER,
            Report.status == ReportStatus.READY,
            Report.is_current,
            # One that was made of a draft is not what was published.
            Report.created_at >= (statement.published_at or statement.made_at),
        )
        .options(joinedload(Report.file))
    )
    return {language: report.file for language, report in rows if report.file is not None}


def was_delivered(statement: FundStatement, franchisee_id: UUID) -> bool:
    """Whether a statement went to a franchisee."""
    here = exists().where(
        FundDelivery.statement_id == statement.id, FundDelivery.franchisee_id == franchisee_id
    )
    return bool(db.session.scalar(select(here)))


def undelivered(statement: FundStatement, contributors: Sequence[UUID]) -> list[UUID]:
    """The contributors to whom a statement has not gone yet."""
    done = set(
        db.session.scalars(
            select(FundDelivery.franchisee_id).where(FundDelivery.statement_id == statement.id)
        )
    )
    return [one for one in contributors if one not in done]
