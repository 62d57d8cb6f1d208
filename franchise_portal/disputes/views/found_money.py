"""Money that may be the payment of a disputed line, in the viewer's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ...web import filters
from ..queries.found_money import FoundMoney


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMoney:
    """One choice: what it is, why it fits, and what choosing it does."""

    key: str
    label: str
    note: str


def shown_money(found: Sequence[FoundMoney]) -> tuple[ShownMoney, ...]:
    """The choices, the best first."""
    return tuple(
        ShownMoney(key=one.key, label=_label(one), note=" ".join(_sentences(one))) for one in found
    )


def _label(one: FoundMoney) -> str:
    facts = {"amount": filters.money(one.amount), "day": filters.date(one.received_on)}
    if not one.is_line:
        return _("Payment of %(amount)s, received on %(day)s", **facts)
    if one.payer:
        return _(
            "Bank line of %(amount)s from %(payer)s, received on %(day)s, not assigned yet",
            payer=one.payer,
            **facts,
        )
    return _("Bank line of %(amount)s, received on %(day)s, not assigned yet", **facts)


def _sentences(one: FoundMoney) -> Iterator[str]:
    """Why it fits, what it says, and what follows."""
    for fit in one.fits:
        yield filters.label(fit)
    if one.reference:
        yield _("Its text: “%(words)s”.", words=one.reference)
    yield _("Of the invoice it settles %(amount)s.", amount=filters.money(one.settles))
    if one.elsewhere and one.free < one.settles:
        for number, amount in one.elsewhere:
            yield _(
                "It settled %(amount)s of invoice %(number)s, which is opened again as far as "
                "needed.",
                amount=filters.money(amount),
                number=number,
            )
