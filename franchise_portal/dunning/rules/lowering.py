"""What a posted late charge comes to once more is known: when money came, or what was owed.

What is learned later can only lower a charge. On each day counts the lower of what was charged and
what is known to have been open, at the rate at which it was charged. So what was left out then,
because it was in dispute or part of a payment plan, stays left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..enums import LateKind
from .charges import part_of_working
from .interest import ONE, Agreed, Balance, Piece, interest, joined, late_days, open_on


@dataclass(frozen=True, slots=True)
class Posted:
    """A charge as it stands in the books."""

    kind: LateKind
    minor: int
    working: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a charge comes to by what is known now, with its working."""

    minor: int
    working: dict[str, Any]


def known_now(posted: Posted, still: Sequence[Balance], agreed: Sequence[Agreed] = ()) -> Known:
    """What a charge comes to; `still` is what of its invoice bore something, day by day."""
    if posted.kind is LateKind.INTEREST:
        found = tuple(joined(_lowered(posted.working, still)))
        parts = [part_of_working(one) for one in found]
        return Known(interest(found), {**posted.working, "parts": parts})
    if posted.kind is LateKind.DAILY:
        first, last = _days(posted.working)
        days = min(posted.working["days"], late_days(still, first, last, agreed))
        return Known(days * posted.working["a_day_minor"], {**posted.working, "days": days})
    begins = date.fromisoformat(posted.working["from"])
    return Known(posted.minor if open_on(still, begins) > 0 else 0, dict(posted.working))


def _lowered(working: Mapping[str, Any], still: Sequence[Balance]) -> Iterator[Piece]:
    """The pieces that were charged, cut wherever what was open changes, each with what is less."""
    for part in working["parts"]:
        first, last = _days(part)
        cuts = {first, *(one.starts_on for one in still if first < one.starts_on <= last)}
        begins = sorted(cuts)
        ends = [*(day - ONE for day in begins[1:]), last]
        for begin, end in zip(begins, ends, strict=True):
            minor = min(part["base_minor"], open_on(still, begin))
            if minor > 0:
                yield Piece(begin, end, minor, Decimal(part["rate"]))


def _days(working: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(working["from"]), date.fromisoformat(working["until"])
