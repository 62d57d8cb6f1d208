"""What fees tell recruitment about how franchisees did, so that scorecards can be judged."""

from ..kit.i18n import N_
from ..recruitment.additions import OutcomeSource
from ..recruitment.enums import Measure
from .queries.outcomes import months_paid_late, sales_against_expectation

OUTCOMES = (
    OutcomeSource(
        key="sales",
        label=N_("Sales against expectation"),
        explained=N_(
            "Mean monthly sales of an outlet in the last twelve months, net of tax and refunds, "
            "divided by the sales expected before signing."
        ),
        is_higher_better=True,
        measure=Measure.SHARE,
        values=sales_against_expectation,
    ),
    OutcomeSource(
        key="late",
        label=N_("Months paid late"),
        explained=N_("The share of invoiced months that were paid late or are overdue."),
        is_higher_better=False,
        measure=Measure.SHARE,
        values=months_paid_late,
    ),
)
