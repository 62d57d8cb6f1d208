"""What the network report's template is given: finished words and amounts."""

from dataclasses import dataclass
from datetime import date

from ...kit.money import Money
from ...reports.documents import Issuer, Margin
from ...web.charts import Chart
from .documents import Open


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A brand or region, or a fee: how many, how much, and a share or change in words."""

    name: str
    count: int
    amount: Money
    change: str = ""
    share: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """A franchisee that is late."""

    name: str
    since: date
    days: int
    overdue: Money
    owed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """An outlet that has not reported."""

    outlet: str
    franchisee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """An outlet against the year before."""

    outlet: str
    amount: Money
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A franchisee's month; the balance is above zero when it owes us."""

    code: str
    name: str
    other: str
    outlets: int
    sales: Money
    charged: Money
    paid: Money
    balance: Money
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReport:
    """The network's month."""

    month: str
    facts: tuple[tuple[str, str], ...]
    headline: str
    currency_symbol: str
    sales: Money
    change_words: str
    split: tuple[Open, ...]
    chart: Chart
    chart_note: str
    brands: tuple[PartRow, ...]
    regions: tuple[PartRow, ...]
    fees: tuple[PartRow, ...]
    fund: tuple[PartRow, ...]
    late: tuple[LateRow, ...]
    late_more: int
    missing: tuple[MissingRow, ...]
    missing_more: int
    best: tuple[MoveRow, ...]
    worst: tuple[MoveRow, ...]
    accounts: tuple[tuple[AccountRow, ...], ...]
    """Table by table: long tables are cut, as the time of layout grows faster than their rows."""
    accounts_total: AccountRow
    accounts_more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDocument:
    """All that the network report's template sees."""

    issuer: Issuer
    margin: Margin
    report: NetworkReport
