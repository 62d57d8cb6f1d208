"""What the page and the paper of a statement show: finished words and amounts, row by row."""

from dataclasses import dataclass
from datetime import date

from ..kit.money import Money
from .enums import Agreement


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a reckoning."""

    label: str
    note: str
    amount: Money


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line: what was agreed for the year, spent in the period, and left at its end."""

    name: str
    kind: str
    region: str
    planned: Money | None
    spent: Money
    left: Money | None


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region: what came from it, what was spent for it."""

    name: str
    outlets: int
    contributed: Money
    spent: Money
    share: Money

    @property
    def together(self) -> Money:
        """For it alone, and its share of what was for all."""
        return self.spent + self.share


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet's contribution."""

    code: str
    name: str
    owner: str
    amount: Money
    region: str = ""


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """One thing that was paid."""

    number: str
    on: date
    supplier: str
    purpose: str
    amount: Money


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Contributions of a month."""

    month: str
    franchisees: Money
    own: Money
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """All that the page and the paper show."""

    first: date
    last: date
    symbol: str
    closing: Money
    sums: tuple[Row, ...]
    held: tuple[Row, ...]
    bank: tuple[Row, ...]
    agreement: Agreement
    is_reconciled: bool
    mark: str
    """What stands on every page of the paper while bank and book differ; else empty."""
    verdict: str
    administration: str
    months: tuple[MonthRow, ...]
    lines: tuple[LineRow, ...]
    kinds: tuple[tuple[str, Money], ...]
    regions: tuple[RegionRow, ...]
    network_wide: Money
    outlets: tuple[OutletRow, ...]
    outlet_count: int
    is_whole: bool
    has_long_list: bool
    is_part_of_year: bool
    spending: tuple[SpendingRow, ...]
    spending_count: int
    contributed: Money
    spent: Money
