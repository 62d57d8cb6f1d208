"""Outlets that traded in a month and have not reported it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from ...access.actor import Actor
from ...database import db
from ...kit.errors import Unreadable
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...network.queries import trading_outlets, visible_outlets
from ..models import SalesReport
from .raw_ids import RawId, raw

NOT_IN_FILE = N_("Not in the file")
ROW_NOT_POSTED = N_("Row %(row)s is not posted")
NOT_REPORTED = N_("Nothing received")


@dataclass(frozen=True, slots=True)
class Missing:
    """An outlet without a report, whose it is, and why as an untranslated sentence."""

    outlet: str
    name: str
    name_local: str
    franchisee: str
    franchisee_local: str
    reason: str
    row: int | None = None
    """The row of the file that was wrong, if that is why."""


def missing_reports(
    month: str, reported: Collection[RawId], wrong: Mapping[str, int], limit: int
) -> tuple[Sequence[Missing], int, int]:
    """What is missing from a file of a month.

    `reported` are the outlets that the file reports, `wrong` those of wrong rows by their code.

    Returns:
        The first `limit` outlets without a report, how many there are, how many traded.
    """
    if not month:
        return (), 0, 0
    period = _parsed(month)
    if period is None:
        return (), 0, 0
    rows = db.session.execute(
        _trading(period).add_columns(_has_report(month).label("is_reported")).order_by(Outlet.code)
    )
    found: list[Missing] = []
    count = trading = 0
    for row in rows:
        trading += 1
        if row.is_reported or row.id in reported:
            continue
        count += 1
        if len(found) < limit:
            place = wrong.get(row.code)
            found.append(
                Missing(
                    row.code,
                    row.name,
                    row.name_local,
                    row.franchisee or "",
                    row.franchisee_local or "",
                    NOT_IN_FILE if place is None else ROW_NOT_POSTED,
                    place,
                )
            )
    return found, count, trading


def not_reported(actor: Actor, month: Period, limit: int) -> tuple[Sequence[Missing], int]:
    """The first outlets that the actor can see without a report, and how many there are."""
    seen = visible_outlets(actor).with_only_columns(Outlet.id).order_by(None)
    query = _trading(month).where(~_has_report(month.text), Outlet.id.in_(seen))
    rows = db.session.execute(query.order_by(Outlet.code).limit(limit)).all()
    found = [
        Missing(
            row.code,
            row.name,
            row.name_local,
            row.franchisee or "",
            row.franchisee_local or "",
            NOT_REPORTED,
        )
        for row in rows
    ]
    if len(found) < limit:
        return found, len(found)
    count = select(func.count()).select_from(query.order_by(None).subquery())
    return found, db.session.execute(count).scalar_one()


def _trading(month: Period) -> Select[Any, str, str, str, str, str]:
    """Trading outlets with the names of who owned them at the end of the month."""
    owned = and_(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= month.last,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= month.last),
    )
    return (
        trading_outlets(month)
        .with_only_columns(
            raw(Outlet.id),
            Outlet.code,
            Outlet.name,
            Outlet.name_local,
            Franchisee.name.label("franchisee"),
            Franchisee.name_local.label("franchisee_local"),
        )
        .outerjoin(OutletOwnership, owned)
        .outerjoin(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
    )


def _has_report(month: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            SalesReport.outlet_id == Outlet.id, SalesReport.month == month, SalesReport.is_current
        )
        .correlate(Outlet)
    )


def _parsed(month: str) -> Period | None:
    try:
        return Period.parse_month(month)
    except Unreadable:
        return None
