"""The advertising fund of the story: an own outlet, two budgets, campaigns, one proven year.

The year 2025 is reconciled and published in time. The present one is not reconciled: the bank has
less than the book, and only a part of it is explained.
"""

# ruff: noqa: E501

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

from .. import storage
from ..database import db
from ..fees import services as fees
from ..fees.services import keep_plan
from ..fund.enums import SpendingKind
from ..fund.models import FundBudget, FundBudgetLine, FundSpending
from ..fund.queries import bank as bank_queries
from ..fund.queries import book, own, terms
from ..fund.queries.bank import Candidate
from ..fund.services import bank, budgets, delivering, spending, statements
from ..fund.services import own as own_services
from ..fund.services import terms as term_services
from ..fund.services.budgets import Line
from ..kit import clock
from ..kit.money import Money
from ..kit.period import Period, months_from
from ..network import services as network
from ..network.enums import OutletFormat
from . import papers, story
from .money import as_file
from .tills import HEADER, sales_lines
from .told import Scene, Told

OWN = story.Place(
    "TL-000",
    "Gartenstrasse",
    "",
    "",
    "N",
    "Northhaven",
    "10115",
    "Gartenstrasse 4",
    "street",
    date(2013, 9, 7),
    64_000,
    0.02,
)
"""The house in which it all began; the franchisor runs it itself."""

Tell = Callable[[Told], None]
MEDIA, DIGITAL = SpendingKind.MEDIA, SpendingKind.DIGITAL
LOCAL, PRODUCTION = SpendingKind.LOCAL, SpendingKind.PRODUCTION

#: Name, kind, region, whole euro.
LINES = {
    2025: (
        ("Winter posters", MEDIA, "", 120_000),
        ("Search and social media", DIGITAL, "", 150_000),
        ("Harbour days", LOCAL, "H", 30_000),
        ("Photographs and films", PRODUCTION, "", 45_000),
        ("Running the fund", SpendingKind.ADMINISTRATION, "", 18_000),
    ),
    2026: (
        ("Spring radio", MEDIA, "", 130_000),
        ("Search and social media", DIGITAL, "", 165_000),
        ("South and East in the parks", LOCAL, "", 40_000),
        ("Photographs and films", PRODUCTION, "", 30_000),
        ("What guests think of us", SpendingKind.RESEARCH, "", 15_000),
        ("Running the fund", SpendingKind.ADMINISTRATION, "", 19_000),
    ),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """A bill of the story: whole euro with a fifth of tax in it."""

    on: date
    line: str
    supplier: str
    purpose: str
    euro: int
    regions: str = ""
    why_over: str = ""


# One bill a line reads better than one fact a line.
# fmt: off
BILLS = (
    Paid(date(2025, 1, 24), "Winter posters", "Plakat Nord GmbH", "City lights, four weeks", 58_310),
    Paid(date(2025, 3, 14), "Search and social media", "Clickwerk", "First quarter", 36_240),
    Paid(date(2025, 5, 9), "Photographs and films", "Studio Lindner", "Summer menu", 21_420),
    Paid(date(2025, 6, 20), "Harbour days", "Osterhafen Events", "Two stages and a boat", 27_370, "H"),
    Paid(date(2025, 6, 27), "Search and social media", "Clickwerk", "Second quarter", 38_080),
    Paid(date(2025, 9, 26), "Search and social media", "Clickwerk", "Third quarter", 35_700),
    Paid(date(2025, 11, 21), "Winter posters", "Plakat Nord GmbH", "Advent, all regions", 57_120),
    Paid(date(2025, 12, 12), "Running the fund", "Kanzlei Vogt", "Audit and books", 16_660),
    Paid(date(2026, 2, 20), "Photographs and films", "Studio Lindner", "Spring menu", 19_040),
    Paid(date(2026, 3, 13), "Spring radio", "Radio Küste", "Spots in March, North and Harbour", 44_030, "NH"),
    Paid(date(2026, 3, 27), "Search and social media", "Clickwerk", "First quarter", 39_270),
    Paid(date(2026, 5, 15), "Spring radio", "Antenne Süd", "Spots in May, South", 41_650, "S"),
    Paid(date(2026, 6, 19), "South and East in the parks", "Freiluft & Co", "Eleven Saturdays", 36_890, "SE"),
    Paid(date(2026, 6, 26), "Search and social media", "Clickwerk", "Second quarter", 41_650),
    Paid(date(2026, 8, 14), "What guests think of us", "Meinung Eins", "900 talks in 12 outlets", 16_065,
         why_over="The survey was extended to the new outlets; the council was told in July."),
    Paid(date(2026, 9, 25), "Search and social media", "Clickwerk", "Third quarter", 42_840),
)
# fmt: on
MISTAKEN = Paid(
    date(2026, 7, 10),
    "Running the fund",
    "Kanzlei Vogt",
    "Office rent, which is not the fund's",
    2_380,
)


def scenes() -> Iterator[Scene]:
    """In the order in which it happened."""
    yield Scene(_at(2024, 9, 24), _found)
    for year in LINES:
        yield Scene(_at(year - 1, 12, 12), _adopting(year))
    first = Period.parse_month(story.FIRST_MONTH)
    for reported in months_from(first, Period.parse_month(story.LAST_MONTH)):
        following = reported.following().start
        yield Scene(_at(following.year, following.month, 3), _reporting(reported))
    for bill in BILLS:
        yield Scene(_at(bill.on.year, bill.on.month, bill.on.day), _paying(bill))
    yield Scene(_at(MISTAKEN.on.year, MISTAKEN.on.month, MISTAKEN.on.day), _paying(MISTAKEN))
    yield Scene(_at(2026, 7, 17), _take_back)
    for year, month in (
        (2025, 4),
        (2025, 7),
        (2025, 10),
        (2026, 1),
        (2026, 4),
        (2026, 7),
        (2026, 10),
    ):
        yield Scene(_at(year, month, 6), _transfer)
    for year in (2024, 2025):
        yield Scene(_at(year + 1, 1, 15), _proving(year))
        yield Scene(_at(year + 1, 3, 9), _publishing(year))
    yield Scene(_at(2026, 10, 8), _look_at_september)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 20, tzinfo=UTC)


def _found(told: Told) -> None:
    """The own outlet, the plan by which it contributes, and the rules of the statement."""
    hanna = told.acting("hanna@demo.test")
    told.outlets[OWN.code] = network.create_outlet(
        hanna,
        code=OWN.code,
        name=OWN.name,
        brand=told.brands["TL"],
        franchisee=None,
        region=told.regions[OWN.region],
        format=OutletFormat(OWN.format),
        opened_on=OWN.opened_on,
        address=OWN.street,
        city=OWN.city,
        postcode=OWN.postcode,
        country=OWN.country,
        zone=story.ZONE,
    )
    term_services.change_terms(
        hanna,
        year_starts_month=1,
        law_pack="none",
        due_months=4,
        hand_out_days=30,
        names_outlets=True,
    )
    plan = keep_plan(told.plans["TL"], name="Tallow Lane")
    own_services.choose_plan(
        hanna, brand=told.brands["TL"], plan_id=plan.id, starts_on=date(2024, 10, 1)
    )


def _adopting(year: int) -> Tell:
    return lambda told: _adopt(told, year)


def _adopt(told: Told, year: int) -> None:
    felix = told.acting("felix@demo.test")
    budget = budgets.begin(felix, year=year)
    budgets.save_lines(
        felix,
        budget,
        [
            Line(
                name=name,
                kind=kind,
                amount=_euro(euro),
                region_id=told.regions[region].id if region else None,
            )
            for name, kind, region, euro in LINES[year]
        ],
    )
    budgets.propose(felix, budget)
    budgets.adopt(told.acting("hanna@demo.test"), budget, motion_ref=f"Fund meeting {year - 1}-12")


def _reporting(month: Period) -> Tell:
    return lambda told: _report_own(told, month)


def _report_own(told: Told, month: Period) -> None:
    felix = told.acting("felix@demo.test")
    lines = "\n".join([HEADER, *sales_lines([OWN], month, seed=told.seed)])
    data = f"{lines}\n".encode()
    fees.import_sales(felix, file=as_file(data), filename=f"sales-own-{month.text}.csv")
    own_services.post_own(felix)


def _paying(bill: Paid) -> Tell:
    return lambda told: _spend(told, bill)


def _spend(told: Told, bill: Paid) -> None:
    text = papers.page(bill.supplier, bill.purpose, f"EUR {bill.euro:,}.00", f"{bill.on:%d.%m.%Y}")
    receipt = storage.put(text, name=f"{bill.supplier} {bill.on}.pdf", content_type=papers.PDF)
    spending.spend(
        told.acting("felix@demo.test"),
        spending.Bill(
            line_key=_key(bill),
            supplier=bill.supplier,
            purpose=bill.purpose,
            on=bill.on,
            amount=_euro(bill.euro),
            tax=Money(round(bill.euro * 100 * 19 / 119), story.CURRENCY),
            regions=[told.regions[code] for code in bill.regions],
            over_reason=bill.why_over,
        ),
        receipt,
    )


def _key(bill: Paid) -> UUID:
    return db.session.scalars(
        select(FundBudgetLine.line_key)
        .join(FundBudget, FundBudget.id == FundBudgetLine.budget_id)
        .where(FundBudget.year == bill.on.year, FundBudgetLine.name == bill.line)
    ).one()


def _take_back(told: Told) -> None:
    row = db.session.scalars(
        select(FundSpending).where(FundSpending.purpose == MISTAKEN.purpose)
    ).one()
    spending.reverse(
        told.acting("felix@demo.test"),
        row,
        reason="The rent is the franchisor's. It was paid back into the fund's account.",
    )


def _transfer(told: Told) -> None:
    owed = own.owed(story.CURRENCY)
    if owed.minor > 0:
        own_services.note_transfer(
            told.acting("felix@demo.test"),
            amount=owed,
            on=clock.today(),
            reference=f"Own outlets, up to {clock.today():%B %Y}",
        )


def _proving(year: int) -> Tell:
    def tell(told: Told) -> None:
        last = date(year, 12, 31)
        _note(told, last, book.in_bank(story.CURRENCY, last), ())

    return tell


def _publishing(year: int) -> Tell:
    def tell(told: Told) -> None:
        felix = told.acting("felix@demo.test")
        row = statements.make(felix, terms.year_period(year))
        statements.publish(felix, row)
        for portion in delivering.waiting_for(row.id):
            delivering.deliver(row.id, portion)

    return tell


def _look_at_september(told: Told) -> None:
    """The third quarter's bill is on its way; of the rest nobody knows yet."""
    last = date(2026, 9, 30)
    on_its_way = [
        one for one in bank_queries.candidates(last, story.CURRENCY) if one.on == date(2026, 9, 25)
    ]
    there = book.in_bank(story.CURRENCY, last).minor - sum(one.minor for one in on_its_way)
    _note(told, last, Money(there - 1_240_00, story.CURRENCY), on_its_way)


def _note(told: Told, on: date, amount: Money, chosen: Sequence[Candidate]) -> None:
    text = papers.page("Kontoauszug", f"Saldo am {on:%d.%m.%Y}", f"EUR {amount.text}")
    evidence = storage.put(text, name=f"Fund account {on}.pdf", content_type=papers.PDF)
    bank.note_balance(
        told.acting("felix@demo.test"),
        on=on,
        amount=amount,
        evidence=evidence,
        chosen=chosen,
    )


def _euro(whole: int) -> Money:
    return Money(whole * 100, story.CURRENCY)
