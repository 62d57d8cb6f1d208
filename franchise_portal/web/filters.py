"""The only formatting there is: money, numbers, shares, days and moments, in the viewer's language.

Outside a request (mails, PDFs) the same functions run under `flask_babel.force_locale`.
"""

from datetime import date as Date  # noqa: N812 - `date` is the name of a filter
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import numbers
from flask import Flask
from flask_babel import get_timezone

from ..kit.durations import Duration, Unit
from ..kit.money import Money, exponent
from .speech import ngettext, speech

MINUS = "\u2212"
_ALL_DECIMALS = "#,##0.######"


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
        duration,
    ):
        app.add_template_filter(function)


def money(value: Money, *, sign: bool = False) -> str:
    """An amount with its currency: `€ 1,234.50`; a true minus; `sign` adds a plus."""
    return f"{currency_symbol(value.currency)}\u00a0{amount(value, sign=sign)}"


def amount(value: Money, *, sign: bool = False) -> str:
    """An amount without its currency, for columns whose heading names it."""
    minor = value.minor
    text = speech().amount(abs(minor), exponent(value.currency))
    if minor < 0:
        return MINUS + text
    return "+" + text if sign and minor > 0 else text


def currency_symbol(currency: str) -> str:
    """The narrow symbol of a currency in the viewer's language, or its code."""
    return speech().symbol(currency)


def symbol(value: Money) -> str:
    """The symbol of an amount's currency."""
    return currency_symbol(value.currency)


def number(value: int | Decimal, digits: int | None = None) -> str:
    """A number with the viewer's separators; `digits` fixes the decimals."""
    size = -value if value < 0 else value
    if digits is None and isinstance(size, Decimal):
        text = numbers.format_decimal(size, format=_ALL_DECIMALS, locale=speech().locale)
    else:
        text = speech().number(size, digits or 0)
    return MINUS + text if value < 0 else text


def percent(share: Decimal | float, digits: int | None = None) -> str:
    """A share of one as percent: 0.055 is `5.5%`."""
    pattern = (
        "#,##0.####%" if digits is None else "#,##0" + ("." + "0" * digits if digits else "") + "%"
    )
    text = speech().share(-share if share < 0 else share, pattern)
    return MINUS + text if share < 0 else text


def date(value: Date) -> str:
    """A day: `2 November 2026`, `2026年11月2日`."""
    spoken = speech()
    return spoken.day(value, DAY.get(spoken.language, DAY_OTHERWISE))


def short_date(value: Date) -> str:
    """A day of which the year is clear: `2 November`, `11月2日`."""
    spoken = speech()
    return spoken.day(value, _SHORT_DATE.get(spoken.language, "d MMMM"))


def month(value: str | Date, *, short: bool = False) -> str:
    """A month, from `2026-10` or a day in it: `October 2026`, `2026年10月`."""
    day = Date(int(value[:4]), int(value[5:7]), 1) if isinstance(value, str) else value
    spoken = speech()
    pattern = ("MMM y" if short else "MMMM y") if spoken.language == "en" else "y年M月"
    return spoken.day(day, pattern)


def month_alone(value: str) -> str:
    """A month whose year is clear, from `2026-10`: `Oct`, `10月`."""
    spoken = speech()
    pattern = "MMM" if spoken.language == "en" else "M月"
    return spoken.day(Date(int(value[:4]), int(value[5:7]), 1), pattern)


def moment(value: datetime) -> str:
    """A day and a time in the viewer's zone: `2 November 2026, 16:02`, `2026年11月2日 16:02`."""
    local = value.astimezone(viewers_zone())
    return f"{date(local.date())}{' ' if speech().language == 'zh' else ', '}{local:%H:%M}"


def viewers_zone() -> ZoneInfo:
    """The zone in which moments are shown."""
    return ZoneInfo(str(get_timezone() or "UTC"))


def duration(value: Duration) -> str:
    """A duration as contracts write it: `18 months`, `1 year`."""
    count = value.count
    match value.unit:
        case Unit.DAYS:
            return ngettext("%(num)s day", "%(num)s days", count)
        case Unit.WEEKS:
            return ngettext("%(num)s week", "%(num)s weeks", count)
        case Unit.MONTHS:
            return ngettext("%(num)s month", "%(num)s months", count)
        case Unit.YEARS:
            return ngettext("%(num)s year", "%(num)s years", count)


def since(value: datetime) -> str:
    """The machine-readable moment for `<time datetime>`."""
    return value.isoformat(timespec="seconds")


def label(value: object) -> str:
    """The words for a member of an enumeration, in the viewer's language."""
    return speech().say(getattr(value, "label", str(value)))


DAY, DAY_OTHERWISE = {"en": "d MMMM y", "zh": "y年M月d日"}, "long"
_SHORT_DATE = {"en": "d MMMM", "zh": "M月d日"}
