"""Who pays supplies and single charges before they are provided, as a feature above fees knows it.

It is shown to whoever charges something, and enforced by nobody: what is paid before depends on
what was agreed. `features.py` installs the source once; without one nobody pays before.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from flask import Flask, current_app

KEY: Final = "fees.paying_before"

Source = Callable[[UUID, date], date | None]
"""Since when a franchisee pays before, on a day; None who does not."""


def install(app: Flask, sources: Iterable[Source]) -> None:
    """Keep the source; called once by the composition root."""
    app.extensions[KEY] = next(iter(sources), None)


def pays_before_since(franchisee_id: UUID, on: date) -> date | None:
    """Since when a franchisee pays before, on a day; None who does not."""
    source: Source | None = current_app.extensions.get(KEY)
    return source(franchisee_id, on) if source else None
