"""What the terms say about money, in words; the fees of a plan are said by who knows it."""

from collections.abc import Iterator

from ...kit.i18n import N_
from ..term_enums import Counted
from .term_phrases import Phrase, alone
from .terms import Advertising, Deposit, EventCharge, LatePayment, MinimumPurchase, Terms


def deposit(terms: Terms) -> Iterator[Phrase]:
    """Money left as security."""
    deposit: Deposit | None = terms.deposit
    if deposit is None:
        return
    yield alone(deposit.amount)
    if deposit.return_within:
        yield Phrase(
            N_("Returned within %(time)s after the contract ends"), {"time": deposit.return_within}
        )
    for condition in deposit.conditions:
        yield Phrase(N_("Condition: %(condition)s"), {"condition": condition})


def purchase(terms: Terms) -> Iterator[Phrase]:
    """What is bought at least."""
    least: MinimumPurchase | None = terms.minimum_purchase
    if least:
        yield Phrase(
            N_("At least %(amount)s, %(every)s"), {"amount": least.amount, "every": least.every}
        )


def advertising(terms: Terms) -> Iterator[Phrase]:
    """The franchisee's own advertising, and how the fund's share may grow."""
    agreed = terms.advertising
    if agreed is None:
        return
    yield from _local(agreed)
    yield from _opening(agreed)
    if agreed.fund_most is not None:
        yield Phrase(
            N_("The contribution to the fund may be raised to %(share)s of gross sales"),
            {"share": agreed.fund_most},
        )
    if agreed.fund_notice:
        yield Phrase(
            N_("A change of the contribution is said %(time)s before"), {"time": agreed.fund_notice}
        )


def _local(agreed: Advertising) -> Iterator[Phrase]:
    params = {"share": agreed.local_rate, "amount": agreed.local_amount}
    if agreed.local_rate is not None and agreed.local_amount and agreed.is_local_most:
        yield Phrase(
            N_("Locally at most %(share)s of gross sales or %(amount)s a month, whichever is more"),
            params,
        )
    elif agreed.local_rate is not None and agreed.local_amount:
        yield Phrase(
            N_(
                "Locally at least %(share)s of gross sales or %(amount)s a month, whichever is more"
            ),
            params,
        )
    elif agreed.local_rate is not None and agreed.is_local_most:
        yield Phrase(N_("Locally at most %(share)s of gross sales"), params)
    elif agreed.local_rate is not None:
        yield Phrase(N_("Locally at least %(share)s of gross sales"), params)
    elif agreed.local_amount and agreed.is_local_most:
        yield Phrase(N_("Locally at most %(amount)s a month"), params)
    elif agreed.local_amount:
        yield Phrase(N_("Locally at least %(amount)s a month"), params)


def _opening(agreed: Advertising) -> Iterator[Phrase]:
    if agreed.opening_amount:
        message = (
            N_("For the opening at most %(amount)s")
            if agreed.is_opening_most
            else N_("For the opening at least %(amount)s")
        )
        yield Phrase(message, {"amount": agreed.opening_amount})
    if agreed.opening_before:
        yield Phrase(
            N_("Spent from %(time)s before the opening on"), {"time": agreed.opening_before}
        )
    if agreed.opening_after:
        yield Phrase(N_("Spent within %(time)s after the opening"), {"time": agreed.opening_after})


def late(terms: Terms) -> Iterator[Phrase]:
    """What is added to money that comes late."""
    agreed: LatePayment | None = terms.late
    if agreed is None:
        return
    if agreed.rate is not None:
        params = {"share": agreed.rate, "every": agreed.every, "base": agreed.base}
        yield Phrase(_interest(agreed), params)
    if agreed.flat:
        yield Phrase(N_("%(amount)s once for each late invoice"), {"amount": agreed.flat})
    if agreed.a_day:
        yield Phrase(N_("%(amount)s for each day of delay"), {"amount": agreed.a_day})
    if agreed.grace_days:
        yield Phrase(
            N_("Nothing for the first %(count)s days after the due day"),
            {"count": agreed.grace_days},
        )
    if agreed.is_on_fund:
        yield Phrase(N_("The same on what is owed to the advertising fund"), {})
    if agreed.clause:
        yield Phrase(N_("By clause %(clause)s"), {"clause": agreed.clause})


def _interest(agreed: LatePayment) -> str:
    if agreed.base and agreed.within_law:
        return N_(
            "Interest of %(share)s %(every)s above the rate “%(base)s”, or the most that the law "
            "allows if that is less"
        )
    if agreed.base:
        return N_("Interest of %(share)s %(every)s above the rate “%(base)s”")
    if agreed.within_law:
        return N_(
            "Interest of %(share)s %(every)s, or the most that the law allows if that is less"
        )
    return N_("Interest of %(share)s %(every)s")


def payments(terms: Terms) -> Iterator[Phrase]:
    """On which days fees have to be there."""
    for payment in terms.payments:
        params = {"fee": payment.fee, "day": payment.day, "again": payment.again}
        if payment.again is None:
            yield Phrase(N_("%(fee)s: by day %(day)s of the month"), params)
        else:
            yield Phrase(N_("%(fee)s: by day %(day)s and day %(again)s of the month"), params)


def charges(terms: Terms) -> Iterator[Phrase]:
    """What falls due when something happens."""
    for charge in terms.charges:
        yield _charge(charge)


def _charge(charge: EventCharge) -> Phrase:
    params = {
        "occasion": charge.occasion,
        "amount": charge.amount,
        "share": charge.share,
        "of": charge.of,
    }
    if charge.share is not None:
        message = (
            N_("%(occasion)s: at most %(share)s %(of)s")
            if charge.is_most
            else N_("%(occasion)s: %(share)s %(of)s")
        )
    elif charge.counted is Counted.DAY:
        message = (
            N_("%(occasion)s: at most %(amount)s for each day")
            if charge.is_most
            else N_("%(occasion)s: %(amount)s for each day")
        )
    else:
        message = (
            N_("%(occasion)s: at most %(amount)s")
            if charge.is_most
            else N_("%(occasion)s: %(amount)s")
        )
    return Phrase(message, params)
