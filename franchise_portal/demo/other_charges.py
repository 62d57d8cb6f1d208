"""What the office charged beside the fees on sales: a seat at a training, and a returned debit."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from ..fees.services.charging import ask_single_charge
from ..fees.services.single_charges import Occasion
from ..fees.single_enums import SingleKind
from ..kit.money import Money
from . import story
from .told import Scene, Told

SEAT = 180_00
RETURNED = 12_50


def scenes() -> Iterator[Scene]:
    """Both on the morning of the story's day."""
    yield Scene(datetime(2026, 11, 2, 9, 10, tzinfo=UTC), _charge_a_seat)
    yield Scene(datetime(2026, 11, 2, 9, 25, tzinfo=UTC), _charge_a_returned_debit)


def _charge_a_seat(told: Told) -> None:
    """Omar sent a second shift leader to the training; the contract covers one."""
    _charge(
        told,
        "F-002/TL",
        Occasion(
            source="story/training/F-002",
            kind=SingleKind.OTHER,
            contract_id=told.contracts["F-002/TL"].id,
            outlet_id=told.outlets["TL-002"].id,
            clause="4.1",
            words="A second seat at the shift leaders’ training in October. One is free each year.",
            amount=Money(SEAT, story.CURRENCY),
            working={"base_minor": SEAT, "note": "1 seat"},
        ),
    )


def _charge_a_returned_debit(told: Told) -> None:
    """A bank sent a payment back and asked for its fee."""
    _charge(
        told,
        "F-009/TL",
        Occasion(
            source="story/returned/F-009",
            kind=SingleKind.RETURNED_DEBIT,
            contract_id=told.contracts["F-009/TL"].id,
            clause="9.1",
            words="The bank’s own fee for the transfer that came back in October.",
            amount=Money(RETURNED, story.CURRENCY),
            working={"from": date(2026, 10, 21).isoformat(), "base_minor": RETURNED},
        ),
    )


def _charge(told: Told, key: str, occasion: Occasion) -> None:
    felix = told.acting("felix@demo.test")
    ask_single_charge(felix, told.contracts[key], occasion, on=story.STANDS_ON)
