"""What tills may say and ask over HTTP: JSON in, JSON out, errors as problem+json (RFC 9457).

`docs/api.md` is the reference. A token stands for one outlet and nothing else, so no address
names an outlet and none can be guessed.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ..access.guards import public
from ..accounts.errors import TooManyTries
from ..database import db
from ..kit.errors import BadInput, DomainError, Problem, Refused, filled
from ..kit.i18n import N_
from ..kit.money import Money
from ..kit.period import Period
from .errors import MissingFigure
from .models import TillToken
from .queries import telling as telling_queries
from .queries import tills as queries
from .queries.telling import Place
from .rules.sales import Sales
from .rules.telling import FIGURES
from .rules.tills import LONGEST_KEY, body_digest, is_key
from .sales_files import read_sales
from .services import tills as services
from .till_errors import NoSuchToken

bp = Blueprint("api", __name__)

MEMBERS = {"day", "currency", *FIGURES}
LARGEST_BODY = 16 * 1024
PROBLEM = "application/problem+json"
UNPROCESSABLE = 422


def _without_csrf(state: BlueprintSetupState) -> None:
    """A till has no session that a foreign page could ride on: it sends its secret each time."""
    state.app.extensions["csrf"].exempt(bp)


bp.record_once(_without_csrf)


@bp.post("/sales")
@public
def post_day() -> ResponseReturnValue:
    """Take in the sales of one day."""
    token = _token()
    key = _key()
    body = _body()
    day = _day(body)
    outlet = token.outlet
    place = telling_queries.place_of(outlet, Period.of_days(day, day), token.franchisee_id)
    posted = services.post_day(
        token, sales=_sales(body, place), day=day, key=key, body_digest=body_digest(body)
    )
    return _json(
        {
            "outlet": outlet.code,
            "day": posted.post.day.isoformat(),
            "version": posted.post.version,
            "gross_sales": _decimal(posted.post.gross_minor, posted.post.currency),
            "currency": posted.post.currency,
            "report": _report_state(posted.report is not None, token, day),
        },
        201 if posted.is_new else 200,
    )


@bp.get("/sales/<string:month>")
@public
def show_month(month: str) -> ResponseReturnValue:
    """What has arrived of a month, or of a week such as 2026-W41."""
    token = _token()
    try:
        period = Period.parse(month)
    except ValueError:
        raise Refused(
            N_("“%(value)s” is not a month or week. Write it like 2026-10 or 2026-W41."),
            field="month",
            value=month[:40],
        ) from None
    days = queries.owned_days(token, period)
    place = telling_queries.place_of(token.outlet, days, token.franchisee_id)
    return _json(_month(place))


def _month(place: Place) -> dict[str, object]:
    there = queries.till_sum(place)
    current = telling_queries.current_report(place.outlet.id, place.period)
    return {
        "outlet": place.outlet.code,
        "period": place.period.text,
        "due_on": place.due_on.isoformat(),
        "days": there.days if there else 0,
        "missing": [day.isoformat() for day in there.missing] if there else None,
        "gross_sales": (_decimal(there.sales.gross_sales, there.sales.currency) if there else None),
        "currency": place.currency,
        "report": (
            {"version": current.version, "source": current.source.value} if current else None
        ),
    }


def _report_state(is_made: bool, token: TillToken, day: date) -> str:  # noqa: FBT001 - one fact
    """Whether the day's period is reported: `made` by this post, `there` before, or `waiting`."""
    if is_made:
        return "made"
    one_day = Period.of_days(day, day)
    place = telling_queries.place_of(token.outlet, one_day, token.franchisee_id)
    period = queries.owned_days(token, place.reporting.period_of(day))
    there = telling_queries.current_report(token.outlet_id, period)
    return "waiting" if there is None else "there"


def _token() -> TillToken:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoSuchToken
    return services.recognised(secret.strip(), address=request.remote_addr or "")


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not is_key(key):
        raise Refused(
            N_(
                "The header Idempotency-Key is missing or cannot be read. "
                "Send a name of your own for each post: up to %(most)s letters, digits and signs."
            ),
            field="Idempotency-Key",
            most=LONGEST_KEY,
        )
    return key


def _body() -> Mapping[str, Any]:
    raw = request.get_data(cache=False)[: LARGEST_BODY + 1]
    try:
        # Numbers stay as they were written: 0.1 as a binary float would not be 0.1.
        body = json.loads(raw, parse_float=str, parse_int=str) if len(raw) <= LARGEST_BODY else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(N_("The body must be one JSON object, such as in docs/api.md."), field="body")
    unknown = sorted(set(body) - MEMBERS)
    if unknown:
        raise Refused(
            N_("“%(name)s” is not known here. Known are: %(known)s."),
            field=unknown[0][:60],
            name=unknown[0][:60],
            known=", ".join(["day", "currency", *FIGURES]),
        )
    return body


def _day(body: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(body.get("day", "")))
    except ValueError:
        raise Refused(N_("Write the day like 2026-10-31."), field="day") from None


def _sales(body: Mapping[str, Any], place: Place) -> Sales:
    """The figures by the same reader as a file's row, so that both refuse the same."""
    day = str(body["day"])
    cells = {name: str(value) for name, value in body.items() if value is not None}
    cells |= {"outlet": place.outlet.code, "period": f"{day}/{day}"}
    needed = place.plan.needed_columns if place.plan else {}
    reading = read_sales([(1, cells)], place="body", currency=place.currency, needed=needed)
    if reading.problems:
        raise BadInput(problems=reading.problems)
    return reading.rows[0]


def _decimal(minor: int, currency: str) -> str:
    return Money(minor, currency).text


def _json(value: Mapping[str, object], status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    response = Response(text, status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(DomainError)
def _refuse(error: DomainError) -> Response:
    db.session.rollback()
    problems = [_problem(one) for one in error.problems] if isinstance(error, BadInput) else []
    if isinstance(error, Refused):
        problems = [{"field": error.field, "detail": str(error)}]
    elif isinstance(error, MissingFigure):
        problems = [{"field": str(error.params["figure"]), "detail": str(error)}]
    detail = str(problems[0]["detail"]) if problems else str(error)
    if isinstance(error, TooManyTries):
        detail = f"Too many requests. Wait {error.seconds} seconds, then send the same again."
    response = _as_problem(error.status, detail, problems)
    if isinstance(error, NoSuchToken):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _problem(problem: Problem) -> dict[str, object]:
    texts = (filled(text, problem.params) for text in (problem.message, problem.remedy) if text)
    return {"field": problem.column, "detail": " ".join(texts)}


@bp.errorhandler(HTTPException)
def _refuse_http(error: HTTPException) -> Response:
    return _as_problem(error.code or 500, error.description or "", [])


@bp.errorhandler(Exception)
def _crash(error: Exception) -> Response:
    db.session.rollback()
    current_app.logger.error("a till's request failed", exc_info=error)
    return _as_problem(500, "This is a fault of the portal. Send the same post again later.", [])


def _as_problem(status: int, detail: str, problems: list[dict[str, object]]) -> Response:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Refused"),
        "status": status,
        "detail": detail,
    }
    if problems:
        body["errors"] = problems
    response = _json(body, status)
    response.mimetype = PROBLEM
    return response


_TITLES = {
    401: "Token not known",
    404: "Not found",
    409: "Not possible now",
    413: "Too large",
    UNPROCESSABLE: "Something is wrong with the figures",
    429: "Too many posts",
    500: "Fault of the portal",
}
