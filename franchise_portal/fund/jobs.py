"""What the fund does by itself: own outlets' contributions, deliveries, the statement's clock."""

from uuid import UUID

from ..access.actor import SYSTEM
from ..database import edge
from ..jobs import job
from .services import adding_up, delivering, own
from .services.statements import DELIVER_JOB, PLACES_JOB


@job(DELIVER_JOB, timeout=1800)
def deliver_statement(*, statement_id: str) -> None:
    """Deliver a published statement portion by portion; what was interrupted goes on."""
    with edge(write=False):
        portions = delivering.waiting_for(UUID(statement_id))
    for portion in portions:
        with edge():
            delivering.deliver(UUID(statement_id), portion)


@job(PLACES_JOB, queue="bulk", timeout=3600)
def add_up_places(*, statement_id: str) -> None:
    """Give the draft of a large network's statement its regions and outlets."""
    with edge(write=False):
        added = adding_up.add_up(UUID(statement_id))
    if added is not None:
        with edge():
            adding_up.keep_places(UUID(statement_id), added)


@job("fund.keep_regions", queue="bulk", every="50 3 * * *", timeout=3600)
def keep_regions() -> None:
    """Work out what came from each region, where a page cannot while somebody waits."""
    with edge(write=False):
        years = adding_up.years_to_add_up()
    for period in years:
        with edge(write=False):
            came = adding_up.regions_in(period)
        with edge():
            adding_up.keep_regions(period, came)


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
