"""An outlet under one owner, as the facts are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Owned:
    """An outlet and whose it is: what a former owner paid is not the present one's."""

    outlet_id: UUID
    franchisee_id: UUID
    currency: str
    since: date | None = None
    """The day on which the outlet opened: months before it are not missing."""

    def open_in(self, months: Sequence[str]) -> tuple[str, ...]:
        """Those of some months in which it traded."""
        if self.since is None:
            return tuple(months)
        return tuple(month for month in months if month >= f"{self.since:%Y-%m}")
