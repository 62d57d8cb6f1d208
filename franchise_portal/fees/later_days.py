"""Later due days that were granted for single invoices, as a feature above fees knows them.

An open item holds the day that counts. It goes when nothing is open; when a payment comes back and
it stands again, the day that was granted has to be asked for. `features.py` installs the source
once; without one an invoice is due on its printed day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from flask import Flask, current_app

KEY: Final = "fees.later_days"

Source = Callable[[UUID], date | None]
"""Until when there is time for an invoice, where it was granted."""


def install(app: Flask, sources: Iterable[Source]) -> None:
    """Keep the source; called once by the composition root."""
    app.extensions[KEY] = next(iter(sources), None)


def day_that_counts(invoice_id: UUID, printed: date) -> date:
    """The printed due day, or the later one that was granted."""
    source: Source | None = current_app.extensions.get(KEY)
    later = source(invoice_id) if source else None
    return max(printed, later) if later else printed
