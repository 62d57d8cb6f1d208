"""Duties that facts fulfil: a month's sales are reported, its invoice is paid.

Contracts know nothing of sales and invoices. A feature above says which promises follow from its
part of the terms (`additions.TermPart.promises`), and answers here how each of their duties stands;
`features.py` installs the answers once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..kit.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A duty of a contract about one month."""

    duty_id: UUID
    contract_id: UUID
    franchisee_id: UUID
    due_on: date

    @property
    def month(self) -> Period:
        """The month that it is about: the one before the day on which it falls due."""
        first = self.due_on.replace(day=1)
        return Period.month_of(first).preceding()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How a duty stands by what is on record; with nothing said it is simply still open."""

    is_done: bool = False
    is_owed: bool = True
    """False: there is nothing to do, such as a report of an outlet that did not trade."""
    is_asked: bool = True
    """False: the other side has to act first, such as by issuing the invoice; no clock runs."""
    due_on: date | None = None
    """The day that the record names, where it is a later one than the contract's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    """What a feature above answers about the duties of one of its promises."""

    origin: str
    facts_of: Callable[[Sequence[Asked]], Mapping[UUID, Fact]]
    """By duty; one that is missing is still open."""


_installed: list[DutyFacts] = []


def install(answers: Sequence[DutyFacts]) -> None:
    """Keep what the features above answer; called once by the composition root."""
    _installed[:] = answers


def all_answers() -> Sequence[DutyFacts]:
    """Everything that is answered, in the order of the street."""
    return tuple(_installed)
