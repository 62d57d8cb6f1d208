"""What the days bring to contracts by themselves."""

import logging

from ..access.actor import SYSTEM
from ..database import edge
from ..jobs import Progress, job
from ..kit import clock
from ..kit.errors import DomainError
from . import queries, services
from .services import renewing

logger = logging.getLogger(__name__)


@job("contracts.keep_clocks", every="10 * * * *", timeout=1800)
def keep_clocks(*, progress: Progress) -> None:
    """Begin contracts whose first day has come, carry amendments, and end those that are over.

    It runs each hour, since a network's day may begin at any of them; what is done already is not
    found again. Each contract is a unit of work of its own.
    """
    today = clock.today()
    with edge(write=False):
        due = queries.due_to_change(today)
    for done, contract_id in enumerate(due):
        progress(done, len(due))
        try:
            with edge():
                # First: a term that is renewed is not over.
                renewing.renew_if_due(SYSTEM, contract_id, on=today)
                services.keep_clock(SYSTEM, contract_id, on=today)
        except DomainError as error:
            # One contract that cannot go on must not keep the others; the health check names it.
            fields = {"id": str(contract_id), "why": str(error)}
            logger.warning("a contract's clock stands", extra={"fields": fields})
    progress(len(due), len(due))
