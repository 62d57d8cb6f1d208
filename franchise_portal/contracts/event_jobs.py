"""What the days bring to contracts: renewals, transfers, terminations, exits, expired requests.

Each runs every hour, since a network's day may begin at any of them, and before the clocks of
contracts (`contracts.keep_clocks`, ten minutes later) end what was not renewed. Each contract is a
unit of work of its own; what is done already is not found again.
"""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from ..access.actor import SYSTEM
from ..database import edge
from ..jobs import Progress, job
from ..kit import clock
from ..kit.errors import DomainError
from .queries import approvals as approval_queries
from .queries import events, renewals, transfers
from .services import approvals, endings, exits, renewing, succession

logger = logging.getLogger(__name__)


@job("contracts.keep_events", every="0 * * * *", timeout=3600)
def keep_events(*, progress: Progress) -> None:
    """Renew, transfer and terminate what is due, begin exits, let requests expire."""
    today = clock.today()
    steps: list[tuple[Callable[[], Sequence[UUID]], Callable[[UUID], object]]] = [
        (
            lambda: renewals.terms_ending(today),
            lambda key: renewing.renew_if_due(SYSTEM, key, on=today),
        ),
        (
            lambda: transfers.transfers_due(today),
            lambda key: succession.transfer_if_due(SYSTEM, key, on=today),
        ),
        (
            lambda: events.terminations_due(today),
            lambda key: endings.terminate_if_due(SYSTEM, key, on=today),
        ),
        (events.ended_without_exit, lambda key: exits.begin_exit(SYSTEM, key)),
        (lambda: approval_queries.expired_by(today), approvals.expire),
    ]
    done, failed = 0, None
    for find, act in steps:
        with edge(write=False):
            due = find()
        for key in due:
            progress(done, done + len(due))
            failed = _tried(act, key) or failed
            done += 1
    progress(done, done)
    if failed is not None:
        raise failed


def _tried(act: Callable[[UUID], object], key: UUID) -> DomainError | None:
    """What one contract refuses shall not keep the others waiting; the page of jobs shows it."""
    try:
        with edge():
            act(key)
    except DomainError as refusal:
        logger.warning("event %s: %s", key, refusal)
        return refusal
    return None
