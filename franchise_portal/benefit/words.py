"""The balance of an outlet in words, for pages and for paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from ..fees.reports.words import named_fee
from ..kit.i18n import N_
from ..kit.money import Money
from ..kit.period import Period
from ..web import filters
from ..web.charts import Chart, Swatch
from .enums import AlertKind, GapKind, TakingKind
from .models import BenefitMonth, FeeAlert
from .pictures import (
    FEES,
    FUND,
    LOSS,
    MARGIN,
    NARROW,
    PAPER_TYPE,
    PAPER_WIDTH,
    PAY,
    PROFIT,
    REBATE,
    Two,
    legend,
    picture,
)
from .queries.facts import Facts
from .queries.owned import Owned
from .rules.alerts import Alert, Limits, Verdict
from .rules.balance import Balance, Gap, Taken
from .rules.burden import Burden, Median

NONE = "–"

RULES = {
    AlertKind.BURDEN_OVER_MEDIAN: N_(
        "The fees of the month came to %(found)s of the sales; above %(limit)s it is looked at."
    ),
    AlertKind.BURDEN_OVER_PROFIT: N_(
        "Fees came to %(found)s of EBITDA; above %(limit)s it is looked at."
    ),
    AlertKind.FEE_AT_LOSS: N_(
        "Fees were due although the outlet made a loss of %(found)s, month after month."
    ),
    AlertKind.LOW_RETURN: N_(
        "The owner earns %(found)s a year on what was invested; the hurdle is %(limit)s."
    ),
    AlertKind.SPLIT_OUTSIDE: N_(
        "The franchisor has %(found)s of what both sides take; the band ends at %(limit)s."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the reckoning; `role` is the colour of its part in the chart."""

    words: str
    amount: str
    note: str = ""
    role: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBalance:
    """Both sides in words."""

    months: int
    span: str
    """The months that count: `January to September 2026`; empty for none."""
    chart: Chart | None
    narrow_chart: Chart | None
    """The same for a phone."""
    paper_chart: Chart | None
    legend: tuple[Swatch, ...]
    owner: tuple[Line, ...]
    """From the sales down to the owner's profit."""
    franchisor: tuple[Line, ...]
    share: str
    burden_of_sales: str
    burden_of_profit: str
    payback: str
    return_a_year: str
    gaps: tuple[str, ...]
    is_loss: bool = False
    """Whether the outlet earned nothing after its fees."""


def shown(balance: Balance, facts: Facts, place: Owned) -> ShownBalance:
    """A balance as pages and papers print it."""
    fees = facts.fees_in(place.outlet_id, balance.months)
    is_known = bool(balance.months)
    return ShownBalance(
        months=len(balance.months),
        span=months_words(balance.months),
        chart=picture(_two(balance)) if is_known else None,
        narrow_chart=picture(_two(balance), NARROW) if is_known else None,
        paper_chart=picture(_two(balance), PAPER_WIDTH, PAPER_TYPE) if is_known else None,
        legend=tuple(legend(_two(balance))) if is_known else (),
        owner=tuple(_owner(balance)) if is_known else (),
        franchisor=tuple(_franchisor(balance, fees)) if is_known else (),
        share=share_words(balance.franchisor_share),
        burden_of_sales=share_words(balance.burden_of_sales),
        burden_of_profit=of_profit_words(balance),
        payback=payback_words(balance),
        return_a_year=share_words(balance.return_a_year),
        gaps=tuple(gap_words(gap) for gap in balance.gaps),
        is_loss=is_known and balance.ebitda <= 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNetwork:
    """Both sides of all outlets whose accounts are known, in words."""

    chart: Chart | None
    narrow_chart: Chart | None
    legend: tuple[Swatch, ...]
    share: str
    burden: str
    median: str
    rows: tuple[Line, ...]


def network_shown(row: BenefitMonth) -> ShownNetwork:
    """The network's twelve months as the job worked them out."""
    sums, currency = row.sums, row.currency
    taken = Taken(**{name: sums.get(name, 0) for name in TAKEN})
    profit, sales = sums.get("profit", 0), sums.get("sales", 0)
    whole = taken.all + profit
    two = Two(taken, profit, sums.get("owner_pay", 0), currency)
    return ShownNetwork(
        chart=picture(two) if row.accounts else None,
        narrow_chart=picture(two, NARROW) if row.accounts else None,
        legend=tuple(legend(two)) if row.accounts else (),
        share=share_words(Decimal(taken.all) / whole if whole > 0 else None),
        burden=share_words(Decimal(taken.charges) / sales if sales > 0 else None),
        median=share_words(row.median_rate),
        rows=tuple(
            Line(words=words, amount=filters.amount(Money(minor, currency)))
            for words, minor in (
                (_("Net sales"), sales),
                (_("Fees"), taken.fees),
                (_("Advertising fund"), taken.fund),
                (filters.label(TakingKind.SUPPLY_MARGIN), taken.supply_margin),
                (filters.label(TakingKind.REBATE), taken.rebate),
                (_("EBITDA"), sums.get("ebitda", 0)),
                (_("Owner’s profit"), profit),
            )
        ),
    )


TAKEN = ("fees", "fund", "supply_margin", "rebate")


def _two(balance: Balance) -> Two:
    return Two(balance.taken, balance.profit, balance.figures.owner_pay, balance.currency)


def share_words(share: Decimal | None) -> str:
    """A share in per cent with one decimal; a dash where it is not known."""
    return NONE if share is None else filters.percent(share, 1)


def of_profit_words(balance: Balance) -> str:
    """Fees as a share of EBITDA; at a loss there is none, and the word says so."""
    if balance.months and balance.ebitda <= 0:
        return _("a loss")
    return share_words(balance.burden_of_profit)


def price_words(price: Decimal) -> str:
    """A price of one unit, with two decimals or as many as it has."""
    exact = -int(price.normalize().as_tuple().exponent)
    return filters.number(price, max(2, exact))


def payback_words(balance: Balance) -> str:
    """After how long the investment has come back."""
    months = balance.payback_months
    if months is None:
        return NONE
    count = int(months.to_integral_value(rounding="ROUND_CEILING"))
    return ngettext("%(num)d month", "%(num)d months", count)


def months_words(months: Sequence[str]) -> str:
    """Months in words, runs of them by their first and last: `January 2026 to March 2026`."""
    runs: list[list[str]] = []
    for month in months:
        last = runs[-1][-1] if runs else ""
        if last and Period.parse_month(last).following().text == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return _(", ").join(_run_words(run) for run in runs)


def _run_words(run: Sequence[str]) -> str:
    first = filters.month(run[0])
    if len(run) == 1:
        return first
    return _("%(first)s to %(last)s", first=first, last=filters.month(run[-1]))


def gap_words(gap: Gap) -> str:
    """What is missing, and of which months."""
    words = filters.label(gap.kind)
    if not gap.months:
        return words
    return _("%(months)s: %(words)s", months=months_words(gap.months), words=words)


def alert_words(alert: Alert | FeeAlert, currency: str) -> str:
    """Why a rule speaks, with its figures."""
    if alert.kind is AlertKind.FEE_AT_LOSS:
        minor = alert.found if isinstance(alert, Alert) else None
        loss = (
            Money(-int(minor), currency)
            if minor is not None
            else Money.from_decimal(-alert.found.quantize(_unit(currency)), currency)
        )
        return _(RULES[alert.kind]) % {"found": filters.money(loss)}
    facts = {"found": filters.percent(alert.found, 1), "limit": filters.percent(alert.limit, 1)}
    return _(RULES[alert.kind]) % facts


def _unit(currency: str) -> Decimal:
    return Money(1, currency).to_decimal()


def unknown_words(verdict: Verdict) -> tuple[str, ...]:
    """What could not be judged, and for want of what."""
    return tuple(
        _("%(rule)s: %(why)s", rule=filters.label(kind), why=filters.label(gap))
        for kind, gap in verdict.unknown.items()
    )


def burden_note(burden: Burden | None, median: Median | None) -> str:
    """The month's burden beside the network's middle."""
    if median is None:
        return filters.label(GapKind.FEW_PEERS) if burden else ""
    return _(
        "the middle of %(count)s outlets is %(rate)s",
        count=filters.number(median.outlets),
        rate=filters.percent(median.rate, 1),
    )


def limits_rows(limits: Limits) -> tuple[tuple[str, str], ...]:
    """By what is judged, in words."""
    return (
        (_("Fees of sales"), _("the middle + %(points)s", points=_points(limits))),
        (_("Fees of EBITDA"), filters.percent(limits.of_profit, 0)),
        (
            _("Loss"),
            ngettext("%(num)d month in a row", "%(num)d months in a row", limits.loss_months),
        ),
        (_("Return a year"), filters.percent(limits.hurdle)),
        (
            _("Franchisor’s share"),
            _(
                "%(lowest)s to %(highest)s",
                lowest=filters.percent(limits.lowest_share, 0),
                highest=filters.percent(limits.highest_share, 0),
            ),
        ),
    )


def _points(limits: Limits) -> str:
    points = limits.points * 100
    text = filters.number(points)
    return _("%(num)s points", num=text)


def _money(balance: Balance, minor: int) -> str:
    return filters.amount(Money(minor, balance.currency))


def _franchisor(balance: Balance, fees: dict[tuple[str, bool], int]) -> Iterator[Line]:
    taken = balance.taken
    for (name, is_fund), minor in sorted(fees.items(), key=lambda item: (item[0][1], -item[1])):
        note = _("held apart, spent for the brand") if is_fund else ""
        yield Line(
            words=named_fee(name),
            amount=_money(balance, minor),
            note=note,
            role=FUND if is_fund else FEES,
        )
    for kind, minor, role in (
        (TakingKind.SUPPLY_MARGIN, taken.supply_margin, MARGIN),
        (TakingKind.REBATE, taken.rebate, REBATE),
    ):
        if minor:
            yield Line(
                words=filters.label(kind),
                amount=_money(balance, minor),
                note=_("part of the cost of goods"),
                role=role,
            )
    yield Line(words=_("Franchisor’s side"), amount=_money(balance, taken.all), is_sum=True)


def _owner(balance: Balance) -> Iterator[Line]:
    figures = balance.figures
    yield Line(words=_("Net sales"), amount=_money(balance, figures.sales))
    for words, minor in (
        (_("Cost of goods"), figures.cost_of_goods),
        (_("Staff"), figures.staff),
        (_("Rent"), figures.rent),
        (_("Other costs"), figures.other_costs),
    ):
        yield Line(words=words, amount=_money(balance, -minor))
    yield Line(
        words=_("Owner’s pay"),
        amount=_money(balance, -figures.owner_pay),
        note=_("a wage for own work"),
        role=PAY,
    )
    yield Line(words=_("Fees and fund"), amount=_money(balance, -balance.taken.charges))
    yield Line(words=_("EBITDA"), amount=_money(balance, balance.ebitda), is_sum=True)
    if figures.depreciation is not None:
        yield Line(words=_("Wear of the equipment"), amount=_money(balance, -figures.depreciation))
    yield Line(
        words=_("Owner’s profit") if balance.profit >= 0 else _("Owner’s loss"),
        amount=_money(balance, balance.profit),
        role=PROFIT if balance.profit >= 0 else LOSS,
        is_sum=True,
    )
