"""Every day that a contract's terms and its law pack give, from values alone.

How days are counted, where it could be counted otherwise:

- **Last days are included.** Five years from 1 March 2026 end on 28 February 2031. Renewals are
  counted from the first start, so terms tile (`kit.durations.last_days`).
- **`notice_until`** is the last day from which the whole notice period is over by the last day of
  the term: the latest day D with D + six months not after 28 February 2031 is 31 August 2030, since
  31 August and six months make 28 February (a day that a month lacks becomes its last day). The day
  on which notice is given does not count. Away from ends of months this is simply the last day
  less the period.
- **`notice_from`** is the last day less the longest period, by the calendar: the first day on
  which a notice is not too early under any reading.
- **Earliest signing** counts days as the law does (`law.enums.Counting`); signing on that very day
  is in order.
- **The yearly report** is the one about the year of signing, due in the next.
- **Holidays** count only if the terms name them. Then deadlines of the law move as the law says,
  and the last day for notice moves to the working day before: notice must reach the other side,
  and no law lengthens a period between the parties. Permissions (earliest signing, the first day
  for notice) and the ends of terms never move.
- A contract **without an end** has no last day, no window for notice, and cannot be renewed; what
  the terms say about either waits until an end is agreed.
- A day that does not exist for these terms is None.
"""

from dataclasses import dataclass
from datetime import date

from ...kit.calendars import OnHoliday, WorkingCalendar
from .contract_dates import ContractDates
from .terms import NO_END
from .violations import Violation, violations
from .windows import notice_window

__all__ = ["Clocks", "ContractDates", "Violation", "clocks", "ends_on_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Every day that the terms and the law give; None where one does not exist."""

    ends_on: date | None
    """The last day of the term, included."""

    last_possible_end: date | None
    """The last day when every renewal has been used; None without an end or a limit."""

    notice_from: date | None
    notice_until: date | None
    """The first and the last day on which notice before the end is in time."""

    earliest_signing: date | None
    cooling_off_until: date | None
    """The last day on which the franchisee may withdraw."""

    filing_until: date | None
    yearly_report_on: date | None
    violations: tuple[Violation, ...]


def clocks(dates: ContractDates) -> Clocks:
    """Every day that these terms and their law pack give, and what they do not allow.

    Raises:
        OverflowError: when a day lies beyond the calendar, after the year 9999.
    """
    ends_on = ends_on_of(dates)
    notice_from, notice_until = _notice_window(dates, ends_on)
    return Clocks(
        ends_on=ends_on,
        last_possible_end=dates.terms.last_possible_end,
        notice_from=notice_from,
        notice_until=notice_until,
        earliest_signing=_earliest_signing(dates),
        cooling_off_until=_cooling_off_until(dates),
        filing_until=_filing_until(dates),
        yearly_report_on=_yearly_report_on(dates),
        violations=tuple(violations(dates, ends_on, notice_until)),
    )


def ends_on_of(dates: ContractDates) -> date | None:
    """The last day of the first term, included; None without an end.

    Raises:
        OverflowError: when it lies beyond the calendar.
    """
    ends_on = dates.terms.term_end()
    return None if ends_on == NO_END else ends_on


def _notice_window(dates: ContractDates, ends_on: date | None) -> tuple[date | None, date | None]:
    window = notice_window(dates.terms.notice, ends_on=ends_on)
    if window is None:
        return None, None
    moved = _moved(window.last, OnHoliday.PREVIOUS, dates)
    # A window of nothing but holidays keeps its last day: any day in it beats none.
    return window.first, moved if window.holds(moved) else window.last


def _earliest_signing(dates: ContractDates) -> date | None:
    waits = dates.signing_clocks
    return waits[0].possible_from if waits else None


def _cooling_off_until(dates: ContractDates) -> date | None:
    """By the law or the contract: the later, unless the law leaves it to the contract."""
    if dates.signed_on is None:
        return None
    law = dates.pack.cooling_off
    by_law = dates.pack.cooling_off_until(dates.signed_on, is_renewal=bool(dates.is_renewal))
    if by_law is not None:
        by_law = _moved(by_law, dates.pack.on_holiday, dates)
    agreed = dates.terms.cooling_off
    if agreed is None:
        return by_law
    by_contract = agreed.after(dates.signed_on)
    if by_law is None or (law and law.contract_decides):
        return by_contract
    return max(by_law, by_contract)


def _filing_until(dates: ContractDates) -> date | None:
    if dates.signed_on is None:
        return None
    until = dates.pack.filing_until(dates.signed_on, is_first=dates.is_first)
    return until and _moved(until, dates.pack.on_holiday, dates)


def _yearly_report_on(dates: ContractDates) -> date | None:
    if dates.signed_on is None:
        return None
    due = dates.pack.yearly_report_on(dates.signed_on)
    return due and _moved(due, dates.pack.on_holiday, dates)


def _moved(day: date, rule: OnHoliday, dates: ContractDates) -> date:
    if dates.holidays is None:
        return day
    return WorkingCalendar(holidays=dates.holidays).moved(day, rule)
