"""The window before the end of a term in which notice, or the wish to renew, is in time."""

from dataclasses import dataclass
from datetime import date

from ..enums import Party
from .terms import NO_END, Notice


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which notice, or the wish to renew, is in time; both included."""

    first: date | None
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.first is None or self.first <= day) and day <= self.last


def notice_window(
    notice: Notice | None, *, ends_on: date | None, party: Party = Party.FRANCHISEE
) -> Window | None:
    """The days on which a side's notice to the end of the term is in time, by the plain calendar.

    None where nothing was agreed, or the contract has no end. Notice of six months to 28 February
    2031 is in time on 31 August 2030 and not a day later.
    """
    if notice is None or ends_on is None or ends_on == NO_END:
        return None
    most = notice.most_of(party)
    first = most.before(ends_on) if most else None
    return Window(first, notice.least_of(party).last_start(ends_on))
