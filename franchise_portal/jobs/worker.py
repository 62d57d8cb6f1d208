"""Workers: one warm parent, and under it RQ workers that fork a work horse for each job.

    parent      loads the application, WeasyPrint and fonts, then only watches its children
    ├ worker    an RQ worker: takes row ids from the queue, forks a horse for each
    │ └ horse   runs one job and ends
    ├ worker
    └ keeper    sweeps every few seconds, and strikes the calendar where it is asked to

A child that ends is started again. RQ's defaults would leave a crashed job for up to a quarter of
an hour; the settings here and the sweeper bring it back within seconds.
"""

import gc
import logging
import os
import resource
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq import Worker as RQWorker
from rq.job import Job as RQJob
from sqlalchemy.exc import SQLAlchemyError

from ..database import db
from . import calendar, running, sweeper, warming
from .doorbell import SERIALIZER, connection, the_doorbell
from .processes import die_with_parent
from .registry import QUEUES

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
#: How long a child that ends at once waits before the next try, in seconds.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
LONG_LIFE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """How many work, on what, and how hard."""

    workers: int = 2
    queues: Sequence[str] = QUEUES
    keeps_calendar: bool = True
    nice: int = 10
    """Pages come first: workers take what is left of the processor."""
    memory_limit: int = 0
    """Mebibytes of address space for one job; 0 sets no limit."""
    recycle_after: int = 1000
    """Jobs after which a worker is replaced by a fresh one."""
    is_warm: bool = True
    """Whether everything is loaded before the first fork."""


class Worker(RQWorker):
    """An RQ worker with the settings that crash tests found necessary."""

    #: A queue that is away is asked again every second.
    exponential_backoff_factor = 1.0
    memory_limit = 0
    app: Flask

    def main_work_horse(self, job: RQJob, queue: Queue) -> None:
        """In the fresh fork: let go of what belongs to the parent, then work."""
        # Nobody works unwatched: after a worker's death its job goes to another at once, and
        # there are never more horses than workers.
        die_with_parent(self.pid or 0, signal.SIGKILL)
        leave_inherited_connections(self.app)
        running.bind(self.app, leaves_when_lost=True)
        if self.memory_limit:
            limit = self.memory_limit * MEBIBYTE
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        super().main_work_horse(job, queue)


def leave_inherited_connections(app: Flask) -> None:
    """After a fork: forget the parent's database connections without closing them for it."""
    with app.app_context():
        db.engine.dispose(close=False)


def work_queues(app: Flask, crew: Crew) -> None:
    """Be one RQ worker until told to stop."""
    os.nice(crew.nice)
    with app.app_context():
        url = the_doorbell().url
    worker = Worker(
        list(crew.queues),
        # redis-py would by itself try for many seconds before it says that nobody answers.
        connection=connection(url, retry=Retry(ConstantBackoff(0.2), 2)),
        serializer=SERIALIZER,
        worker_ttl=25,
        maintenance_interval=30,
        job_monitoring_interval=10,
        log_job_description=False,
    )
    worker.app = app
    worker.memory_limit = crew.memory_limit
    worker.log_result_lifespan = False
    worker.work(max_jobs=crew.recycle_after, logging_level="ERROR")


def keep(app: Flask, crew: Crew) -> None:
    """Sweep, and strike the calendar, until told to stop."""
    with app.app_context():
        pause = the_doorbell().timing.sweep
    while True:
        with app.app_context():
            try:
                sweeper.sweep()
                if crew.keeps_calendar:
                    calendar.strike()
            except SQLAlchemyError as error:
                logger.warning(
                    "the database is away", extra={"fields": {"reason": type(error).__name__}}
                )
            except Exception:
                logger.exception("the keeper stumbled")
            finally:
                db.session.remove()
        time.sleep(pause)


@dataclass(slots=True)
class Child:
    """One child of the parent, and the work it is forked for."""

    name: str
    work: Callable[[], None]
    pid: int = 0
    born: float = 0.0
    pause: float = SHORTEST_PAUSE
    due: float = 0.0


@dataclass(slots=True)
class Parent:
    """Forks the crew from a warm process and watches it."""

    app: Flask
    crew: Crew
    children: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then let running jobs end."""
        self._prepare()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self._stop)
        fields = {"workers": self.crew.workers, "queues": ",".join(self.crew.queues)}
        logger.info(
            "workers ready", extra={"fields": {**fields, "calendar": self.crew.keeps_calendar}}
        )
        while not self.is_stopping or any(child.pid for child in self.children):
            self._start_missing()
            self._bury()
            time.sleep(0.1)

    def _prepare(self) -> None:
        with self.app.app_context():
            if self.crew.is_warm and self.crew.workers:
                warming.warm_up()
            db.session.remove()
            db.engine.dispose()
        gc.collect()
        # What is loaded now is never garbage; without this a child's collector would copy it all.
        gc.freeze()
        self.children.append(Child("keeper", lambda: keep(self.app, self.crew)))
        self.children.extend(
            Child(f"worker {number}", lambda: work_queues(self.app, self.crew))
            for number in range(1, self.crew.workers + 1)
        )

    def _start_missing(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if not self.is_stopping and not child.pid and child.due <= now:
                self._fork(child)

    def _fork(self, child: Child) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            child.pid, child.born = pid, time.monotonic()
            return
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            die_with_parent(parent)
            child.work()
        except (RedisError, OSError) as error:
            logger.warning("the queue is away", extra={"fields": {"reason": type(error).__name__}})
        except Exception:
            logger.exception("%s failed", child.name)
        finally:
            os._exit(0)

    def _bury(self) -> None:
        for child in self.children:
            if not child.pid:
                continue
            with suppress(ChildProcessError):
                pid, _status = os.waitpid(child.pid, os.WNOHANG)
                if pid == 0:
                    continue
            now = time.monotonic()
            lived_long = now - child.born > LONG_LIFE
            child.pause = SHORTEST_PAUSE if lived_long else min(child.pause * 2, LONGEST_PAUSE)
            child.due = now + child.pause
            child.pid = 0

    def _stop(self, _signum: int, _frame: Any) -> None:  # noqa: ANN401
        """Once: let running jobs end. Twice: RQ's workers take their horses down."""
        self.is_stopping = True
        for child in self.children:
            if child.pid:
                with suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGTERM)
