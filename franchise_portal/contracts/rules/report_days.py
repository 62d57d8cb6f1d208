"""On which days reports fall due: so long after the week, month, quarter or year they are about."""

from datetime import date, timedelta

from ...kit.durations import Duration, Unit
from ..enums import Rhythm
from .terms import ReportDuty

DAY = timedelta(days=1)
MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}
LONGEST_MONTH = 31


def first_reports(report: ReportDuty, starts_on: date) -> tuple[date, date | None]:
    """The day from which reports recur, and the day of one before it that does not fit in.

    A report due on the 30th about January comes at the end of February; counted on from there,
    those after it would come on the 28th. It stands alone then, and the others begin after it.
    """
    end = period_end(report.every, starts_on)
    due = _due(report, end)
    following = _due(report, period_end(report.every, end + DAY))
    if report.every is Rhythm.MONTH and due.day < following.day:
        return following, due
    return due, None


def period_end(every: Rhythm, day: date) -> date:
    """The last day of the calendar's week, month, quarter or year in which a day lies."""
    if every is Rhythm.WEEK:
        return day + (6 - day.weekday()) * DAY
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Duration(months, Unit.MONTHS).last_day(first)


def _due(report: ReportDuty, end: date) -> date:
    """So many days after the end; within a month of days, the day of the next month or its last."""
    within = report.within
    if report.every is Rhythm.MONTH and within.unit is Unit.DAYS and within.count <= LONGEST_MONTH:
        last = period_end(Rhythm.MONTH, end + DAY)
        return min(end + within.count * DAY, last)
    return within.after(end)
