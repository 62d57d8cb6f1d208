"""What was late in the story: reminders, what being late cost, and a payment plan on the table.

Fenwick & Osei (F-009) pays nothing since July; Omar (F-002) left a part of September open and
proposes to pay it in two instalments.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from ..access.actor import SYSTEM
from ..dunning.enums import Manner, RateUse
from ..dunning.queries.late_invoices import late_franchisees
from ..dunning.queries.plans import choosable
from ..dunning.rules.instalments import even
from ..dunning.rules.steps import Step
from ..dunning.services import charging, plans, procedures, rates, reminding
from ..kit import clock
from ..kit.money import Money
from ..kit.period import Period
from . import story
from .told import Scene, Told

LATE = ("F-002", "F-009")
BASE_RATES = (
    (date(2024, 7, 1), "0.0337"),
    (date(2025, 1, 1), "0.0227"),
    (date(2025, 7, 1), "0.0127"),
)
SEPTEMBER = Period.parse_month("2026-09")


def scenes() -> Iterator[Scene]:
    """The steps, the rates, a reminder for each day on which one was due, and the plan."""
    yield Scene(datetime(2026, 3, 2, 10, 0, tzinfo=UTC), _write_steps)
    yield Scene(datetime(2026, 3, 2, 10, 30, tzinfo=UTC), _keep_rates)
    for month, day in ((8, 21), (9, 1), (9, 18), (9, 22), (10, 2), (10, 19), (10, 21), (11, 1)):
        yield Scene(datetime(2026, month, day, 7, 40, tzinfo=UTC), _remind)
    yield Scene(datetime(2026, 10, 5, 9, 20, tzinfo=UTC), _charge_september)
    yield Scene(datetime(2026, 10, 30, 16, 5, tzinfo=UTC), _propose_omars_plan)


def _write_steps(told: Told) -> None:
    procedures.change_procedure(
        told.acting("felix@demo.test"),
        (
            Step(days=4, name="Friendly reminder", manner=Manner.FRIENDLY, makes_letter=False),
            Step(days=15, name="Reminder", manner=Manner.PLAIN),
            Step(days=33, name="Last reminder", manner=Manner.LAST),
        ),
        rest_days=14,
        reason="Nobody hears from us before the bank has had three days to book a transfer.",
        seen=0,
    )


def _keep_rates(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    table = rates.add_table(
        felix,
        key="bgb-247",
        name="Base rate of the Bundesbank",
        use=RateUse.BASE,
        source="Deutsche Bundesbank, base rate by § 247 BGB; enter each change when it is told.",
    )
    for starts_on, rate in BASE_RATES:
        rates.add_rate(felix, table, starts_on=starts_on, rate=Decimal(rate))


def _remind(told: Told) -> None:
    ids = [told.franchisees[code].id for code in LATE]
    reminding.remind(SYSTEM, ids, on=clock.today())


def _charge_september(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    run = charging.post_month(felix, SEPTEMBER)
    for franchisee_id in late_franchisees(SEPTEMBER, after=None, limit=100):
        charging.charge_franchisee(SYSTEM, run, franchisee_id, on=clock.today())
    charging.finish(SYSTEM, run)


def _propose_omars_plan(told: Told) -> None:
    omar, franchisee = told.owner_of("F-002"), told.franchisees["F-002"]
    offered = [one for one in choosable(franchisee.id) if one.due_on < story.STANDS_ON]
    assert omar is not None  # noqa: S101 - Omar has an account
    total = Money.total((one.open for one in offered), story.CURRENCY)
    plans.propose_plan(
        omar,
        franchisee,
        plans.Proposal(
            invoice_ids=tuple(one.invoice_id for one in offered),
            instalments=even(total, (date(2026, 11, 16), date(2026, 12, 16))),
            words=(
                "The new oven came a month later than the bank’s loan. Half in November and half "
                "in December we can keep, beside the running fees."
            ),
        ),
    )
