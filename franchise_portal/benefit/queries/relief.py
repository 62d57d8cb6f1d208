"""Requests for relief, as somebody sees them."""

from collections.abc import Sequence
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
from ..enums import ReliefStatus
from ..models import ReliefRequest


def visible_requests(actor: Actor) -> Select[ReliefRequest]:
    """All for the office, one's own on the other side."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    query, scope = select(ReliefRequest), actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(ReliefRequest.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(ReliefRequest.outlet_id.in_(scope.outlet_ids))
    return query


def requests(actor: Actor, page: int) -> Page[ReliefRequest]:
    """A page of requests: those that wait first, then the latest."""
    query = visible_requests(actor).options(
        joinedload(ReliefRequest.outlet), joinedload(ReliefRequest.franchisee)
    )
    is_decided = ReliefRequest.status != ReliefStatus.ASKED
    rows = page_of(query, page, is_decided, ReliefRequest.asked_at.desc(), ReliefRequest.id.desc())
    return with_rows(rows, [row.ReliefRequest for row in rows.rows])


def request_for(actor: Actor, request_id: UUID) -> ReliefRequest:
    """One request with its outlet and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_requests(actor).where(ReliefRequest.id == request_id)
    row = db.session.scalar(
        query.options(joinedload(ReliefRequest.outlet), joinedload(ReliefRequest.franchisee))
    )
    if row is None:
        raise NotFound
    return row


def requests_of(actor: Actor, outlet_id: UUID) -> Sequence[ReliefRequest]:
    """The requests about an outlet, the latest first."""
    query = visible_requests(actor).where(ReliefRequest.outlet_id == outlet_id)
    return db.session.scalars(query.order_by(ReliefRequest.asked_at.desc()).limit(20)).all()
