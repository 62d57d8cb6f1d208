"""What the fund does by itself: own outlets' contributions, deliveries, the statement's clock."""

from uuid import UUID

from ..access.actor import SYSTEM
from ..database import edge
from ..jobs import job
from .services import delivering, own
from .services.statements import DELIVER_JOB


@job(DELIVER_JOB, timeout=1800)
def deliver_statement(*, statement_id: str) -> None:
    """Deliver a published statement portion by portion; what was interrupted goes on."""
    has_more = True
    while has_more:
        with edge():
            has_more = delivering.deliver(UUID(statement_id)) > 0


@job("fund.post_own", every="25 3 * * *", timeout=1800)
def post_own() -> None:
    """Post what own outlets owe the fund for the reports that came."""
    with edge():
        own.post_own(SYSTEM)


@job("fund.remind", every="40 6 * * *")
def remind() -> None:
    """Remind the office of a statement that is nearly due, or late."""
    with edge():
        delivering.remind()
