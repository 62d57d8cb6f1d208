"""When a notice may be given and how long it runs: by the contract, by the law, the longer counts.

Days of a law move off holidays by the law pack's own rule. The last day for a notice is never
moved later: what must come before a day is safe only on the working day before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ... import law
from ...access.roles import Side
from ...kit.calendars import Holidays, OnHoliday, WorkingCalendar
from ...kit.i18n import N_
from ..duty_errors import OutsideWindow
from ..enums import DutyKind, NoticeKind, Party
from .terms import Notice as Agreed
from .windows import notice_window

DAY = timedelta(days=1)
#: What contracts usually give, where neither the contract nor the law says anything.
USUAL_DAYS: Mapping[law.NoticeKind, int] = {
    law.NoticeKind.DEFAULT: 10,
    law.NoticeKind.CURE: 30,
    law.NoticeKind.TERMINATION: 30,
}
USUAL_SHORT_CURE = 10
"""For money and for insurance, which can be put right in a day."""
_SHORT = frozenset({law.Cause.PAYMENT, law.Cause.INSURANCE})
_CAUSES = {
    DutyKind.FEE_PAYMENT: law.Cause.PAYMENT,
    DutyKind.MINIMUM_PURCHASE: law.Cause.PAYMENT,
    DutyKind.DEPOSIT_RETURN: law.Cause.PAYMENT,
    DutyKind.INSURANCE: law.Cause.INSURANCE,
}
PARTIES: Mapping[Side, Party] = {
    Side.FRANCHISOR: Party.FRANCHISOR,
    Side.FRANCHISEE: Party.FRANCHISEE,
}
_COUNTRIES = {"cn": "CN", "au": "AU", "us-ftc": "US"}


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a notice about the end of a term may be given, both included."""

    opens_on: date | None
    """None: as early as one likes."""
    closes_on: date
    act_by: date
    """The last working day of the window."""
    ends_on: date
    """The last day of the term that it is about."""
    rule: law.Rule | None = None
    """The rule of the law, where it asks for more than the contract."""

    def is_open(self, on: date) -> bool:
        """Whether notice may be given on a day."""
        return on <= self.closes_on and (self.opens_on is None or on >= self.opens_on)


@dataclass(frozen=True, slots=True)
class Period:
    """A time that begins with a notice."""

    days: int
    until: date
    act_by: date
    rule: law.Rule | None = None
    """The rule of the law that gave the days; None for the contract or what is usual."""
    is_usual: bool = False
    """Neither the contract nor the law says anything."""


def calendar_of(pack: law.Pack) -> WorkingCalendar:
    """The working days of the country that a pack is about."""
    country = _COUNTRIES.get(pack.slug, "")
    return WorkingCalendar(holidays=Holidays.of(country=country) if country else Holidays())


def act_by(day: date, pack: law.Pack, *, is_before: bool = False) -> date:
    """The day by which to act, for a day agreed or set by the law.

    `is_before` is for what must be done before something: it moves to the working day before.
    """
    if pack.on_holiday is OnHoliday.STAYS:
        return day
    calendar = calendar_of(pack)
    if is_before:
        return calendar.previous_working(day)
    return calendar.moved(day, pack.on_holiday)


def cause_of(
    kind: DutyKind, pack: law.Pack, *, state: str = "", is_repeated: bool = False
) -> law.Cause:
    """Why a notice is given, in the words of the law packs.

    That it is the same again within a year counts only where the law says something about it.
    """
    if is_repeated:
        found = pack.notice(law.NoticeKind.CURE, state=state, cause=law.Cause.REPEATED)
        if found and found.cause is law.Cause.REPEATED:
            return law.Cause.REPEATED
    return _CAUSES.get(kind, law.Cause.OTHER)


def term_window(
    kind: NoticeKind,
    ends_on: date,
    agreed: Agreed | None,
    pack: law.Pack,
    *,
    giver: Side,
    state: str = "",
) -> Window:
    """When notice of renewal or non-renewal may be given.

    The law's time before a non-renewal protects the franchisee: it binds the franchisor only, and
    where it is longer than the contract's it closes the window earlier. A window that would close
    before it opens opens at once: the law outweighs the earliest day of the contract.
    """
    by_contract = notice_window(agreed, ends_on=ends_on, party=PARTIES[giver])
    closes_on = by_contract.last if by_contract else ends_on
    opens_on, rule = (by_contract.first if by_contract else None), None
    if kind is NoticeKind.NON_RENEWAL and giver is Side.FRANCHISOR:
        asked = pack.notice(law.NoticeKind.RENEWAL, state=state)
        if asked and asked.give_by(ends_on) < closes_on:
            closes_on, rule = asked.give_by(ends_on), asked.rule
    if opens_on is not None and opens_on > closes_on:
        opens_on = None
    safe = act_by(closes_on, pack, is_before=True)
    # A window of nothing but holidays keeps its last day: any day in it beats none.
    if opens_on is not None and safe < opens_on:
        safe = closes_on
    return Window(opens_on, closes_on, safe, ends_on, rule)


def require_open(window: Window, on: date) -> None:
    """Refuse a notice outside its window.

    Raises:
        OutsideWindow: naming the window and what can be done.
    """
    if not window.is_open(on):
        raise OutsideWindow(
            opens_on=window.opens_on, closes_on=window.closes_on, ends_on=window.ends_on, on=on
        )


def period_of(
    kind: law.NoticeKind,
    given_on: date,
    pack: law.Pack,
    *,
    cause: law.Cause = law.Cause.OTHER,
    state: str = "",
    agreed_days: int | None = None,
) -> Period:
    """The time from a notice: to answer, to put right, or until the contract ends.

    Where the contract gives more days than the law asks for, the contract's count.
    """
    asked = pack.notice(kind, state=state, cause=cause)
    agreed_until = given_on + agreed_days * DAY if agreed_days else None
    if asked and (agreed_until is None or asked.ends_on(given_on) >= agreed_until):
        until = asked.ends_on(given_on)
        return Period((until - given_on).days, until, act_by(until, pack), rule=asked.rule)
    if agreed_until is not None:
        return Period(agreed_days or 0, agreed_until, act_by(agreed_until, pack))
    days = USUAL_DAYS.get(kind, 0)
    if kind is law.NoticeKind.CURE and cause in _SHORT:
        days = USUAL_SHORT_CURE
    until = given_on + days * DAY
    return Period(days, until, act_by(until, pack), is_usual=True)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the words of a notice that its reader may stumble over."""

    message: str
    """A whole sentence as an `N_` template: what, and how to say it better."""
    section: str = ""


def tone_remarks(sections: Mapping[str, str]) -> Sequence[Remark]:
    """What to look at again before a notice is sent: it should help more than it threatens."""
    found = []
    whole = "\n".join(sections.values())
    if "!" in whole or "！" in whole:
        found.append(Remark(N_("An exclamation mark sounds like shouting. A full stop is enough.")))
    if any(len(word) > 3 and word.isupper() and word.isascii() for word in _words(whole)):  # noqa: PLR2004
        found.append(Remark(N_("Words in capitals sound like shouting. Write them small.")))
    if len(sections.get("help", "")) < SHORT:
        found.append(Remark(N_("Say who helps and how to reach them."), "help"))
    if len(sections.get("how", "")) < SHORT:
        found.append(Remark(N_("Say step by step how it is put right."), "how"))
    return found


SHORT = 30
"""A section with fewer letters says little."""


def _words(text: str) -> list[str]:
    return [word.strip(".,;:()“”\"'") for word in text.split()]
