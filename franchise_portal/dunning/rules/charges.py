"""What one invoice costs for being late in one month: a fixed amount, days, interest.

The terms are those of the contracts on which the invoice rests. What is open is divided among
them by what each was charged there; what was itself charged for being late stands beside them and
bears nothing. Fixed amounts and amounts a day count once for an invoice, by the contract with the
largest part. The advertising fund's part costs nothing unless the contract says so: it is other
people's money, and what is charged for being late goes to the franchisor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from ...kit.money import Money, half_up
from ..enums import LateKind
from .interest import (
    Agreed,
    Balance,
    Piece,
    Rates,
    first_late_day,
    interest,
    late_days,
    open_on,
    pieces,
)

ONCE = "once"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTerms:
    """What a contract says of late payment, with the rates that hold."""

    contract_id: UUID
    clause: str
    grace_days: int = 0
    rates: Rates | None = None
    flat: Money | None = None
    a_day: Money | None = None
    is_on_fund: bool = False


class Share(NamedTuple):
    """How much of an invoice rests on a contract; weights are whole numbers."""

    contract_id: UUID
    fees: int
    fund: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateInvoice:
    """One invoice with what was open of it day by day; amounts in minor units."""

    number: str
    currency: str
    due_on: date
    """The day that counts."""
    fees: tuple[Balance, ...]
    fund: tuple[Balance, ...]
    shares: tuple[Share, ...]
    """The largest first."""
    beside: int = 0
    """The weight of what was charged for being late."""
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to be charged, with its working."""

    contract_id: UUID
    clause: str
    kind: LateKind
    period: str
    minor: int
    working: dict[str, Any]


def charges_of(
    invoice: LateInvoice, terms: dict[UUID, LateTerms], *, first: date, last: date, period: str
) -> tuple[Due, ...]:
    """What an invoice costs in the days of a month; contracts without terms cost nothing."""
    return tuple(
        due
        for place, share in enumerate(invoice.shares)
        if (agreed := terms.get(share.contract_id)) is not None
        for due in _of_share(invoice, share, agreed, _Span(first, last, period, place == 0))
        if due.minor > 0
    )


class _Span(NamedTuple):
    first: date
    last: date
    period: str
    is_main: bool


def _of_share(invoice: LateInvoice, share: Share, terms: LateTerms, span: _Span) -> Iterator[Due]:
    begins = first_late_day(invoice.due_on, terms.grace_days)
    first = max(begins, span.first)
    balances = bearing(invoice, share, is_on_fund=terms.is_on_fund)
    if span.is_main and terms.flat and terms.flat.currency == invoice.currency:
        yield from _flat(invoice, terms, balances, begins, span)
    if first > span.last:
        return
    if span.is_main and terms.a_day and terms.a_day.currency == invoice.currency:
        days = late_days(balances, first, span.last, invoice.agreed)
        yield _daily(invoice, terms, days, first, span)
    if terms.rates is not None:
        found = pieces(balances, terms.rates, first, span.last, invoice.agreed)
        yield _interest(invoice, terms, found, span)


def _flat(
    invoice: LateInvoice,
    terms: LateTerms,
    balances: Sequence[Balance],
    begins: date,
    span: _Span,
) -> Iterator[Due]:
    """Once, in the month in which the days of grace ended with something open."""
    is_now = span.first <= begins <= span.last
    if terms.flat is None or not is_now or not late_days(balances, begins, begins, invoice.agreed):
        return
    working = {"about": invoice.number, "from": begins.isoformat(), **_grace(terms)}
    yield Due(
        contract_id=terms.contract_id,
        clause=terms.clause,
        kind=LateKind.FLAT,
        period=ONCE,
        minor=terms.flat.minor,
        working={**working, "every": "once"},
    )


def _daily(invoice: LateInvoice, terms: LateTerms, days: int, first: date, span: _Span) -> Due:
    a_day = terms.a_day.minor if terms.a_day else 0
    return Due(
        contract_id=terms.contract_id,
        clause=terms.clause,
        kind=LateKind.DAILY,
        period=span.period,
        minor=a_day * days,
        working={
            "about": invoice.number,
            "from": first.isoformat(),
            "until": span.last.isoformat(),
            "days": days,
            "a_day_minor": a_day,
            **_grace(terms),
        },
    )


def _interest(invoice: LateInvoice, terms: LateTerms, found: Sequence[Piece], span: _Span) -> Due:
    return Due(
        contract_id=terms.contract_id,
        clause=terms.clause,
        kind=LateKind.INTEREST,
        period=span.period,
        minor=interest(found),
        working={
            "about": invoice.number,
            **_grace(terms),
            "parts": [part_of_working(piece) for piece in found],
        },
    )


def part_of_working(piece: Piece) -> dict[str, Any]:
    """One piece of interest as a working keeps it."""
    exact = piece.exact
    return {
        "base_minor": piece.minor,
        "from": piece.starts_on.isoformat(),
        "until": piece.ends_on.isoformat(),
        "days": piece.days,
        "rate": format(piece.rate.normalize(), "f"),
        "every": "year",
        "amount_minor": half_up(exact.numerator, exact.denominator),
    }


def _grace(terms: LateTerms) -> dict[str, Any]:
    return {"grace_days": terms.grace_days} if terms.grace_days else {}


def bearing(invoice: LateInvoice, share: Share, *, is_on_fund: bool) -> tuple[Balance, ...]:
    """What of the open amounts bears something under one contract, day by day."""
    fees = [one.fees for one in invoice.shares]
    fund = [one.fund for one in invoice.shares]
    place = invoice.shares.index(share)
    books = [(invoice.fees, [*fees, invoice.beside])]
    if is_on_fund:
        books.append((invoice.fund, fund))
    days = sorted({balance.starts_on for balances, _ in books for balance in balances})
    return tuple(
        Balance(
            day,
            sum(
                _part_of(open_on(balances, day), weights, place, invoice.currency)
                for balances, weights in books
            ),
        )
        for day in days
    )


def _part_of(minor: int, weights: Sequence[int], place: int, currency: str) -> int:
    if minor <= 0 or sum(weights) <= 0:
        return 0
    return Money(minor, currency).split(weights)[place].minor
