"""When the clock of a disclosure starts, and what stands against signing on a day."""

from dataclasses import dataclass
from datetime import date

from ...kit.i18n import N_
from ...law import Pack, SigningClock
from ..enums import Delivery
from .obstacles import Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDay:
    """From when on the contract may be signed, by which rule, and what stands against it today."""

    earliest: date | None
    """None where nothing has a clock, or where the clock has not started yet."""
    clock: SigningClock | None
    obstacles: tuple[Obstacle, ...]

    @property
    def is_possible(self) -> bool:
        """Whether it may be signed on the day asked about."""
        return not self.obstacles


def clock_starts(
    delivery: Delivery, delivered_on: date, acknowledged_on: date | None
) -> date | None:
    """The day on which a disclosure counts as given.

    A link counts from the day on which it was used: that a mail left proves nothing. What was
    handed over or posted counts from the day that the applicant confirms with the receipt.
    """
    return acknowledged_on if delivery is Delivery.LINK else delivered_on


def obstacles_to_signing(
    pack: Pack,
    *,
    disclosed_on: date | None,
    is_given: bool,
    is_acknowledged: bool,
    final_agreement_on: date | None = None,
    on: date,
) -> SigningDay:
    """What the law pack says about signing on a day.

    Args:
        pack: the law pack.
        disclosed_on: the day on which the disclosure counts as given, if it does yet.
        is_given: whether a disclosure document left at all.
        is_acknowledged: whether the applicant confirmed the receipt.
        final_agreement_on: when the agreement was given that the franchisor changed by itself.
        on: the day of signing.
    """
    clocks = pack.signing_clocks(disclosed_on, final_agreement_on=final_agreement_on)
    clock = clocks[0] if clocks else None
    earliest = clock.possible_from if clock else None
    found = []
    if pack.needs_disclosure():
        if not is_given:
            found.append(Obstacle(N_("The disclosure document has not been given yet.")))
        elif not is_acknowledged:
            text = N_("The receipt of the disclosure document has not been acknowledged yet.")
            found.append(Obstacle(text))
    if clock and earliest and on < earliest:
        text = N_(
            "Signing becomes possible on %(day)s: %(days)s days after the document was given "
            "on %(given)s (%(source)s)."
        )
        params: dict[str, object] = {
            "day": earliest,
            "days": clock.disclosure.days,
            "given": clock.given_on,
            "source": clock.rule.source,
        }
        found.append(Obstacle(text, params))
    return SigningDay(earliest=earliest, clock=clock, obstacles=tuple(found))
