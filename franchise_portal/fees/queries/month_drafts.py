"""Months that are shown as drafts, and whose reports wait in them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, select
from sqlalchemy.orm import InstrumentedAttribute

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.errors import NotFound
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found
from ...web.paging import Page
from ...web.slices import AnyRows, page, prepared
from ..enums import InvoiceKind
from ..models import Invoice, MonthDraft, SalesReport
from .due import IN_FORCE, is_uncharged
from .invoices import visible_invoices


def open_draft(month: str) -> MonthDraft | None:
    """The drafts of a month, while they are shown."""
    return db.session.scalar(
        select(MonthDraft).where(MonthDraft.month == month, MonthDraft.ended_at.is_(None))
    )


def months_in_draft() -> frozenset[str]:
    """The months whose drafts are shown."""
    return frozenset(db.session.scalars(_OPEN.with_only_columns(MonthDraft.month)))


def due_drafts(on: date) -> Sequence[MonthDraft]:
    """Drafts whose day has come, by month."""
    return db.session.scalars(
        _OPEN.where(MonthDraft.issues_on <= on).order_by(MonthDraft.month)
    ).all()


_OPEN = select(MonthDraft).where(MonthDraft.ended_at.is_(None))


def draft_by_id(draft_id: UUID) -> MonthDraft:
    """Drafts by their id, shown or ended.

    Raises:
        NotFound: when there are none.
    """
    draft = db.session.get(MonthDraft, draft_id)
    if draft is None:
        raise NotFound
    return draft


def visible_drafts(actor: Actor) -> Select[MonthDraft]:
    """The months in draft that an actor may see; a franchisee those with a report of theirs.

    People of one outlet see no invoices, and no drafts of them.
    """
    if not actor.may(Permission.FEES_INVOICE_READ):
        return _OPEN.where(false())
    scope = actor.scope
    if not isinstance(scope, OwnBusiness):
        return _OPEN
    if scope.outlet_ids is not None:
        return _OPEN.where(false())
    return _OPEN.where(has_waiting(scope.franchisee_id, MonthDraft.month))


def drafts_shown_to(actor: Actor) -> Sequence[MonthDraft]:
    """The months in draft that an actor may see, the earliest first."""
    return db.session.scalars(visible_drafts(actor).order_by(MonthDraft.month)).all()


def has_waiting(
    franchisee_id: UUID | InstrumentedAttribute[UUID],
    month: str | InstrumentedAttribute[str] | ColumnElement[str],
) -> ColumnElement[bool]:
    """A condition: a report of a month waits to be charged to a franchisee."""
    return (
        exists()
        .where(
            Contract.franchisee_id == franchisee_id,
            Contract.status.in_(IN_FORCE),
            ContractOutlet.contract_id == Contract.id,
            SalesReport.outlet_id == ContractOutlet.outlet_id,
            SalesReport.month == month,
            SalesReport.is_current,
            ContractOutlet.starts_on <= SalesReport.ends_on,
            ContractOutlet.ends_on >= SalesReport.starts_on,
            is_uncharged(),
        )
        .correlate(Franchisee, MonthDraft)
    )


def invoice_instead(actor: Actor, month: str, franchisee_id: UUID) -> UUID:
    """The latest invoice of a franchisee for a month: what a draft has become.

    Raises:
        NotFound: when there is none that the actor may see.
    """
    query = visible_invoices(actor).where(
        Invoice.franchisee_id == franchisee_id,
        Invoice.month == month,
        Invoice.kind == InvoiceKind.INVOICE,
    )
    found_id = db.session.scalar(
        query.with_only_columns(Invoice.id).order_by(Invoice.number.desc()).limit(1)
    )
    if found_id is None:
        raise NotFound
    return found_id


class Business(NamedTuple):
    """A franchisee with reports that wait to be charged."""

    id: UUID
    code: str
    name: str
    name_local: str


def waiting_businesses(actor: Actor, month: str, *, text: str = "", number: int) -> Page[Business]:
    """A page of the franchisees whose reports of a month wait to be charged, by code."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    statement = _all_of_them()
    if text:
        ids = found(_waiting(), SearchKind.FRANCHISEE, Franchisee.id, text)
        statement = prepared(ids, _named, _BY_CODE)
    return page(statement, number, make=Business, values={"month": month})


@cache
def _all_of_them() -> Any:  # noqa: ANN401 - a statement
    return prepared(_waiting(), _named, _BY_CODE)


_BY_CODE = (Franchisee.code.asc(),)


def _waiting() -> Select[UUID]:
    return select(Franchisee.id).where(has_waiting(Franchisee.id, bindparam("month")))


def _named(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Franchisee.id.in_(ids))


_NAMED: AnyRows = select(Franchisee.id, Franchisee.code, Franchisee.name, Franchisee.name_local)
