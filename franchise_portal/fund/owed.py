"""The fund's statement among what the franchisor owes: by its own clock, to whoever paid in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..access.actor import Actor
from ..access.permissions import Permission
from ..access.scope import OwnBusiness
from ..contracts.enums import DutyKind
from ..contracts.owed_to_all import Clock, OwedToAll
from ..kit import clock
from ..kit.i18n import N_
from .queries.owed import OwedStatement, statements_owed
from .queries.terms import law_duties_kept, the_terms

STATEMENT = N_("Statement of the advertising fund for %(year)s")


def _owed(actor: Actor, on: date) -> Sequence[OwedToAll]:
    scope = actor.scope
    whose = scope.franchisee_id if isinstance(scope, OwnBusiness) else None
    return [_statement(one) for one in statements_owed(whose, on)]


def _statement(one: OwedStatement) -> OwedToAll:
    return OwedToAll(
        key=f"fund-statement-{one.clock.year}",
        heading=heading_of(one),
        kind=DutyKind.YEARLY_REPORT,
        to=N_("The franchisor owes it to everybody who contributed."),
        since=one.since,
        act_by=one.clock.due_on,
        done_on=one.published_on,
        endpoint="fund.statements",
        changed_at=one.published_at,
        basis=one.clock.source,
    )


def heading_of(one: OwedStatement) -> dict[str, Any]:
    """What it is called, for every reader's language."""
    return {"label": STATEMENT, "params": {"year": str(one.clock.year)}}


def _stands_for() -> frozenset[str]:
    """What the law asks of a fund is kept here once anybody has paid in."""
    if not statements_owed(None, clock.today()):
        return frozenset()
    return law_duties_kept(the_terms())


OWED_TO_ALL = (Clock(permission=Permission.FUND_BOOK_READ, owed=_owed, stands_for=_stands_for),)
