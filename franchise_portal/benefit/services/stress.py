"""Working out a month for the network, and noting alerts: each once, however often it runs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from ... import audit
from ...access.actor import SYSTEM
from ...database import db, edge
from ...kit import clock
from ...kit.ids import new_id
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet
from ..enums import AlertKind, BenefitAction
from ..models import BenefitMonth, FeeAlert
from ..queries.facts import facts_of, window_to
from ..queries.months import charged_months
from ..queries.network import Charged, charged_in
from ..queries.owned import Owned
from ..queries.stress import limits, noted_already, verdict_on
from ..rules.alerts import Alert, Limits
from ..rules.balance import Balance
from ..rules.burden import Median, median_of

PORTION = 200
LOOKED_BACK = 3
"""Charged months that are looked at again: accounts come late."""


def months_to_look_at(on: date) -> Sequence[str]:
    """The last months that were charged and are over, the oldest first."""
    found = charged_months(SYSTEM, LOOKED_BACK + 1)
    over = [month for month in found if Period.parse_month(month).last < on]
    return sorted(over)[-LOOKED_BACK:]


class MonthWatch:
    """Works one month out, portion by portion; the caller opens an edge for each."""

    def __init__(self, month: str) -> None:
        """Read who was charged, and find the middle of their burdens."""
        self.month = month
        charged = charged_in(month)
        self._left = [one.place for one in charged]
        self.total = len(self._left)
        self._medians = _medians(charged)
        self._outlets = _counts(charged)
        self._sums: dict[str, _Sums] = defaultdict(_Sums)
        self._limits = limits()

    @property
    def done(self) -> int:
        """How many outlets have been looked at."""
        return self.total - len(self._left)

    def next_portion(self) -> bool:
        """Judge the next outlets and note what is new; whether there are more."""
        places, self._left = self._left[:PORTION], self._left[PORTION:]
        facts = facts_of(places, window_to(self.month))
        known = noted_already(self.month, [place.outlet_id for place in places])
        for place in places:
            self._sums[place.currency].add(facts.balances[place.outlet_id])
            median = self._medians.get(place.currency)
            verdict = verdict_on(facts, place, self.month, median=median, by=self._limits)
            new = [one for one in verdict.alerts if (place.outlet_id, one.kind) not in known]
            known |= {(place.outlet_id, one.kind) for one in new}
            note(place, self.month, new)
        return bool(self._left)

    def finish(self) -> None:
        """Keep the network's figures; what is as it was stays untouched."""
        for currency, outlets in sorted(self._outlets.items()):
            row = _month_row(self.month, currency)
            median, sums = self._medians.get(currency), self._sums[currency]
            facts = (median.rate if median else None, outlets, sums.accounts, sums.told)
            if (row.median_rate, row.outlets, row.accounts, row.sums) == facts:
                continue
            row.median_rate, row.outlets, row.accounts, row.sums = facts
            row.worked_out_at = clock.now()


def note(place: Owned, month: str, alerts: Iterable[Alert]) -> None:
    """Write alerts down, and into the history of the business."""
    new = list(alerts)
    if not new:
        return
    for alert in new:
        is_money = alert.kind is AlertKind.FEE_AT_LOSS
        found = Money(int(alert.found), place.currency).to_decimal() if is_money else alert.found
        db.session.add(
            FeeAlert(
                id=new_id(),
                outlet_id=place.outlet_id,
                franchisee_id=place.franchisee_id,
                month=month,
                kind=alert.kind,
                found=round(found, 6),
                limit=round(alert.limit, 6),
                currency=place.currency,
                noted_at=clock.now(),
            )
        )
    outlet = db.session.get_one(Outlet, place.outlet_id)
    audit.record(
        SYSTEM,
        BenefitAction.ALERT_NOTED,
        outlet,
        franchisee_id=place.franchisee_id,
        month=Period.parse_month(month),
    )


def watch(on: date, *, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Look at the last charged months, each portion in an edge of its own."""
    with edge(write=False):
        months = months_to_look_at(on)
    for month in months:
        with edge(write=False):
            one = MonthWatch(month)
        has_more = one.total > 0
        while has_more:
            with edge():
                has_more = one.next_portion()
            progress(one.done, one.total)
        with edge():
            one.finish()


def watch_month(month: str) -> None:
    """Work one month out in the transaction at hand: for the demo's story and for tests."""
    one = MonthWatch(month)
    while one.total > one.done:
        one.next_portion()
    one.finish()
    db.session.flush()


def _medians(charged: Iterable[Charged]) -> dict[str, Median]:
    burdens = defaultdict(list)
    for one in charged:
        burdens[one.place.currency].append(one.burden)
    found = {currency: median_of(rows) for currency, rows in burdens.items()}
    return {currency: median for currency, median in found.items() if median is not None}


def _counts(charged: Iterable[Charged]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for one in charged:
        counts[one.place.currency] += one.burden.share is not None
    return counts


class _Sums:
    """Both sides of all outlets of which both are known."""

    def __init__(self) -> None:
        self.accounts = 0
        self.told: dict[str, int] = {}

    def add(self, balance: Balance) -> None:
        """Count an outlet in, if anything is known of both sides."""
        if not balance.months:
            return
        self.accounts += 1
        taken, figures = balance.taken, balance.figures
        for name, minor in (
            ("months", len(balance.months)),
            ("sales", figures.sales),
            ("fees", taken.fees),
            ("fund", taken.fund),
            ("supply_margin", taken.supply_margin),
            ("rebate", taken.rebate),
            ("owner_pay", figures.owner_pay),
            ("ebitda", balance.ebitda),
            ("profit", balance.profit),
        ):
            self.told[name] = self.told.get(name, 0) + minor


def _month_row(month: str, currency: str) -> BenefitMonth:
    row = db.session.scalar(
        select(BenefitMonth).where(BenefitMonth.month == month, BenefitMonth.currency == currency)
    )
    if row is None:
        row = BenefitMonth(
            id=new_id(), month=month, currency=currency, outlets=0, accounts=0, sums={}
        )
        db.session.add(row)
    return row


__all__ = ["Limits", "MonthWatch", "months_to_look_at", "note", "watch", "watch_month"]
