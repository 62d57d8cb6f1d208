"""Days to pay that were agreed with somebody, where they are not those of everybody.

Fees know the network's days. The feature that grants others hands over a source; `features.py`
installs it once. Without one everybody has the network's days.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from flask import Flask, current_app

KEY: Final = "fees.agreed_days"

Source = Callable[[date], Mapping[UUID, int]]
"""The days from issue to due day of those who have others, for invoices issued on a day."""


def install(app: Flask, sources: Iterable[Source]) -> None:
    """Keep the source; called once by the composition root."""
    app.extensions[KEY] = next(iter(sources), None)


def agreed_days(on: date) -> Mapping[UUID, int]:
    """Who has other days to pay than everybody, for invoices issued on a day."""
    source: Source | None = current_app.extensions.get(KEY)
    return source(on) if source else {}
