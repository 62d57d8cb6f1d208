"""Accounts, takings and requests for tests: each builder has a plain default for everything."""

import io
from datetime import date

from franchise_portal.access.actor import SYSTEM, Actor
from franchise_portal.benefit.enums import ReliefKind, TakingKind
from franchise_portal.benefit.models import OutletAccount, ReliefRequest, Taking
from franchise_portal.benefit.queries.accounts import Place, place_for
from franchise_portal.benefit.rules.accounts import account_period
from franchise_portal.benefit.rules.figures import Figures
from franchise_portal.benefit.services import accounts, relief, supply
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Outlet

TODAY = date(2026, 11, 2)


def figures(**amounts: int | None) -> Figures:
    """A month in whole euro: sales of 50,000, of which 12,000 are left before the fees."""
    usual = {
        "sales": 50_000,
        "cost_of_goods": 15_000,
        "staff": 14_000,
        "rent": 5_000,
        "other_costs": 4_000,
    }
    euro = {**usual, **amounts}
    return Figures(**{name: None if n is None else n * 100 for name, n in euro.items()})


def a_place(outlet: Outlet, *, actor: Actor = SYSTEM, on: date = TODAY) -> Place:
    """An outlet under its owner."""
    return place_for(actor, outlet.id, on=on)


def an_account(
    outlet: Outlet, period: str = "2026-10", *, actor: Actor = SYSTEM, **amounts: int | None
) -> OutletAccount:
    """An account that was reported."""
    span = account_period(period)
    return accounts.report_account(
        actor,
        place=a_place(outlet, actor=actor, on=span.last),
        period=span,
        figures=figures(**amounts),
    )


def a_taking(
    outlet: Outlet,
    month: str = "2026-10",
    amount: str = "400",
    *,
    kind: TakingKind = TakingKind.SUPPLY_MARGIN,
    actor: Actor = SYSTEM,
) -> Taking:
    """Something that is earned on goods."""
    return supply.enter_taking(
        actor,
        place=a_place(outlet),
        month=Period.parse_month(month),
        kind=kind,
        amount=Money.parse(amount, "EUR"),
    )


def a_request(outlet: Outlet, actor: Actor, words: str = "The street is closed.") -> ReliefRequest:
    """A request that waits for its answer."""
    return relief.ask_relief(
        actor, place=a_place(outlet, actor=actor), kind=ReliefKind.DEFERRAL, words=words
    )


def a_sheet(header: str, *rows: str) -> io.BytesIO:
    """A CSV file of rows given as text."""
    return io.BytesIO(("\n".join([header, *rows]) + "\n").encode())
