"""What buying together saved: the price elsewhere less the network's, for each unit bought."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...kit.money import Money, exponent


@dataclass(frozen=True, slots=True)
class Purchase:
    """Goods that an outlet bought through the network, and what they cost elsewhere.

    Prices are major units of money for one unit. The saving is below zero where the network was
    dearer: that is said as plainly as a gain.
    """

    quantity: Decimal
    market_price: Decimal
    network_price: Decimal
    currency: str

    @property
    def saved(self) -> Money:
        """Rounded once."""
        difference = (self.market_price - self.network_price) * self.quantity
        unit = Decimal(1).scaleb(-exponent(self.currency))
        return Money.from_decimal(difference.quantize(unit, ROUND_HALF_UP), self.currency)
