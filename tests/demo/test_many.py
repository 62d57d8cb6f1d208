"""A network of any size: everything in it is charged, the books agree, and nothing is random."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.access.actor import SYSTEM
from franchise_portal.accounts.models import User, UserOutlet
from franchise_portal.contracts.models import Contract
from franchise_portal.database import db, edge
from franchise_portal.demo import many, story
from franchise_portal.demo.many.cast import KNOWN, businesses, places
from franchise_portal.demo.seeds import NotEmpty
from franchise_portal.fees import services as fees
from franchise_portal.fees.models import Charge, Invoice, OpenItem, PlanAssignment, SalesReport
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.network.enums import SearchKind
from franchise_portal.network.models import Franchisee, Outlet, OutletOwnership, SearchWord
from tests.support.databases import Database

pytestmark = pytest.mark.usefixtures("app")
SEED = 7


def tell(outlets: int, *, months: int = 1, seed: int = SEED) -> list[tuple[int, int, str]]:
    heard: list[tuple[int, int, str]] = []
    many.tell(
        outlets=outlets,
        months=months,
        seed=seed,
        say=lambda done, total, what: heard.append((done, total, what)),
    )
    return heard


def how_many(counted: object, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(counted).where(*where)) or 0


@pytest.mark.parametrize("outlets", [1, 3, 10])
def test_a_network_of_a_few_outlets_is_whole(outlets: int) -> None:
    tell(outlets)
    assert how_many(Outlet) == how_many(OutletOwnership) == outlets
    assert how_many(Franchisee) >= len(KNOWN)
    assert how_many(Contract) == how_many(PlanAssignment) > 0
    assert set(db.session.scalars(select(User.email))) == {row[0] for row in story.USERS}
    assert check_ledger().findings == ()


def test_every_outlet_is_charged_for_every_month() -> None:
    tell(120, months=3)
    charged = db.session.execute(
        select(Charge.month, func.count(Charge.outlet_id.distinct()))
        .group_by(Charge.month)
        .order_by(Charge.month)
    )
    assert [tuple(row) for row in charged] == [
        ("2026-07", 120),
        ("2026-08", 120),
        ("2026-09", 120),
    ]
    assert how_many(SalesReport) == 360
    assert check_ledger().findings == ()


def test_most_invoices_are_paid_and_some_are_open() -> None:
    tell(400)
    invoices = how_many(Invoice)
    still_open = db.session.scalar(select(func.count(OpenItem.invoice_id.distinct()))) or 0
    assert 0 < still_open < invoices // 5
    assert 0.5 < invoices / 400 < 0.7


def test_franchisees_have_one_two_five_or_twenty_outlets() -> None:
    sizes = [len(business.places) for business in businesses(outlets=2_000, seed=SEED)]
    assert sum(sizes) == 2_000
    assert set(sizes[:-1]) == {1, 2, 5, 20}


def test_the_storys_people_on_the_other_side_have_a_business_here() -> None:
    tell(10)
    omar, mina = (
        db.session.scalars(select(User).where(User.email == f"{name}@demo.test")).one()
        for name in ("omar", "mina")
    )
    assert omar.franchisee_id == mina.franchisee_id
    owned = select(OutletOwnership.outlet_id).where(
        OutletOwnership.franchisee_id == omar.franchisee_id
    )
    hers = db.session.scalars(
        select(UserOutlet.outlet_id).where(UserOutlet.user_id == mina.id)
    ).one()
    assert hers in set(db.session.scalars(owned))


def test_outlets_are_found_by_their_words() -> None:
    tell(10)
    outlet = db.session.scalars(select(Outlet).order_by(Outlet.code)).first()
    assert outlet
    word = outlet.name.split()[0].lower()
    assert how_many(
        SearchWord,
        SearchWord.kind == SearchKind.OUTLET,
        SearchWord.word == word,
        SearchWord.subject_id == outlet.id,
    )


def test_the_open_months_file_has_a_row_for_each_outlet_and_is_imported(tmp_path: Path) -> None:
    tell(60)
    [path] = many.write(tmp_path / "beside", outlets=60, seed=SEED)
    assert path.name == "sales-2026-10.csv"
    with edge():
        read = fees.import_sales(SYSTEM, file=BytesIO(path.read_bytes()), filename=path.name)
    assert (read.reports, read.month, read.missing_count) == (60, "2026-10", 0)


def test_a_second_network_is_refused() -> None:
    tell(1)
    with pytest.raises(NotEmpty):
        tell(1)


def test_the_same_seed_gives_the_same_figures(app: Portal, database: Database) -> None:
    def figures(seed: int) -> list[tuple[str, int, int]]:
        db.session.remove()
        database.reset(app)
        tell(30, seed=seed)
        rows = db.session.execute(
            select(Invoice.number, Invoice.total_minor, Invoice.fund_minor).order_by(Invoice.number)
        )
        return [(number, total, fund) for number, total, fund in rows]

    first = figures(SEED)
    assert figures(SEED) == first
    assert figures(SEED + 1) != first


def test_an_outlet_is_the_same_in_networks_of_every_size() -> None:
    small = list(places(outlets=30, seed=SEED))
    large = list(places(outlets=3_000, seed=SEED))
    assert large[:29] == small[:29]


def test_progress_is_told_in_whole_per_cent_from_nothing_to_all() -> None:
    heard = tell(25, months=2)
    done = [step[0] for step in heard]
    assert (done[0], done[-1]) == (0, 100)
    assert done == sorted(done)
    assert {step[1] for step in heard} == {100}
    assert "fees of 2026-08" in {step[2] for step in heard}
