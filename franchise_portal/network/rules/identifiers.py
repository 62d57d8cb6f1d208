"""How numbers of banks and tax offices are read: the value as it is kept, or what is wrong with it.

Check digits are worked out, so that a slip of the keyboard is found before money goes astray.
Pure.
"""

import re

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.eu import at_02
from stdnum.eu import vat as eu_vat

from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_
from .cells import country

_LIKE_AN_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_VAT = re.compile(r"[A-Z]{2}[A-Z0-9]{2,20}")
#: Prefixes of VAT numbers that are no country's code: Greece, Northern Ireland.
_OTHER_PREFIXES = {"EL", "XI"}
_EU = {code.upper() for code in eu_vat.MEMBER_STATES} | {"EL"}


def compact(text: str) -> str:
    """Without spaces and other marks between the digits, in capitals."""
    return re.sub(r"[\s.\-/]", "", text).upper()


def iban(text: str) -> str:
    """An IBAN without spaces; raises `Unreadable`."""
    try:
        return str(IBAN(compact(text)))
    except SchwiftyException:
        raise Unreadable(
            N_("“%(value)s” is not an IBAN: its check digits do not fit."),
            N_("Compare it with the bank's papers."),
            value=shown(text),
        ) from None


def account(text: str) -> str:
    """The number of an account: an IBAN in groups of four, or another number as it was written.

    What looks like an IBAN must be one; raises `Unreadable`.
    """
    if not _LIKE_AN_IBAN.fullmatch(compact(text)):
        return text
    return str(IBAN(iban(text)).formatted)


def bic(text: str) -> str:
    """A bank's BIC; raises `Unreadable`."""
    try:
        return str(BIC(compact(text)))
    except SchwiftyException:
        raise Unreadable(
            N_("“%(value)s” is not a BIC."),
            N_("Write eight or eleven letters and digits, such as COBADEFFXXX."),
            value=shown(text),
        ) from None


def creditor(text: str) -> str:
    """A SEPA creditor identifier; raises `Unreadable`."""
    value = compact(text)
    if not at_02.is_valid(value):
        raise Unreadable(
            N_("“%(value)s” is not a creditor identifier: its check digits do not fit."),
            N_("The central bank gave it to you, like DE98ZZZ09999999999."),
            value=shown(text),
        )
    return value


def vat_number(text: str) -> str:
    """A VAT identification number with its country's letters; raises `Unreadable`."""
    value = compact(text)
    prefix = value[:2]
    if not _VAT.fullmatch(value) or not (prefix in _OTHER_PREFIXES or _is_country(prefix)):
        raise Unreadable(
            N_("“%(value)s” is not a VAT number: it begins with its country's two letters."),
            N_("Write it like DE136695976."),
            value=shown(text),
        )
    if prefix in _EU and not eu_vat.is_valid(value):
        raise Unreadable(
            N_("“%(value)s” is not a VAT number: its check digits do not fit."),
            N_("Compare it with the tax office's papers."),
            value=shown(text),
        )
    return value


def _is_country(code: str) -> bool:
    try:
        country(code)
    except Unreadable:
        return False
    return True
