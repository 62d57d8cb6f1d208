"""Fee stress: how one outlet stands in a month, and what was noted about all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.queries.listing import counted
from ...network.enums import SearchKind
from ...network.models import Franchisee, Outlet
from ...network.queries import found as found_by_words
from ...web.paging import SIZE, Page
from ...web.slices import distinct
from ..enums import AlertKind
from ..models import BenefitLimits, BenefitMonth, FeeAlert
from ..rules.alerts import Limits, Verdict, judge
from ..rules.balance import Balance, balance_of
from ..rules.burden import Median
from .facts import Facts
from .owned import Owned


def limits() -> Limits:
    """From where on something is too much: as the network has set it, or as is usual."""
    row = limits_row()
    if row is None:
        return Limits()
    return Limits(
        points=row.points,
        of_profit=row.of_profit,
        loss_months=row.loss_months,
        hurdle=row.hurdle,
        lowest_share=row.lowest_share,
        highest_share=row.highest_share,
    )


def limits_row() -> BenefitLimits | None:
    """The network's own limits, once somebody has set them."""
    return db.session.scalar(select(BenefitLimits))


def network_month(month: str, currency: str) -> BenefitMonth | None:
    """What was worked out of a month for the network."""
    return db.session.scalar(
        select(BenefitMonth).where(BenefitMonth.month == month, BenefitMonth.currency == currency)
    )


def median_of_month(month: str, currency: str) -> Median | None:
    """The middle of the network's burdens in a month, as it was worked out last."""
    row = network_month(month, currency)
    if row is None or row.median_rate is None:
        return None
    return Median(row.median_rate, row.outlets)


def verdict_on(
    facts: Facts, place: Owned, month: str, *, median: Median | None, by: Limits
) -> Verdict:
    """Judge an outlet by the facts of the window that ends with a month."""
    recent = [account_around(facts, place, one) for one in facts.months[-by.loss_months :]]
    return judge(
        burden=facts.burden(place.outlet_id, month),
        median=median,
        latest=account_around(facts, place, month),
        recent=recent,
        year=facts.balances[place.outlet_id],
        limits=by,
    )


def account_around(facts: Facts, place: Owned, month: str) -> Balance | None:
    """The balance of the one account that tells of a month; None without one."""
    accounts = facts.accounts.get((place.outlet_id, place.franchisee_id), ())
    for account in accounts:
        if month in account.months:
            return balance_of(
                account.months,
                currency=place.currency,
                reported=[account],
                taken=facts.taken.get(place.outlet_id, {}),
            )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StressWanted:
    """Which outlets under stress; empty fields ask for all."""

    month: str = ""
    kinds: Sequence[AlertKind] = ()
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Stressed:
    """An outlet under stress, with all that was noted of it in the month."""

    outlet: Outlet
    franchisee: Franchisee
    month: str
    alerts: list[FeeAlert] = field(default_factory=list)


def visible_alerts(actor: Actor) -> Select[FeeAlert]:
    """All for the office, one's own on the other side."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    query, scope = select(FeeAlert), actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(FeeAlert.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(FeeAlert.outlet_id.in_(scope.outlet_ids))
    return query


def stressed(actor: Actor, wanted: StressWanted) -> Page[Stressed]:
    """A page of the outlets about which something was noted in a month, by code."""
    noted = visible_alerts(actor).where(FeeAlert.month == wanted.month)
    if wanted.kinds:
        noted = noted.where(FeeAlert.kind.in_(wanted.kinds))
    ids = select(Outlet.id).where(Outlet.id.in_(noted.with_only_columns(FeeAlert.outlet_id)))
    ids = found_by_words(ids, SearchKind.OUTLET, Outlet.id, wanted.text)
    chosen = db.session.scalars(
        ids.order_by(Outlet.code).limit(SIZE).offset((wanted.page - 1) * SIZE)
    ).all()
    rows = _with_alerts(actor, chosen, wanted.month)
    return Page(rows=rows, number=wanted.page, size=SIZE, total=counted(ids))


def _with_alerts(actor: Actor, ids: Sequence[UUID], month: str) -> list[Stressed]:
    query = (
        visible_alerts(actor)
        .where(FeeAlert.month == month, FeeAlert.outlet_id.in_(ids))
        .options(joinedload(FeeAlert.outlet), joinedload(FeeAlert.franchisee))
        .order_by(FeeAlert.kind)
    )
    found: dict[UUID, Stressed] = {}
    for alert in db.session.scalars(query):
        row = Stressed(alert.outlet, alert.franchisee, alert.month)
        found.setdefault(alert.outlet_id, row).alerts.append(alert)
    return [found[one] for one in ids if one in found]


def alerted_months() -> Sequence[str]:
    """The months of which something was worked out, the latest first."""
    return db.session.connection().execute(distinct(BenefitMonth.month)).scalars().all()


def alerts_of(actor: Actor, outlet_id: UUID) -> Sequence[FeeAlert]:
    """What was noted about an outlet, the latest month first."""
    query = visible_alerts(actor).where(FeeAlert.outlet_id == outlet_id)
    return db.session.scalars(query.order_by(FeeAlert.month.desc(), FeeAlert.kind).limit(60)).all()


def kinds_in(month: str) -> Mapping[AlertKind, int]:
    """How many outlets each kind was noted of in a month."""
    rows = db.session.execute(
        select(FeeAlert.kind, func.count()).where(FeeAlert.month == month).group_by(FeeAlert.kind)
    )
    return {kind: int(count) for kind, count in rows}


def noted_already(month: str, ids: Sequence[UUID]) -> set[tuple[UUID, AlertKind]]:
    """What was noted of some outlets in a month."""
    rows = db.session.execute(
        select(FeeAlert.outlet_id, FeeAlert.kind).where(
            FeeAlert.month == month, FeeAlert.outlet_id.in_(ids)
        )
    )
    return {(outlet_id, kind) for outlet_id, kind in rows}


def has_alerts(outlet_id: UUID, month: str) -> bool:
    """Whether anything was noted about an outlet in a month."""
    query = exists().where(FeeAlert.outlet_id == outlet_id, FeeAlert.month == month)
    return bool(db.session.scalar(select(query)))
