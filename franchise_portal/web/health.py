"""Whether the portal works: for monitors and load balancers."""

import logging
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from .. import storage
from ..access.guards import public
from ..database import db
from ..jobs import queries
from ..jobs.doorbell import the_doorbell
from ..kit import clock

bp = Blueprint("health", __name__)
logger = logging.getLogger(__name__)

#: How long a job may wait before something is wrong: nobody waits for bulk work at the screen.
LONGEST_WAITS = {"default": timedelta(minutes=5), "bulk": timedelta(hours=2)}


@bp.get("/healthz")
@public
def show() -> tuple[Response, int]:
    """200 when everything answers and no job has waited long, else 503 and what is wrong."""
    found = {
        "database": _answer(lambda: db.session.execute(text("SELECT 1"))),
        "queue": _answer(lambda: the_doorbell().ping()),
        "storage": _answer(storage.check),
    }
    problems = [f"the {part} does not answer" for part, words in found.items() if words != "ok"]
    oldest: float | None = None
    if found["database"] == "ok":
        waits = queries.longest_waits(at=clock.wall())
        oldest = max((wait.total_seconds() for wait in waits.values()), default=0.0)
        problems.extend(
            f"a job has waited in the queue {queue} for {int(wait.total_seconds())} s"
            for queue, wait in waits.items()
            if wait > LONGEST_WAITS.get(queue, LONGEST_WAITS["default"])
        )
    answer = {
        "status": "failing" if problems else "ok",
        **found,
        "oldest_waiting_job_seconds": None if oldest is None else round(oldest, 1),
        "problems": problems,
    }
    return jsonify(answer), 503 if problems else 200


def _answer(ask: Callable[[], object]) -> str:
    """`ok`, or the kind of trouble; the details go to the log, not to the public."""
    try:
        ask()
    except Exception as error:
        logger.warning("health check failed", exc_info=error)
        db.session.rollback()
        return type(error).__name__
    return "ok"
