"""Taxes on invoices: once for each rate, in the ledger, on statements, on credit notes."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.errors import TaxCharged, TaxKnown
from franchise_portal.fees.models import InvoiceTax, OpenItem
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import taxes
from franchise_portal.fees.tax_enums import TaxKind
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.period import Period
from tests.builders.corrections import a_tax, corrected, credit
from tests.builders.fees import a_report, assess, give_plan, invoices, pay


@pytest.fixture
def planned(network):
    """Omar is charged 3,000.10 of royalty, 1,000.03 for the fund and 250 for technology."""
    give_plan(network.contracts["CT-F-001-TL"])
    return network


def charge(network, month="2026-10", gross="50001.67"):
    report = a_report(network.outlets["TL-001"], month, gross=gross)
    assess(month)
    return report


def taxed():
    rows = select(InvoiceTax.rate, InvoiceTax.basis_minor, InvoiceTax.tax_minor)
    return [tuple(row) for row in db.session.execute(rows.order_by(InvoiceTax.id))]


def test_it_is_counted_once_on_all_lines_and_owed_to_the_franchisor(planned):
    a_tax()
    charge(planned)
    [invoice] = invoices()
    assert taxed() == [(Decimal("0.19"), 4_250_13, 807_52)]
    assert (invoice.total_minor, invoice.tax_minor, invoice.fund_minor) == (
        5_057_65,
        807_52,
        1_000_03,
    )
    still = dict(db.session.execute(select(OpenItem.book, OpenItem.open_minor)).all())
    assert still == {Book.FRANCHISOR: 4_057_62, Book.FUND: 1_000_03}
    stands = {(one.book, one.account): one.amount.minor for one in check_ledger().balances}
    assert stands[Book.FRANCHISOR, Account.TAX] == -807_52
    assert stands[Book.FRANCHISOR, Account.REVENUE] == -3_250_10
    assert check_ledger(with_rule=True).agrees


def test_two_rates_stand_apart(planned):
    a_tax()
    a_tax("0.07", "VAT, reduced", fee="technology")
    charge(planned)
    assert taxed() == [
        (Decimal("0.19"), 4_000_13, 760_02),
        (Decimal("0.07"), 250_00, 17_50),
    ]
    assert check_ledger().agrees


def test_a_franchisee_abroad_is_not_charged_any(planned):
    a_tax()
    a_tax(
        "0", "Reverse charge", kind=TaxKind.REVERSE_CHARGE, franchisee=planned.franchisees["F-001"]
    )
    charge(planned)
    [invoice] = invoices()
    assert (invoice.tax_minor, taxed()) == (0, [(Decimal(0), 4_250_13, 0)])


def test_without_a_rule_there_is_none(planned):
    charge(planned)
    assert (taxed(), invoices()[0].tax_minor) == ([], 0)


def test_the_day_of_supply_decides_the_rate(planned):
    tax = a_tax()
    taxes.change_rate(SYSTEM, tax, rate=Decimal("0.16"), starts_on=date(2026, 10, 1))
    charge(planned, "2026-09")
    charge(planned, "2026-10")
    assert [rate for rate, _, _ in taxed()] == [Decimal("0.19"), Decimal("0.16")]


def test_what_is_credited_bit_by_bit_comes_to_the_tax_of_the_invoice(planned):
    a_tax()
    charge(planned)
    [invoice] = invoices()
    for part in ("1000.01", "1000.02", "1000.07"):
        credit(invoice, {"royalty": part})
    credit(invoice, {"advertising fund": "1000.03", "technology": "250"})
    assert sum(one.total_minor for one in invoices()) == 0
    assert sum(tax for _, _, tax in taxed()) == 0
    assert db.session.scalars(select(OpenItem)).all() == []
    assert check_ledger().agrees


def test_a_correction_takes_the_tax_back_with_the_line(planned):
    a_tax()
    report = charge(planned)
    corrected(report, "40000")
    assess()
    _first, note = invoices()
    assert (note.total_minor, note.tax_minor) == (-952_15, -152_02)
    assert check_ledger(with_rule=True).agrees


def test_a_credit_note_keeps_the_rate_of_its_invoice(planned):
    tax = a_tax()
    charge(planned)
    taxes.change_rate(SYSTEM, tax, rate=Decimal("0.10"), starts_on=date(2026, 11, 1))
    credit(invoices()[0], {"technology": "100"})
    assert taxed()[-1] == (Decimal("0.19"), -100_00, -19_00)


def test_the_statement_names_the_tax_and_adds_up(planned):
    a_tax()
    charge(planned)
    pay(planned.franchisees["F-001"], "5057.65")
    [account] = statement_of(planned.franchisees["F-001"].id, Period.parse("2026-10")).accounts
    assert (account.fees.minor, account.fund.minor, account.tax.minor) == (
        3_250_10,
        1_000_03,
        807_52,
    )
    assert account.closing.minor == 5_057_65
    assert (account.due - account.credit).minor == 0


def test_days_that_were_charged_keep_their_tax(planned):
    tax = a_tax()
    charge(planned)
    with pytest.raises(TaxCharged, match="2026-10-31"):
        taxes.change_rate(SYSTEM, tax, rate=Decimal("0.16"), starts_on=date(2026, 10, 31))
    with pytest.raises(TaxCharged):
        taxes.give_tax(SYSTEM, tax=None, starts_on=date(2026, 10, 1))
    taxes.give_tax(SYSTEM, tax=None, starts_on=date(2026, 11, 1))


def test_what_could_not_be_told_apart_is_refused(planned):
    tax = a_tax()
    with pytest.raises(TaxKnown):
        a_tax("0.05")
    with pytest.raises(Refused):
        taxes.change_rate(SYSTEM, tax, rate=Decimal("0.05"), starts_on=date(2024, 1, 1))
    with pytest.raises(Refused):
        taxes.give_tax(SYSTEM, tax=tax, starts_on=date(2023, 1, 1), fee="technology")
    with pytest.raises(NotAllowed):
        taxes.give_tax(planned.actors["rosa"], tax=tax, starts_on=date(2027, 1, 1))
