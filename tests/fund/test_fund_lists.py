"""The fund's lists ask the database eight times at most, for however many rows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fund.services import own
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.fund import a_balance, a_budget, an_own_outlet, choose_plan, euro, spend
from tests.builders.network import outlets
from tests.support.page import Browser
from tests.support.people import SmallNetwork

MOST = 8
LISTS = (
    "/fund/contributions",
    "/fund/contributions?run_by=own",
    "/fund/contributions?run_by=franchisees",
    "/fund/spending",
    "/fund/budgets",
    "/fund/bank",
    "/fund/own-outlets",
    "/fund/statements",
)


@pytest.fixture
def lived(network: SmallNetwork) -> SmallNetwork:
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"], network.outlets["HX-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    a_budget(network)
    spend(network, "300", regions=[network.regions["north"]])
    a_balance(network, euro("700"))
    db.session.commit()
    return network


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", ["hanna", "omar"])
@pytest.mark.parametrize("page", LISTS)
def test_a_list_asks_eight_times_at_most(
    lived: SmallNetwork, browser: Browser, page: str, who: str
) -> None:
    browser.sign_in(who)
    browser.get(page)  # what a process looks up once is looked up now
    with counted() as few:
        browser.get(page)
    outlets(lived, 12)
    for amount in ("10", "20", "30"):
        spend(lived, amount, regions=list(lived.regions.values()))
        a_balance(lived, euro(amount))
    db.session.commit()
    with counted() as many:
        browser.get(page)
    assert len(many) == len(few)
    assert len(many) <= MOST, "\n".join(many)


def test_a_network_without_contributions_is_late_with_no_statement(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    for page in ("/fund/", "/fund/statements"):
        browser.get(page)
        assert browser.page
        assert "The statement of" not in browser.page.text
