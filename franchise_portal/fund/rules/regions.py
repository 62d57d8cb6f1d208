"""Dividing money among regions to the last minor unit."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ...kit.money import Money

Key = TypeVar("Key")


def equally(amount: Money, keys: Sequence[Key]) -> dict[Key, Money]:
    """Equal parts of an amount; the first ones get the odd units."""
    if not keys:
        return {}
    return dict(zip(keys, amount.split([1] * len(keys)), strict=True))


def by_contributions(amount: Money, contributed: Mapping[Key, int]) -> dict[Key, Money]:
    """What each region bears of money spent for all: in proportion to what it contributed.

    Where nobody contributed anything, nobody bears anything.
    """
    weights = {key: max(minor, 0) for key, minor in contributed.items()}
    if not any(weights.values()):
        return {key: Money.zero(amount.currency) for key in weights}
    return dict(zip(weights, amount.split(list(weights.values())), strict=True))
