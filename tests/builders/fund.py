"""The fund for tests: a budget, receipts, spending, an own outlet, a bank's balance."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.database import db
from franchise_portal.fees.services import keep_plan
from franchise_portal.fund.enums import SpendingKind
from franchise_portal.fund.models import FundBalance, FundBudget, FundBudgetLine, FundSpending
from franchise_portal.fund.queries import budgets as budget_queries
from franchise_portal.fund.services import bank, budgets, own, spending
from franchise_portal.fund.services.budgets import Line
from franchise_portal.kit.money import Money
from franchise_portal.network import services as network_services
from franchise_portal.network.models import Outlet, Region
from tests.builders.fees import a_plan
from tests.support.page import Browser
from tests.support.people import SmallNetwork

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
ON = date(2026, 11, 2)
LINES = (
    ("Radio", SpendingKind.MEDIA, "1000"),
    ("Posters", SpendingKind.PRODUCTION, "500"),
    ("Running the fund", SpendingKind.ADMINISTRATION, "100"),
)


def euro(text: str) -> Money:
    """An amount, also one below zero."""
    if text.startswith("-"):
        return -Money.parse(text[1:], "EUR")
    return Money.parse(text, "EUR")


def fetched(browser: Browser, url: str) -> bytes:
    """A file that the portal sends, read to its end and closed."""
    answer = browser.get(url)
    data: bytes = answer.data
    answer.close()
    return data


def a_file(name: str = "receipt.pdf", data: bytes = PDF) -> storage.StoredFile:
    """A receipt that is kept already."""
    return storage.put(data, name=name, content_type="application/pdf")


def a_budget(
    network: SmallNetwork,
    year: int = 2026,
    lines: Sequence[tuple[str, SpendingKind, str]] = LINES,
    *,
    region: Region | None = None,
) -> FundBudget:
    """A budget that Felix proposed and Hanna adopted."""
    felix = network.actors["felix"]
    reason = "Things have changed." if budget_queries.next_number(year) > 1 else ""
    budget = budgets.begin(felix, year=year, reason=reason)
    known = {one.line.name: one.line.line_key for one in budget_queries.lines_of(budget)}
    budgets.save_lines(
        felix,
        budget,
        [
            Line(
                name=name,
                kind=kind,
                amount=euro(amount),
                region_id=region.id if region else None,
                key=known.get(name),
            )
            for name, kind, amount in lines
        ],
    )
    budgets.propose(felix, budget)
    return budgets.adopt(network.actors["hanna"], budget)


def the_line(name: str = "Radio", year: int = 2026) -> FundBudgetLine:
    """A line of the budget in force."""
    budget = budget_queries.adopted(year)
    assert budget is not None
    query = select(FundBudgetLine).where(
        FundBudgetLine.budget_id == budget.id, FundBudgetLine.name == name
    )
    return db.session.scalars(query).one()


def a_bill(amount: str = "300", line: str = "Radio", **more: Any) -> spending.Bill:
    """A bill of a year whose budget is adopted."""
    on, money = more.pop("on", ON), more.pop("money", None)
    return spending.Bill(
        line_key=more.pop("line_key", None) or the_line(line, on.year).line_key,
        supplier=more.pop("supplier", "Radio North"),
        purpose=more.pop("purpose", "Ten spots"),
        on=on,
        amount=euro(amount) if money is None else money,
        tax=euro(more.pop("tax", "0")),
        **more,
    )


def spend(
    network: SmallNetwork, amount: str = "300", line: str = "Radio", **more: Any
) -> FundSpending:
    """Spending that Felix posted."""
    return spending.spend(network.actors["felix"], a_bill(amount, line, **more), a_file())


def an_own_outlet(network: SmallNetwork, code: str = "TL-000") -> Outlet:
    """An outlet that the franchisor runs itself, in the north."""
    return network_services.create_outlet(
        network.actors["hanna"],
        code=code,
        name="Head House",
        brand=network.brands["TL"],
        franchisee=None,
        region=network.regions["north"],
        opened_on=date(2020, 1, 1),
    )


def choose_plan(network: SmallNetwork, starts_on: date = date(2026, 1, 1), **keys: Any) -> None:
    """Let own outlets contribute by the plan that franchisees have."""
    row = keep_plan(keys.pop("plan", None) or a_plan(), name="Plain")
    own.choose_plan(
        network.actors["hanna"], brand=network.brands["TL"], plan_id=row.id, starts_on=starts_on
    )


def a_balance(network: SmallNetwork, amount: Money, on: date = ON, **more: Any) -> FundBalance:
    """What the bank says of a day."""
    return bank.note_balance(
        network.actors["felix"], on=on, amount=amount, evidence=a_file("bank.pdf"), **more
    )
