"""How long a contract gives to put something right."""

from collections.abc import Mapping, Sequence
from datetime import date

from ...access.roles import Side
from ..enums import DutyKind
from ..term_enums import DefaultKind
from .notices import PARTIES
from .terms import CureTime

_KINDS: Mapping[DutyKind, DefaultKind] = {
    DutyKind.FEE_PAYMENT: DefaultKind.PAYMENT,
    DutyKind.MINIMUM_PURCHASE: DefaultKind.PAYMENT,
    DutyKind.DEPOSIT_RETURN: DefaultKind.PAYMENT,
    DutyKind.INSURANCE: DefaultKind.INSURANCE,
    DutyKind.TRAINING: DefaultKind.TRAINING,
    DutyKind.DEVELOPMENT: DefaultKind.NOT_OPENED,
}


def days_to_cure(
    cures: Sequence[CureTime], kind: DutyKind, *, owner: Side, given_on: date
) -> int | None:
    """The days that the terms give whoever owes a duty, from a notice on.

    None where they name none: for a failure after which the contract can be ended at once, and for
    one that they do not speak of.
    """
    mine = {one.kind: one for one in cures if one.party is PARTIES[owner] and not one.times}
    agreed = mine.get(_KINDS.get(kind, DefaultKind.OTHER)) or mine.get(DefaultKind.OTHER)
    if agreed is None or agreed.within is None:
        return None
    return (agreed.within.after(given_on) - given_on).days
