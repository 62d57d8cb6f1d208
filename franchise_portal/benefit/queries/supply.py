"""What is earned on goods and what was saved, as somebody sees it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.queries.listing import page_of, with_rows
from ...kit.errors import NotFound
from ...web.paging import Page
from ..enums import TakingKind
from ..models import PurchaseSaving, Taking


def _seen(actor: Actor, model: Any) -> Select[Any]:  # noqa: ANN401 - Taking or PurchaseSaving
    """All rows for the office, one's own on the other side."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    query, scope = select(model), actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(model.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(model.outlet_id.in_(scope.outlet_ids))
    return query


def takings(
    actor: Actor, page: int, *, month: str = "", outlet_id: UUID | None = None
) -> Page[Taking]:
    """A page of what is earned on goods, as it stands, the latest month first."""
    query = _seen(actor, Taking).where(Taking.is_current).options(joinedload(Taking.outlet))
    if month:
        query = query.where(Taking.month == month)
    if outlet_id:
        query = query.where(Taking.outlet_id == outlet_id)
    rows = page_of(query, page, Taking.month.desc(), Taking.outlet_id, Taking.kind)
    return with_rows(rows, [row.Taking for row in rows.rows])


def savings(actor: Actor, page: int, *, outlet_id: UUID | None = None) -> Page[PurchaseSaving]:
    """A page of purchasing savings, the latest month first, the withdrawn ones among them."""
    query = _seen(actor, PurchaseSaving).options(joinedload(PurchaseSaving.outlet))
    if outlet_id:
        query = query.where(PurchaseSaving.outlet_id == outlet_id)
    rows = page_of(query, page, PurchaseSaving.month.desc(), PurchaseSaving.id.desc())
    return with_rows(rows, [row.PurchaseSaving for row in rows.rows])


def saving_for(actor: Actor, saving_id: UUID) -> PurchaseSaving:
    """One saving with its outlet and its evidence.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = _seen(actor, PurchaseSaving).where(PurchaseSaving.id == saving_id)
    row: PurchaseSaving | None = db.session.scalar(
        query.options(joinedload(PurchaseSaving.outlet), joinedload(PurchaseSaving.file))
    )
    if row is None:
        raise NotFound
    return row


def savings_in(franchisee_id: UUID, month: str) -> Sequence[PurchaseSaving]:
    """What counts for a business in a month, in the order in which it was noted."""
    return db.session.scalars(
        select(PurchaseSaving)
        .where(
            PurchaseSaving.franchisee_id == franchisee_id,
            PurchaseSaving.month == month,
            PurchaseSaving.withdrawn_at.is_(None),
        )
        .options(joinedload(PurchaseSaving.outlet))
        .order_by(PurchaseSaving.id)
    ).all()


def current_taking(outlet_id: UUID, month: str, kind: TakingKind) -> Taking | None:
    """What stands for an outlet, month and kind."""
    return db.session.scalar(
        select(Taking).where(
            Taking.outlet_id == outlet_id,
            Taking.month == month,
            Taking.kind == kind,
            Taking.is_current,
        )
    )
