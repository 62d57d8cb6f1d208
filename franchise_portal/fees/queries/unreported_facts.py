"""What a list of missing reports needs of its outlets: owners, reports, reminders; a query each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...kit.period import Period
from ...network.models import Franchisee, OutletOwnership
from ..enums import ReminderStep
from ..models import SalesReminder, SalesReport

LOOKED_BACK = timedelta(days=400)
"""How far back reports are read that an estimate may rest on."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owned an outlet from a day to a day."""

    franchisee_id: UUID
    name: str
    name_local: str
    first: date
    last: date


def owners_of(outlet_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Owner]]:
    """Who owned some outlets, without gaps: the first from ever on, the last for ever."""
    rows = db.session.execute(
        select(
            OutletOwnership.outlet_id,
            OutletOwnership.franchisee_id,
            Franchisee.name,
            Franchisee.name_local,
            OutletOwnership.starts_on,
            OutletOwnership.ends_on,
        )
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .where(OutletOwnership.outlet_id.in_(outlet_ids))
        .order_by(OutletOwnership.outlet_id, OutletOwnership.starts_on)
    ).all()
    grouped: dict[UUID, list[Owner]] = defaultdict(list)
    last_day = date.max - timedelta(days=1)
    for place, row in enumerate(rows):
        is_first = not grouped[row.outlet_id]
        is_last = place + 1 == len(rows) or rows[place + 1].outlet_id != row.outlet_id
        first = date.min if is_first else row.starts_on
        last = last_day if is_last or row.ends_on is None else row.ends_on
        owner = Owner(row.franchisee_id, row.name, row.name_local, first, last)
        grouped[row.outlet_id].append(owner)
    return grouped


def reports_of(outlet_ids: Sequence[UUID], last: date) -> Mapping[UUID, list[SalesReport]]:
    """The reports that count of some outlets, of the year up to a day."""
    rows = db.session.scalars(
        select(SalesReport).where(
            SalesReport.outlet_id.in_(outlet_ids),
            SalesReport.is_current,
            SalesReport.ends_on > last - LOOKED_BACK,
            SalesReport.starts_on <= last,
        )
    )
    found: dict[UUID, list[SalesReport]] = defaultdict(list)
    for report in rows:
        found[report.outlet_id].append(report)
    return found


def reminders_of(
    outlet_ids: Sequence[UUID], month: Period
) -> Mapping[tuple[UUID, date], list[ReminderStep]]:
    """What was said of the reports that end in a month, by outlet and first day."""
    rows = db.session.execute(
        select(SalesReminder.outlet_id, SalesReminder.starts_on, SalesReminder.step).where(
            SalesReminder.outlet_id.in_(outlet_ids),
            SalesReminder.ends_on >= month.start,
            SalesReminder.ends_on <= month.last,
        )
    )
    found: dict[tuple[UUID, date], list[ReminderStep]] = defaultdict(list)
    for outlet_id, starts_on, step in rows:
        found[outlet_id, starts_on].append(step)
    return found
