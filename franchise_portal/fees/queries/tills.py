"""Tills: their tokens, the days that they have posted, and how these add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.period import Period
from ...network.models import Outlet, OutletOwnership
from ..models import TillPost, TillToken
from ..rules.sales import Sales
from ..rules.telling import added, trading_days
from .sales_figures import figures_of
from .telling import Place, owned_by


def visible_tokens(actor: Actor) -> Select[TillToken]:
    """All for the office; those of one's own business, and of the outlets that one sees."""
    query = select(TillToken).options(joinedload(TillToken.outlet))
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(TillToken.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(TillToken.outlet_id.in_(scope.outlet_ids))
    return query


def tokens_of(actor: Actor, outlet_id: UUID) -> Sequence[TillToken]:
    """The tokens of an outlet, those in use first."""
    query = visible_tokens(actor).where(TillToken.outlet_id == outlet_id)
    in_use_first = (TillToken.revoked_at.is_not(None), TillToken.created_at.desc(), TillToken.id)
    return db.session.scalars(query.order_by(*in_use_first)).all()


def counted_tokens(actor: Actor, outlet_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many tokens in use some outlets have."""
    query = visible_tokens(actor).where(
        TillToken.outlet_id.in_(outlet_ids), TillToken.revoked_at.is_(None)
    )
    ids = query.with_only_columns(TillToken.id)
    rows = db.session.execute(
        select(TillToken.outlet_id, func.count())
        .where(TillToken.id.in_(ids))
        .group_by(TillToken.outlet_id)
    )
    return dict(rows.all())


def token_for(actor: Actor, token_id: UUID) -> TillToken:
    """One token.

    Raises:
        NotFound: when there is none, or none of one's own.
    """
    token = db.session.scalar(visible_tokens(actor).where(TillToken.id == token_id))
    if token is None:
        raise NotFound
    return token


def token_with(digest: str) -> TillToken | None:
    """The token in use that has this digest."""
    return db.session.scalar(
        select(TillToken)
        .where(TillToken.digest == digest, TillToken.revoked_at.is_(None))
        .options(joinedload(TillToken.outlet))
    )


def owned_on(token: TillToken, day: date) -> bool:
    """Whether the outlet was that franchisee's on a day."""
    found = db.session.scalar(
        select(OutletOwnership.id)
        .where(
            OutletOwnership.outlet_id == token.outlet_id,
            OutletOwnership.franchisee_id == token.franchisee_id,
            OutletOwnership.starts_on <= day,
            (OutletOwnership.ends_on.is_(None)) | (OutletOwnership.ends_on >= day),
        )
        .limit(1)
    )
    return found is not None


def owned_days(token: TillToken, period: Period) -> Period:
    """The days of a period that a token's franchisee reports."""
    outlet = token.outlet
    return owned_by(token.franchisee_id, outlet, period)


def post_with_key(token_id: UUID, key: str) -> TillPost | None:
    """What was posted under a key before."""
    return db.session.scalar(
        select(TillPost).where(TillPost.token_id == token_id, TillPost.key == key)
    )


def last_version(outlet_id: UUID, day: date) -> int:
    """How often a day was posted."""
    found = db.session.scalar(
        select(func.max(TillPost.version)).where(
            TillPost.outlet_id == outlet_id, TillPost.day == day
        )
    )
    return found or 0


@dataclass(frozen=True, slots=True)
class TillSum:
    """What the till has posted of a period."""

    days: int
    missing: tuple[date, ...]
    """Days of trading that it has not posted, the first of them first."""
    sales: Sales
    """The sum of the days that are there."""

    @property
    def is_whole(self) -> bool:
        """Whether every day of trading was posted."""
        return not self.missing


def till_sum(place: Place) -> TillSum | None:
    """What the till has posted of a period; None when it has posted nothing."""
    posts = posts_of(place.outlet.id, place.period)
    if not posts:
        return None
    outlet = place.outlet
    there = {post.day for post in posts}
    wanted = trading_days(place.period, outlet.opened_on, outlet.closed_on)
    days = [sales_of_post(post, outlet) for post in posts]
    return TillSum(
        len(there), tuple(day for day in wanted if day not in there), added(days, place.period)
    )


def posts_of(outlet_id: UUID, period: Period) -> Sequence[TillPost]:
    """The last version of each day of a period."""
    last = (
        select(TillPost.day, func.max(TillPost.version).label("version"))
        .where(
            TillPost.outlet_id == outlet_id,
            TillPost.day >= period.start,
            TillPost.day <= period.last,
        )
        .group_by(TillPost.day)
        .subquery()
    )
    query = select(TillPost).join(
        last, and_(TillPost.day == last.c.day, TillPost.version == last.c.version)
    )
    return db.session.scalars(
        query.where(TillPost.outlet_id == outlet_id).order_by(TillPost.day)
    ).all()


def sales_of_post(post: TillPost, outlet: Outlet) -> Sales:
    """A day as the rules read it."""
    return Sales(
        outlet.code,
        Period.of_days(post.day, post.day),
        *figures_of(post),
    )
