"""From when a changed plan may hold, and what it changes."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...kit.period import Period
from .giving import Footing
from .plans import Fee, FeePlan
from .years import year_of

USUAL_NOTICE = Duration(3, Unit.MONTHS)
"""What a plan promises that says nothing of notice: a quarter to plan with."""


IN_TERMS = N_(
    "The terms of contract %(contract)s name its fee plan, so only an amendment changes it."
)
ENDS_BEFORE = N_("Contract %(contract)s ends on %(last)s, before the new version holds.")
NOT_YET = N_(
    "Contract %(contract)s can be charged by another version from %(first)s on at the earliest."
)
OTHER_CURRENCY = N_("Contract %(contract)s is charged in %(currency)s.")
LACKS_CLAUSES = N_(
    "Contract %(contract)s lacks the clauses %(clauses)s that the new version names. "
    "No clause, no fee: an amendment has to add them first."
)


class Difference(Enum):
    """What became of a fee."""

    ADDED = auto()
    CHANGED = auto()
    REMOVED = auto()


@dataclass(frozen=True, slots=True)
class FeeChange:
    """A fee that two versions of a plan do not say alike; it has the one, the other, or both."""

    name: str
    before: Fee | None
    after: Fee | None

    @property
    def difference(self) -> Difference:
        """What became of it."""
        if self.before is None:
            return Difference.ADDED
        return Difference.REMOVED if self.after is None else Difference.CHANGED


def notice_of(plan: FeePlan | None) -> Duration:
    """The notice that a change of a plan keeps: the one that the plan in force promised."""
    return plan.change_notice or USUAL_NOTICE if plan else USUAL_NOTICE


def earliest_start(before: FeePlan | None, *, decided_on: date) -> date:
    """The first day from which a version may hold that is decided on a day.

    A plan that nobody has yet needs no notice. Otherwise the notice is counted from the day of
    the decision, on which the franchisees are told; then the next month that begins is the first
    one, so that no month is charged by two versions.
    """
    if before is None:
        return decided_on
    day = notice_of(before).after(decided_on)
    month = Period.month_of(day)
    return day if day == month.start else month.end


def changes(before: FeePlan, after: FeePlan) -> tuple[FeeChange, ...]:
    """The fees that differ, in the order of the new version; those that fall away last."""
    old = {fee.name: fee for fee in before.fees}
    new = {fee.name: fee for fee in after.fees}
    found = [
        FeeChange(name, old.get(name), fee) for name, fee in new.items() if old.get(name) != fee
    ]
    found += [FeeChange(name, fee, None) for name, fee in old.items() if name not in new]
    return tuple(found)


def begins_anew(before: FeePlan, after: FeePlan, *, on: date) -> tuple[FeeChange, ...]:
    """The fees that count over the year and do not go on counting when a version begins on a day.

    Those with a name that the plan before does not have, and those whose tiers over the year are
    counted on something else (`year_so_far`). None when the version begins with the year.
    """
    if year_of(on, after.year_starts).start == on:
        return ()
    return tuple(
        change
        for change in changes(before, after)
        if change.after is not None
        and change.after.is_charged
        and (
            change.after.needs_year
            if change.before is None
            else change.after.is_cumulative and change.after.basis is not change.before.basis
        )
    )


@dataclass(frozen=True, slots=True)
class Stay:
    """Why a contract stays with the old version, as an `N_` sentence with its parameters."""

    message: str
    params: dict[str, object]


def reason_to_stay(after: FeePlan, footing: Footing, *, on: date) -> Stay | None:
    """Why a contract cannot move to a new version on a day; None when its terms allow it."""
    said: dict[str, object] = {"contract": footing.contract}
    if footing.is_in_terms:
        return Stay(IN_TERMS, said)
    if on > footing.ends_on:
        return Stay(ENDS_BEFORE, {**said, "last": footing.ends_on})
    if on < footing.first_day:
        return Stay(NOT_YET, {**said, "first": footing.first_day})
    if after.currency != footing.currency:
        return Stay(OTHER_CURRENCY, {**said, "currency": footing.currency})
    lacking = tuple(dict.fromkeys(fee.clause for fee in footing.lacks(after)))
    if lacking:
        return Stay(LACKS_CLAUSES, {**said, "clauses": lacking})
    return None
