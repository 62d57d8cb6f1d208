"""The days that follow from a notice: worked out before it is given, and again when it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from ... import law
from ...access.roles import Side
from ..duty_errors import (
    DutyClosed,
    NoDutyNamed,
    NoEndOfTerm,
    NotRunningForNotice,
    OtherSidesTurn,
    TooSoon,
)
from ..enums import ContractStatus, DutyStatus, LadderStep, NoticeKind
from ..models import Contract, Duty
from ..models.contract import NO_END
from ..queries import duties as duty_queries
from ..queries import notices as queries
from ..queries import versions
from ..rules import ladder
from ..rules import notices as rules
from ..rules.cures import days_to_cure
from .laws import pack_of
from .letters import other

REPEATED_WITHIN = timedelta(days=365)
#: What ends or narrows the relationship: it needs the steps before it, or the reason why not.
HARD = (NoticeKind.SUSPENSION, NoticeKind.TERMINATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody is about to give notice of, before the words."""

    kind: NoticeKind
    duty: Duty | None = None
    effective_on: date | None = None
    state: str = ""
    skip_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What follows from a notice that is given on a day."""

    given_on: date
    answer_until: date | None = None
    until: date | None = None
    act_by: date | None = None
    days: int | None = None
    rule: law.Rule | None = None
    is_usual: bool = False
    window: rules.Window | None = None
    missing: tuple[LadderStep, ...] = ()


def days_of(giver: Side, contract: Contract, draft: Draft, *, on: date) -> Days:
    """The days of a notice, for the page that asks before it is given.

    Raises:
        Refused: as `give_notice` does, except for steps that are missing: those are named.
    """
    _require_fitting(contract, draft.kind)
    if draft.kind.is_about_term:
        return _of_term(giver, contract, draft, on)
    if draft.kind is NoticeKind.DEFAULT:
        return _of_default(giver, contract, draft, on)
    if draft.kind in HARD:
        return _of_end(giver, contract, draft, on)
    return Days(given_on=on)


def _of_term(giver: Side, contract: Contract, draft: Draft, on: date) -> Days:
    if contract.ends_on == NO_END:
        raise NoEndOfTerm(contract.number)
    terms = versions.terms_on(contract.id, on)
    window = rules.term_window(
        draft.kind,
        contract.ends_on,
        terms.notice if terms else None,
        pack_of(contract),
        giver=giver,
        state=draft.state,
    )
    rules.require_open(window, on)
    return Days(
        given_on=on,
        until=window.ends_on,
        act_by=window.ends_on,
        rule=window.rule,
        window=window,
    )


def _of_default(giver: Side, contract: Contract, draft: Draft, on: date) -> Days:
    duty = draft.duty
    if duty is None or duty.contract_id != contract.id:
        raise NoDutyNamed
    if duty.owner is giver:
        raise OtherSidesTurn(other(giver))
    if duty.status is not DutyStatus.OPEN:
        raise DutyClosed(duty.status)
    pack = pack_of(contract)
    repeated = queries.is_repeated(duty, giver, on - REPEATED_WITHIN)
    cause = rules.cause_of(duty.kind, pack, state=draft.state, is_repeated=repeated)
    to_answer = rules.period_of(law.NoticeKind.DEFAULT, on, pack, state=draft.state)
    to_cure = rules.period_of(
        law.NoticeKind.CURE,
        on,
        pack,
        cause=cause,
        state=draft.state,
        agreed_days=duty.obligation.cure_days or _agreed_days(contract, duty, on),
    )
    return Days(
        given_on=on,
        answer_until=to_answer.act_by,
        until=to_cure.until,
        act_by=to_cure.act_by,
        days=to_cure.days,
        rule=to_cure.rule,
        is_usual=to_cure.is_usual,
        missing=_missing(duty, on),
    )


def _agreed_days(contract: Contract, duty: Duty, on: date) -> int | None:
    terms = versions.terms_on(contract.id, on)
    return days_to_cure(terms.cures, duty.kind, owner=duty.owner, given_on=on) if terms else None


def _of_end(giver: Side, contract: Contract, draft: Draft, on: date) -> Days:
    """A suspension or a termination: the days of the law for the latter, those to answer for both.

    The steps before it were taken when something that the other side owes was not put right.
    """
    pack = pack_of(contract)
    to_answer = rules.period_of(law.NoticeKind.DEFAULT, on, pack, state=draft.state)
    is_end = draft.kind is NoticeKind.TERMINATION
    kind = law.NoticeKind.TERMINATION if is_end else law.NoticeKind.DEFAULT
    period = rules.period_of(kind, on, pack, state=draft.state)
    wanted = draft.effective_on or period.until
    if wanted < period.until:
        raise TooSoon(period.until, period.days)
    put_off = queries.duties_not_put_right(contract.id, other(giver))
    if draft.duty is not None:
        put_off = [duty for duty in put_off if duty.id == draft.duty.id]
    missing: tuple[LadderStep, ...] = ()
    if not put_off:
        step = draft.duty.step if draft.duty else LadderStep.AHEAD
        missing = tuple(
            one for one in LadderStep if step.place < one.place <= LadderStep.CURE_OVER.place
        )
    return Days(
        given_on=on,
        answer_until=to_answer.act_by,
        until=wanted,
        act_by=wanted,
        days=(wanted - on).days,
        rule=period.rule,
        is_usual=period.is_usual,
        missing=missing,
    )


def _missing(duty: Duty, on: date) -> tuple[LadderStep, ...]:
    """The steps before a notice of default that the clock has not reached."""
    here = ladder.standing(duty_queries.clock_of(duty), on, before=duty.step)
    return ladder.missing_steps(here.step, LadderStep.CURING)


def _require_fitting(contract: Contract, kind: NoticeKind) -> None:
    status = contract.status
    if kind is NoticeKind.LIFTING and status is not ContractStatus.SUSPENDED:
        raise NotRunningForNotice(contract.number, kind, status)
    if not status.is_running and status is not ContractStatus.SIGNED:
        raise NotRunningForNotice(contract.number, kind, status)
