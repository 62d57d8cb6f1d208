"""What charging something would come to, before anybody decides it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from ...kit import clock
from ...kit.money import Money
from ...network.queries import founded
from ..agreed_days import agreed_days
from ..rules.taxes import Taxed, taxes_of
from .single_charges import Occasion, draft_of


class Foreseen(NamedTuple):
    """What a debit note would be over."""

    net: Money
    tax: Money
    total: Money
    due_on: date
    """When it would be due, issued today."""


def foreseen(franchisee_id: UUID, occasions: Sequence[Occasion], *, on: date) -> Foreseen:
    """One debit note with some occasions, as it would be issued; raises as `charge` does."""
    draft = draft_of(franchisee_id, occasions, on=on)
    taxed = [Taxed(one.rate, one.minor) for one in draft.singles if one.rate is not None]
    net = Money(draft.fees + draft.deposits, draft.currency)
    tax = Money(sum(one.tax for one in taxes_of(taxed)), draft.currency)
    today = clock.today()
    days = agreed_days(today).get(franchisee_id, founded().payment_days)
    return Foreseen(net, tax, net + tax, today + timedelta(days=days))
