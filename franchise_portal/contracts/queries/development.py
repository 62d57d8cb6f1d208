"""The development schedule of a contract as it stands."""

from collections.abc import Sequence
from datetime import date, timedelta

from ...kit import clock
from ..models import Contract
from ..rules.development import StandingStep, Trading, standing
from .events import extensions_of, outlets_under
from .versions import terms_on


def schedule_of(contract: Contract, *, on: date | None = None) -> Sequence[StandingStep]:
    """Each step as it stands on a day, today without one; empty where nothing was agreed."""
    day = on or clock.today()
    terms = terms_on(contract.id, max(day, contract.starts_on))
    if terms is None or not terms.development:
        return ()
    outlets = [Trading(one.opened_on, one.closed_on) for one in outlets_under(contract.id)]
    moved = {one.step: one.due_on for one in extensions_of(contract.id)}
    return standing(terms.development, outlets, on=day, extensions=moved)


def extended(due_on: date, days: int) -> date:
    """The day so many days later."""
    return due_on + timedelta(days=days)
