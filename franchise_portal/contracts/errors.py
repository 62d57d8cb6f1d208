"""What contracts refuse."""

from collections.abc import Sequence

from ..kit.errors import BadInput, DomainError, Problem, Refused
from ..kit.i18n import N_
from .enums import ContractStatus
from .findings import Finding


class EndsBeforeStart(Refused):
    """A term that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            N_("The last day lies before the first. Write a last day on or after it."),
            field="ends_on",
        )


class NumberTaken(Refused):
    """A number that another contract has."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_("Another contract has the number “%(number)s”. Choose another."),
            field="number",
            number=number,
        )


class OutletCovered(Refused):
    """An outlet that another contract covers on some of the same days."""

    def __init__(self, outlet: str, number: str) -> None:
        super().__init__(
            N_(
                "%(outlet)s is covered by the contract %(number)s on some of these days. "
                "Change the term, or end that contract first."
            ),
            field="outlets",
            outlet=outlet,
            number=number,
        )


class NotTheirOutlet(Refused):
    """An outlet that does not belong to the party or to the brand."""

    def __init__(self, outlet: str) -> None:
        super().__init__(
            N_(
                "%(outlet)s does not belong to this franchisee and brand. "
                "Choose one of theirs, or transfer it first."
            ),
            field="outlets",
            outlet=outlet,
        )


class NoOutlets(Refused):
    """A contract without an outlet."""

    def __init__(self) -> None:
        super().__init__(N_("Name at least one outlet that the contract covers."), field="outlets")


class NotFromHere(DomainError):
    """A step from one state to another that no table allows."""

    def __init__(
        self,
        number: str,
        before: ContractStatus,
        after: ContractStatus,
        possible: Sequence[ContractStatus],
    ) -> None:
        if possible:
            message = N_(
                "The contract %(number)s is “%(before)s” and cannot become “%(after)s” from there. "
                "Possible next: %(possible)s."
            )
        else:
            message = N_(
                "The contract %(number)s is “%(before)s”, which is final, and cannot become "
                "“%(after)s”. Make a new contract instead."
            )
        super().__init__(
            message,
            number=number,
            before=before,
            after=after,
            possible=tuple(possible),
        )


class OpenVersionExists(DomainError):
    """A second draft while another version is not finished."""

    template = N_(
        "“%(version)s” of the contract %(number)s is not finished. Finish or withdraw it before "
        "you draft another version."
    )


class NotADraft(DomainError):
    """A version whose words can no longer be changed."""

    template = N_(
        "“%(version)s” of the contract %(number)s is “%(status)s”, so its words and terms stand. "
        "Take it back, or draft an amendment."
    )


class EffectiveTooEarly(Refused):
    """An amendment that would take effect before the contract begins."""

    def __init__(self, number: str, starts_on: object) -> None:
        super().__init__(
            N_(
                "The contract %(number)s begins on %(day)s, and an amendment cannot take effect "
                "before it. Choose that day or a later one."
            ),
            field="effective_from",
            number=number,
            day=starts_on,
        )


class TermFromVersion(Refused):
    """First or last day changed by hand although a version says them."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_(
                "The term of the contract %(number)s stands in its terms. Draft an amendment to "
                "change it."
            ),
            field="ends_on",
            number=number,
        )


class Unsound(BadInput):
    """A version with findings that keep it from going out."""

    def __init__(self, number: str, title: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            N_("“%(version)s” of the contract %(number)s is not ready. Nothing was changed."),
            problems=[
                Problem(
                    number,
                    None,
                    None,
                    None,
                    finding.message,
                    finding.remedy,
                    dict(finding.params),
                )
                for finding in self.findings
            ],
            version=title,
            number=number,
        )
