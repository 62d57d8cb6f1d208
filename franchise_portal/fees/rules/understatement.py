"""Audits of sales: how much was not reported, whether that bears cost and interest, and how much.

Sales are compared without sales tax and refunds. The cost of the audit and the interest are owed
once the understatement of at least one period reaches the contract's share of what was reported
for it; below that the missing fees are owed and nothing else. Interest is simple, by days of 365,
on the missing fees of each period from the day on which its invoice was due.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ...kit.money import half_up
from ...kit.period import Period
from .sales import Sales
from .telling import net_of

USUAL_TRIGGER = Decimal("0.02")
"""Where the contract names no share of its own."""
DAYS_OF_A_YEAR = 365


class Compared(NamedTuple):
    """One period as it was reported and as the books have it; fees in minor units."""

    reported: Sales
    audited: Sales
    fees_reported: int
    """What the plan charges on the report."""
    fees_audited: int
    """What it charges on the audited figures."""
    due_on: date | None
    """When the period's invoice was due; None when nothing was invoiced yet."""


class Terms(NamedTuple):
    """What the contract says of audits; amounts in minor units."""

    trigger_rate: Decimal
    cost: int
    interest_rate: Decimal
    """For a year, as a share of one."""
    is_above: bool = False
    """Whether more than the share is needed, and not the share itself."""


class FoundPeriod(NamedTuple):
    """What was found for one period."""

    period: Period
    reported: int
    audited: int
    understated: int
    """Above zero when too little was reported, below when too much."""
    share: Decimal | None
    """Of the reported sales; None when nothing was reported and something was sold."""
    is_over: bool
    fees: int
    """The fees that are missing; below zero when too many were charged."""
    late_days: int
    interest: int


class Finding(NamedTuple):
    """What an audit comes to, with the working for each period; amounts in minor units."""

    periods: tuple[FoundPeriod, ...]
    reported: int
    audited: int
    understated: int
    share: Decimal | None
    is_triggered: bool
    fees: int
    interest: int
    cost: int
    """What of the audit's cost the franchisee bears."""

    @property
    def total(self) -> int:
        """Everything that the franchisee owes by it."""
        return self.fees + self.interest + self.cost


def found(compared: Sequence[Compared], terms: Terms, *, on: date) -> Finding:
    """What an audit comes to on a day."""
    rough = [_period(one, terms, on) for one in compared]
    is_triggered = any(one.is_over for one in rough)
    periods = tuple(one if is_triggered else one._replace(interest=0) for one in rough)
    reported = sum(one.reported for one in periods)
    audited = sum(one.audited for one in periods)
    return Finding(
        periods,
        reported,
        audited,
        audited - reported,
        share_of(audited - reported, reported),
        is_triggered,
        sum(one.fees for one in periods),
        sum(one.interest for one in periods),
        terms.cost if is_triggered else 0,
    )


def _period(one: Compared, terms: Terms, on: date) -> FoundPeriod:
    reported, audited = net_of(one.reported), net_of(one.audited)
    understated = audited - reported
    fees = one.fees_audited - one.fees_reported
    days = max(0, (on - one.due_on).days) if one.due_on else 0
    return FoundPeriod(
        one.reported.period,
        reported,
        audited,
        understated,
        share_of(understated, reported),
        is_over(understated, reported, terms),
        fees,
        days,
        interest(fees, terms.interest_rate, days),
    )


def share_of(understated: int, reported: int) -> Decimal | None:
    """The understatement as a share of what was reported."""
    if reported > 0:
        return Decimal(understated) / Decimal(reported)
    return None if understated else Decimal(0)


def is_over(understated: int, reported: int, terms: Terms) -> bool:
    """Whether the share is reached; counted exactly, without dividing."""
    if understated <= 0:
        return False
    limit = terms.trigger_rate * max(reported, 0)
    return understated > limit if terms.is_above else understated >= limit


def interest(owed: int, rate: Decimal, days: int) -> int:
    """Simple interest on what was owed, in minor units; nothing on what was owed to the other."""
    if owed <= 0 or days <= 0:
        return 0
    up, down = rate.as_integer_ratio()
    return half_up(owed * up * days, down * DAYS_OF_A_YEAR)


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept: what was told stays as it was told."""
    form: dict[str, Any] = finding._asdict()
    form["share"] = _text(finding.share)
    form["periods"] = [
        {**one._asdict(), "period": one.period.text, "share": _text(one.share)}
        for one in finding.periods
    ]
    return form


def finding_from_json(form: Mapping[str, Any]) -> Finding:
    """The reverse."""
    periods = tuple(
        FoundPeriod(**{**one, "period": Period.parse(one["period"]), "share": _share(one["share"])})
        for one in form["periods"]
    )
    plain = {name: form[name] for name in Finding._fields}
    return Finding(**{**plain, "periods": periods, "share": _share(form["share"])})


def _text(share: Decimal | None) -> str | None:
    return None if share is None else f"{share:f}"


def _share(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
