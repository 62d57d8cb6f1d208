"""What a statement says: balances, lines, what is due, when, and how to pay."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from franchise_portal.database import db
from franchise_portal.fees.enums import Book
from franchise_portal.fees.queries.balances import ageing, balances_of, owed_by
from franchise_portal.fees.queries.statements import statement_for, statement_of
from franchise_portal.fees.reports.statement import dispute_words
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotFound
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.fees import OCTOBER, a_dollar_outlet, a_report, assess, give_plan, pay
from tests.support.richer import once

SEPTEMBER = Period.parse("2026-09")


@pytest.fixture
@once
def invoiced(network):
    """Omar's TL-001 sold 50,000 in September and October; each month owes 3,250 and 1,000."""
    network.network.fees_account = "DE01"
    network.network.email = "money@tamberley.example"
    give_plan(network.contracts["CT-F-001-TL"])
    for month, day in (("2026-09", 2), ("2026-10", 2)):
        a_report(network.outlets["TL-001"], month, gross="50000", sales_tax="0")
        with clock.fixed(datetime(2026, int(month[-2:]) + 1, day, 12, tzinfo=UTC)):
            assess(month)
    db.session.commit()
    return network


def statement(network, month=OCTOBER, **more):
    return statement_of(network.franchisees["F-001"].id, month, **more)


def account(network, month=OCTOBER):
    """The one account of a franchisee who is invoiced in one currency."""
    [found] = statement(network, month).accounts
    return found


def test_it_goes_from_the_opening_to_the_closing_balance(invoiced):
    pay(invoiced.franchisees["F-001"], "4000", on=date(2026, 10, 20))
    data = account(invoiced)
    assert str(data.opening) == "4250.00 EUR"
    assert (str(data.fees), str(data.fund)) == ("3250.00 EUR", "1000.00 EUR")
    assert str(data.paid) == "4000.00 EUR"
    assert str(data.closing) == "4500.00 EUR"
    assert data.opening + data.charges - data.paid == data.closing


def test_what_is_late_and_what_is_due_are_told_apart(invoiced):
    pay(invoiced.franchisees["F-001"], "4000", on=date(2026, 10, 20))
    data = account(invoiced)
    assert (str(data.due), data.due_by) == ("4500.00 EUR", date(2026, 11, 15))
    # What was due was paid first; 250 of September's fees are left, due on 15 October.
    late = [item for item in data.open_items if item.days_late]
    assert [(item.month, item.book, str(item.amount), item.days_late) for item in late] == [
        ("2026-09", Book.FRANCHISOR, "250.00 EUR", 18)
    ]
    assert [str(amount) for amount in data.ages.all] == [
        "4250.00 EUR",
        "250.00 EUR",
        "0.00 EUR",
        "0.00 EUR",
    ]


def test_each_book_has_its_account_and_reference(invoiced):
    data = account(invoiced)
    assert [(pay.book, pay.account, pay.reference, str(pay.amount)) for pay in data.pay_to] == [
        (Book.FRANCHISOR, "DE01", "ST-2026-10-F-001-F", "6500.00 EUR"),
        (Book.FUND, "", "ST-2026-10-F-001-A", "2000.00 EUR"),
    ]


def test_a_payment_after_the_month_lowers_what_is_due_but_not_the_closing_balance(invoiced):
    pay(invoiced.franchisees["F-001"], "4250", on=date(2026, 11, 1))
    data = account(invoiced)
    assert str(data.closing) == "8500.00 EUR"
    assert str(data.paid_since) == "4250.00 EUR"
    assert str(data.due) == "4250.00 EUR"


def test_a_statement_that_another_has_followed_stands_still(invoiced):
    pay(invoiced.franchisees["F-001"], "4250", on=date(2026, 11, 1))
    data = statement(invoiced, SEPTEMBER)
    assert data.as_of == date(2026, 10, 31)
    assert str(data.accounts[0].due) == "4250.00 EUR"
    assert statement(invoiced).as_of == date(2026, 11, 2)


def test_too_much_is_credit(invoiced):
    pay(invoiced.franchisees["F-001"], "9000", on=date(2026, 11, 1))
    data = account(invoiced)
    assert (str(data.due), str(data.credit), data.pay_to) == ("0.00 EUR", "500.00 EUR", ())


def test_every_line_can_be_worked_out_again_with_its_year_so_far(invoiced):
    [outlet] = account(invoiced).outlets
    royalty = outlet.lines[0]
    assert royalty.line.amount == royalty.amount
    assert royalty.contract.clause == "6.1"
    assert royalty.contract.clause_body == "Six."
    assert [month.month for month in royalty.year.months] == ["2026-09", "2026-10"]
    assert royalty.year.basis == Decimal("100000.00")
    assert str(royalty.year.amount) == "6000.00 EUR"


def test_sales_of_two_years_stand_beside_it(invoiced):
    series = account(invoiced).sales
    assert (len(series.months), series.months[-1]) == (24, "2026-10")
    [outlet] = series.outlets
    assert [str(net) for net in outlet.net[-2:]] == ["50000.00 EUR", "50000.00 EUR"]
    assert outlet.net[0] is None
    assert str(series.total(23, "EUR")) == "50000.00 EUR"


def test_lines_can_be_disputed_for_four_weeks(invoiced):
    data = statement(invoiced)
    assert (data.dispute_until, data.dispute_to) == (
        date(2026, 11, 30),
        "money@tamberley.example",
    )


def test_a_line_is_disputed_in_the_portal_or_by_mail(invoiced):
    data = statement(invoiced)
    assert dispute_words(data) == (
        "Any line, until 30 November 2026: open it in the portal and choose “Dispute this line”, "
        "or write to money@tamberley.example and name the statement and the line. "
        "The other lines stay due."
    )
    assert dispute_words(replace(data, dispute_to="")) == (
        "Any line, until 30 November 2026: open it in the portal and choose “Dispute this line”. "
        "The other lines stay due."
    )


def test_another_businesss_statement_is_not_there(invoiced):
    theirs = invoiced.franchisees["F-001"].id
    assert statement_for(invoiced.actors["omar"], theirs, OCTOBER).number == "ST-2026-10-F-001"
    with pytest.raises(NotFound):
        statement_for(invoiced.actors["olga"], theirs, OCTOBER)


def test_a_franchisee_without_charges_has_an_empty_statement(invoiced):
    data = statement_of(invoiced.franchisees["F-002"].id, OCTOBER)
    [nothing] = data.accounts
    assert (str(nothing.due), nothing.outlets, nothing.open_items) == ("0.00 EUR", (), ())


def test_balances_are_found_for_many_at_once(invoiced):
    ids = [franchisee.id for franchisee in invoiced.franchisees.values()]
    found = balances_of(ids)
    [balance] = found[invoiced.franchisees["F-001"].id]
    assert (str(balance.owed), str(balance.overdue)) == ("8500.00 EUR", "4250.00 EUR")
    assert (balance.days_late, invoiced.franchisees["F-002"].id in found) == (18, False)


def test_totals_count_only_whom_one_sees(invoiced):
    [owed] = owed_by(invoiced.actors["hanna"])
    assert (str(owed.open), owed.franchisees, owed.late_franchisees) == ("8500.00 EUR", 1, 1)
    assert owed_by(invoiced.actors["olga"]) == ()
    ages = ageing(invoiced.actors["hanna"])["EUR"][Book.FUND]
    assert [str(amount) for amount in ages.all[:2]] == ["1000.00 EUR", "1000.00 EUR"]


# In several currencies.


@pytest.fixture
def both(invoiced):
    """Omar's further outlet sold 30,000 dollars in October, which owe 1,800 and 600."""
    a_report(a_dollar_outlet(invoiced), gross="30000", currency="USD")
    assess()
    db.session.commit()
    return invoiced


def test_each_currency_is_an_account_by_itself(both):
    pay(both.franchisees["F-001"], "1000", on=date(2026, 10, 20))
    pay(both.franchisees["F-001"], "500", on=date(2026, 10, 21), currency="USD")
    euros, dollars = statement(both).accounts
    assert [(one.currency, str(one.opening), str(one.closing)) for one in (euros, dollars)] == [
        ("EUR", "4250.00 EUR", "7500.00 EUR"),
        ("USD", "0.00 USD", "1900.00 USD"),
    ]
    assert (str(dollars.fees), str(dollars.fund)) == ("1800.00 USD", "600.00 USD")
    assert [str(payment.amount) for payment in euros.payments] == ["1000.00 EUR"]
    assert [str(payment.amount) for payment in dollars.payments] == ["500.00 USD"]
    assert [outlet.code for outlet in euros.outlets] == ["TL-001"]
    assert [outlet.code for outlet in dollars.outlets] == ["HX-009"]
    assert [str(to.amount) for to in dollars.pay_to] == ["1800.00 USD", "100.00 USD"]
    assert [one.total(23, one_currency) for one, one_currency in (
        (euros.sales, "EUR"), (dollars.sales, "USD"),
    )] == [Money.parse("50000", "EUR"), Money.parse("30000", "USD")]  # fmt: skip


def test_a_currency_that_came_later_is_not_on_an_earlier_statement(both):
    assert [one.currency for one in statement(both, SEPTEMBER).accounts] == ["EUR"]


def test_a_currency_in_which_nothing_is_left_or_moves_is_left_out(both):
    pay(both.franchisees["F-001"], "2400", on=date(2026, 11, 1), currency="USD")
    a_report(both.outlets["TL-001"], "2026-12", gross="50000")
    with clock.fixed(datetime(2027, 1, 2, 12, tzinfo=UTC)):
        assess("2026-12")
        kept = [one.currency for one in statement(both, Period.parse("2026-12")).accounts]
    assert kept == ["EUR"]


def test_money_that_came_before_the_first_invoice_in_its_currency_leads_on_to_it(both):
    pay(both.franchisees["F-001"], "70", on=date(2026, 9, 21), currency="USD")
    _euros, before = statement(both, SEPTEMBER).accounts
    _euros, after = statement(both).accounts
    assert (str(before.closing), str(after.opening)) == ("-70.00 USD", "-70.00 USD")
    assert str(after.due) == "2330.00 USD"


def test_all_currencies_of_a_statement_are_judged_on_one_day(both):
    a_report(both.outlets["TL-001"], "2026-11", gross="50000")
    with clock.fixed(datetime(2026, 12, 20, 12, tzinfo=UTC)):
        assess("2026-11")
        data = statement(both)
    assert data.as_of == date(2026, 11, 30)
    assert [one.ages.overdue for one in data.accounts] == [one.due for one in data.accounts]


def test_the_page_shows_each_currency_fully(both, browser):
    browser.sign_in("omar")
    browser.get(f"/fees/statements/{both.franchisees['F-001'].id}/2026-10")
    text = browser.page.text
    assert "an account in each of 2 currencies" in text
    euros, dollars = text.split("In euros")[1].split("In US dollars")
    for part, symbol, words in ((euros, "€", "Quay House"), (dollars, "$", "Harbour Hall")):
        assert f"Amount, {symbol}" in part
        for heading in ("Due by 15 November 2026", "Opening balance", "Closing balance", words):
            assert heading in part
    assert "Harbour Hall" not in euros
    assert "1,800.00" in dollars
    assert "10,900.00" not in text  # 8,500 and 2,400 are never one sum


def test_a_statement_in_two_currencies_is_one_row_of_the_list(both, browser):
    browser.sign_in("omar")
    browser.get("/fees/statements?month=2026-10")
    text = browser.page.text
    assert text.count("October 2026 15 November 2026 € 4,250.00, $ 2,400.00") == 1
    assert "1 to 1 of 1" in text
