"""What is earned on goods and what was saved: entered by finance, read by the franchisee."""

import io
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.benefit.enums import BenefitFileKind, TakingKind
from franchise_portal.benefit.errors import SavingGone
from franchise_portal.benefit.models import PurchaseSaving, Taking
from franchise_portal.benefit.rules.savings import Purchase
from franchise_portal.benefit.services import files, supply
from franchise_portal.benefit.services.supply import Evidence
from franchise_portal.database import db
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.benefit import a_place, a_sheet, a_taking

OCTOBER = Period.parse_month("2026-10")
BEANS = Purchase(Decimal(100), Decimal("17.90"), Decimal("15.20"), "EUR")


@pytest.fixture
def outlet(network):
    return network.outlets["TL-001"]


def a_saving(network, outlet, purchase=BEANS, evidence=None, **facts):
    usual = {"month": OCTOBER, "item": "Espresso beans, kg"}
    return supply.enter_saving(
        network.actors["felix"],
        place=a_place(outlet),
        purchase=purchase,
        evidence=evidence or Evidence("The roaster's list of 1 October"),
        **{**usual, **facts},
    )


def takings():
    return list(db.session.scalars(select(Taking).order_by(Taking.version)))


def test_finance_enters_it_and_the_franchisee_reads_it(browser, network, outlet):
    browser.sign_in("felix")
    browser.get("/benefit/goods/new?outlet=TL-001&month=2026-10")
    form = {"outlet": "TL-001", "month": "2026-10", "kind": "rebate", "amount": "112.40"}
    browser.post("/benefit/goods", {**form, "amount": "-1"}, status=422)
    browser.post("/benefit/goods", {**form, "outlet": "TL-9"}, status=422)
    browser.post("/benefit/goods", {**form, "month": "2026-12"}, status=422)
    browser.post("/benefit/goods", {**form, "note": "The dairy"})
    assert "112.40" in browser.page.text
    [row] = takings()
    assert (row.kind, row.amount_minor) == (TakingKind.REBATE, 112_40)
    browser.sign_out()
    browser.sign_in("omar")
    browser.get("/benefit/goods")
    assert "The dairy" in browser.page.text
    browser.get("/benefit/goods/new", status=403)
    browser.post("/benefit/goods", form, status=403)
    browser.sign_out()
    browser.sign_in("olga")
    browser.get("/benefit/goods")
    assert "The dairy" not in browser.page.text


def test_another_amount_is_a_new_version_and_the_same_is_refused(outlet):
    a_taking(outlet, amount="400")
    with pytest.raises(Refused, match="entered already"):
        a_taking(outlet, amount="400")
    a_taking(outlet, amount="380")
    assert [(row.version, row.is_current, row.amount_minor) for row in takings()] == [
        (1, False, 400_00),
        (2, True, 380_00),
    ]


def test_below_zero_or_in_another_currency_is_refused(network, outlet):
    facts = {"place": a_place(outlet), "month": OCTOBER, "kind": TakingKind.REBATE}
    felix = network.actors["felix"]
    with pytest.raises(Refused, match="zero or more"):
        supply.enter_taking(felix, amount=Money(-1, "EUR"), **facts)
    with pytest.raises(Refused, match="EUR"):
        supply.enter_taking(felix, amount=Money(1, "USD"), **facts)
    for who in ("omar", "rosa", "audrey"):
        with pytest.raises(NotAllowed):
            supply.enter_taking(network.actors[who], amount=Money(1, "EUR"), **facts)
    assert takings() == []


def test_a_file_of_takings(network, outlet):
    felix = network.actors["felix"]
    header = "outlet,month,kind,amount,note,currency"
    sheet = a_sheet(
        header,
        "TL-001,2026-09,supply_margin,310.00,Coffee,EUR",
        "HX-001,2026-09,Rebate,45,,",
    )
    row = files.keep_file(felix, kind=BenefitFileKind.TAKINGS, file=sheet, filename="goods.csv")
    assert files.post_file(felix, row=row) == 2
    bad = a_sheet(
        header,
        "TL-001,2026-09,gift,310.00,,",
        "TL-001,2026-09,rebate,-3,,",
        "TL-003,2026-09,rebate,3,,USD",
        "TL-001,2027-09,rebate,3,,",
    )
    row = files.keep_file(felix, kind=BenefitFileKind.TAKINGS, file=bad, filename="goods.csv")
    assert [(one["row"], one["column"]) for one in row.problems] == [
        (2, "kind"),
        (3, "amount"),
        (4, "currency"),
        (5, "month"),
    ]
    assert len(takings()) == 2


def test_a_saving_needs_evidence_and_says_what_was_dearer(browser, network, outlet):
    with pytest.raises(Refused, match="whose price"):
        a_saving(network, outlet, evidence=Evidence("  "))
    with pytest.raises(Refused, match="above zero"):
        a_saving(network, outlet, Purchase(Decimal(0), Decimal(1), Decimal(1), "EUR"))
    a_saving(network, outlet)
    cups = Purchase(Decimal(24), Decimal("31.50"), Decimal("33.10"), "EUR")
    a_saving(network, outlet, cups, item="Cups")
    db.session.commit()
    saved = db.session.scalars(select(PurchaseSaving.saved_minor).order_by(PurchaseSaving.id))
    assert list(saved) == [270_00, -38_40]
    browser.sign_in("omar")
    browser.get("/benefit/savings")
    assert "270.00" in browser.page.text
    assert "−38.40" in browser.page.text


def test_a_saving_with_its_quote_is_read_by_its_franchisee_alone(browser, network, outlet):
    browser.sign_in("felix")
    browser.get("/benefit/savings/new")
    form = {
        "outlet": "TL-001",
        "month": "2026-10",
        "item": "Beans",
        "quantity": "100",
        "market_price": "17.90",
        "network_price": "15.20",
    }
    browser.post("/benefit/savings", {**form, "quantity": "many"}, status=422)
    quote = (io.BytesIO(b"Beans 17.90"), "quote.txt")
    browser.post("/benefit/savings", {**form, "file": quote})
    [row] = db.session.scalars(select(PurchaseSaving))
    for who, status in (("omar", 200), ("olga", 404), ("mina", 403)):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(f"/benefit/savings/{row.id}", status=status)
        browser.get(f"/benefit/savings/{row.id}/evidence", status=status).close()


def test_a_withdrawn_saving_stays_to_be_read_and_goes_once(browser, network, outlet):
    row = a_saving(network, outlet)
    db.session.commit()
    browser.sign_in("felix")
    address = f"/benefit/savings/{row.id}/withdrawal"
    browser.post(address, {"reason": ""}, status=422)
    browser.post(address, {"reason": "Another quality."})
    assert "Another quality." in browser.page.text
    browser.post(address, {"reason": "Again."}, status=409)
    with pytest.raises(SavingGone):
        supply.withdraw_saving(network.actors["felix"], row=row, reason="Again.")
