"""Who owned what and when, and which outlets traded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from ...database import db
from ...kit import clock
from ...kit.period import Period
from ..models import Franchisee, Outlet, OutletOwnership
from .scope import owns


@dataclass(frozen=True, slots=True)
class Owner:
    """One span of an outlet's ownership, with the owner's names."""

    franchisee_id: UUID
    code: str
    name: str
    name_local: str
    starts_on: date
    ends_on: date | None


def owner_of(outlet_id: UUID, on: date) -> UUID | None:
    """The franchisee that owns an outlet on a day; None before the first and after the last."""
    query = select(OutletOwnership.franchisee_id).where(
        OutletOwnership.outlet_id == outlet_id, owns(on)
    )
    return db.session.scalar(query)


def owners_of(outlet_ids: Collection[UUID], on: date) -> Mapping[UUID, UUID]:
    """The owners of several outlets on a day: outlet to franchisee."""
    query = select(OutletOwnership.outlet_id, OutletOwnership.franchisee_id).where(
        OutletOwnership.outlet_id.in_(outlet_ids), owns(on)
    )
    return dict(db.session.execute(query).all())


def ownership_history(outlet_id: UUID) -> Sequence[Owner]:
    """All owners of an outlet, the latest first; the caller has checked the scope."""
    query = (
        select(
            OutletOwnership.franchisee_id,
            Franchisee.code,
            Franchisee.name,
            Franchisee.name_local,
            OutletOwnership.starts_on,
            OutletOwnership.ends_on,
        )
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .where(OutletOwnership.outlet_id == outlet_id)
        .order_by(OutletOwnership.starts_on.desc())
    )
    return [Owner(*row) for row in db.session.execute(query)]


def current_owner(history: Sequence[Owner], *, on: date) -> Owner | None:
    """Of a history, the owner on a day."""
    return next(
        (
            owner
            for owner in history
            if owner.starts_on <= on and (owner.ends_on is None or owner.ends_on >= on)
        ),
        None,
    )


def open_ownership(outlet_id: UUID) -> OutletOwnership | None:
    """The span that has no end yet: the present owner's, or that of the owner to come."""
    query = select(OutletOwnership).where(
        OutletOwnership.outlet_id == outlet_id, OutletOwnership.ends_on.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def trading_outlets(month: Period) -> Select[Outlet]:
    """The outlets that trade on at least one day of a period."""
    return select(Outlet).where(
        Outlet.opened_on <= month.last,
        or_(Outlet.closed_on.is_(None), Outlet.closed_on >= month.start),
    )


def outlets_of(franchisee_id: UUID, *, limit: int = 200) -> Sequence[Outlet]:
    """What a franchisee owns today, by code; the caller has checked the scope."""
    query = (
        select(Outlet)
        .join(OutletOwnership, OutletOwnership.outlet_id == Outlet.id)
        .where(OutletOwnership.franchisee_id == franchisee_id, owns(clock.today()))
        .order_by(Outlet.code)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def first_ownership(outlet_id: UUID) -> OutletOwnership | None:
    """The span of an outlet's first owner."""
    query = (
        select(OutletOwnership)
        .where(OutletOwnership.outlet_id == outlet_id)
        .order_by(OutletOwnership.starts_on)
        .limit(1)
    )
    return db.session.scalars(query).first()
