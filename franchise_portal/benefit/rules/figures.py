"""What an outlet earned and spent in a period, as its owner reports it.

Amounts are minor units of one currency, zero or more. The fees of the network are no part of the
costs here: the portal knows them from the invoices, and nobody has to type them again.
"""

from dataclasses import dataclass

COSTS = ("cost_of_goods", "staff", "rent", "other_costs")
"""Costs of running the outlet, without the owner's own pay and without the network's fees."""
AMOUNTS = ("sales", *COSTS, "owner_pay", "depreciation")
"""All amounts, in the order in which they are asked for."""
NEEDED = ("sales", *COSTS)
"""What an account must say; a cost that there was not is a zero that somebody wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The account of one period, or the sum of several."""

    sales: int
    """Net of sales tax and refunds."""
    cost_of_goods: int
    staff: int
    rent: int
    other_costs: int
    owner_pay: int = 0
    """What the owner took for own work: a wage, so it counts as a cost."""
    depreciation: int | None = None
    """The wear of the equipment; None where it was not reported."""

    @property
    def before_fees(self) -> int:
        """What is left of the sales after all costs but the fees: EBITDA before the fees."""
        costs = self.cost_of_goods + self.staff + self.rent + self.other_costs
        return self.sales - costs - self.owner_pay

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            sales=self.sales + other.sales,
            cost_of_goods=self.cost_of_goods + other.cost_of_goods,
            staff=self.staff + other.staff,
            rent=self.rent + other.rent,
            other_costs=self.other_costs + other.other_costs,
            owner_pay=self.owner_pay + other.owner_pay,
            depreciation=_sum(self.depreciation, other.depreciation),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    """Of what is known; nothing is known where neither is."""
    if one is None or other is None:
        return one if other is None else other
    return one + other


NOTHING = Figures(sales=0, cost_of_goods=0, staff=0, rent=0, other_costs=0)
