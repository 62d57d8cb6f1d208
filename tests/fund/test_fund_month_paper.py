"""The paper of the fund's month: what its pages have no room for goes with it as a file.

The limit is lowered, so that three outlets are many.
"""

import csv
import io
from datetime import date
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fund.queries import places
from franchise_portal.fund.queries.facts import facts_of
from franchise_portal.fund.reports.statement import embedded_month
from franchise_portal.fund.services import own
from franchise_portal.fund.services.terms import change_terms
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.period import Period
from franchise_portal.reports import services
from franchise_portal.reports.models import Report
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.fund import a_budget, an_own_outlet, choose_plan, euro, spend
from tests.support.people import SmallNetwork

MONTH = Period.parse_month("2026-11")
NAME = "fund-2026-11-outlets.csv"


@pytest.fixture
def lived(network: SmallNetwork) -> SmallNetwork:
    """Two franchisees' outlets and one of the franchisor's contribute 1,000 each."""
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"], network.outlets["HX-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    db.session.commit()
    return network


@pytest.fixture
def many(lived: SmallNetwork, monkeypatch: pytest.MonkeyPatch) -> SmallNetwork:
    monkeypatch.setattr(places, "MOST_OUTLETS", 2)
    return lived


def paper() -> PdfReader:
    services.request_run(SYSTEM, "fund", MONTH)
    db.session.commit()
    run_waiting()
    [file_id] = db.session.scalars(select(Report.file_id).where(Report.is_current))
    assert isinstance(file_id, UUID)
    return PdfReader(io.BytesIO(storage.read(db.session.get_one(storage.StoredFile, file_id))))


def test_what_is_left_of_a_line_is_left_of_the_whole_year(lived: SmallNetwork) -> None:
    a_budget(lived)
    spend(lived, "300", on=date(2026, 10, 20))
    spend(lived, "200", on=date(2026, 11, 2))
    db.session.commit()
    since_january = Period.of_days(date(2026, 1, 1), MONTH.last)
    for period, spent in ((MONTH, "200"), (since_january, "500")):
        facts = facts_of(period, "EUR")
        [radio] = [line for line in facts.lines if line.name == "Radio"]
        assert radio.planned is not None
        assert radio.spent == euro(spent).minor
        assert radio.left == radio.planned - euro("500").minor
        assert facts.is_part_of_year


def test_where_they_are_too_many_to_print_every_outlet_stands_in_a_file(
    many: SmallNetwork,
) -> None:
    read = paper()
    words = "".join(page.extract_text() for page in read.pages)
    assert NAME in "".join(words.split())
    [data] = read.attachments[NAME]
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["Code", "Outlet", "Region", "Run by", "Contributed, EUR"]
    assert [(one[0], one[4]) for one in rows[1:]] == [
        ("HX-001", "1000.00"),
        ("TL-000", "1000.00"),
        ("TL-001", "1000.00"),
    ]
    assert [one[3] for one in rows[1:]] == ["Franchisee", "Franchisor’s own", "Franchisee"]


def test_where_they_are_printed_there_is_no_file(lived: SmallNetwork) -> None:
    read = paper()
    assert not read.attachments
    assert "HX-001" in "".join(page.extract_text() for page in read.pages)


def test_where_regions_only_are_shown_there_is_no_file(many: SmallNetwork) -> None:
    change_terms(
        many.actors["hanna"],
        year_starts_month=1,
        law_pack="none",
        due_months=4,
        hand_out_days=30,
        names_outlets=False,
    )
    assert embedded_month(MONTH, None) is None
