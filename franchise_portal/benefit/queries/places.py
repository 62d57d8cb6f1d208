"""The outlets of a page with whose they are, and the facts of them all at once."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.models import Charge, Invoice
from ...fees.queries.listing import counted
from ...kit import clock
from ...network.enums import SearchKind
from ...network.models import Franchisee, Network, Outlet, OutletOwnership
from ...network.queries import found, owns, visible_outlets
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
    owned = exists().where(OutletOwnership.outlet_id == Outlet.id, owns(clock.today()))
    ids = ids.where(owned.correlate(Outlet))
    # The page's ids come first, by the order of codes: joined at once, all owners are read.
    chosen = ids.order_by(Outlet.code).limit(SIZE).offset((page - 1) * SIZE)
    rows = db.session.execute(
        select(Outlet, Franchisee, _currency())
        .join(OutletOwnership, (OutletOwnership.outlet_id == Outlet.id) & owns(clock.today()))
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .where(Outlet.id.in_(chosen))
        .order_by(Outlet.code)
    )
    return Page(rows=[_row(*row) for row in rows], number=page, size=SIZE, total=counted(ids))


def _row(outlet: Outlet, owner: Franchisee, currency: str) -> PlaceRow:
    return PlaceRow(outlet, owner, Owned(outlet.id, owner.id, currency, outlet.opened_on))


def _currency() -> ColumnElement[str]:
    """The currency in which an outlet was charged last; the network's own where it never was."""
    charged = (
        select(Charge.currency)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.outlet_id == Outlet.id, Invoice.franchisee_id == Franchisee.id)
        .order_by(Charge.month.desc())
        .limit(1)
        .correlate(Outlet, Franchisee)
        .scalar_subquery()
    )
    return func.coalesce(charged, select(Network.currency).limit(1).scalar_subquery())
