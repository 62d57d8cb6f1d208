"""What is refused between the signature of a contract and its end, and about approvals."""

from datetime import date

from ..kit.enums import LabeledEnum
from ..kit.errors import DomainError, Refused
from ..kit.i18n import N_


class OnlyWhole(Refused):
    """Some outlets of a contract that may only go as a whole."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_(
                "The contract %(number)s lets only all of its outlets go together. Choose all of "
                "them, or agree on an amendment first."
            ),
            field="outlets",
            number=number,
        )


class NoRenewalAgreed(DomainError):
    """A renewal that the contract does not know."""

    def __init__(self, number: str, *, has_end: bool) -> None:
        message = (
            N_(
                "The terms of the contract %(number)s allow no renewal. Agree on an amendment "
                "that does, or make a new contract."
            )
            if has_end
            else N_(
                "The contract %(number)s has no last day, so there is nothing to renew. It runs "
                "until one side gives notice."
            )
        )
        super().__init__(message, number=number)


class NoRenewalLeft(DomainError):
    """A renewal after the last one."""

    def __init__(self, number: str, *, count: int, ends_on: date) -> None:
        super().__init__(
            N_(
                "The contract %(number)s could be renewed %(count)s times, and all of them have "
                "been used. It ends on %(day)s. To go on together, make a new contract from the "
                "day after."
            ),
            number=number,
            count=count,
            day=ends_on,
        )


class AlreadyRenewed(DomainError):
    """A second renewal of the same term."""

    template = N_(
        "The term of the contract %(number)s that ends on %(day)s has a renewal already. "
        "Open it to see how far it has come."
    )


class RenewsByItself(DomainError):
    """Asking for what happens anyway."""

    template = N_(
        "The contract %(number)s is renewed by itself on %(day)s, unless one side gives notice. "
        "There is nothing to ask for."
    )


class NonRenewalGiven(DomainError):
    """A renewal after one side said that it does not want one."""

    template = N_(
        "Notice of non-renewal was given on %(given)s, so the contract %(number)s ends on %(day)s. "
        "If both sides have changed their minds, withdraw the notice first."
    )


class OutsideWindow(DomainError):
    """A wish that comes too early or too late."""

    def __init__(self, number: str, *, first: date | None, last: date, on: date) -> None:
        if first is not None and on < first:
            message = N_(
                "It is too early to ask for the renewal of the contract %(number)s. The window "
                "opens on %(first)s and closes on %(last)s; ask again then."
            )
        else:
            message = N_(
                "The window for renewing the contract %(number)s closed on %(last)s. Both sides "
                "can still agree: let the office begin a renewal by agreement, or make a new "
                "contract."
            )
        super().__init__(
            message,
            number=number,
            first=first,
            last=last,
        )


class NotOpen(DomainError):
    """Something that was decided or withdrawn in the meantime."""

    template = N_("It is “%(status)s” by now, so nothing more can be done about it here.")


class ConditionsOpen(DomainError):
    """Conditions that must be checked off first."""

    template = N_(
        "Some conditions have not been checked off: %(conditions)s. Check them off with their "
        "evidence first, or decline with the reason."
    )


class NotRunning(DomainError):
    """An event of a contract that does not run."""

    template = N_(
        "The contract %(number)s is “%(status)s”. Only a contract that is running can be "
        "changed in this way."
    )


class TransferUnderWay(DomainError):
    """A second transfer of the same contract."""

    template = N_(
        "A transfer of the contract %(number)s is under way already. Decide about it or "
        "withdraw it first."
    )


class TerminationUnderWay(DomainError):
    """A second termination of the same contract."""

    template = N_(
        "The contract %(number)s is terminated with effect from %(day)s already. Take that back "
        "first."
    )


class NotAFranchiseeYet(Refused):
    """Somebody who cannot take a contract over."""

    def __init__(self, name: str, status: LabeledEnum) -> None:
        super().__init__(
            N_(
                "%(name)s is “%(status)s”. A contract goes to a franchisee, or to an applicant "
                "who has been approved; let recruitment approve them first."
            ),
            field="to_franchisee",
            name=name,
            status=status,
        )


class FirstRefusalRuns(DomainError):
    """A transfer before the franchisor has made up its mind about buying."""

    template = N_(
        "The franchisor may buy on the same terms until %(day)s. Give that right up, or wait "
        "until the day has passed."
    )


class NoticeMissing(Refused):
    """A termination without notice and without the reason why."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Notice comes before a termination. Choose the notice that was given, or write "
                "down why this step is left out; somebody with the authority has to agree to that."
            ),
            field="notice_id",
        )


class ExitStillOpen(DomainError):
    """An exit that cannot be closed yet."""

    template = N_("The exit from %(number)s cannot be closed yet. Still open: %(open)s.")


class NothingEnds(DomainError):
    """An exit from a contract that goes on."""

    template = N_(
        "Nothing ends the contract %(number)s yet, so there is no exit to begin. Give notice of "
        "non-renewal, or plan its termination first."
    )


class StillRuns(DomainError):
    """Closing the exit from a contract that still binds."""

    template = N_(
        "The contract %(number)s runs until %(day)s. Close the exit after that day; everything "
        "else can be done now."
    )


class NoAuthority(DomainError):
    """Nobody is left who could decide."""

    template = N_(
        "Nobody else may grant this. The owner can raise a limit in the table of authority, or "
        "ask for less."
    )


class AboveLimit(DomainError):
    """A decision above the limit of whoever decides."""

    status = 403

    template = N_(
        "It is above the limit of your role, so somebody with a higher limit has to decide about "
        "it. You can add a remark."
    )


class OwnRequest(DomainError):
    """Deciding about what one asked for."""

    status = 403

    template = N_("You asked for this yourself, so somebody else has to decide about it.")


class AlreadyDecided(DomainError):
    """Somebody else decided a moment ago."""

    def __init__(self, *, name: str, status: LabeledEnum) -> None:
        self.by = name
        super().__init__(
            N_(
                "%(name)s was a moment earlier: it is “%(decided)s” now, and nothing was decided "
                "twice. Your words are kept below; add them as a remark if they matter."
            )
            if name
            else N_("It is “%(decided)s” already. Your words are kept below."),
            name=name,
            decided=status,
        )


class UnknownAct(DomainError):
    """An act that no feature knows."""

    status = 404

    template = N_("There is no such act in the table of authority.")


class TableChanged(DomainError):
    """A table of authority that somebody else saved meanwhile."""

    template = N_("Somebody else saved the table of authority while you were working on it.")
