"""What the statement's template is given: finished words and amounts, nothing to look up.

The words are in the recipient's language already; amounts of money are formatted by the template.
"""

from dataclasses import dataclass
from datetime import date

from ...kit.money import Money
from ...reports.documents import Issuer, Margin
from ...web.charts import Chart
from ..receipts import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of an explanation, cell by cell; `style` is a class of the style sheet.

    `tight` has no rule below, `muted` is quiet, `last` ends a step, `sum` is a result.
    """

    words: str
    note: str = ""
    clause: str = ""
    base: str = ""
    rate: str = ""
    amount: str = ""
    to_date: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under a heading: an outlet's royalty, the other fees, the fund."""

    rows: tuple[Row, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A part of what is due: overdue or not yet."""

    kind: str
    words: str
    amount: Money
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step from the opening to the closing balance, and on to what is due now."""

    words: str
    amount: Money
    note: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTo:
    """An account to pay into, the reference to write and the amount due there."""

    name: str
    number: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment received in the month; the amount is negative, as it lowers the balance."""

    received_on: date
    words: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of a clause."""

    number: str
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One franchisee's month in one currency."""

    currency: str
    """As it stands within a sentence: `euros`, `US dollars`."""
    currency_symbol: str
    due: Money
    due_words: str
    due_by_words: str
    split: tuple[Open, ...] = ()
    summary: tuple[Entry, ...]
    sales: Chart
    sales_note: str
    pay_to: tuple[PayTo, ...] = ()
    lines_note: str
    parts: tuple[tuple[Group, ...], ...]
    """Groups table by table: long tables are cut, as the time of layout grows faster than rows."""
    fund: tuple[Group, ...] = ()
    clauses: tuple[Quote, ...] = ()
    payments: tuple[Paid, ...] = ()
    ages: tuple[Money, ...]
    """Not yet due, late by 1 to 30, 31 to 60 and more than 60 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One franchisee's month: an account for each currency, none added to another."""

    number: str
    month: str
    """`YYYY-MM`."""
    period: str
    issued_on: date
    franchisee: str
    franchisee_local: str = ""
    outlets: tuple[str, ...]
    outlets_more: int = 0
    contracts: tuple[str, ...] = ()
    dispute_words: str
    held: str = ""
    """What is not asked for now, and why; empty where everything is."""
    accounts: tuple[Account, ...]
    receipt: tuple[Section, ...] = ()
    """What the franchisee got for the fees; the page two, where anything is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDocument:
    """All that the statement's template sees."""

    issuer: Issuer
    margin: Margin
    statement: Statement
