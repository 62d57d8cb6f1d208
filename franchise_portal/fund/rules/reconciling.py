"""The bank's balance against the book's, with what explains the difference."""

from dataclasses import dataclass

from ..enums import Agreement


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Two balances of one day in minor units, and the items that one of the two lacks."""

    book: int
    bank: int | None
    items: tuple[int, ...] = ()
    """What has to be added to the bank's balance to come to the book's."""

    @property
    def difference(self) -> int:
        """The book's balance less the bank's; 0 while the bank's is not known."""
        return 0 if self.bank is None else self.book - self.bank

    @property
    def explained(self) -> int:
        """What the items come to."""
        return sum(self.items)

    @property
    def unexplained(self) -> int:
        """What of the difference no item explains."""
        return self.difference - self.explained

    @property
    def agreement(self) -> Agreement:
        """How the two stand. Equal balances agree only when no item says otherwise."""
        if self.bank is None:
            return Agreement.UNKNOWN
        if self.unexplained:
            return Agreement.DIFFERS
        return Agreement.EXPLAINED if self.difference else Agreement.AGREES
