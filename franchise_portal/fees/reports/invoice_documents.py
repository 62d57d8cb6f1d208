"""What the invoice's template is given: finished words and amounts, nothing to look up."""

from dataclasses import dataclass
from datetime import date

from ...kit.money import Money
from ...reports.documents import Issuer, Margin
from .documents import Group, PayTo


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWords:
    """Who the seller or the buyer is: a name, and lines below it."""

    name: str
    other: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A line of the totals."""

    words: str
    amount: Money
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or a credit note as it was issued."""

    number: str
    title: str
    total: Money
    total_words: str
    """What the large amount is: `Invoice, October 2026`."""
    due_words: str
    currency_symbol: str
    buyer: PartyWords
    seller: PartyWords
    issued_on: date
    period: str
    outlets: tuple[str, ...] = ()
    outlets_more: int = 0
    contracts: tuple[str, ...] = ()
    sums: tuple[Sum, ...]
    tax_words: str
    pay_to: tuple[PayTo, ...] = ()
    pay_words: str
    parts: tuple[tuple[Group, ...], ...]
    fund: tuple[Group, ...] = ()
    lines_note: str = ""
    reason: str = ""
    """Why a credit note was issued."""
    corrects: str = ""
    """The number of the invoice that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """All that the invoice's template sees."""

    issuer: Issuer
    margin: Margin
    invoice: Invoice
