"""The queue's side: RQ on Redis or Valkey. It is told what waits; it is never believed.

Everything goes through JSON: RQ's own choice, pickle, would let whoever can write to Redis run
code here.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as Reconnect
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from .. import config
from .registry import QUEUES
from .rules import Timing

logger = logging.getLogger(__name__)

#: The one function that RQ runs, whatever the job.
ENTRY = "franchise_portal.jobs.work"
SERIALIZER = JSONSerializer
#: RQ's own retries serve only runs that vanished; failures are counted in the row.
RQ_RETRIES = 3
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Bell:
    """What the queue is told about a row."""

    id: UUID
    name: str
    queue: str
    timeout: int
    is_urgent: bool = False
    """It was begun once already: it goes before those that were not."""


class Doorbell:
    """Rings for rows that wait. Nothing is lost when it cannot."""

    def __init__(self, url: str, timing: Timing) -> None:
        """`url` is what `REDIS_URL` says."""
        self.url = url
        self.timing = timing
        # A request must not wait for a queue that is away: one try, short patience.
        self.connection = connection(
            url, socket_connect_timeout=1, socket_timeout=3, retry=Reconnect(NoBackoff(), 0)
        )

    def ring(self, bells: Iterable[Bell]) -> bool:
        """Tell the queue of rows; False when it did not hear."""
        try:
            by_queue: dict[str, list[Bell]] = {}
            for bell in bells:
                by_queue.setdefault(bell.queue, []).append(bell)
            for name, group in by_queue.items():
                self._queue(name).enqueue_many([_told(bell) for bell in group])
        except RedisError as error:
            logger.warning(
                "the queue did not hear; the sweeper rings again",
                extra={"fields": {"reason": type(error).__name__}},
            )
            return False
        return True

    def ids_in(self, queue: str) -> set[str]:
        """The rows that stand in a queue.

        Raises:
            RedisError: when the queue does not answer.
        """
        return set(self._queue(queue).get_job_ids())

    def ping(self) -> None:
        """Ask whether anybody is there.

        Raises:
            RedisError: when nobody is.
        """
        self.connection.ping()

    def _queue(self, name: str) -> Queue:
        return Queue(name, connection=self.connection, serializer=SERIALIZER)


def init_app(app: Flask, settings: config.Settings, timing: Timing | None = None) -> None:
    """Hang the doorbell."""
    app.extensions["jobs"] = Doorbell(settings.redis_url, timing or Timing())


def the_doorbell() -> Doorbell:
    """The doorbell of the application in hand."""
    doorbell: Doorbell = current_app.extensions["jobs"]
    return doorbell


def connection(url: str, **options: Any) -> Redis:  # noqa: ANN401 - redis-py's own options
    """A connection to Redis or Valkey. Makes no contact yet; safe to make before a fork."""
    return Redis.from_url(url, **options)


def _told(bell: Bell) -> Any:  # noqa: ANN401 - RQ's EnqueueData
    return Queue.prepare_data(
        ENTRY,
        args=(str(bell.id),),
        job_id=str(bell.id),
        description=bell.name,
        timeout=bell.timeout,
        at_front=bell.is_urgent,
        retry=Retry(max=RQ_RETRIES, enqueue_at_front=True),
        result_ttl=0,
        failure_ttl=DAY,
    )


__all__ = ["QUEUES", "SERIALIZER", "Bell", "Doorbell", "connection", "init_app", "the_doorbell"]
