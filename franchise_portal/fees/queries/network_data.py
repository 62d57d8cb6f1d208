"""What the network's report of a month says, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...kit.money import Money
from .balances import Balance
from .missing import Missing

YEAR = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A brand's or a region's month."""

    name: str
    name_local: str
    outlets: int
    now: Money
    before: Money
    """The same month a year before."""


@dataclass(frozen=True, slots=True)
class Move:
    """An outlet that reported this month and the same month a year before."""

    code: str
    name: str
    name_local: str
    now: Money
    before: Money


@dataclass(frozen=True, slots=True)
class FeeTotal:
    """One kind of fee over the whole network."""

    fee: str
    is_fund: bool
    lines: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Account:
    """A franchisee's month: sales, charges, payments and where it stands."""

    code: str
    name: str
    name_local: str
    outlets: int
    sales: Money
    charged: Money
    paid: Money
    balance: Balance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkMonth:
    """All that the month's report says, in the network's currency."""

    month: str
    currency: str
    first_on: date
    last_on: date
    as_of: date
    months: tuple[str, ...]
    totals: tuple[Money, ...]
    """Sales net of tax and refunds, month by month, the oldest first."""
    trading: int
    reported: int
    brands: tuple[Part, ...]
    regions: tuple[Part, ...]
    fees: tuple[FeeTotal, ...]
    missing: Sequence[Missing]
    missing_count: int
    late: tuple[Account, ...]
    """The largest sums first; at most LATE_NAMED."""
    late_count: int
    overdue: Money
    open: Money
    best: tuple[Move, ...]
    worst: tuple[Move, ...]
    accounts: tuple[Account, ...]
    accounts_count: int

    @property
    def sales(self) -> Money:
        """The month's sales."""
        return self.totals[-1]

    @property
    def sales_before(self) -> Money:
        """The sales of the same month a year before."""
        return self.totals[-1 - YEAR]

    def charged(self, *, is_fund: bool) -> Money:
        """The fees of one book."""
        amounts = (fee.amount for fee in self.fees if fee.is_fund is is_fund)
        return Money.total(amounts, self.currency)
