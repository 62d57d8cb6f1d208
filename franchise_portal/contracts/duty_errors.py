"""What is refused about duties, notices and their order."""

from collections.abc import Sequence
from datetime import date

from ..access.roles import Side
from ..kit.errors import DomainError, NotAllowed, Refused
from ..kit.i18n import N_
from .enums import DutyStatus, LadderStep, NoticeKind, NoticeStatus


class OutsideWindow(Refused):
    """A notice about the end of a term, given too early or too late."""

    def __init__(self, *, opens_on: date | None, closes_on: date, ends_on: date, on: date) -> None:
        if opens_on is not None and on < opens_on:
            message = N_(
                "It is too early: this notice can be given from %(first)s to %(last)s. "
                "Come back on %(first)s; the calendar shows the day to both sides."
            )
        else:
            message = N_(
                "It is too late: the last day for this notice was %(last)s, before the term ends "
                "on %(end)s. Agree with the other side in an amendment, or give notice in time "
                "before the end of the next term."
            )
        super().__init__(message, field="kind", first=opens_on, last=closes_on, end=ends_on)


class NoEndOfTerm(Refused):
    """A notice about the end of a term that a contract does not have."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_(
                "The contract %(number)s has no last day, so it is neither renewed nor does it run "
                "out. To end it, give notice of termination."
            ),
            field="kind",
            number=number,
        )


class AlreadyGiven(DomainError):
    """A second notice about the end of the same term."""

    template = N_(
        "%(number)s says this already about the term that ends on %(end)s. Open it; it can be "
        "withdrawn by the side that gave it."
    )


class StepsMissing(Refused):
    """A notice or a consequence before its turn."""

    def __init__(self, steps: Sequence[LadderStep], *, may_skip: bool) -> None:
        if may_skip:
            message = N_(
                "These steps come first: %(steps)s. Take them, or write below why they are left "
                "out; the reason is kept and the other side reads it."
            )
        else:
            message = N_(
                "These steps come first: %(steps)s. Take them, or ask somebody who may leave them "
                "out with a written reason."
            )
        super().__init__(message, field="skip_reason", steps=tuple(steps))


class TooSoon(Refused):
    """A notice that would take effect before the days that the other side has."""

    def __init__(self, first: date, days: int) -> None:
        super().__init__(
            N_(
                "The other side has %(days)s days from the notice on, so it can take effect on "
                "%(first)s at the earliest. Choose that day or a later one."
            ),
            field="effective_on",
            first=first,
            days=days,
        )


class NoDutyNamed(Refused):
    """A notice of default that does not say what was not done."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A notice of default is about one thing that was not done. Choose the duty; if it "
                "is not in the list, add it first."
            ),
            field="duty_id",
        )


class NothingToShow(Refused):
    """Evidence without words and without a file."""

    def __init__(self) -> None:
        super().__init__(
            N_("Attach a file, or say in a sentence what was done and when."), field="words"
        )


class OtherSidesTurn(NotAllowed):
    """An act that belongs to the other side."""

    def __init__(self, side: Side) -> None:
        super().__init__(
            N_("This is the other side's to do: the %(side)s has to act here."), side=side
        )


class DutyClosed(DomainError):
    """Something about a duty that is over."""

    def __init__(self, status: DutyStatus) -> None:
        super().__init__(
            N_("This duty is “%(status)s” already, so nothing more can be done about it."),
            status=status,
        )


class NotLateYet(DomainError):
    """A duty reported as not delivered before its day has passed."""

    def __init__(self, day: date) -> None:
        super().__init__(
            N_("There is time until %(day)s. It can be reported from the day after on."), day=day
        )


class NoticeOver(DomainError):
    """An act on a notice that was withdrawn or settled."""

    def __init__(self, number: str, status: NoticeStatus) -> None:
        super().__init__(
            N_("%(number)s is “%(status)s”, so this cannot be done any more."),
            number=number,
            status=status,
        )


class TookEffect(DomainError):
    """A withdrawal after the notice has done its work."""

    def __init__(self, number: str, day: date) -> None:
        super().__init__(
            N_(
                "%(number)s took effect on %(day)s and cannot be withdrawn any more. Both sides "
                "can agree on something else in a new contract."
            ),
            number=number,
            day=day,
        )


class NotRunningForNotice(DomainError):
    """A notice about a contract that does not bind now."""

    def __init__(self, number: str, kind: NoticeKind, status: object) -> None:
        super().__init__(
            N_(
                "The contract %(number)s is “%(status)s”. “%(kind)s” can be given only while it "
                "runs."
            ),
            number=number,
            kind=kind,
            status=status,
        )
