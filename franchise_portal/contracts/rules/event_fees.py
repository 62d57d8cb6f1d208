"""What a renewal or a transfer costs: an amount, or a share of what new franchisees then pay."""

from decimal import Decimal

from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money


def event_fee(
    fee: Money | None, share: Decimal | None, *, initial_fee: Money | None
) -> Money | None:
    """The amount that falls due; None where nothing was agreed.

    `initial_fee` is what new franchisees pay on the day of the decision.

    Raises:
        Refused: where the fee is a share of it and nobody wrote it down.
    """
    if share is None:
        return fee
    if initial_fee is None:
        raise Refused(
            N_("Write the initial fee that new franchisees pay now: the fee is a share of it."),
            field="initial_fee",
        )
    return initial_fee.share(share)
