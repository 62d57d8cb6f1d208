"""The books as text, line by line."""

from datetime import date

import pytest

from franchise_portal.fees.enums import Account, Book, EntryKind
from franchise_portal.fees.rules.beancount import (
    Part,
    Standing,
    Transaction,
    account_name,
    assertions,
    heading,
    openings,
    quoted,
    transaction,
)
from franchise_portal.kit.money import Money

FEES, FUND = Book.FRANCHISOR, Book.FUND


def an_entry(**changes):
    facts = {
        "id": "E-1",
        "kind": EntryKind.PAYMENT,
        "on": date(2026, 11, 2),
        "memo": "thanks",
        "payee": "Omar & Sons",
        "franchisee": "F-001",
        "invoice": "2026-0001",
        "payment": "a1/b2 ä",
        "parts": (
            Part(FEES, Account.BANK, Money(12_345, "EUR")),
            Part(FUND, Account.CONTRIBUTIONS, Money(-500, "JPY")),
        ),
    }
    return Transaction(**{**facts, **changes})


@pytest.mark.parametrize(
    ("book", "account", "name"),
    [
        (FEES, Account.BANK, "Assets:Franchisor:Bank"),
        (FUND, Account.TAX, "Liabilities:Fund:Tax"),
        (FUND, Account.OWN_SHARE, "Expenses:Fund:OwnOutlets"),
    ],
)
def test_an_account_stands_under_its_root_and_its_book(book, account, name):
    assert account_name(book, account) == name


def test_every_account_has_a_name_of_its_own():
    names = {account_name(book, account) for book in Book for account in Account}
    assert len(names) == len(Book) * len(Account)


def test_the_file_begins_with_its_title_and_currency():
    assert list(heading('The "books"', "EUR")) == [
        'option "title" "The \\"books\\""', 'option "operating_currency" "EUR"',
    ]  # fmt: skip


def test_commodities_and_accounts_are_opened_once_each():
    standings = [
        Standing(FUND, Account.BANK, Money(1, "USD")),
        Standing(FEES, Account.BANK, Money(1, "USD")),
        Standing(FEES, Account.BANK, Money(2, "EUR")),
        Standing(FEES, Account.BANK, Money(3, "EUR")),
    ]
    assert list(openings(standings, on=date(2026, 1, 1))) == [
        "",
        "2026-01-01 commodity EUR",
        "2026-01-01 commodity USD",
        "",
        "2026-01-01 open Assets:Franchisor:Bank EUR,USD",
        "2026-01-01 open Assets:Fund:Bank USD",
    ]
    assert list(openings([], on=date(2026, 1, 1))) == ["", ""]


def test_an_entry_names_what_it_rests_on():
    assert list(transaction(an_entry())) == [
        "",
        '2026-11-02 * "Omar & Sons" "Payment thanks" ^invoice-2026-0001 ^payment-a1-b2--',
        '  entry: "E-1"',
        '  franchisee: "F-001"',
        '  invoice: "2026-0001"',
        '  reference: "thanks"',
        "  Assets:Franchisor:Bank  123.45 EUR",
        "  Income:Fund:Contributions  -500 JPY",
    ]


def test_what_an_entry_does_not_rest_on_is_left_out():
    bare = an_entry(memo="", franchisee="", invoice="", payment="", parts=())
    assert list(transaction(bare)) == ["", '2026-11-02 * "Omar & Sons" "Payment"', '  entry: "E-1"']


def test_only_a_payment_has_a_reference():
    lines = list(transaction(an_entry(kind=EntryKind.INVOICE, invoice="")))
    assert lines[1] == '2026-11-02 * "Omar & Sons" "Invoice thanks" ^payment-a1-b2--'
    assert not any("reference" in line or "invoice:" in line for line in lines)


def test_each_account_is_compared_on_the_morning_after():
    standings = [
        Standing(FEES, Account.TAX, Money(-1_900, "EUR")),
        Standing(FUND, Account.BANK, Money(7, "JPY")),
    ]
    assert list(assertions(standings, last=date(2026, 10, 31))) == [
        "",
        "2026-11-01 balance Liabilities:Franchisor:Tax  -19.00 ~ 0.00 EUR",
        "2026-11-01 balance Assets:Fund:Bank  7 ~ 0 JPY",
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("a\nb\t c ", '"a b c"'),
        ("a\x00b", '"a b"'),
        ("", '""'),
    ],
)
def test_a_text_stands_on_one_line(text, written):
    assert quoted(text) == written
