"""Accounts of outlets: who may read which, and the versions that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.models import Charge, Invoice
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.lookalikes import Lookalikes
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...network.queries import founded, outlet_for, owns, visible_outlets
from ..models import Investment, OutletAccount
from ..rules.balance import Reported
from ..rules.figures import Figures
from .owned import Owned


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet, whose it is on a day, and the currency in which its fees are charged."""

    outlet: Outlet
    franchisee: Franchisee
    currency: str

    @property
    def owned(self) -> Owned:
        """The outlet as the facts are asked for."""
        since = self.outlet.opened_on
        return Owned(self.outlet.id, self.franchisee.id, self.currency, since)


def place_for(actor: Actor, outlet_id: UUID, *, on: date) -> Place:
    """An outlet with its owner on a day.

    Raises:
        NotFound: when there is none, none that the actor may see, or it was somebody else's then.
    """
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    outlet = outlet_for(actor, outlet_id)
    owner = owner_on(outlet_id, on)
    scope = actor.scope
    is_own = isinstance(scope, Everything) or (owner and owner.id == scope.franchisee_id)
    if owner is None or not is_own:
        raise NotFound
    return Place(outlet, owner, currency_of(outlet_id, owner.id))


def owner_on(outlet_id: UUID, on: date) -> Franchisee | None:
    """Whose an outlet is on a day."""
    return db.session.scalar(
        select(Franchisee)
        .join(OutletOwnership, OutletOwnership.franchisee_id == Franchisee.id)
        .where(OutletOwnership.outlet_id == outlet_id, owns(on))
    )


def currency_of(outlet_id: UUID, franchisee_id: UUID) -> str:
    """The currency of the fees that were charged last; the network's own where none were."""
    found = db.session.scalar(
        select(Charge.currency)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.outlet_id == outlet_id, Invoice.franchisee_id == franchisee_id)
        .order_by(Charge.month.desc())
        .limit(1)
    )
    return found or founded().currency


def visible_accounts(actor: Actor) -> Select[OutletAccount]:
    """The accounts that stand: all for the office, one's own for the owner of a business."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    query, scope = select(OutletAccount).where(OutletAccount.is_current), actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(OutletAccount.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(OutletAccount.outlet_id.in_(scope.outlet_ids))
    return query


def accounts_of(outlet_id: UUID, franchisee_id: UUID) -> Sequence[OutletAccount]:
    """The accounts of an outlet under an owner that stand, the latest first."""
    query = select(OutletAccount).where(
        OutletAccount.outlet_id == outlet_id,
        OutletAccount.franchisee_id == franchisee_id,
        OutletAccount.is_current,
    )
    return db.session.scalars(query.order_by(OutletAccount.starts_on.desc()).limit(60)).all()


def current_account(outlet_id: UUID, period: Period) -> OutletAccount | None:
    """The version that stands for a period."""
    return db.session.scalar(
        select(OutletAccount).where(
            OutletAccount.outlet_id == outlet_id,
            OutletAccount.starts_on == period.start,
            OutletAccount.ends_on == period.last,
            OutletAccount.is_current,
        )
    )


def versions_of(outlet_id: UUID, franchisee_id: UUID, period: Period) -> Sequence[OutletAccount]:
    """Every version of a period, the latest first."""
    return db.session.scalars(
        select(OutletAccount)
        .where(
            OutletAccount.outlet_id == outlet_id,
            OutletAccount.franchisee_id == franchisee_id,
            OutletAccount.starts_on == period.start,
            OutletAccount.ends_on == period.last,
        )
        .order_by(OutletAccount.version.desc())
    ).all()


def overlapping(outlet_id: UUID, period: Period) -> list[Period]:
    """The periods of standing accounts that share a day with a period, itself among them."""
    rows = db.session.execute(
        select(OutletAccount.starts_on, OutletAccount.ends_on).where(
            OutletAccount.outlet_id == outlet_id,
            OutletAccount.is_current,
            OutletAccount.starts_on <= period.last,
            OutletAccount.ends_on >= period.start,
        )
    )
    return [Period.of_days(first, last) for first, last in rows]


def figures_of(row: OutletAccount) -> Figures:
    """What a row says, as the rules read it."""
    return Figures(
        sales=row.sales_minor,
        cost_of_goods=row.cost_of_goods_minor,
        staff=row.staff_minor,
        rent=row.rent_minor,
        other_costs=row.other_costs_minor,
        owner_pay=row.owner_pay_minor,
        depreciation=row.depreciation_minor,
    )


def reported_in(ids: Sequence[UUID], span: Period) -> Mapping[tuple[UUID, UUID], list[Reported]]:
    """The standing accounts of some outlets that end in a span, by outlet and whose they are."""
    rows = db.session.scalars(
        select(OutletAccount)
        .where(
            OutletAccount.outlet_id.in_(ids),
            OutletAccount.is_current,
            OutletAccount.ends_on >= span.start,
            OutletAccount.ends_on <= span.last,
        )
        .order_by(OutletAccount.starts_on)
    )
    found: dict[tuple[UUID, UUID], list[Reported]] = {}
    for row in rows:
        account = Reported(row.period, figures_of(row), row.currency)
        found.setdefault((row.outlet_id, row.franchisee_id), []).append(account)
    return found


def investment_of(outlet_id: UUID, franchisee_id: UUID) -> Investment | None:
    """What an owner has put into an outlet, as it stands."""
    return db.session.scalar(
        select(Investment).where(
            Investment.outlet_id == outlet_id,
            Investment.franchisee_id == franchisee_id,
            Investment.is_current,
        )
    )


class Directory:
    """The outlets that somebody may report for, looked up by code as a file names them."""

    def __init__(self, actor: Actor) -> None:
        """Only what the actor sees is found."""
        self._outlets = visible_outlets(actor)
        self._found: dict[str, Outlet | None] = {}
        self._currencies: dict[UUID, str] = {}
        self._lookalikes: Lookalikes | None = None

    def find(self, code: str) -> Outlet | None:
        """The outlet of a code."""
        if code not in self._found:
            self._found[code] = db.session.scalar(self._outlets.where(Outlet.code == code))
        return self._found[code]

    def nearest(self, code: str) -> str:
        """A code that looks like one that there is not; empty for none."""
        if self._lookalikes is None:
            codes = self._outlets.with_only_columns(Outlet.code).limit(MOST_CODES)
            self._lookalikes = Lookalikes(db.session.scalars(codes).all())
        return self._lookalikes.nearest(code) or ""

    @property
    def usual(self) -> str:
        """The network's own currency."""
        return founded().currency

    def currency(self, outlet_id: UUID) -> str:
        """The currency of an outlet's fees under its present owner."""
        if outlet_id not in self._currencies:
            owner = owner_on(outlet_id, clock.today())
            self._currencies[outlet_id] = currency_of(outlet_id, owner.id) if owner else self.usual
        return self._currencies[outlet_id]


MOST_CODES = 20_000
