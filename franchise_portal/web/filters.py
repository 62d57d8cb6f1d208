"""The only formatting there is: money, numbers, shares, days and moments, in the viewer's language.

Outside a request (mails, PDFs) the same functions run under `flask_babel.force_locale`.
"""

from datetime import date as Date  # noqa: N812 - `date` is the name of a filter
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, numbers
from flask import Flask
from flask_babel import get_locale, get_timezone, gettext

from ..kit.money import Money

MINUS = "\u2212"
_EXPONENT_STEP = Decimal(10)


def init_app(app: Flask) -> None:
    """Register the filters with the templates."""
    for function in (
        money,
        amount,
        symbol,
        number,
        percent,
        date,
        short_date,
        month,
        moment,
        label,
        since,
    ):
        app.add_template_filter(function)


def money(value: Money, *, sign: bool = False) -> str:
    """An amount with its currency: `€ 1,234.50`; a true minus; `sign` adds a plus."""
    return f"{currency_symbol(value.currency)}\u00a0{amount(value, sign=sign)}"


def amount(value: Money, *, sign: bool = False) -> str:
    """An amount without its currency, for columns whose heading names it."""
    decimal = value.to_decimal()
    text = numbers.format_decimal(
        abs(decimal), format=_pattern(value.currency), locale=get_locale()
    )
    if decimal < 0:
        return MINUS + text
    return "+" + text if sign and decimal > 0 else text


def currency_symbol(currency: str) -> str:
    """The narrow symbol of a currency in the viewer's language, or its code."""
    return numbers.get_currency_symbol(currency, locale=get_locale())


def symbol(value: Money) -> str:
    """The symbol of an amount's currency."""
    return currency_symbol(value.currency)


def number(value: int | Decimal, digits: int | None = None) -> str:
    """A number with the viewer's separators; `digits` fixes the decimals."""
    pattern = "#,##0.######" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    text = numbers.format_decimal(abs(value), format=pattern, locale=get_locale())
    return MINUS + text if value < 0 else text


def percent(share: Decimal | float, digits: int | None = None) -> str:
    """A share of one as percent: 0.055 is `5.5%`."""
    pattern = (
        "#,##0.####%" if digits is None else "#,##0" + ("." + "0" * digits if digits else "") + "%"
    )
    text = numbers.format_percent(abs(share), format=pattern, locale=get_locale())
    return MINUS + text if share < 0 else text


def date(value: Date) -> str:
    """A day: `2 November 2026`, `2026年11月2日`."""
    return dates.format_date(value, format=_DATE.get(_language(), "long"), locale=get_locale())


def short_date(value: Date) -> str:
    """A day of which the year is clear: `2 November`, `11月2日`."""
    return dates.format_date(
        value, format=_SHORT_DATE.get(_language(), "d MMMM"), locale=get_locale()
    )


def month(value: str | Date, *, short: bool = False) -> str:
    """A month, from `2026-10` or a day in it: `October 2026`, `2026年10月`."""
    day = Date(int(value[:4]), int(value[5:7]), 1) if isinstance(value, str) else value
    pattern = ("MMM y" if short else "MMMM y") if _language() == "en" else "y年M月"
    return dates.format_date(day, format=pattern, locale=get_locale())


def moment(value: datetime) -> str:
    """A day and a time in the viewer's zone: `2 November 2026, 16:02`."""
    local = value.astimezone(ZoneInfo(str(get_timezone() or "UTC")))
    return f"{date(local.date())}{'，' if _language() == 'zh' else ', '}{local:%H:%M}"


def since(value: datetime) -> str:
    """The machine-readable moment for `<time datetime>`."""
    return value.isoformat(timespec="seconds")


def label(value: object) -> str:
    """The words for a member of an enumeration, in the viewer's language."""
    return gettext(getattr(value, "label", str(value)))


_DATE = {"en": "d MMMM y", "zh": "y年M月d日"}
_SHORT_DATE = {"en": "d MMMM", "zh": "M月d日"}


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def _pattern(currency: str) -> str:
    digits = numbers.get_currency_precision(currency)
    return "#,##0" + ("." + "0" * digits if digits else "")
