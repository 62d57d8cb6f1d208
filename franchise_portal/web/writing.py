"""The filters for days and amounts, bound to the language of the page once.

A list of fifty rows writes hundreds; each filter by itself finds out anew which language that is.
"""

from collections.abc import Callable
from datetime import date, datetime

from ..kit.money import exponent
from .filters import DAY, DAY_OTHERWISE, MINUS, month, viewers_zone
from .speech import speech


class Writing:
    """Writes what `filters.date`, `moment`, `month`, `amount` and `money` write."""

    def __init__(self) -> None:
        """For the page that is being made."""
        self._spoken = speech()
        self._pattern = DAY.get(self._spoken.language, DAY_OTHERWISE)
        self._zone = viewers_zone()
        self._months: dict[str, str] = {}
        self._amounts: dict[str, Callable[[int], str]] = {}

    def day(self, value: date) -> str:
        """A day: `2 November 2026`."""
        return self._spoken.day(value, self._pattern)

    def moment(self, value: datetime) -> str:
        """A day and a time in the viewer's zone: `2 November 2026, 16:02`."""
        local = value.astimezone(self._zone)
        between = " " if self._spoken.language == "zh" else ", "
        return f"{self.day(local.date())}{between}{local.hour:02d}:{local.minute:02d}"

    def month(self, value: str) -> str:
        """A month, from `2026-10`: `October 2026`."""
        if value not in self._months:
            self._months[value] = month(value)
        return self._months[value]

    def amount(self, minor: int, currency: str) -> str:
        """An amount in minor units, without its currency: `1,234.50`."""
        if currency not in self._amounts:
            self._amounts[currency] = self._writer(exponent(currency))
        return self._amounts[currency](minor)

    def money(self, minor: int, currency: str) -> str:
        """An amount in minor units with its currency: `€ 1,234.50`."""
        return f"{self._spoken.symbol(currency)}\u00a0{self.amount(minor, currency)}"

    def _writer(self, digits: int) -> Callable[[int], str]:
        write = self._spoken.amount
        return lambda minor: write(minor, digits) if minor >= 0 else MINUS + write(-minor, digits)
