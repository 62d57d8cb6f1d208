"""What each side takes: some owners report their accounts, one of them under fee stress."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from ..access.actor import Actor
from ..benefit.enums import BenefitFileKind, ReliefKind
from ..benefit.queries.accounts import Place as Reported
from ..benefit.queries.accounts import place_for
from ..benefit.queries.relief import request_for, requests_of
from ..benefit.rules.accounts import account_period
from ..benefit.rules.figures import Figures
from ..benefit.rules.savings import Purchase
from ..benefit.services import accounts, files, relief, stress, supply
from ..kit.money import Money
from ..kit.period import Period
from . import story
from .money import decimal_text
from .tills import month_sales
from .told import Scene, Told


@dataclass(frozen=True, slots=True)
class Books:
    """How an outlet runs: costs as shares of net sales in per cent, the rest in euro a month."""

    owner: str
    goods: int
    staff: int
    other: int
    rent: int
    pay: int = 0
    wear: int | None = None
    invested: int = 0
    periods: tuple[str, ...] = ()


YEAR = tuple(f"2025-{month:02d}" for month in (10, 11, 12)) + tuple(
    f"2026-{month:02d}" for month in range(1, 10)
)
QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")

BOOKS = {
    "TL-002": Books("omar", 29, 27, 8, 6_200, 3_500, 1_600, 310_000, YEAR),
    # Opened in April in a dear station: the minimum royalty falls due at a loss.
    "TL-014": Books("omar", 33, 39, 10, 5_400, 0, None, 240_000, YEAR[-5:]),
    "TL-008": Books("nadia", 32, 36, 10, 5_200, 1_500, None, 0, QUARTERS),
    "TL-013": Books("ida", 28, 27, 8, 8_900, 4_000, 2_100, 420_000, QUARTERS),
    "TL-016": Books("ida", 29, 26, 8, 10_500, 4_000, 2_400, 390_000, QUARTERS),
    "TL-019": Books("bea", 28, 27, 8, 3_900, 2_400, 900, 210_000, YEAR[-6:]),
    "TL-004": Books("olga", 28, 27, 8, 5_400, 3_200, 1_500, 300_000, YEAR[-6:]),
}
MARGINS = ("TL-002", "TL-013", "TL-014", "TL-016", "TL-004")
"""Outlets that buy coffee and packaging from the franchisor's own warehouse."""


def scenes() -> Iterator[Scene]:
    """In the order in which it happened."""
    yield Scene(datetime(2026, 8, 18, 9, 5, tzinfo=UTC), _nadia_asks)
    yield Scene(datetime(2026, 8, 27, 14, 30, tzinfo=UTC), _felix_grants_time)
    yield Scene(datetime(2026, 10, 12, 18, 40, tzinfo=UTC), _owners_report)
    yield Scene(datetime(2026, 10, 14, 9, 15, tzinfo=UTC), _felix_says_what_goods_bring)
    yield Scene(datetime(2026, 10, 14, 10, 20, tzinfo=UTC), _felix_notes_savings)
    yield Scene(datetime(2026, 10, 21, 19, 10, tzinfo=UTC), _omar_asks)
    yield Scene(datetime(2026, 10, 25, 2, 41, tzinfo=UTC), _the_night_looks)


def _place(told: Told, actor: Actor, code: str, period: Period) -> Reported:
    return place_for(actor, told.outlets[code].id, on=period.last)


def _owners_report(told: Told) -> None:
    for code, books in BOOKS.items():
        actor = told.acting(f"{books.owner}@demo.test")
        for text in books.periods:
            period = account_period(text)
            accounts.report_account(
                actor,
                place=_place(told, actor, code, period),
                period=period,
                figures=_figures(told.seed, code, books, period),
            )
        if books.invested:
            accounts.report_investment(
                actor,
                place=_place(told, actor, code, period),
                amount=Money(books.invested * 100, story.CURRENCY),
                note="Fit-out, kitchen, initial fee and the first stock.",
            )


def _figures(seed: int, code: str, books: Books, period: Period) -> Figures:
    """The books of a period, from what the tills sold; whole euro but for the sales."""
    place = next(one for one in story.PLACES if one.code == code)
    months = list(period.months())
    sold = [month_sales(place, one.start.year, one.start.month, seed=seed) for one in months]
    net = sum(till.gross - till.sales_tax - till.refunds for till in sold if till)

    def share(percent: int) -> int:
        return net * percent // 10_000 * 100

    return Figures(
        sales=net,
        cost_of_goods=share(books.goods),
        staff=share(books.staff),
        rent=books.rent * 100 * len(months),
        other_costs=share(books.other),
        owner_pay=books.pay * 100 * len(months),
        depreciation=None if books.wear is None else books.wear * 100 * len(months),
    )


def _felix_says_what_goods_bring(told: Told) -> None:
    """The warehouse's margin of a quarter, as a file; and a rebate of the dairy."""
    felix = told.acting("felix@demo.test")
    lines = ["outlet,month,kind,amount,note"]
    for month in YEAR[-6:]:
        for code in MARGINS:
            if code == "TL-014" and month < BOOKS[code].periods[0]:
                continue
            period = Period.parse_month(month)
            goods = _figures(told.seed, code, BOOKS[code], period).cost_of_goods
            lines.append(
                f"{code},{month},supply_margin,{decimal_text(goods * 4 // 100)},"
                "Four per cent on coffee and packaging"
            )
    lines.append("TL-002,2026-09,rebate,112.40,Nordmilch for the third quarter")
    row = files.keep_file(
        felix,
        kind=BenefitFileKind.TAKINGS,
        file=io.BytesIO(("\n".join(lines) + "\n").encode()),
        filename="goods-2026-q2-q3.csv",
    )
    files.post_file(felix, row=row)


def _felix_notes_savings(told: Told) -> None:
    felix, month = told.acting("felix@demo.test"), Period.parse_month("2026-09")
    for code, item, quantity, market, own, evidence in (
        ("TL-002", "Espresso beans, kg", "180", "17.90", "15.20",
         "Price list of Hafenrösterei, 1 September 2026"),
        ("TL-002", "Cups 0.3 l, box of 500", "24", "31.50", "33.10",
         "Quote of Packwerk, 9 September 2026"),
        ("TL-014", "Espresso beans, kg", "70", "17.90", "15.20",
         "Price list of Hafenrösterei, 1 September 2026"),
    ):  # fmt: skip
        purchase = Purchase(Decimal(quantity), Decimal(market), Decimal(own), story.CURRENCY)
        supply.enter_saving(
            felix,
            place=_place(told, felix, code, month),
            month=month,
            item=item,
            purchase=purchase,
            evidence=supply.Evidence(evidence),
        )


def _nadia_asks(told: Told) -> None:
    nadia = told.acting("nadia@demo.test")
    relief.ask_relief(
        nadia,
        place=_place(told, nadia, "TL-008", Period.parse_month("2026-07")),
        kind=ReliefKind.DEFERRAL,
        words="The bridge before our door is closed until October. Half of the lunch guests stay "
        "away. I can pay the July fees in December, with the Christmas trade.",
    )


def _felix_grants_time(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    [row] = requests_of(felix, told.outlets["TL-008"].id)
    row = request_for(felix, row.id)
    relief.grant_relief(
        felix,
        row=row,
        granted=ReliefKind.DEFERRAL,
        reasons="The closure was announced by the town and nobody could foresee it when the "
        "outlet was planned. The fees of July may come with those of November.",
        until=datetime(2026, 12, 15, tzinfo=UTC).date(),
    )


def _omar_asks(told: Told) -> None:
    omar = told.acting("omar@demo.test")
    relief.ask_relief(
        omar,
        place=_place(told, omar, "TL-014", Period.parse_month("2026-09")),
        kind=ReliefKind.LOWER,
        words="Station Arcade sells less than half of what the plan foresaw, since platforms 3 to "
        "6 are being rebuilt. The minimum royalty of 1,500 comes to more than the outlet earns "
        "before it. Please leave the minimum out until the platforms open again.",
    )


def _the_night_looks(_told: Told) -> None:
    for month in YEAR[-3:]:
        stress.watch_month(month)
