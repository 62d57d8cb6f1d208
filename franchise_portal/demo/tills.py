"""What the outlets of the story sold: the same figures for the same seed, month and outlet."""

import calendar
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..kit.period import Period
from . import story
from .money import decimal_text
from .story import Place

HEADER = "outlet,period,gross_sales,sales_tax,refunds,discounts,customers,currency"

#: Usual sales of each month, January first, as a share of an average month.
SEASONS = {
    "TL": (0.90, 0.91, 0.98, 1.01, 1.03, 1.00, 0.96, 0.93, 1.00, 1.03, 1.07, 1.18),
    "HX": (1.08, 1.10, 1.03, 0.98, 0.95, 0.90, 0.88, 0.91, 0.98, 1.04, 1.07, 1.08),
}
#: A new outlet's sales in its first months, as a share of what it grows to.
OPENING = (0.62, 0.74, 0.83, 0.90, 0.95)
SALES_TAX_SHARE = 7 / 107
"""Sales tax of seven per cent, included in gross sales."""


@dataclass(frozen=True, slots=True)
class Till:
    """One month of one outlet, in cents, and the number of customers."""

    gross: int
    sales_tax: int
    refunds: int
    discounts: int
    customers: int


def month_sales(place: Place, year: int, month: int, *, seed: int = 2026) -> Till | None:
    """What a place sold in a month; None before it opened."""
    days = calendar.monthrange(year, month)[1]
    last = date(year, month, days)
    if last < place.opened_on:
        return None
    dice = random.Random(f"{seed}-{place.code}-{year}-{month}")  # noqa: S311 - not a secret
    level = place.level * SEASONS[place.code[:2]][month - 1]
    level *= (1 + place.trend) ** ((year - 2026) + (month - 6) / 12)
    level *= _settling(place.opened_on, year, month)
    level *= dice.uniform(0.97, 1.03)
    first = date(year, month, 1)
    if place.opened_on > first:
        level *= ((last - place.opened_on).days + 1) / days
    # Whole half euro: two per cent of it, the limit for discounts, is a whole cent.
    gross = round(level * 2) * 50
    return Till(
        gross=gross,
        sales_tax=round(gross * SALES_TAX_SHARE),
        refunds=round(gross * dice.uniform(0.002, 0.007)),
        discounts=round(gross * dice.uniform(0.008, 0.031)),
        customers=round(gross / dice.uniform(870, 1130)),
    )


def _settling(opened_on: date, year: int, month: int) -> float:
    age = (year - opened_on.year) * 12 + month - opened_on.month
    return OPENING[age] if 0 <= age < len(OPENING) else 1.0


def sales_file(month: Period, *, seed: int, without: Sequence[str] = ()) -> bytes:
    """The month's sales as the file that the tills would send."""
    told = (place for place in story.PLACES if place.code not in without)
    lines = [HEADER, *sales_lines(told, month, seed=seed)]
    return ("\n".join(lines) + "\n").encode()


def sales_lines(places: Iterable[Place], month: Period, *, seed: int) -> Iterator[str]:
    """A line of the sales file for each place that was open in the month."""
    for place in places:
        till = month_sales(place, month.start.year, month.start.month, seed=seed)
        if till is None:
            continue
        amounts = (till.gross, till.sales_tax, till.refunds, till.discounts)
        figures = ",".join(decimal_text(cents) for cents in amounts)
        yield f"{place.code},{month.text},{figures},{till.customers},{story.CURRENCY}"
