"""What an outlet reported for a period."""

from decimal import Decimal
from typing import NamedTuple

from ...kit.period import Period


class Sales(NamedTuple):
    """One report. Money in whole minor units of `currency`, never negative.

    A tuple: a month makes a hundred thousand.

    A count that was not reported is `None`, which is not the same as zero.
    """

    outlet: str
    period: Period
    currency: str
    gross_sales: int
    sales_tax: int = 0
    refunds: int = 0
    discounts: int = 0
    excluded_sales: int = 0
    cost_of_goods: int = 0
    transactions: Decimal | int | None = None
    customers: Decimal | int | None = None
    units: Decimal | int | None = None
    written_period: str = ""
    """The period as the file wrote it, for printing it back."""
    row: int = 0
    """The line of the file, counted from 1 with the header; 0 when there is no file."""

    @property
    def period_text(self) -> str:
        """The period as it was written, or in its shortest form."""
        return self.written_period or self.period.text
