"""Payment plans: instalments that sum exactly, and how a plan stands on a day.

Nothing is noted as paid by hand. What came off the plan's invoices since it was agreed, by whatever
settled them, fills the instalments in their order.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import PlanStatus

MOST_INSTALMENTS = 60
LONGEST = timedelta(days=5 * 366)


class Instalment(NamedTuple):
    """So much by a day, in minor units."""

    due_on: date
    minor: int


class Standing(NamedTuple):
    """How one instalment stands."""

    instalment: Instalment
    paid: int
    days_late: int

    @property
    def is_paid(self) -> bool:
        """Whether all of it is there."""
        return self.paid >= self.instalment.minor


class PlanStanding(NamedTuple):
    """How a plan stands on a day."""

    instalments: tuple[Standing, ...]
    status: PlanStatus
    """Being kept, paid in full or broken."""

    @property
    def next(self) -> Standing | None:
        """The first instalment that is not there yet."""
        return next((one for one in self.instalments if not one.is_paid), None)

    @property
    def late(self) -> tuple[int, ...]:
        """The places of late instalments, from 1."""
        return tuple(place for place, one in enumerate(self.instalments, 1) if one.days_late)


def trouble_with(instalments: Sequence[Instalment], total: Money, on: date) -> str | None:
    """What is wrong with a plan that is proposed on a day, as a sentence; None when it is sound."""
    if not 1 <= len(instalments) <= MOST_INSTALMENTS:
        return N_("A plan has from 1 to 60 instalments.")
    if any(one.minor <= 0 for one in instalments):
        return N_("Each instalment is above zero.")
    trouble = _days_trouble([one.due_on for one in instalments], on)
    if trouble:
        return trouble
    if sum(one.minor for one in instalments) != total.minor:
        return N_(
            "The instalments come to another amount than the invoices. Write them so that both "
            "are the same."
        )
    return None


def _days_trouble(days: Sequence[date], on: date) -> str | None:
    if days[0] < on:
        return N_("The first instalment is due today or later.")
    if any(later <= earlier for earlier, later in pairwise(days)):
        return N_("Each instalment is due on a later day than the one before it.")
    if days[-1] - on > LONGEST:
        return N_("The last instalment is due within five years.")
    return None


def even(total: Money, days: Sequence[date]) -> tuple[Instalment, ...]:
    """Equal instalments, the odd cents in the first ones."""
    parts = total.split([1] * len(days))
    return tuple(Instalment(day, part.minor) for day, part in zip(days, parts, strict=True))


def monthly(first: date, count: int) -> tuple[date, ...]:
    """The same day of each month; a day that a month lacks is its last."""
    found = []
    for place in range(count):
        year, month = divmod(first.year * 12 + first.month - 1 + place, 12)
        found.append(_day(year, month + 1, first.day))
    return tuple(found)


def standing(
    instalments: Sequence[Instalment], paid: int, broken_after: int, on: date
) -> PlanStanding:
    """How a plan stands on a day, of which so much is paid.

    An instalment is late from the day after its own; the plan is broken once one is late by more
    than `broken_after` days.
    """
    left, found = max(0, paid), []
    for one in instalments:
        part = min(left, one.minor)
        left -= part
        late = max(0, (on - one.due_on).days) if part < one.minor else 0
        found.append(Standing(one, part, late))
    status = PlanStatus.KEPT
    if all(one.is_paid for one in found):
        status = PlanStatus.DONE
    elif any(one.days_late > broken_after for one in found):
        status = PlanStatus.BROKEN
    return PlanStanding(tuple(found), status)


def _day(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
