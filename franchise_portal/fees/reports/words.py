"""Numbers, names and sentences of PDFs, in the recipient's language. Within `renderer.speaking`."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import numbers
from flask_babel import get_locale, gettext
from flask_babel import gettext as _

from ...kit.i18n import N_
from ...kit.money import exponent
from ...reports.rules import unbroken
from ...web import filters
from ..enums import InvoiceKind
from ..rules import Amount, Fee
from ..single_enums import SingleKind

#: Fees that most plans have. A plan names its fees as it likes; these names are translated.
KNOWN_FEES = (
    N_("Royalty"),
    N_("Advertising fund"),
    N_("Advertising"),
    N_("Marketing fund"),
    N_("Brand fund"),
    N_("Technology"),
    N_("Training"),
    N_("Management fee"),
    N_("Entry fee"),
)


#: What stands for a fee where something is charged without a report.
SINGLES = frozenset(kind.value for kind in SingleKind)


class PaperWording:
    """How the sentences of an explanation are said on paper."""

    def translate(self, template: str) -> str:
        """The template in the recipient's language."""
        return gettext(template)

    def money(self, amount: Amount) -> str:
        """Exact money without its currency, which the document names once."""
        return exact(amount.value, amount.currency) + ("…" if amount.is_cut else "")

    def number(self, number: Decimal) -> str:
        """A count."""
        return filters.number(number)

    def percent(self, rate: Decimal) -> str:
        """A share of one in per cent."""
        return filters.percent(rate)

    def day(self, day: date) -> str:
        """A day."""
        return filters.date(day)

    def month(self, first: date) -> str:
        """A month."""
        return filters.month(first)


PAPER = PaperWording()


def exact(value: Decimal, currency: str) -> str:
    """An amount in major units with the currency's decimals, more only if they say something."""
    places = -int(value.normalize().as_tuple().exponent)
    return filters.number(value, max(exponent(currency), places))


def to_the_cent(value: Decimal, currency: str) -> str:
    """An amount in major units with the currency's decimals, as the rule would round it."""
    unit = Decimal(1).scaleb(-exponent(currency))
    return filters.number(value.quantize(unit, ROUND_HALF_UP), exponent(currency))


def whole(value: Decimal) -> str:
    """An amount without decimals, for charts."""
    return filters.number(round(value), 0)


def fee_name(fee: Fee) -> str:
    """A fee's name with a capital, translated where it is a usual one."""
    return named_fee(fee.name)


def named_fee(name: str) -> str:
    """The same for a name alone."""
    name = name.strip()
    if name in SINGLES:
        return filters.label(SingleKind(name))
    return gettext(name[:1].upper() + name[1:])


def document_words(kind: InvoiceKind, number: str) -> str:
    """What a document is, and its number."""
    if kind is InvoiceKind.CREDIT_NOTE:
        return _("Credit note %(number)s", number=number)
    if kind is InvoiceKind.DEBIT_NOTE:
        return _("Debit note %(number)s", number=number)
    return _("Invoice %(number)s", number=number)


def local_name(name: str, other: str) -> str:
    """Of two names the one in the recipient's script."""
    return other if other and is_chinese() else name


def other_name(name: str, other: str) -> str:
    """Of two names the one beside it; empty when there is only one."""
    if not other or other == name:
        return ""
    return name if is_chinese() else other


def is_chinese() -> bool:
    """Whether the document is in Chinese."""
    locale = get_locale()
    return locale is not None and locale.language == "zh"


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other; Chinese ones without spaces."""
    return ("" if is_chinese() else " ").join(part for part in parts if part)


def listed(parts: Iterable[str]) -> str:
    """Words in a row."""
    return ("、" if is_chinese() else ", ").join(parts)


def currency_name(currency: str) -> str:
    """As it stands within a sentence: `euros`, `US dollars`, `欧元`."""
    return str(numbers.get_currency_name(currency, count=2, locale=get_locale()))


def span(first: date, last: date) -> str:
    """A period's days: `1 to 31 October 2026`, `2026年10月1日至31日`; of one day its name."""
    if first == last:
        return filters.date(first)
    if (first.year, first.month) == (last.year, last.month):
        begins = filters.number(first.day) if not is_chinese() else filters.date(first)
        ends = filters.date(last) if not is_chinese() else f"{last.day}日"
    elif first.year == last.year:
        begins = filters.date(first) if is_chinese() else filters.short_date(first)
        ends = filters.short_date(last) if is_chinese() else filters.date(last)
    else:
        begins, ends = filters.date(first), filters.date(last)
    return _("%(first)s to %(last)s", first=begins, last=ends)


def brief_span(first: date, last: date) -> str:
    """A period's days where the year is clear: `5 to 11 October`; of one day its name."""
    if first == last:
        return filters.short_date(first)
    if first.month == last.month:
        begins = filters.short_date(first) if is_chinese() else filters.number(first.day)
        ends = f"{last.day}日" if is_chinese() else filters.short_date(last)
    else:
        begins, ends = filters.short_date(first), filters.short_date(last)
    return _("%(first)s to %(last)s", first=begins, last=ends)


def shortened(text: str, longest: int = 360) -> str:
    """A text cut at a word when it is longer than a quotation should be."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return unbroken(text)
    cut = text[:longest]
    return unbroken(cut.rsplit(" ", 1)[0] if " " in cut[-40:] else cut).rstrip(" ,;，；、") + " …"
