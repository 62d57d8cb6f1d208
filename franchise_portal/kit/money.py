"""Money: a whole number of minor units (cents) in one currency, never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .errors import Unreadable, shown
from .i18n import N_

# ISO 4217, active currencies; the number of decimals is two unless it is listed below. The
# standard is followed rather than CLDR's table, which drops the decimals of some currencies
# because they are rarely written: books must keep what the bank keeps.
_TWO = 2
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV
WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_OTHER = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENTS: dict[str, int] = dict.fromkeys(_CODES.split(), _TWO) | {
    code: digits for digits, codes in _OTHER.items() for code in codes.split()
}
"""Decimals of each currency's minor unit."""

MOST_DIGITS = 15
"""Digits of an amount in minor units that are believed; more is a slip of the keyboard."""


class CurrencyMismatch(ValueError):
    """Amounts in two currencies were brought together."""


class UnknownCurrency(ValueError):
    """Not a currency of ISO 4217 in use."""


def exponent(currency: str) -> int:
    """Decimals of the currency's minor unit: USD 2, JPY 0, KWD 3."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to a fraction; halves go away from zero. The only rounding of money.

    `denominator` is above zero.
    """
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((2 * -numerator + denominator) // (2 * denominator))


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `Money(4821050, "USD")` is 48,210.50 US dollars."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            msg = f"Money holds whole minor units, not {self.minor!r}"
            raise TypeError(msg)
        if self.currency not in EXPONENTS:
            raise UnknownCurrency(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read decimal text (see `minor_from_text`); raises `Unreadable`."""
        return cls(minor_from_text(text, exponent(currency)), currency)

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> Money:
        """Take a decimal that has no more decimals than the currency; raises `Unreadable`."""
        minor = amount.scaleb(exponent(currency)) if amount.is_finite() else None
        if minor is None or minor != minor.to_integral_value():
            raise _not_that_fine(str(amount), exponent(currency))
        return cls(int(minor), currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """The sum of amounts, nothing when there are none; all must be in `currency`."""
        total = cls(0, currency)
        for amount in amounts:
            total += amount
        return total

    def to_decimal(self) -> Decimal:
        """The amount with exactly the currency's decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def text(self) -> str:
        """Decimal text for files: a point, no thousands separators, the currency's decimals."""
        return text_from_minor(self.minor, exponent(self.currency))

    def share(self, rate: Decimal) -> Money:
        """The part that a rate (a share of one) takes, rounded half up."""
        numerator, denominator = rate.as_integer_ratio()
        return Money(half_up(self.minor * numerator, denominator), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Divide by weights without losing a unit: the largest remainders get the odd ones.

        Weights are whole numbers of zero or more, not all zero.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            msg = "Weights must be zero or more, and not all zero"
            raise ValueError(msg)
        parts = [self.minor * weight // total for weight in weights]
        order = sorted(
            range(len(weights)), key=lambda place: (-(self.minor * weights[place] % total), place)
        )
        for place in order[: self.minor - sum(parts)]:
            parts[place] += 1
        return [Money(part, self.currency) for part in parts]

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{self.text} {self.currency}"

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency}"
            raise CurrencyMismatch(msg)


def text_from_minor(minor: int, digits: int) -> str:
    """Decimal text of minor units: `(4821050, 2)` gives `48210.50`."""
    if not digits:
        return str(minor)
    text = str(minor)
    if len(text) > digits and minor > 0:
        return f"{text[:-digits]}.{text[-digits:]}"
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}"


def minor_from_text(text: str, digits: int) -> int:
    """Read an amount of zero or more in minor units from decimal text such as `48210.50`.

    A point, no thousands separators, no sign, at most the currency's decimals. Raises
    `Unreadable` with a remedy for the slips that people make.
    """
    text = text.strip()
    whole, point, part = text.partition(".")
    plain = whole.isascii() and whole.isdigit()
    if plain and not point:
        minor = int(whole) * 10**digits if len(whole) <= MOST_DIGITS else -1
    elif plain and part.isascii() and part.isdigit() and len(whole) <= MOST_DIGITS:
        if len(part) > digits and part[digits:].strip("0"):
            raise _not_that_fine(text, digits)
        minor = int(whole + part[:digits].ljust(digits, "0"))
    else:
        raise _trouble(text)
    if not 0 <= minor < 10**MOST_DIGITS:
        raise Unreadable(
            N_("“%(value)s” is too large to be an amount."),
            N_("Check the digits."),
            value=shown(text),
        )
    return minor


NEGATIVE = N_("“%(value)s” is negative.")

_GROUPED = re.compile(r"[0-9]{1,3}(?:[,.'’\u00a0\u202f ][0-9]{3})+(?:[.,][0-9]+)?")
_SPACED = re.compile(r"[0-9]+(?:[ \u00a0\u202f][0-9]+)+(?:[.,][0-9]+)?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_NEGATIVE = re.compile(r"[-−–(].*[0-9].*|[0-9].*[-−–]")
_LETTERS = re.compile(r"[0-9OoQlI.]+")
_WITH_CURRENCY = re.compile(
    r".*[$€£¥￥₩₹元圆円₽₺฿₫₪₦₴].*|[A-Za-z]{3}\s*[0-9][0-9.,]*|[0-9][0-9.,]*\s*[A-Za-z]{3}"
)


def _trouble(text: str) -> Unreadable:
    """Say what kind of slip it is; the order goes from the plainest sign to the vaguest."""
    remedy = N_("Write it like 48210.50: digits and one point.")
    if not text:
        message, remedy = N_("The amount is missing."), N_("Write 0 when there was none.")
    elif text[0] in "=@":
        message = N_("“%(value)s” is a formula, not an amount.")
        remedy = N_("Replace the formula with its value.")
    elif _NEGATIVE.fullmatch(text):
        message, remedy = NEGATIVE, N_("Write an amount of zero or more.")
    elif _WITH_CURRENCY.fullmatch(text):
        message = N_("“%(value)s” contains a currency.")
        remedy = N_("Write only the number; the currency has a column of its own.")
    elif _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        message = N_("“%(value)s” has thousands separators.")
        remedy = N_("Write the number without them, with a point before the decimals.")
    elif _COMMA.fullmatch(text):
        message = N_("“%(value)s” has a decimal comma.")
        remedy = N_("Write a point before the decimals.")
    elif _LETTERS.fullmatch(text) and re.search("[0-9]", text) and re.search("[OoQlI]", text):
        message = N_("“%(value)s” contains a letter where a digit should be.")
        remedy = N_("Write the digit zero for the letter O, and one for the letter l or I.")
    else:
        message = N_("“%(value)s” is not an amount.")
    return Unreadable(message, remedy, value=shown(text))


def _not_that_fine(text: str, digits: int) -> Unreadable:
    if digits == 0:
        return Unreadable(
            N_("“%(value)s” has decimals, and this currency has none."),
            N_("Write a whole number."),
            value=shown(text),
        )
    return Unreadable(
        N_("“%(value)s” has more than the %(digits)s decimals of the currency."),
        N_("Round it to what the currency has."),
        value=shown(text),
        digits=digits,
    )
