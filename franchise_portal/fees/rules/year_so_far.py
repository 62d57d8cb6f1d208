"""How the year of an outlet's fees stands, put together from what was charged before.

Versions of a plan follow each other within a year, so it must be told which of their fees are the
same one:

- A fee is known by its name. What the year was charged under it counts towards its yearly minimum,
  whichever version charged it.
- Tiers over the year count only what was counted on the same basis: sales and numbers of customers
  make no sum, nor do gross and net sales. A fee that is counted on something else from some day on
  begins its tiers anew, and one that is counted as before again goes on where it stood.
- A fee under another name is another fee. Its year begins with nothing; what was charged under the
  old name belongs to the old fee. Whoever drafts such a version is told beforehand
  (`plan_changes.begins_anew`): a fee that shall go on keeps its name.
"""

from decimal import Decimal

from .assessment import Standing
from .plans import FeePlan


class YearSoFar:
    """What an outlet was charged under one franchisee in one year of a plan."""

    __slots__ = ("_bases", "_charged")

    def __init__(self) -> None:
        """Nothing charged."""
        self._charged: dict[str, int] = {}
        self._bases: dict[tuple[str, str], Decimal] = {}

    def add(self, fee: str, counted_on: str, basis: Decimal, minor: int) -> None:
        """Count a charge; `counted_on` is the fee's basis, `minor` may be below zero."""
        self._charged[fee] = self._charged.get(fee, 0) + minor
        key = fee, counted_on
        self._bases[key] = self._bases.get(key, Decimal(0)) + basis

    def standings(self, plan: FeePlan) -> dict[str, Standing]:
        """How the year stands for those of a plan's fees that were charged in it, by name."""
        return {
            fee.name: Standing(
                self._bases.get((fee.name, fee.basis), Decimal(0)), self._charged[fee.name]
            )
            for fee in plan.charged
            if fee.name in self._charged
        }
