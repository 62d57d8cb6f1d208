"""Refunds as an actor sees them: the list, and one refund."""

from uuid import UUID

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...web.paging import Page
from ..models import Refund
from .listing import page_of, with_rows


def visible_refunds(actor: Actor) -> Select[Refund]:
    """All for the office, one's own for the owner of a business."""
    actor.require(Permission.FEES_PAYMENT_READ)
    query, scope = select(Refund), actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(Refund.franchisee_id == scope.franchisee_id)


def refunds(actor: Actor, *, page: int = 1) -> Page[Refund]:
    """A page of refunds: those still to be paid first, then the latest."""
    query = visible_refunds(actor).options(joinedload(Refund.franchisee))
    order = (Refund.paid_on.is_not(None), Refund.posted_on.desc(), Refund.id.desc())
    found = page_of(query, page, *order)
    return with_rows(found, [row.Refund for row in found.rows])


def refund_for(actor: Actor, refund_id: UUID) -> Refund:
    """One refund.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_refunds(actor).where(Refund.id == refund_id)
    refund: Refund | None = db.session.scalar(query.options(joinedload(Refund.franchisee)))
    if refund is None:
        raise NotFound
    return refund
