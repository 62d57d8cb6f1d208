"""Applicants as the office sees them; nobody else sees any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...accounts.models import User
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Brand
from ...web.paging import COUNT_LIMIT, SIZE, Page
from ..enums import Stage
from ..models import Applicant


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty means everything."""

    text: str = ""
    stages: Sequence[str] = ()
    brands: Sequence[str] = ()
    """Codes."""
    sources: Sequence[str] = ()
    keepers: Sequence[UUID] = ()
    order: str = "touched"
    is_descending: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """An applicant in a list."""

    id: UUID
    reference: str
    name: str
    name_local: str
    brand: str | None
    place: str
    stage: Stage
    keeper: str | None
    touched_at: datetime
    created_at: datetime


_ORDERS: dict[str, Any] = {
    "reference": Applicant.created_at,
    "name": func.lower(Applicant.name),
    "touched": Applicant.touched_at,
}


def visible_applicants(actor: Actor) -> Select[Applicant]:
    """All of them for the office; applicants are no concern of franchisees."""
    query = select(Applicant)
    return query if isinstance(actor.scope, Everything) else query.where(false())


def applicant_for(actor: Actor, applicant_id: UUID) -> Applicant:
    """One applicant with brand, region, responsible person and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_applicants(actor)
        .where(Applicant.id == applicant_id)
        .options(
            joinedload(Applicant.brand),
            joinedload(Applicant.region),
            joinedload(Applicant.keeper),
            joinedload(Applicant.franchisee),
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def applicant_by_id(applicant_id: UUID, *, locked: bool = False) -> Applicant:
    """The row for work that must not be done twice at once; `locked` until the transaction ends."""
    query = select(Applicant).where(Applicant.id == applicant_id)
    if locked:
        query = query.with_for_update(of=Applicant).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def applicant_of_franchisee(franchisee_id: UUID, brand_id: UUID | None = None) -> Applicant | None:
    """The latest application that led to a franchisee, for a brand if one is named."""
    query = select(Applicant).where(Applicant.franchisee_id == franchisee_id)
    if brand_id is not None:
        query = query.where(Applicant.brand_id == brand_id)
    return db.session.scalars(query.order_by(Applicant.created_at.desc()).limit(1)).first()


def same_address(applicant: Applicant) -> Sequence[Applicant]:
    """Other applications with the same e-mail address, the latest first."""
    if not applicant.email:
        return ()
    query = select(Applicant).where(
        Applicant.email == applicant.email, Applicant.id != applicant.id
    )
    return db.session.scalars(query.order_by(Applicant.created_at.desc())).all()


def stage_counts(actor: Actor) -> Mapping[Stage, int]:
    """How many applicants stand where."""
    query = visible_applicants(actor).with_only_columns(Applicant.stage, func.count())
    rows = db.session.execute(query.group_by(Applicant.stage)).all()
    return {row[0]: row[1] for row in rows}


def applicants(actor: Actor, wanted: Wanted) -> Page[Listed]:
    """A page of the list."""
    query = (
        visible_applicants(actor)
        .outerjoin(Brand, Brand.id == Applicant.brand_id)
        .outerjoin(User, User.id == Applicant.keeper_id)
        .where(*_conditions(wanted))
    )
    counted = query.with_only_columns(Applicant.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.execute(select(func.count()).select_from(counted)).scalar_one()
    column = _ORDERS[wanted.order]
    rows: Iterable[Any] = db.session.execute(
        query.with_only_columns(
            Applicant.id,
            Applicant.reference,
            Applicant.name,
            Applicant.name_local,
            Brand.name,
            Applicant.place,
            Applicant.stage,
            User.name,
            Applicant.touched_at,
            Applicant.created_at,
        )
        .order_by(column.desc() if wanted.is_descending else column, Applicant.id)
        .limit(SIZE)
        .offset((wanted.page - 1) * SIZE)
    )
    return Page([Listed(*row) for row in rows], wanted.page, SIZE, total)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    for word in wanted.text.split():
        yield or_(
            Applicant.reference.icontains(word, autoescape=True),
            Applicant.name.icontains(word, autoescape=True),
            Applicant.name_local.contains(word, autoescape=True),
            Applicant.company.icontains(word, autoescape=True),
            Applicant.email.icontains(word, autoescape=True),
            Applicant.place.icontains(word, autoescape=True),
        )
    if wanted.stages:
        yield Applicant.stage.in_([Stage(stage) for stage in wanted.stages])
    if wanted.brands:
        yield Brand.code.in_(wanted.brands)
    if wanted.sources:
        yield Applicant.source.in_(wanted.sources)
    if wanted.keepers:
        yield Applicant.keeper_id.in_(wanted.keepers)
