"""What can be reported as an account of an outlet, and how its period is written."""

import re
from collections.abc import Iterable
from datetime import date

from ...kit.errors import Refused, Unreadable, shown
from ...kit.i18n import N_
from ...kit.period import Period, shifted
from .figures import AMOUNTS, Figures

_QUARTER = re.compile(r"([0-9]{4})-?Q([1-4])", re.IGNORECASE)
QUARTER = 3


def account_period(text: str) -> Period:
    """Read a month such as `2026-09` or a quarter such as `2026-Q3`; raises `Unreadable`."""
    text = text.strip()
    if found := _QUARTER.fullmatch(text):
        first = Period.parse_month(f"{found[1]}-{int(found[2]) * QUARTER - 2:02d}").start
        return Period(first, shifted(first, QUARTER))
    try:
        period = Period.parse(text)
    except Unreadable:
        period = None
    if period is None or not is_account_period(period):
        raise Unreadable(
            N_("“%(value)s” is neither a month nor a quarter."),
            N_("Write a month such as 2026-09 or a quarter such as 2026-Q3."),
            value=shown(text),
        )
    return period


def is_account_period(period: Period) -> bool:
    """Whether it is a calendar month or a calendar quarter."""
    return period.is_month or (
        period.whole_months == QUARTER and (period.start.month - 1) % QUARTER == 0
    )


def period_key(period: Period) -> str:
    """The text that `account_period` reads back: `2026-09`, `2026-Q3`."""
    if period.is_month:
        return period.text
    return f"{period.start.year}-Q{(period.start.month + 2) // QUARTER}"


def trouble_with(
    period: Period,
    figures: Figures,
    *,
    on: date,
    opened_on: date,
    closed_on: date | None,
    others: Iterable[Period],
) -> Refused | None:
    """Why an account cannot be reported; None when it can.

    `others` are the periods of the accounts that stand, without this one's own.
    """
    if period.last >= on:
        return Refused(
            N_("This period is not over yet. Report it from %(day)s on."),
            field="sales",
            day=period.end,
        )
    if period.last < opened_on or (closed_on is not None and period.start > closed_on):
        return Refused(N_("The outlet did not trade in this period."), field="sales")
    for other in others:
        if other != period and other.overlaps(period):
            return Refused(
                N_("%(other)s is reported already and shares months with it. Correct that one."),
                field="sales",
                other=period_key(other),
            )
    for name in AMOUNTS:
        if (getattr(figures, name) or 0) < 0:
            return Refused(N_("Write an amount of zero or more."), field=name)
    return None
