"""Bringing a statement to its contributors, and reminding the office of the clock. Each once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ... import mail
from ...contracts.queries.recipients import Recipient, network_owners, owners_of_businesses
from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ...kit.period import Period
from ..enums import ClockState, ReminderStep
from ..models import FundDelivery, FundReminder, FundStatement
from ..queries import statements as queries
from ..queries.contributions import contributors
from ..queries.terms import clock_of, this_year, year_period
from ..rules.years import StatementClock

PORTION = 200
STEPS = {ClockState.SOON: ReminderStep.SOON, ClockState.LATE: ReminderStep.LATE}


def waiting_for(statement_id: UUID) -> list[list[UUID]]:
    """The contributors who have not got a statement yet, in portions. Adding them up takes long."""
    row = db.session.get_one(FundStatement, statement_id)
    waiting = queries.undelivered(row, contributors(Period.of_days(row.starts_on, row.ends_on)))
    return [waiting[start : start + PORTION] for start in range(0, len(waiting), PORTION)]


def deliver(statement_id: UUID, portion: Sequence[UUID]) -> int:
    """Deliver a statement to those of some contributors who have not got it; how many they were."""
    row = db.session.get_one(FundStatement, statement_id)
    waiting = queries.undelivered(row, portion)
    people = owners_of_businesses(waiting)
    for franchisee_id in waiting:
        db.session.add(
            FundDelivery(
                id=new_id(),
                statement_id=row.id,
                franchisee_id=franchisee_id,
                delivered_at=clock.now(),
            )
        )
        for one in people.get(franchisee_id, ()):
            _tell(one, row)
    db.session.flush()
    return len(waiting)


def _tell(one: Recipient, row: FundStatement) -> None:
    mail.send_to(
        one,
        kind="fund/statement",
        context={
            "statement_id": row.id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "is_reconciled": row.is_reconciled,
        },
    )


def remind() -> bool:
    """Remind the office of last year's statement when its time is near or over."""
    year = this_year() - 1
    due = clock_of(year)
    step = STEPS.get(due.state)
    if step is None or not contributors(year_period(year)):
        return False
    known = select(FundReminder.id).where(FundReminder.year == year, FundReminder.step == step)
    if db.session.scalar(known) is not None:
        return False
    db.session.add(FundReminder(id=new_id(), year=year, step=step, sent_at=clock.now()))
    db.session.flush()
    for one in network_owners():
        _warn(one, due, step)
    return True


def _warn(one: Recipient, due: StatementClock, step: ReminderStep) -> None:
    mail.send_to(
        one,
        kind="fund/clock",
        context={
            "year": str(due.year),
            "ends_on": due.ends_on,
            "due_on": due.due_on,
            "is_late": step is ReminderStep.LATE,
        },
    )
