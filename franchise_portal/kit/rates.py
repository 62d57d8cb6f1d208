"""Rates: shares of one, as `Decimal`, read strictly and shown as per cent."""

import re
from decimal import Decimal

from .errors import Unreadable, shown
from .i18n import N_

_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_LONGEST_LOOK = 40


def rate_from_text(text: str) -> Decimal:
    """Read a share between zero and one such as `0.05`; raises `Unreadable`."""
    rate = number_from_text(text)
    if rate > 1:
        raise Unreadable(
            N_("The rate %(value)s is above one."),
            N_("Rates are shares of one: write 0.05 for five per cent."),
            value=shown(text),
        )
    return rate


def number_from_text(text: str) -> Decimal:
    """Read a number of zero or more with a point before its decimals; raises `Unreadable`."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    message, remedy = N_("“%(value)s” is not a number."), N_("Write it like 0.05.")
    if text.endswith("%"):
        message = N_("“%(value)s” is written in per cent.")
        remedy = N_("Rates are shares of one: write 0.05 for five per cent.")
    elif text.startswith(("-", "−")):
        message, remedy = N_("“%(value)s” is negative."), N_("Write a number of zero or more.")
    elif "," in text[:_LONGEST_LOOK]:
        message = N_("“%(value)s” contains a comma.")
        remedy = N_("Write a point before the decimals and no thousands separators.")
    raise Unreadable(message, remedy, value=shown(text))


def percent_text(rate: Decimal) -> str:
    """The rate in per cent without needless zeros: `0.055` gives `5.5%`."""
    return f"{plain_text(rate * 100)}%"


def plain_text(number: Decimal) -> str:
    """A decimal without exponent and without needless zeros: `0.0500` gives `0.05`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
