"""The outlets of a page with whose they are, and the facts of them all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.models import Charge, Invoice
from ...fees.queries.listing import counted
from ...kit import clock
from ...network.enums import SearchKind
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...network.queries import found, founded, owns, visible_outlets
from ...web.paging import SIZE, Page
from .owned import Owned


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An outlet of the list."""

    outlet: Outlet
    franchisee: Franchisee
    owned: Owned


def places(actor: Actor, *, text: str = "", page: int = 1) -> Page[PlaceRow]:
    """A page of the outlets that somebody sees and that belong to a franchisee today, by code."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    ids = visible_outlets(actor).with_only_columns(Outlet.id)
    ids = found(ids, SearchKind.OUTLET, Outlet.id, text)
    ids = ids.where(Outlet.id.in_(select(OutletOwnership.outlet_id).where(owns(clock.today()))))
    chosen = list(
        db.session.scalars(ids.order_by(Outlet.code).limit(SIZE).offset((page - 1) * SIZE))
    )
    return Page(rows=_rows(chosen), number=page, size=SIZE, total=counted(ids))


def _rows(ids: Sequence[UUID]) -> list[PlaceRow]:
    rows = db.session.execute(
        select(Outlet, Franchisee)
        .join(
            OutletOwnership,
            (OutletOwnership.outlet_id == Outlet.id) & owns(clock.today()),
        )
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .where(Outlet.id.in_(ids))
        .order_by(Outlet.code)
    ).all()
    currencies = _currencies(ids)
    usual = founded().currency
    return [
        PlaceRow(
            outlet,
            owner,
            Owned(
                outlet.id,
                owner.id,
                currencies.get((outlet.id, owner.id), usual),
                outlet.opened_on,
            ),
        )
        for outlet, owner in rows
    ]


def _currencies(ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], str]:
    """The currency in which each outlet was charged last, by outlet and owner."""
    rows = db.session.execute(
        select(Charge.outlet_id, Invoice.franchisee_id, Charge.currency, Charge.month)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.outlet_id.in_(ids))
        .distinct()
        .order_by(Charge.month)
    )
    return {(outlet_id, owner): currency for outlet_id, owner, currency, _month in rows}
