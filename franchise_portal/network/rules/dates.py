"""What the dates of outlets, owners and people mean on a day."""

from calendar import isleap
from datetime import date

from ...kit.i18n import N_
from ..enums import OutletStatus
from ..errors import Refused

_LEAP_DAY = (2, 29)


def outlet_status(opened_on: date, closed_on: date | None, *, on: date) -> OutletStatus:
    """Planned before the first day of trading, closed after the last, open in between."""
    if closed_on is not None and on > closed_on:
        return OutletStatus.CLOSED
    return OutletStatus.PLANNED if on < opened_on else OutletStatus.OPEN


def require_transfer_day(*, on: date, owned_since: date, closed_on: date | None) -> None:
    """A transfer begins after the present owner's first day and while the outlet lives.

    Raises:
        Refused: with the day from which, or until which, it is possible.
    """
    if on <= owned_since:
        raise Refused(
            N_("The present owner has had the outlet since %(day)s; choose a later day."),
            field="starts_on",
            day=owned_since.isoformat(),
        )
    if closed_on is not None and on > closed_on:
        raise Refused(
            N_("The outlet trades until %(day)s; choose an earlier day."),
            field="starts_on",
            day=closed_on.isoformat(),
        )


def birthday_place(birthday: date | None) -> int | None:
    """Where a birthday stands in any year: month times 100 plus day."""
    return None if birthday is None else birthday.month * 100 + birthday.day


def next_birthday(birthday: date, *, on: date) -> date:
    """The birthday on or after a day; that of 29 February is kept on 28 February between leaps."""
    this_year = _birthday_in(birthday, on.year)
    return this_year if this_year >= on else _birthday_in(birthday, on.year + 1)


def is_birthday_between(birthday: date, first: date, last: date) -> bool:
    """Whether it is kept on one of these days, both included."""
    return first <= next_birthday(birthday, on=first) <= last


def _birthday_in(birthday: date, year: int) -> date:
    if (birthday.month, birthday.day) == _LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return birthday.replace(year=year)
