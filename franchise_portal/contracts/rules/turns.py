"""Whose turn it is: what each side can do about a duty, by where it stands and whose it is."""

from dataclasses import dataclass
from enum import StrEnum

from ...access.roles import Side
from ..enums import DutyKind, DutyStatus, LadderStep


class Turn(StrEnum):
    """Something that one side can do about a duty."""

    EVIDENCE = "evidence"
    ANSWER = "answer"
    ACCEPT = "accept"
    RETURN = "return"
    REPORT = "report"
    EXTEND = "extend"
    WAIVE = "waive"
    NOTICE = "notice"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a duty stands."""

    owner: Side
    kind: DutyKind
    status: DutyStatus
    step: LadderStep
    has_contract: bool = True
    is_past: bool = False
    """Whether the day by which to act has passed."""


def turns_of(side: Side, where: Situation) -> tuple[Turn, ...]:
    """What a side can do now, the most likely first; nothing once a duty is closed.

    What is owed to an authority, and what is only a choice, nobody here insists on.
    """
    if not where.status.is_open:
        return ()
    if side is where.owner:
        return _owners(where)
    return _others(where)


def _owners(where: Situation) -> tuple[Turn, ...]:
    if where.status is DutyStatus.GIVEN:
        return (Turn.ANSWER,)
    if not where.has_contract:
        return (Turn.EVIDENCE, Turn.EXTEND, Turn.WAIVE)
    if where.kind.is_choice:
        return (Turn.EVIDENCE,)
    return (Turn.EVIDENCE, Turn.ANSWER)


def _others(where: Situation) -> tuple[Turn, ...]:
    if where.status is DutyStatus.GIVEN:
        return (Turn.ACCEPT, Turn.RETURN)
    if where.kind.is_choice:
        return ()
    found = [Turn.ACCEPT]
    if where.is_past:
        found.insert(0, Turn.REPORT)
    found += [Turn.EXTEND, Turn.NOTICE]
    if where.step.place >= LadderStep.CURING.place:
        found.append(Turn.CONSEQUENCE)
    return (*found, Turn.WAIVE)
