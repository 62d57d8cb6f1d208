"""Which state of a contract may follow which: one table, and nothing beside it."""

from ..enums import ContractStatus as S
from ..errors import NotFromHere

#: A renewed contract is in force in a further term; a suspended one returns to where it was.
NEXT: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.DISCLOSED, S.OUT_FOR_SIGNATURE, S.WITHDRAWN}),
    S.DISCLOSED: frozenset({S.DRAFT, S.OUT_FOR_SIGNATURE, S.WITHDRAWN}),
    S.OUT_FOR_SIGNATURE: frozenset({S.DRAFT, S.DISCLOSED, S.SIGNED, S.WITHDRAWN}),
    S.SIGNED: frozenset({S.IN_FORCE, S.TERMINATED}),
    S.IN_FORCE: frozenset({S.RENEWED, S.SUSPENDED, S.TRANSFERRED, S.TERMINATED, S.EXPIRED}),
    S.RENEWED: frozenset({S.RENEWED, S.SUSPENDED, S.TRANSFERRED, S.TERMINATED, S.EXPIRED}),
    S.SUSPENDED: frozenset({S.IN_FORCE, S.RENEWED, S.TRANSFERRED, S.TERMINATED, S.EXPIRED}),
    S.TRANSFERRED: frozenset(),
    S.TERMINATED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
}


def may_follow(before: S, after: S) -> bool:
    """Whether the table allows the step."""
    return after in NEXT[before]


def require_step(number: str, before: S, after: S) -> None:
    """Refuse a step that the table does not know.

    Raises:
        NotFromHere: naming the contract, both states and what is possible instead.
    """
    if not may_follow(before, after):
        raise NotFromHere(number, before, after, sorted(NEXT[before]))
