"""What keeps an exit open, when the deposit is due, and why franchisees leave."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...kit.money import Money
from ..event_enums import ExitReason, ExitTask, InterviewStatus, ReturnStatus
from .terms import Deposit

USUAL_RETURN: Final = Duration(30, Unit.DAYS)
"""In which a deposit goes back where the contract does not say."""


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that keeps an exit open, as a whole sentence."""

    task: ExitTask
    words: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitFacts:
    """What an exit has come to."""

    open_amounts: Sequence[Money] = ()
    """What the franchisee owes, a sum for each currency."""
    is_given_up: bool = False
    """Whether what is open has been given up, with approval."""
    to_assess: int = 0
    """Sales reports that have not been charged."""
    charges: int = 0
    """Single amounts that have not been invoiced."""
    credit: Sequence[Money] = ()
    """What the franchisor owes the franchisee."""
    credit_paid: bool = False
    deposit: Money | None = None
    deposit_returned: Money | None = None
    deposit_kept: Money | None = None
    returns: Sequence[ReturnStatus] = ()
    interview: InterviewStatus = InterviewStatus.OPEN
    has_reasons: bool = False
    """Whether the franchisor has said why."""


def what_is_open(facts: ExitFacts) -> tuple[Open, ...]:
    """Everything that must be settled, returned or talked about before an exit is closed."""
    return tuple(_found(facts))


def _found(facts: ExitFacts) -> Iterable[Open]:
    if any(amount.minor > 0 for amount in facts.open_amounts) and not facts.is_given_up:
        yield Open(
            ExitTask.ACCOUNT,
            N_("The account is not settled."),
            N_("Wait for the payment, or ask for approval to give up what is open."),
        )
    if facts.to_assess:
        yield Open(
            ExitTask.REPORTS,
            N_("Sales reports have not been charged."),
            N_("Assess their months first."),
        )
    if facts.charges:
        yield Open(
            ExitTask.CHARGES,
            N_("Single amounts have not been invoiced."),
            N_("Invoice or waive them first."),
        )
    if any(amount.minor > 0 for amount in facts.credit) and not facts.credit_paid:
        yield Open(
            ExitTask.CREDIT,
            N_("The franchisee's credit has not been paid out."),
            N_("Pay it out and note it."),
        )
    if deposit_left(facts):
        yield Open(
            ExitTask.DEPOSIT,
            N_("The deposit has not been returned."),
            N_("Return it, or keep a part with reason and approval."),
        )
    if any(status is ReturnStatus.OPEN for status in facts.returns):
        yield Open(
            ExitTask.RETURNS,
            N_("Not everything has come back."),
            N_("Note for each thing that it is done, with evidence, or why it is not needed."),
        )
    if facts.interview is InterviewStatus.OPEN:
        yield Open(
            ExitTask.INTERVIEW,
            N_("There has been no exit interview."),
            N_("Hold it, or note that the franchisee did not want one."),
        )
    if not facts.has_reasons:
        yield Open(
            ExitTask.REASONS,
            N_("The franchisor has not said why the franchisee left."),
            N_("Choose at least one reason."),
        )


def deposit_left(facts: ExitFacts) -> bool:
    """Whether a part of the deposit has neither been returned nor kept."""
    if facts.deposit is None:
        return False
    rest = facts.deposit
    for part in (facts.deposit_returned, facts.deposit_kept):
        if part is not None:
            rest -= part
    return rest.minor > 0


def deposit_due_on(deposit: Deposit, *, ended_on: date) -> date:
    """The last day on which the deposit is back in time."""
    return (deposit.return_within or USUAL_RETURN).after(ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One exit's reasons, as each side sees them."""

    by_franchisor: frozenset[ExitReason]
    by_franchisee: frozenset[ExitReason]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How often a reason was given by each side, and by both for the same exit."""

    reason: ExitReason
    by_franchisor: int
    by_franchisee: int
    by_both: int

    @property
    def gap(self) -> int:
        """Above zero where franchisees name it more often than the franchisor sees it."""
        return self.by_franchisee - self.by_franchisor


def reasons_by_side(told: Iterable[Told]) -> tuple[ReasonRow, ...]:
    """The reasons that were given at all, the most frequent first."""
    ours: Counter[ExitReason] = Counter()
    theirs: Counter[ExitReason] = Counter()
    both: Counter[ExitReason] = Counter()
    for one in told:
        ours.update(one.by_franchisor)
        theirs.update(one.by_franchisee)
        both.update(one.by_franchisor & one.by_franchisee)
    rows = [
        ReasonRow(
            reason=reason,
            by_franchisor=ours[reason],
            by_franchisee=theirs[reason],
            by_both=both[reason],
        )
        for reason in ExitReason
        if ours[reason] or theirs[reason]
    ]
    order = list(ExitReason)
    return tuple(
        sorted(
            rows,
            key=lambda row: (-(row.by_franchisor + row.by_franchisee), order.index(row.reason)),
        )
    )
