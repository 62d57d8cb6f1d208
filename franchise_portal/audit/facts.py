"""Facts beside an action, packed so that JSON holds them and a page can still format them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ..kit.enums import LabeledEnum
from ..kit.money import Money
from ..kit.period import Period


def pack(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON; one line a kind
    """A value as JSON: enumerations keep their label, amounts their currency, days their kind.

    Raises:
        TypeError: for anything that a reader could not be shown later.
    """
    if isinstance(value, LabeledEnum):
        return {"value": value.value, "label": value.label}
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Period):
        return {"first": value.start.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): pack(part) for key, part in value.items()}
    if isinstance(value, Iterable):
        return [pack(part) for part in value]
    raise TypeError(f"an audit entry cannot hold a {type(value).__name__}")
