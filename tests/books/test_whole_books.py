"""Whatever is done with money, in whatever order: after each step all books agree.

One machine does everything that the features do: report, estimate, assess, correct, charge by hand,
pay, take back, credit, refund, write off, charge what is late, waive, plan, dispute, decide, spend
the fund's money. It acts in one transaction, which is taken back at its end. What the rules of the
trade refuse leaves every table as it was; what can be run again is run again and changes nothing.
"""

from inspect import getmembers
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from franchise_portal.database import db
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit.money import Money
from tests.books.charging import Charging
from tests.books.disputing import Disputing
from tests.books.funding import Funding
from tests.books.late_money import LateMoney
from tests.books.paying import Paying
from tests.builders.corrections import a_tax
from tests.builders.dunning import agree_on_late
from tests.builders.fees import FUND, ROYALTY, a_plan, give_plan
from tests.builders.fund import a_budget, an_own_outlet, choose_plan
from tests.support.people import SmallNetwork

BY_YEAR = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "cliff",
    "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.03"}],
    "thresholds": "year_to_date",
}
"""Its lines can be below zero, which makes credit."""


pytestmark = pytest.mark.timeout(300)


class Books(Charging, Paying, LateMoney, Disputing, Funding):
    """Everything."""


@pytest.fixture
def machine(network: SmallNetwork) -> type[Books]:
    """Two businesses with plans, taxes and terms on late payment, an own outlet, a budget."""
    give_plan(network.contracts["CT-F-001-TL"])
    give_plan(network.contracts["CT-F-002-HX"], a_plan(BY_YEAR, FUND))
    agree_on_late(network.contracts["CT-F-001-TL"])
    agree_on_late(
        network.contracts["CT-F-002-HX"],
        rate=None,
        flat=Money.parse("50", "EUR"),
        a_day=Money.parse("2", "EUR"),
        grace_days=5,
    )
    a_tax()
    a_tax("0.07", "VAT, reduced", fee="technology")
    outlet = an_own_outlet(network)
    choose_plan(network)
    a_budget(network)
    db.session.commit()
    outlets = {**network.outlets, "TL-000": outlet}
    return type("Here", (Books,), {"network": network, "outlets": outlets})


def test_no_sequence_of_acts_unbalances_the_books(machine: type[Books]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            # To look for a shorter story would take longer than the test may.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_each_act_of_the_machine_can_be_carried_out(machine: type[Books]) -> None:
    """One story in which nothing is in vain, so that the machine is known to do what it says."""
    books = machine()
    in_vain: list[str] = []
    for act, facts in STORY:
        books.acted.discard(act)
        tried = [facts] if act not in SOMEWHERE else [{"place": n, **facts} for n in range(10)]
        while tried and act not in books.acted:
            getattr(books, act)(**tried.pop(0))
        if act not in books.acted | UNASKED:
            in_vain.append(f"{act}: {books.refusal}")
        books.the_books_agree()
    books.teardown()
    assert in_vain == []
    told = {act for act, _facts in STORY} - {"three_months_are_charged"}
    assert told == {name for name, one in getmembers(Books) if hasattr(one, RULE_MARKER)}


UNASKED = {"three_months_are_charged", "days_pass"}
SOMEWHERE = {
    "accept", "accept_sales", "answer_plan", "correct_and_correct_back", "credit", "dispute",
    "give_time", "go_on", "payment_comes_back", "refund_is_paid", "reject", "take_back", "waive",
    "write_off",
}  # fmt: skip
"""Acts on one of several rows: the first is taken that lets it be done."""

SOLD = [5_000_000, 4_000_000, 6_000_000, 3_000_000, 5_500_000, 4_200_000]
STORY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("three_months_are_charged", {"sold": SOLD}),
    ("report", {"code": "TL-003", "month": "2026-09", "cents": 2_000_000}),
    ("assess", {"month": "2026-09"}),
    ("correct_and_correct_back", {"cents": 1_000_000}),
    ("debit_note", {"number": 1, "kind": SingleKind.OTHER, "cents": 12_345}),
    ("pay", {"code": "F-002", "cents": 899_999, "days": 0, "place": None}),
    ("payment_comes_back", {}),
    ("pay", {"code": "F-002", "cents": 900_000, "days": 0, "place": None}),
    ("pay", {"code": "F-002", "cents": 890_000, "days": 0, "place": None}),
    ("refund", {"code": "F-002", "cents": 10_000}),
    ("refund_is_paid", {}),
    ("credit", {"share": 40}),
    ("write_off", {"cents": 1_000}),
    ("dispute", {"code": "F-001", "place": 1, "share": 50}),
    ("reject", {}),
    ("go_on", {"is_withdrawn": False}),
    ("accept", {"share": 50}),
    ("dispute", {"code": "F-001", "place": 2, "share": 20}),
    ("accept_sales", {"share": 50}),
    ("grade", {}),
    ("spend", {"cents": 10_001, "days": 0}),
    ("take_back", {}),
    ("receive", {"cents": 500}),
    ("report", {"code": "TL-000", "month": "2026-10", "cents": 3_000_000}),
    ("post_own", {}),
    ("transfer", {"cents": 20_000}),
    *(("days_pass", {"days": 22}) for _ in range(3)),
    ("charge_what_is_late", {}),
    ("waive", {}),
    ("remind", {}),
    ("give_time", {"days": 3}),
    ("propose_plan", {"code": "F-001", "count": 2, "by_owner": True}),
    ("answer_plan", {"is_accepted": True}),
    ("watch_plans", {}),
    ("days_pass", {"days": 22}),
    ("watch_plans", {}),
    ("estimate", {"code": "TL-003", "month": "2026-10"}),
    ("report", {"code": "TL-003", "month": "2026-10", "cents": 1_500_000}),
    ("assess", {"month": "2026-10"}),
)
