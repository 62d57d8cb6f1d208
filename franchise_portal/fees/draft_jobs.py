"""Work on the drafts of months: telling of them, and issuing them once their day has come."""

from uuid import UUID
from zoneinfo import ZoneInfo

from ..access.actor import SYSTEM
from ..database import edge
from ..jobs import job
from ..kit import clock
from ..kit.period import Period
from ..network.queries import founded
from .draft_enums import Occasion
from .queries.month_drafts import due_drafts
from .services.assessment_requests import request_assessment
from .services.draft_letters import tell_some
from .services.month_drafts import TELL_JOB

EARLIEST_HOUR = 6
"""Of the network's day: whoever corrects a report on the last evening has until midnight."""


@job(TELL_JOB, queue="bulk", timeout=1800, retries=5)
def tell_of_drafts(*, draft_id: str) -> None:
    """Write to every franchisee who has a draft; whoever was written to is not again."""
    has_more = True
    while has_more:
        with edge():
            has_more = tell_some(UUID(draft_id))


@job("fees.issue_drafts", every="10,40 * * * *")
def issue_drafts() -> None:
    """Once the day has begun at the office, let each month be issued whose grace is over.

    A month stays in draft until it has been issued, so what fails is asked for again.
    """
    if clock.now().astimezone(ZoneInfo(founded().zone)).hour < EARLIEST_HOUR:
        return
    with edge():
        for draft in due_drafts(clock.today()):
            request_assessment(
                SYSTEM, month=Period.parse_month(draft.month), occasion=Occasion.DRAFTS_DUE
            )
