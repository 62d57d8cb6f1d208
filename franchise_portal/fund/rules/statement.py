"""What a statement of the fund says: plain numbers and names, kept as they were published.

All amounts are minor units of the statement's currency. What was spent is above zero.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Self

from ..enums import Agreement

DAYS = 365
"""Of the shortest year."""


@dataclass(frozen=True, slots=True)
class LineFact:
    """A budget line: what was agreed and what was spent."""

    name: str
    kind: str
    region: str
    """Empty: the whole network."""
    planned: int | None
    """None: spent outside of any line of the period's budget."""
    spent: int
    is_administration: bool
    spent_before: int = 0
    """In the same year, before the period."""

    @property
    def left(self) -> int | None:
        """Of the year's money, at the end of the period."""
        return None if self.planned is None else self.planned - self.spent_before - self.spent


@dataclass(frozen=True, slots=True)
class RegionFact:
    """A region: what came from it and what was spent for it."""

    name: str
    name_local: str
    outlets: int
    contributed: int
    spent: int
    """For it alone or together with other regions named."""
    share: int
    """Of what was spent for the whole network, by contributions."""


@dataclass(frozen=True, slots=True)
class OutletFact:
    """An outlet's contribution."""

    code: str
    name: str
    name_local: str
    owner: str
    """Empty: the franchisor's own."""
    contributed: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class SpendingFact:
    """One thing that was paid, with its receipt on file."""

    number: str
    on: str
    """ISO day."""
    supplier: str
    purpose: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class MonthFact:
    """What was contributed in a month."""

    month: str
    franchisees: int
    own: int


@dataclass(frozen=True, slots=True)
class ItemFact:
    """Something that explains a difference between bank and book."""

    words: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts:
    """The fund over a period."""

    starts_on: str
    ends_on: str
    currency: str
    opening: int
    franchisees: int
    own: int
    lost: int
    """Contributions written off."""
    spent: int
    """Without administration."""
    administration: int
    administration_agreed: int
    other: int
    """What else moved the book; what is known comes to everything, so mostly 0."""
    closing: int
    in_bank: int
    """By the book, at the end of the last day."""
    owed_by_franchisees: int
    owed_by_franchisor: int
    bank: int | None
    """By the bank's statement of the last day."""
    agreement: str
    items: tuple[ItemFact, ...] = ()
    months: tuple[MonthFact, ...] = ()
    lines: tuple[LineFact, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    regions: tuple[RegionFact, ...] = ()
    network_wide: int = 0
    outlets: tuple[OutletFact, ...] = ()
    outlet_count: int = 0
    spending: tuple[SpendingFact, ...] = ()
    spending_count: int = 0
    is_whole: bool = True
    """Whether regions and outlets are added up; of a large network that takes a while."""
    has_long_list: bool = False
    """Whether there are too many outlets for these facts, so that they are kept beside them."""
    seen_entry: str = ""
    """The ledger's last entry when the outlets of a long list were added up."""

    def without_places(self) -> Self:
        """The facts without what takes long to add up."""
        return replace(
            self,
            regions=(),
            network_wide=0,
            outlets=(),
            outlet_count=0,
            is_whole=False,
            has_long_list=False,
            seen_entry="",
        )

    @property
    def contributed(self) -> int:
        """By franchisees and the franchisor together."""
        return self.franchisees + self.own

    @property
    def adds_up(self) -> bool:
        """Whether opening and all movements come to the closing, and the closing to its parts."""
        moved = self.contributed - self.lost - self.spent - self.administration + self.other
        held = self.in_bank + self.owed_by_franchisees + self.owed_by_franchisor
        return self.opening + moved == self.closing == held

    @property
    def is_reconciled(self) -> bool:
        """Whether the bank's balance of the last day is the book's."""
        return Agreement(self.agreement).is_reconciled

    @property
    def is_part_of_year(self) -> bool:
        """Whether it is shorter than a year, so that what was agreed is for more than it."""
        return (self.last - self.first).days < DAYS - 1

    @property
    def first(self) -> date:
        """The first day."""
        return date.fromisoformat(self.starts_on)

    @property
    def last(self) -> date:
        """The last day."""
        return date.fromisoformat(self.ends_on)

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            name: [list(row) if isinstance(row, tuple) else row for row in value]
            if isinstance(value, tuple | list)
            else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As it was stored."""
        rows: dict[str, Any] = {
            "items": ItemFact,
            "months": MonthFact,
            "lines": LineFact,
            "regions": RegionFact,
            "outlets": OutletFact,
            "spending": SpendingFact,
        }
        values: dict[str, Any] = {}
        for field in fields(cls):
            if field.name not in kept:
                continue  # it is older than the field, and says what the default says
            value = kept[field.name]
            if field.name in rows:
                value = tuple(rows[field.name](**row) for row in value)
            elif field.name == "kinds":
                value = tuple((str(kind), int(minor)) for kind, minor in value)
            values[field.name] = value
        return cls(**values)
