"""The demo network is told end to end, and the files beside it do what the pages promise."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.demo import files, seeds, story
from franchise_portal.demo.seeds import NotEmpty, Told
from franchise_portal.demo.tills import sales_file
from franchise_portal.fees import services as fees
from franchise_portal.fees.models import Charge, Invoice, SalesReport
from franchise_portal.fees.queries.balances import balances_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit import clock
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Franchisee, Outlet
from tests.support.databases import Database

SEED = 2026
steps: list[tuple[int, int]] = []


@pytest.fixture(scope="module")
def told(application: Portal, database: Database) -> Iterator[Told]:
    """The story, told once; tests take back what they change."""
    database.reset(application)
    with application.app_context():
        yield seeds.tell(seed=SEED, say=lambda done, total, _what: steps.append((done, total)))
        db.session.remove()
        clock.set_network(zone="UTC", stands_on=None)


@pytest.fixture(autouse=True)
def taken_back(told: Told) -> Iterator[None]:
    yield
    db.session.rollback()


@pytest.fixture
def beside(told: Told, tmp_path: Path) -> list[Path]:
    return files.write(tmp_path, seed=told.seed)


def how_many(counted: object) -> int:
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def test_the_story_has_the_places_and_the_months_that_it_promises(told: Told) -> None:
    months = db.session.scalars(select(Invoice.month).distinct().order_by(Invoice.month)).all()
    assert (how_many(Franchisee), how_many(Outlet)) == (24, 40)
    assert (len(months), months[0], months[-1]) == (24, story.FIRST_MONTH, story.LAST_MONTH)
    assert set(told.users) == {row[0] for row in story.USERS}


def test_every_report_of_the_story_is_charged_and_the_books_agree(told: Told) -> None:
    charged = db.session.scalar(select(func.count(Charge.sales_report_id.distinct())))
    assert charged == how_many(SalesReport)
    assert check_ledger().findings == ()
    last = Period.parse_month(story.LAST_MONTH)
    assert fees.assess_month(SYSTEM, month=last).invoices == 0
    assert told.seed == SEED


def test_the_late_payer_is_overdue_and_the_prompt_ones_are_not(told: Told) -> None:
    codes = {one.id: code for code, one in told.franchisees.items()}
    habits = {owner.code: owner.habit for owner in story.OWNERS}
    overdue = {
        codes[franchisee_id]: balance.days_late
        for franchisee_id, (balance,) in balances_of(list(codes)).items()
        if balance.overdue
    }
    assert {habits[code] for code in overdue} == {"late", "short"}
    assert overdue["F-009"] > 70


def test_the_open_months_file_is_imported_without_a_problem(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    read = fees.import_sales(felix, file=BytesIO(beside[0].read_bytes()), filename="sales.csv")
    assert read.month == story.OPEN_MONTH
    assert read.reports == len(story.PLACES) - len(files.LATE)
    assert {one.outlet for one in read.missing} == set(files.LATE)


def test_the_file_with_mistakes_has_three_of_them(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    mistaken = BytesIO(beside[1].read_bytes())
    with pytest.raises(BadInput) as raised:
        fees.import_sales(felix, file=mistaken, filename="sales.csv")
    assert [(problem.row, problem.column) for problem in raised.value.problems] == [
        (11, "outlet"),
        (23, "gross_sales"),
        (32, "period"),
    ]


def test_the_bank_file_is_booked(told: Told, beside: list[Path]) -> None:
    felix = told.acting("felix@demo.test")
    booked = fees.import_payments(felix, file=BytesIO(beside[2].read_bytes()), filename="bank.csv")
    assert booked.payments == 2
    assert check_ledger().findings == ()


def test_a_second_story_is_refused(told: Told) -> None:
    with pytest.raises(NotEmpty):
        seeds.tell(seed=told.seed, say=lambda _done, _total, _what: None)
    assert how_many(Franchisee) == 24


def test_the_same_seed_sells_the_same_and_another_seed_something_else() -> None:
    month = Period.parse_month(story.OPEN_MONTH)
    assert sales_file(month, seed=SEED) == sales_file(month, seed=SEED)
    assert sales_file(month, seed=SEED) != sales_file(month, seed=SEED + 1)


def test_progress_is_told_from_nothing_to_all() -> None:
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)
