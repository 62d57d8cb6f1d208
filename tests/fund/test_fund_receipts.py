"""Interest and other receipts: in the fund's book with evidence, undone by reversal."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.database import db
from franchise_portal.fees.models import JournalEntry
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fund.errors import ReversedAlready
from franchise_portal.fund.models import FundReceipt
from franchise_portal.fund.queries import book
from franchise_portal.fund.queries.facts import facts_of
from franchise_portal.fund.services import receipts
from franchise_portal.fund.services.receipts import Received
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.fund import ON, PDF, a_file, euro, fetched


def receive(network, amount="12.34", **more):
    facts = {"words": "Interest", "on": ON, **more}
    money = facts.pop("money", None)
    received = Received(facts["words"], facts["on"], euro(amount) if money is None else money)
    return receipts.receive(network.actors["felix"], received, a_file())


def test_interest_is_in_the_bank_and_in_the_statement(network):
    receive(network)
    assert book.in_bank("EUR", ON) == euro("12.34")
    facts = facts_of(Period.parse("2026-11"), "EUR")
    assert (facts.other, facts.closing) == (12_34, 12_34)
    assert facts.adds_up
    assert check_ledger().findings == ()


def test_taken_back_it_is_zero_and_once(network):
    row = receive(network)
    felix = network.actors["felix"]
    back = receipts.take_back(felix, row, reason="Another account's.")
    assert book.in_bank("EUR", ON) == euro("0")
    for one in (row, back):
        with pytest.raises(ReversedAlready):
            receipts.take_back(felix, one, reason="Again.")
    assert check_ledger().findings == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"money": Money(0, "EUR")},
        {"money": Money(-1, "EUR")},
        {"money": Money(1, "USD")},
        {"words": " "},
        {"on": date(2026, 11, 3)},
    ],
)
def test_what_cannot_be_is_refused(network, facts):
    with pytest.raises(Refused):
        receive(network, **facts)
    assert db.session.scalar(select(func.count(JournalEntry.id))) == 0


def test_without_evidence_or_leave_nothing_is_posted(network):
    received = Received("Interest", ON, euro("1"))
    with pytest.raises(Refused, match="Attach"):
        receipts.receive(network.actors["felix"], received, None)
    with pytest.raises(NotAllowed):
        receipts.receive(network.actors["omar"], received, a_file())


def test_the_pages(network, browser):
    browser.sign_in("felix")
    browser.get("/fund/receipts/new")
    fields = {"words": "Interest", "on": "2026-11-02", "amount": "5"}
    browser.post("/fund/receipts", fields, status=422)
    browser.post("/fund/receipts", {**fields, "file": (io.BytesIO(PDF), "bank.pdf")})
    row = db.session.scalars(select(FundReceipt)).one()
    assert fetched(browser, f"/fund/receipts/{row.id}/evidence") == PDF
    browser.post(f"/fund/receipts/{row.id}/reversal", {"reason": ""}, status=422)
    browser.post(f"/fund/receipts/{row.id}/reversal", {"reason": "Wrong."})
    browser.get("/fund/bank")
    assert "Taken back" in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(f"/fund/receipts/{row.id}")
    assert "Take it back" not in browser.page.text
