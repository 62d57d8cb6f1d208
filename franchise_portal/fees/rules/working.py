"""A situation as JSON, so that a charge can be worked out again years later from what was known.

Only what the rule would miss is written: most charges keep an opening day and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ...kit.period import Period
from .assessment import FeeLine, Situation, Standing


def packed(situation: Situation) -> dict[str, Any]:
    """The part of a situation that all fees of a report share."""
    values: dict[str, Any] = {}
    if situation.opened:
        values["opened"] = situation.opened.isoformat()
    if situation.closed:
        values["closed"] = situation.closed.isoformat()
    if situation.previous:
        values["previous"] = _span(situation.previous)
    if situation.is_last_of_year is not None:
        values["last_of_year"] = situation.is_last_of_year
    return values


def packed_for(line: FeeLine, shared: dict[str, Any]) -> dict[str, Any]:
    """What one line must keep; the shared part itself when its fee knows nothing of the year."""
    if not line.meter.needs_year:
        return shared
    standing = line.situation.standings.get(line.fee)
    if standing is None:
        return shared
    return {**shared, "year_basis": f"{standing.basis:f}", "year_charged": standing.charged}


def unpacked(working: Mapping[str, Any], fee: str) -> Situation:
    """The situation in which a fee was charged."""
    standings = {}
    if "year_basis" in working:
        standings[fee] = Standing(Decimal(working["year_basis"]), int(working["year_charged"]))
    return Situation(
        opened=_day(working.get("opened")),
        closed=_day(working.get("closed")),
        previous=_period(working.get("previous")),
        is_last_of_year=working.get("last_of_year"),
        standings=standings,
    )


def _span(period: Period) -> str:
    return f"{period.start}/{period.last}"


def _period(text: str | None) -> Period | None:
    return Period.parse(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
