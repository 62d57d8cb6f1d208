"""Working out what a month would charge the whole network, to be looked at before it is posted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.ids import new_id
from ...kit.period import Period
from ..errors import MonthDone
from ..models import LateForecast
from ..queries.late import Reckoning, run_of
from ..queries.late_preview import forecast_of

JOB: Final = "dunning.forecast_month"
MOST_MISSING = 20


@dataclass(slots=True)
class Sum:
    """What portions of a network come to together."""

    franchisees: int = 0
    charges: int = 0
    totals: Counter[str] = field(default_factory=Counter)
    missing: list[dict[str, str]] = field(default_factory=list)

    def add(self, portion: Reckoning) -> None:
        """Take in what some franchisees would be charged; each comes in one portion."""
        self.franchisees += len({one.found.franchisee_id for one in portion.charges})
        self.charges += len(portion.charges)
        for amount in portion.totals:
            self.totals[amount.currency] += amount.minor
        for one in portion.missing[: MOST_MISSING - len(self.missing)]:
            words = {key: str(value) for key, value in one.params.items()}
            self.missing.append({"number": one.number, "why": one.why, **words})


def ask_forecast(actor: Actor, month: Period) -> LateForecast:
    """Have it worked out in the background, anew where it was before.

    Raises:
        MonthDone: when the month is posted; what it charged stands there.
    """
    actor.require(Permission.DUNNING_LATE_POST)
    if run_of(month) is not None:
        raise MonthDone(month=month)
    row = forecast_of(month)
    if row is None:
        row = LateForecast(id=new_id(), month=month.text)
        db.session.add(row)
    elif row.finished_at is None:
        return row
    row.asked_by_name, row.asked_at, row.finished_at = actor.name[:200], clock.now(), None
    db.session.flush()
    enqueue(
        JOB,
        arguments={"forecast_id": str(row.id)},
        dedupe_key=f"dunning/forecast/{month.text}/{new_id()}",
        actor=actor,
        label=month.text,
    )
    return row


def keep(forecast_id: UUID, found: Sum) -> None:
    """Keep what was found. Run again, it says the same."""
    row = db.session.get_one(LateForecast, forecast_id)
    row.franchisees, row.charges = found.franchisees, found.charges
    row.totals = [[currency, minor] for currency, minor in sorted(found.totals.items())]
    row.missing = found.missing
    row.finished_at = clock.now()
    db.session.flush()
