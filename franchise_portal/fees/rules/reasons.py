"""The sentences that explain an amount, as data.

A reason is a kind and its numbers. The kind's template is English and marked for translation; a
`Wording` says how numbers look and in which language the template is read, so that a page, a PDF
and a quote say the same.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, Protocol

from ...kit.i18n import N_
from ...kit.money import EXPONENTS
from ...kit.rates import percent_text, plain_text


class Amount(NamedTuple):
    """Exact money, `units` divided by ten to the power of `decimals`, in major units.

    It may be finer than a minor unit until it is rounded.
    """

    units: int
    decimals: int
    currency: str
    is_cut: bool = False
    """Whether more decimals would follow: a third of something."""

    @property
    def value(self) -> Decimal:
        """The amount in major units."""
        return Decimal(f"{self.units}e-{self.decimals}")


class Share(NamedTuple):
    """A share of one, shown in per cent."""

    rate: Decimal


class Month(NamedTuple):
    """A calendar month, by its first day."""

    first: date


Value = Amount | Share | Month | Decimal | date | int | str


class ReasonKind(Enum):
    """What can be said about how an amount came about."""

    CLAUSE = N_("Clause %(clause)s.")
    GROSS = N_("Gross sales are %(gross)s.")
    SALES_TAX_OFF = N_("Sales tax of %(amount)s is taken off.")
    REFUNDS_OFF = N_("Refunds of %(amount)s are taken off.")
    DISCOUNTS_OFF = N_("Discounts of %(amount)s are taken off.")
    DISCOUNTS_CAPPED = N_(
        "Of the discounts of %(amount)s, only %(taken)s is taken off: "
        "at most %(cap)s of gross sales."
    )
    EXCLUDED_SALES_OFF = N_("Excluded sales of %(amount)s are taken off.")
    COST_OF_GOODS_OFF = N_("The cost of goods of %(amount)s is taken off.")
    NET = N_("Net sales are %(basis)s.")
    NET_IS_GROSS = N_("Net sales are %(basis)s: the plan takes nothing off gross sales.")
    GROSS_PROFIT = N_("Gross profit is %(basis)s.")
    COST_OF_GOODS = N_("The cost of goods is %(basis)s.")
    TRANSACTIONS = N_("Transactions reported: %(basis)s.")
    CUSTOMERS = N_("Customers reported: %(basis)s.")
    UNITS = N_("Units reported: %(basis)s.")
    NEGATIVE = N_("The basis of %(basis)s is below zero and counts as zero.")
    EVERY_WEEK = N_("Charged once a week, with the first report that begins in it.")
    EVERY_MONTH = N_("Charged once a month, with the first report that begins in it.")
    EVERY_QUARTER = N_("Charged once a quarter, with the first report that begins in it.")
    EVERY_YEAR = N_("Charged once a year, with the first report that begins in it.")
    ONCE = N_("Charged once, with the first report of operation.")
    NOT_DUE = N_("The fee itself is not due with this report.")
    STEP = N_(
        "It is month %(month)s of operation, counted from %(opened)s: "
        "the terms from month %(from_month)s on apply."
    )
    FLAT = N_("The flat amount is %(amount)s.")
    FLAT_PART = N_(
        "The outlet was open on %(days)s of %(of)s days: %(amount)s × %(days)s/%(of)s = %(part)s."
    )
    RATE = N_("%(basis)s × %(rate)s = %(amount)s.")
    YEAR = N_(
        "The year since %(since)s had %(before)s before this report and has %(after)s with it."
    )
    TIER_FIRST = N_("Up to %(limit)s: %(part)s × %(rate)s = %(amount)s.")
    TIER_BETWEEN = N_("Above %(floor)s up to %(limit)s: %(part)s × %(rate)s = %(amount)s.")
    TIER_LAST = N_("Above %(floor)s: %(part)s × %(rate)s = %(amount)s.")
    TIERS_SUM = N_("Together, that is %(amount)s.")
    CLIFF_FIRST = N_(
        "The tier up to %(limit)s is reached, and its rate holds for everything: "
        "%(part)s × %(rate)s = %(amount)s."
    )
    CLIFF_BETWEEN = N_(
        "The tier above %(floor)s up to %(limit)s is reached, and its rate holds for everything: "
        "%(part)s × %(rate)s = %(amount)s."
    )
    CLIFF_LAST = N_(
        "The tier above %(floor)s is reached, and its rate holds for everything: "
        "%(part)s × %(rate)s = %(amount)s."
    )
    YEAR_DIFFERENCE = N_(
        "For the year, %(after)s is owed, and %(before)s was owed before: "
        "the difference is %(amount)s."
    )
    MINIMUM_PART = N_(
        "The minimum for %(days)s of %(of)s days is %(minimum)s × %(days)s/%(of)s = %(part)s."
    )
    MINIMUM = N_("%(amount)s is below the minimum, so the minimum of %(minimum)s is charged.")
    MINIMUM_MET = N_("The minimum of %(minimum)s is reached.")
    MAXIMUM = N_("%(amount)s is above the maximum, so the maximum of %(maximum)s is charged.")
    MAXIMUM_KEPT = N_("The maximum of %(maximum)s is not exceeded.")
    YEAR_MINIMUM_PART = N_(
        "The yearly minimum for %(days)s of %(of)s days is "
        "%(minimum)s × %(days)s/%(of)s = %(part)s."
    )
    TRUE_UP = N_(
        "The year's charges come to %(charged)s and the yearly minimum is %(minimum)s, "
        "so %(added)s is added in the year's last period."
    )
    YEAR_MINIMUM_MET = N_(
        "The year's charges come to %(charged)s and reach the yearly minimum of %(minimum)s."
    )
    CHARGED = N_("The fee is %(amount)s.")
    CHARGED_ROUNDED = N_("Rounded, the fee is %(amount)s.")

    def __init__(self, template: str) -> None:
        self.template = template
        """The English sentence with its placeholders."""


class Reason(NamedTuple):
    """One sentence of an explanation."""

    kind: ReasonKind
    params: Mapping[str, Value]


class Wording(Protocol):
    """How numbers look, and in which language a template is read."""

    def translate(self, template: str) -> str:
        """The template in the reader's language."""

    def money(self, amount: Amount) -> str:
        """Exact money, with at least the currency's decimals."""

    def number(self, number: Decimal) -> str:
        """A count."""

    def percent(self, rate: Decimal) -> str:
        """A share of one in per cent."""

    def day(self, day: date) -> str:
        """A day."""

    def month(self, first: date) -> str:
        """A month, by its first day."""


class PlainEnglish:
    """English with plain numbers: a point, no thousands separators, ISO days."""

    def translate(self, template: str) -> str:
        """Leave the template as it is written."""
        return template

    def money(self, amount: Amount) -> str:
        """Write money without its currency, which stands beside."""
        text = exact_text(amount.units, amount.decimals, EXPONENTS[amount.currency])
        return f"{text}…" if amount.is_cut else text

    def number(self, number: Decimal) -> str:
        """Write a count without needless zeros."""
        return plain_text(number)

    def percent(self, rate: Decimal) -> str:
        """Write per cent without needless zeros."""
        return _percent_text(rate)

    def day(self, day: date) -> str:
        """Write an ISO day."""
        return day.isoformat()

    def month(self, first: date) -> str:
        """Write an ISO month."""
        return f"{first:%Y-%m}"


PLAIN_ENGLISH = PlainEnglish()


_percent_text = lru_cache(maxsize=1024)(percent_text)


def said(reason: Reason, wording: Wording = PLAIN_ENGLISH) -> str:
    """The sentence of a reason."""
    kind, params = reason
    template = wording.translate(kind.template)
    return template % {name: _worded(value, wording) for name, value in params.items()}


def _worded(value: Value, wording: Wording) -> str:
    # Asked millions of times for a large quote: the commonest question comes first.
    if type(value) is Amount:
        return wording.money(value)
    if type(value) is Share:
        return wording.percent(value.rate)
    if type(value) is Decimal:
        return wording.number(value)
    if type(value) is Month:
        return wording.month(value.first)
    return wording.day(value) if isinstance(value, date) else str(value)


def exact_text(units: int, decimals: int, least: int) -> str:
    """Units divided by a power of ten as decimal text: a point, no thousands separators.

    It has at least so many decimals, and more only if they say something.
    """
    if units < 0:
        return f"-{exact_text(-units, decimals, least)}"
    digits = str(units)
    if len(digits) <= decimals:
        digits = digits.zfill(decimals + 1)
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if decimals > least:
        part = part.rstrip("0")
    if len(part) < least:
        part = part.ljust(least, "0")
    return f"{whole}.{part}" if part else whole
