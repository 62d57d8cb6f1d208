"""Direct debits take nothing that nobody asks for: what is in dispute or in a payment plan."""

from datetime import date

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.disputes.services import deciding
from franchise_portal.dunning.queries.plans import plan_for
from franchise_portal.dunning.services import plans
from franchise_portal.fees.bank_enums import NoDebit
from franchise_portal.fees.bank_errors import NothingToCollect
from franchise_portal.fees.enums import Book
from franchise_portal.fees.holds import Hold, asked_of
from franchise_portal.fees.rules.direct_debit import Plan
from franchise_portal.fees.services import direct_debit, mandates
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.money import Money
from franchise_portal.network.services import change_settings
from tests.builders.banking import FEES, FUND, OMAR
from tests.builders.disputes import a_dispute
from tests.builders.dunning import propose
from tests.builders.fees import a_report, assess, give_plan
from tests.support.page import Browser

ON = date(2026, 11, 16)
CREDITOR = "DE98ZZZ09999999999"
HELD = NoDebit.HELD


@pytest.fixture
def owed(network):
    """Omar owes 3,250 fees (3,000 of them royalty) and 1,000 to the fund, and gave a mandate."""
    accounts = {"fees_account": FEES, "fees_creditor": CREDITOR, "fund_account": FUND}
    change_settings(SYSTEM, network.network, changes=accounts)
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"], gross="50000")
    assess()
    mandates.add_mandate(
        SYSTEM,
        franchisee=network.franchisees["F-001"],
        creditor_id=CREDITOR,
        reference="F-001-1",
        iban=OMAR,
        signed_on=date(2026, 10, 1),
    )
    db.session.commit()
    return network


def planned() -> Plan:
    return direct_debit.plan_collection(SYSTEM, on=ON)


def taken(plan: Plan) -> dict[Book, str]:
    return {batch.book: batch.total.text for batch in plan.batches}


def left(plan: Plan) -> list[tuple[Book, str, NoDebit]]:
    return [(one.due.book, one.due.amount.text, one.reason) for one in plan.left_alone]


def test_what_is_in_dispute_is_not_taken_and_the_rest_is(owed) -> None:
    a_dispute(owed.actors["omar"], owed.outlets["TL-001"], right="2000")
    plan = planned()
    assert taken(plan) == {Book.FUND: "1000.00", Book.FRANCHISOR: "2250.00"}
    assert left(plan) == [(Book.FRANCHISOR, "1000.00", HELD)]
    made = direct_debit.collect(SYSTEM, on=ON)
    assert [run.total_minor for run in made] == [1_000_00, 2_250_00]


def test_a_contribution_in_dispute_is_not_taken_for_the_fund(owed) -> None:
    outlet = owed.outlets["TL-001"]
    a_dispute(owed.actors["omar"], outlet, right="0", fee="advertising fund")
    plan = planned()
    assert taken(plan) == {Book.FRANCHISOR: "3250.00"}
    assert left(plan) == [(Book.FUND, "1000.00", HELD)]


def test_what_was_rejected_is_taken_again(owed) -> None:
    dispute = a_dispute(owed.actors["omar"], owed.outlets["TL-001"], right="2000")
    deciding.reject(owed.actors["felix"], dispute, reasons="The tape says so.", next_step="Talk.")
    assert taken(planned()) == {Book.FUND: "1000.00", Book.FRANCHISOR: "3250.00"}


def test_what_is_paid_in_instalments_is_not_taken_at_once(owed, browser: Browser) -> None:
    plan = propose(owed.actors["omar"], owed)
    plans.accept_plan(owed.actors["felix"], plan_for(SYSTEM, plan.id), seen=None)
    assert left(planned()) == [
        (Book.FUND, "1000.00", HELD),
        (Book.FRANCHISOR, "3250.00", HELD),
    ]
    with pytest.raises(NothingToCollect):
        direct_debit.collect(SYSTEM, on=ON)
    db.session.commit()
    browser.sign_in("felix")
    browser.get(f"/fees/debits/new?on={ON}&fees=y&fund=y")
    assert "part of a payment plan" in browser.page.text


@pytest.mark.parametrize(
    ("book", "held", "asked"),
    [
        (None, "300", {Book.FUND: "700.00", Book.FRANCHISOR: "700.00"}),
        (Book.FUND, "300", {Book.FUND: "700.00", Book.FRANCHISOR: "1000.00"}),
        (Book.FRANCHISOR, "1001", {Book.FUND: "1000.00", Book.FRANCHISOR: "0.00"}),
        (None, None, {Book.FUND: "0.00", Book.FRANCHISOR: "0.00"}),
    ],
)
def test_a_hold_counts_for_its_book_and_without_one_for_both(book, held, asked) -> None:
    amount = Money.parse(held, "EUR") if held else None
    hold = Hold(invoice_id=new_id(), why="Because.", amount=amount, book=book)
    found = {each: asked_of(each, Money.parse("1000", "EUR"), [hold]).text for each in Book}
    assert found == asked
