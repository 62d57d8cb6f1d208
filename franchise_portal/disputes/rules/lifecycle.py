"""Which step leads a dispute from where to where, and who may take it."""

from collections.abc import Mapping
from typing import Final

from ...access.roles import Side
from ..enums import DisputeStatus, Step

S = DisputeStatus

_DECIDED: Final = {
    Step.ACCEPT: S.ACCEPTED,
    Step.ACCEPT_PARTLY: S.PARTLY,
    Step.REJECT: S.REJECTED,
    Step.WITHDRAW: S.WITHDRAWN,
}

#: What is not named cannot happen. What was given back is final; what was not can be mediated.
NEXT: Final[Mapping[S, Mapping[Step, S]]] = {
    S.OPEN: {Step.SAY: S.OPEN, **_DECIDED},
    S.MEDIATION: {Step.SAY: S.MEDIATION, **_DECIDED},
    S.REJECTED: {Step.MEDIATE: S.MEDIATION},
    S.PARTLY: {},
    S.ACCEPTED: {},
    S.WITHDRAWN: {},
}

#: Whose turn a step is; both may write.
TURN: Final[Mapping[Step, frozenset[Side]]] = {
    Step.SAY: frozenset(Side),
    Step.ACCEPT: frozenset({Side.FRANCHISOR}),
    Step.ACCEPT_PARTLY: frozenset({Side.FRANCHISOR}),
    Step.REJECT: frozenset({Side.FRANCHISOR}),
    Step.WITHDRAW: frozenset({Side.FRANCHISEE}),
    Step.MEDIATE: frozenset({Side.FRANCHISEE}),
}


def after(status: DisputeStatus, step: Step) -> DisputeStatus | None:
    """Where a step leads; None where it cannot be taken."""
    return NEXT[status].get(step)


def steps_of(status: DisputeStatus, side: Side) -> frozenset[Step]:
    """What a side can do while a dispute stands so."""
    return frozenset(step for step in NEXT[status] if side in TURN[step])


def step_granting(disputed: int, granted: int) -> Step:
    """Which decision gives `granted` of `disputed` minor units back.

    Raises:
        ValueError: for less than nothing, or more than is disputed.
    """
    if not 0 <= granted <= disputed or disputed <= 0:
        msg = f"of {disputed} in dispute {granted} cannot be given back"
        raise ValueError(msg)
    if granted == 0:
        return Step.REJECT
    return Step.ACCEPT if granted == disputed else Step.ACCEPT_PARTLY
