"""What waits for somebody, as the agenda shows it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that needs somebody: whose, what, by when, and what to do."""

    who: str
    url: str
    what: str
    other: str = ""
    """The name in the other language."""
    when: str = ""
    tone: str | None = None
    act: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind, the most urgent first, and how many there are altogether."""

    title: str
    count: int
    items: Sequence[Item]
    all_url: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)
