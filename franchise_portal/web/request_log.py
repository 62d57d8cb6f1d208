"""One log line for each request: who in ids, what by name, how long, with which outcome."""

import logging
import time

from flask import Flask, Response, g, request

from ..access.actor import current_actor

logger = logging.getLogger("franchise_portal.request")

#: Asked every few seconds by machines; a line for each would bury the others.
SILENT = frozenset({"static", "health.show", None})


def init_app(app: Flask) -> None:
    """Log each answer. Addresses are left out: what people search for stands in them."""

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()

    @app.after_request
    def note(response: Response) -> Response:
        if request.endpoint in SILENT and response.status_code < 500:  # noqa: PLR2004
            return response
        fields = {
            "id": g.get("request_id", ""),
            "actor": current_actor.user_id or "nobody",
            "method": request.method,
            "action": request.endpoint or "none",
            "status": response.status_code,
            "ms": round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
        }
        logger.info("request", extra={"fields": fields})
        return response
