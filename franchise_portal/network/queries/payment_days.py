"""The days to pay that invoices had, as the audit remembers the settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ...audit.models import Entry
from ...database import db
from ...kit import clock
from ..enums import NetworkAction
from ..models import USUAL_PAYMENT_DAYS
from .whole import founded

SETTING = "payment_days"


@dataclass(frozen=True, slots=True)
class PaymentDays:
    """The settings in the order of time: from a business day on, so many days."""

    since: Sequence[tuple[date, int]]

    def on(self, day: date) -> frozenset[int]:
        """What was set at some time of a day: two numbers on the day of a change."""
        before = [days for since, days in self.since if since < day][-1:]
        return frozenset(before + [days for since, days in self.since if since == day])


def payment_days() -> PaymentDays:
    """The network's days to pay since it was founded, all of them."""
    said = founded().payment_days
    known: list[tuple[date, int]] = []
    for entry in db.session.scalars(_ENTRIES):
        before = _before(entry)
        if before is not None and before != said:
            known.append((clock.day_of(entry.at), said))
            said = before
    known.append((date.min, said))
    return PaymentDays(known[::-1])


_ENTRIES = (
    select(Entry)
    .where(Entry.action.in_([NetworkAction.SETTINGS_CHANGED, NetworkAction.FOUNDED]))
    .order_by(Entry.at.desc(), Entry.id.desc())
)


def _before(entry: Entry) -> int | None:
    """What was set before an entry; None when it says nothing of it."""
    if entry.action == NetworkAction.FOUNDED:
        # A provisional network had what every network has at first.
        return USUAL_PAYMENT_DAYS
    changes: list[Any] = entry.data.get("changes", [])
    return next((before for name, before, _ in changes if name == SETTING), None)
