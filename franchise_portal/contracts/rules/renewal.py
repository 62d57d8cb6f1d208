"""How often a term can be renewed, until when the next one runs, and when a wish is in time."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ...kit.i18n import N_
from ..enums import RenewalMode
from ..event_errors import NoRenewalAgreed, NoRenewalLeft, OutsideWindow
from ..term_enums import RenewalRequirement
from .term_ends import next_end
from .terms import NO_END, Renewal, Terms
from .windows import Window

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTerm:
    """The term that would follow the present one."""

    number: int
    starts_on: date
    ends_on: date
    mode: RenewalMode
    requires: tuple[RenewalRequirement, ...] = ()
    conditions: tuple[str, ...] = ()
    is_on_same_terms: bool = True
    left: int | None = None
    """How many renewals remain after this one; None without a limit."""


def renewals_left(renewal: Renewal | None, *, term_number: int) -> int | None:
    """How many renewals remain in a term: 0 without any agreed, None without a limit."""
    if renewal is None:
        return 0
    return None if renewal.count is None else max(0, renewal.count - (term_number - 1))


def next_term(terms: Terms | None, *, number: str, term_number: int, ends_on: date) -> NextTerm:
    """The term after the present one, which ends on `ends_on`.

    `number` is the contract's, for the refusals; `term_number` is 1 in the first term.

    Raises:
        NoRenewalAgreed: when the contract has no end, or its terms allow no renewal.
        NoRenewalLeft: when every renewal has been used.
    """
    renewal = terms.renewal if terms else None
    if terms is None or renewal is None or ends_on == NO_END:
        raise NoRenewalAgreed(number, has_end=ends_on != NO_END)
    left = renewals_left(renewal, term_number=term_number)
    if left == 0:
        raise NoRenewalLeft(number, count=renewal.count or 0, ends_on=ends_on)
    return NextTerm(
        number=term_number + 1,
        starts_on=ends_on + DAY,
        ends_on=next_end(terms, renewal, term_number=term_number, ends_on=ends_on),
        mode=renewal.mode,
        requires=renewal.requires,
        conditions=renewal.conditions,
        is_on_same_terms=renewal.is_on_same_terms,
        left=None if left is None else left - 1,
    )


def answer_by(renewal: Renewal | None, asked_on: date) -> date | None:
    """Until when the franchisor says what stands against a wish; None where nothing was agreed."""
    return renewal.answer_within.after(asked_on) if renewal and renewal.answer_within else None


def require_in_window(window: Window | None, *, on: date, number: str) -> None:
    """Refuse a wish that comes too early or too late.

    Raises:
        OutsideWindow: with the window, and what can be done.
    """
    if window is None or window.holds(on):
        return
    raise OutsideWindow(number, first=window.first, last=window.last, on=on)


def may_renew_by_itself(terms: Terms | None) -> bool:
    """Whether the term is renewed unless one side gives notice."""
    return bool(terms and terms.renewal and terms.renewal.mode is RenewalMode.AUTOMATIC)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ledger, both days included."""

    number: int
    starts_on: date
    ends_on: date


def gaps(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """What is wrong with a ledger of terms, as sentences: terms tile, and are counted on."""
    wrong = []
    for before, after in pairwise(terms):
        if after.number != before.number + 1:
            wrong.append(N_("The numbers of the terms do not follow one another."))
        if after.starts_on != before.ends_on + DAY:
            wrong.append(N_("A term does not begin on the day after the one before."))
    return tuple(wrong)
