"""How the fees of a month weigh on the outlets of a network, and the middle of them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LEAST_PEERS = 5
"""Outlets below which the middle would say who the others are."""


@dataclass(frozen=True, slots=True)
class Burden:
    """One outlet's fees and fund in a month beside its net sales, in minor units."""

    charges: int
    sales: int

    @property
    def share(self) -> Decimal | None:
        """Fees as a share of sales; None without sales."""
        return Decimal(self.charges) / self.sales if self.sales > 0 else None


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of the burdens of a month, and of how many outlets."""

    rate: Decimal
    outlets: int


PLACES = Decimal("0.000001")


def median_of(burdens: Iterable[Burden]) -> Median | None:
    """The middle burden; of two in the middle their mean. None with too few outlets."""
    shares = sorted(share for one in burdens if (share := one.share) is not None)
    if len(shares) < LEAST_PEERS:
        return None
    half = len(shares) // 2
    middle = shares[half] if len(shares) % 2 else (shares[half - 1] + shares[half]) / 2
    return Median(middle.quantize(PLACES), len(shares))
