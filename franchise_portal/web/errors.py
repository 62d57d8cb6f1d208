"""One handler for everything that goes wrong: a page that says what happened and what to do."""

import logging

from flask import Flask, g, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from ..database import db
from ..kit.errors import BadInput, DomainError, Problem
from .wording import sentence

logger = logging.getLogger(__name__)

PAGES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, show_domain_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_crash)


def translated(error: DomainError | Problem) -> str:
    """The sentence of an error in the viewer's language."""
    return sentence(error.message, error.params)


def remedy(problem: Problem) -> str:
    """What to do about a problem, in the viewer's language."""
    return sentence(problem.remedy, problem.params) if problem.remedy else ""


def show_domain_error(error: DomainError) -> tuple[str, int]:
    """What the business rules refuse, in words."""
    problems = error.problems if isinstance(error, BadInput) else ()
    return _page(error.status, translated(error), problems)


def show_csrf_error(_error: CSRFError) -> tuple[str, int]:
    """A form that was open too long, or was not ours."""
    return _page(
        400, gettext("This page was open for too long. Go back, load it again and repeat.")
    )


def show_http_error(error: HTTPException) -> tuple[str, int]:
    """What Flask and Werkzeug refuse; redirects pass through unharmed."""
    if error.code is None or error.code < 400:  # noqa: PLR2004
        return error  # type: ignore[return-value]
    return _page(error.code, "")


def show_crash(error: Exception) -> tuple[str, int]:
    """Our own fault: logged with the request's id, which the page tells."""
    if isinstance(error, HTTPException):
        return show_http_error(error)
    db.session.rollback()
    logger.error("request %s failed", g.get("request_id", ""), exc_info=error)
    return _page(InternalServerError.code, "")


def _page(status: int, message: str, problems: tuple[Problem, ...] = ()) -> tuple[str, int]:
    db.session.rollback()
    number = status if status in PAGES else (500 if status >= 500 else 400)  # noqa: PLR2004
    text = render_template(
        f"errors/{number}.html",
        message=message,
        problems=problems,
        request_id=g.get("request_id", ""),
        is_fragment=bool(request.headers.get("HX-Request")),
        page_error=True,
    )
    return text, status
