"""Both sides of a balance as a picture, for a page, a phone and paper, with its legend."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from ..kit.money import Money
from ..web import filters
from ..web.charts import Chart, Side, Swatch, sides
from .enums import TakingKind
from .rules.balance import Taken

FEES, FUND, MARGIN, REBATE = "bar-now", "bar-before", "bar-now-second", "bar"
PAY, PROFIT, LOSS = "bar-second", "part-success", "bar-worse"
"""The shapes of a chart that stand for each part."""
PAPER_WIDTH, PAPER_TYPE = 504, 8
NARROW = 300
"""The width that a phone has for a chart."""


@dataclass(frozen=True, slots=True)
class Two:
    """What a chart needs of both sides."""

    taken: Taken
    profit: int
    owner_pay: int
    currency: str


def picture(two: Two, width: int = 726, type_size: int = 12) -> Chart:
    """A bar for each side on one scale; a loss hangs to the left of zero."""
    taken, profit, pay = two.taken, _money_of(two, two.profit), _money_of(two, two.owner_pay)
    rows = [
        Side(
            _("The franchisor’s side takes"),
            (
                (FEES, taken.fees),
                (FUND, taken.fund),
                (MARGIN, taken.supply_margin),
                (REBATE, taken.rebate),
            ),
            _money_of(two, taken.all),
        ),
        Side(
            _("The owner has"),
            (
                (PROFIT if two.profit >= 0 else LOSS, two.profit),
                (PAY, two.owner_pay),
            ),
            _("%(profit)s and %(pay)s as pay", profit=profit, pay=pay)
            if two.owner_pay and width > NARROW
            else profit,
        ),
    ]
    alt = _(
        "The franchisor’s side takes %(taken)s, the owner’s profit is %(profit)s.",
        taken=_money_of(two, taken.all),
        profit=profit,
    )
    return sides(rows, width=width, type_size=type_size, alt=alt)


def legend(two: Two) -> Iterator[Swatch]:
    """What each colour stands for."""
    taken = two.taken
    for role, words, minor in (
        (FEES, _("Fees"), taken.fees),
        (FUND, _("Advertising fund"), taken.fund),
        (MARGIN, filters.label(TakingKind.SUPPLY_MARGIN), taken.supply_margin),
        (REBATE, filters.label(TakingKind.REBATE), taken.rebate),
        (PAY, _("Owner’s pay"), two.owner_pay),
    ):
        if minor:
            yield Swatch(role, words)
    if two.profit >= 0:
        yield Swatch(PROFIT, _("Owner’s profit"))
    else:
        yield Swatch(LOSS, _("Owner’s loss"))


def _money_of(two: Two, minor: int) -> str:
    return filters.money(Money(minor, two.currency))
