"""Numbers of a workbook as the text that a person would have typed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from ..kit.errors import Unreadable
from ..kit.i18n import N_
from .styles import Shown

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a day on a sheet has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_FIRST_OF_MARCH_1900 = 60
_LAST_DAY = 2_958_466
_EXACT_LENGTH = 15
"""Programs keep 15 significant digits; longer texts carry the noise of binary fractions."""


def as_text(raw: str, shown: Shown, *, since_1904: bool) -> str:
    """The text of a numeric cell: digits without an exponent, or an ISO date.

    Raises:
        Unreadable: for what is no number, or no day that can be.
    """
    if shown is not Shown.NUMBER:
        return _day(raw, shown, since_1904=since_1904)
    if len(raw) <= _EXACT_LENGTH and raw.replace(".", "", 1).lstrip("-").isdigit():
        return raw
    number = _number(raw)
    if number.is_integer() and abs(number) < 10**_EXACT_LENGTH:
        return str(int(number))
    return format(Decimal(f"{number:.{_EXACT_LENGTH}g}"), "f")


def _number(raw: str) -> float:
    try:
        number = float(raw)
    except ValueError:
        number = float("nan")
    if number - number != 0:  # neither infinite nor undefined
        raise Unreadable(N_("The cell holds no number that can be read."), "")
    return number


def _day(raw: str, shown: Shown, *, since_1904: bool) -> str:
    serial = _number(raw)
    if not 0 <= serial < _LAST_DAY:
        raise Unreadable(
            N_("The cell is formatted as a date but holds no day."),
            N_("Write the day as text, like 2026-10-31."),
        )
    if shown is Shown.TIME and serial < 1:
        return _moment(serial, since_1904=since_1904).strftime("%H:%M:%S")
    if not since_1904 and serial < _FIRST_OF_MARCH_1900:
        serial += 1  # the format counts a 29 February 1900 that never was
    moment = _moment(serial, since_1904=since_1904)
    if shown is Shown.MONTH:
        return f"{moment:%Y-%m}"
    if moment.time() == datetime.min.time():
        return date(moment.year, moment.month, moment.day).isoformat()
    return moment.isoformat(timespec="seconds")


def _moment(serial: float, *, since_1904: bool) -> datetime:
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    return epoch + timedelta(seconds=round(serial * 86_400))
