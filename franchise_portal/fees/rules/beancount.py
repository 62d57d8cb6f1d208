"""The books as text that beancount reads: https://beancount.github.io/docs/beancount_language_syntax.

Pure: values in, lines out. Debits are above zero there as here. Both books stand in one file, each
under its own accounts, so that either can be looked at alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...kit.money import Money
from ..enums import Account, Book, EntryKind

#: Under which of beancount's five roots each account stands, and what it is called there.
ACCOUNTS = {
    Account.RECEIVABLE: ("Assets", "Receivable"),
    Account.BANK: ("Assets", "Bank"),
    Account.CREDIT: ("Liabilities", "Credit"),
    Account.PAYABLE: ("Liabilities", "Refunds"),
    Account.TAX: ("Liabilities", "Tax"),
    Account.DEPOSITS: ("Liabilities", "Deposits"),
    Account.WRITTEN_OFF: ("Expenses", "WrittenOff"),
    Account.REVENUE: ("Income", "Fees"),
    Account.CONTRIBUTIONS: ("Income", "Contributions"),
    Account.EXPENSE: ("Expenses", "Spending"),
    Account.OTHER_INCOME: ("Income", "Other"),
    Account.OWN_SHARE: ("Expenses", "OwnOutlets"),
    Account.BETWEEN: ("Assets", "Between"),
}
BOOKS = {Book.FRANCHISOR: "Franchisor", Book.FUND: "Fund"}


@dataclass(frozen=True, slots=True)
class Part:
    """One posting."""

    book: Book
    account: Account
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One journal entry with its postings, and what it rests on."""

    id: str
    kind: EntryKind
    on: date
    memo: str
    payee: str
    franchisee: str
    """The franchisee's code."""
    invoice: str
    """The invoice's number; empty when it rests on none."""
    payment: str
    """The payment's id; empty when it rests on none."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account of a book comes to in one currency."""

    book: Book
    account: Account
    amount: Money


def account_name(book: Book, account: Account) -> str:
    """What an account of a book is called: `Assets:Fund:Bank`."""
    root, name = ACCOUNTS[account]
    return f"{root}:{BOOKS[book]}:{name}"


def heading(title: str, currency: str) -> Iterator[str]:
    """The options."""
    yield f"option {quoted('title')} {quoted(title)}"
    yield f"option {quoted('operating_currency')} {quoted(currency)}"


def openings(standings: Iterable[Standing], *, on: date) -> Iterator[str]:
    """The commodities and accounts, all from the first day on."""
    currencies: dict[str, set[str]] = {}
    for one in standings:
        name = account_name(one.book, one.account)
        currencies.setdefault(name, set()).add(one.amount.currency)
    yield ""
    for currency in sorted({code for codes in currencies.values() for code in codes}):
        yield f"{on} commodity {currency}"
    yield ""
    for name in sorted(currencies):
        yield f"{on} open {name} {','.join(sorted(currencies[name]))}"


def transaction(entry: Transaction) -> Iterator[str]:
    """One entry: payee, what it is, links to the invoice and the payment, the postings."""
    words = f"{entry.kind.label} {entry.memo}".strip()
    links = "".join(
        f" ^{kind}-{_link(value)}"
        for kind, value in (("invoice", entry.invoice), ("payment", entry.payment))
        if value
    )
    yield ""
    yield f"{entry.on} * {quoted(entry.payee)} {quoted(words)}{links}"
    yield f"  entry: {quoted(entry.id)}"
    if entry.franchisee:
        yield f"  franchisee: {quoted(entry.franchisee)}"
    if entry.invoice:
        yield f"  invoice: {quoted(entry.invoice)}"
    if entry.memo and entry.kind is EntryKind.PAYMENT:
        yield f"  reference: {quoted(entry.memo)}"
    for part in entry.parts:
        yield f"  {account_name(part.book, part.account)}  {_amount(part.amount)}"


def assertions(standings: Iterable[Standing], *, last: date) -> Iterator[str]:
    """What each account must come to once the last day is over, to the minor unit.

    Beancount looks at the morning of a day, and would else allow a minor unit of difference.
    """
    yield ""
    for one in standings:
        amount = one.amount
        nothing = Money.zero(amount.currency).text
        yield (
            f"{last + timedelta(days=1)} balance {account_name(one.book, one.account)}  "
            f"{amount.text} ~ {nothing} {amount.currency}"
        )


def quoted(text: str) -> str:
    """A text on one line, as beancount writes it."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _amount(amount: Money) -> str:
    return f"{amount.text} {amount.currency}"


def _link(text: str) -> str:
    """What a link may be made of."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in text)
