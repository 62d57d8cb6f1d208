"""What can be granted: each act with the measure of its limits, and who carries it out.

Features declare their acts as `ACTS`; `features.py` registers them once. An act with a performer is
carried out in the transaction that grants it, exactly once. One without is carried out by hand, and
whoever does it says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..access.actor import Actor
from ..access.roles import Role
from .event_enums import Measure
from .event_errors import UnknownAct

if TYPE_CHECKING:
    from .models import Approval

Told = tuple[str, str]
"""A label and what is to be said beside it, in the language in hand."""

Performer = Callable[[Actor, "Approval"], bool]
"""Does what the approval's payload says; False when there is nothing the portal could do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that one person may grant up to a limit."""

    slug: str
    label: str
    """Marked with N_."""
    note: str
    """What it covers: a sentence, marked with N_."""
    measure: Measure
    perform: Performer | None = None
    is_open_to_franchisees: bool = False
    """Whether a franchisee may ask for it; they never grant anything themselves."""
    is_by_hand: bool = False
    """Whether it can be asked for by itself; the others belong to a page of their own."""
    needs_second: bool = False
    """Whether a second person decides however small it is."""
    tell: "Callable[[Approval], Sequence[Told]] | None" = None
    """What exactly will be done, for whoever decides."""
    usual: Mapping[Role, int | None] = field(default_factory=dict)
    """Where the table begins: whole units of the currency, days or times; None without limit."""


_acts: dict[str, Act] = {}


def register(acts: Iterable[Act]) -> None:
    """Make the acts of a feature known."""
    for act in acts:
        _acts[act.slug] = act


def all_acts() -> tuple[Act, ...]:
    """Every act, in the order in which features declare them."""
    return tuple(_acts.values())


def find(slug: str) -> Act:
    """The act of that slug.

    Raises:
        UnknownAct: when nobody declares it.
    """
    try:
        return _acts[slug]
    except KeyError:
        raise UnknownAct from None
