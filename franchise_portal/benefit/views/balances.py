"""The balance of every outlet, and of one with all that stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit.money import Money
from ...kit.period import Period
from ...reports import queries as papers
from ...reports.services import request_paper
from ...web import filters
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..models import FeeAlert
from ..queries import accounts, relief, stress
from ..queries.accounts import Place
from ..queries.facts import Facts, facts_of, window_to
from ..queries.owned import Owned
from ..queries.places import PlaceRow, places
from ..reports.balance import BALANCE
from ..rules.accounts import period_key
from ..words import (
    NONE,
    alert_words,
    burden_note,
    limits_rows,
    of_profit_words,
    payback_words,
    share_words,
    shown,
    unknown_words,
)
from .blueprint import SECTION, asked, asked_month, bp, period_words, place_in_url


@bp.get("/")
@requires(Permission.BENEFIT_ACCOUNT_READ)
def balances() -> ResponseReturnValue:
    """Every outlet that one sees, with its figures."""
    month, listing = asked_month(), places(current_actor, text=asked("q"), page=asked_page())
    facts = facts_of([row.owned for row in listing.rows], window_to(month))
    return render(
        "benefit/balances/index.html",
        listing=listing,
        rows=[_cells(row, facts, month) for row in listing.rows],
        month=month,
        asked_words=asked("q"),
        is_office=current_actor.side is Side.FRANCHISOR,
    )


def _cells(row: PlaceRow, facts: Facts, month: str) -> tuple[object, ...]:
    """What a row shows, in the order of the template."""
    burden = facts.burden(row.outlet.id, month)
    balance = facts.balances[row.outlet.id]
    return (
        row.outlet,
        row.franchisee,
        share_words(burden.share if burden else None),
        of_profit_words(balance),
        share_words(balance.franchisor_share),
        payback_words(balance),
        filters.number(len(balance.months)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A month or quarter in the table of accounts."""

    key: str
    period: str
    sales: str
    ebitda: str
    profit: str
    is_reported: bool
    is_charged: bool


@bp.get("/outlets/<uuid:outlet_id>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def show_balance(outlet_id: UUID) -> ResponseReturnValue:
    """One outlet: what each side takes, how the fees weigh, what is missing."""
    place, month = place_in_url(outlet_id), asked_month()
    owned = place.owned
    facts = facts_of([owned], window_to(month))
    median = stress.median_of_month(month, place.currency)
    limits = stress.limits()
    verdict = stress.verdict_on(facts, owned, month, median=median, by=limits)
    burden = facts.burden(place.outlet.id, month)
    return render(
        "benefit/balances/show.html",
        place=place,
        month=month,
        before=Period.parse_month(month).preceding().text,
        balance=shown(facts.balances[place.outlet.id], facts, owned),
        burden=share_words(burden.share if burden else None),
        burden_note=burden_note(burden, median),
        alerts=[
            (filters.label(one.kind), alert_words(one, place.currency)) for one in verdict.alerts
        ],
        unknown=unknown_words(verdict),
        accounts=_accounts(place, owned, facts),
        limits=limits_rows(limits),
        investment=_investment(place),
        noted=_noted(stress.alerts_of(current_actor, place.outlet.id)),
        requests=relief.requests_of(current_actor, place.outlet.id),
        is_office=current_actor.side is Side.FRANCHISOR,
        paper=papers.current_paper(current_actor, BALANCE.slug, place.outlet.id),
        paper_run=papers.latest_paper_run(current_actor, BALANCE.slug, place.outlet.id),
    )


def _accounts(place: Place, owned: Owned, facts: Facts) -> list[AccountRow]:
    """The window's accounts, the latest first, and the months that nobody told of."""
    reported = facts.accounts.get((owned.outlet_id, owned.franchisee_id), ())
    periods = {month: one.period for one in reported for month in one.months}
    rows: list[AccountRow] = []
    told: set[str] = set()
    for month in reversed(facts.months):
        if month in told or Period.parse_month(month).last < place.outlet.opened_on:
            continue
        period = periods.get(month) or Period.parse_month(month)
        told |= {one.text for one in period.months()}
        rows.append(_account_row(place, owned, facts, month, period))
    return rows


def _account_row(
    place: Place, owned: Owned, facts: Facts, month: str, period: Period
) -> AccountRow:
    found = stress.account_around(facts, owned, month)
    known = found if found is not None and found.months else None
    return AccountRow(
        key=period_key(period),
        period=period_words(period),
        sales=_amount(known.figures.sales, place) if known else NONE,
        ebitda=_amount(known.ebitda, place) if known else NONE,
        profit=_amount(known.profit, place) if known else NONE,
        is_reported=found is not None,
        is_charged=facts.burden(place.outlet.id, month) is not None,
    )


def _amount(minor: int, place: Place) -> str:
    return filters.amount(Money(minor, place.currency))


def _investment(place: Place) -> Money | None:
    row = accounts.investment_of(place.outlet.id, place.franchisee.id)
    return Money(row.amount_minor, row.currency) if row else None


def _noted(alerts: Sequence[FeeAlert]) -> list[tuple[str, str]]:
    """What was noted before, by month."""
    by_month: dict[str, list[str]] = {}
    for one in alerts:
        by_month.setdefault(one.month, []).append(filters.label(one.kind))
    return [
        (filters.month(month, short=True), _(", ").join(kinds)) for month, kinds in by_month.items()
    ]


@bp.post("/outlets/<uuid:outlet_id>/paper")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def make_balance_paper(outlet_id: UUID) -> ResponseReturnValue:
    """Have the balance made as a PDF."""
    place = place_in_url(outlet_id)
    request_paper(current_actor, BALANCE.slug, place.outlet.id)
    flash(_("The PDF is being made."))
    return see(".show_balance", outlet_id=outlet_id)
