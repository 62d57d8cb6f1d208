"""Papers: reports about one thing, which belong to no month."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.permissions import Permission
from franchise_portal.audit.sentences import words
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import NotAllowed, NotFound
from franchise_portal.network.models import Outlet
from franchise_portal.network.queries import outlet_for
from franchise_portal.reports import kinds, queries, services, titles
from franchise_portal.reports.documents import Issuer, Margin
from franchise_portal.reports.enums import ReportStatus
from franchise_portal.reports.errors import UnknownKind
from franchise_portal.reports.models import Report, ReportRun
from franchise_portal.storage.models import StoredFile
from tests.builders.fees import OCTOBER
from tests.support.page import Browser


@dataclass(frozen=True)
class Sheet:
    issuer: Issuer
    margin: Margin


def subject(actor, outlet_id):
    outlet = outlet_for(actor, outlet_id)
    return kinds.Subject(key=outlet.code, name=outlet.code, language="zh_Hans", zone="UTC")


def build(outlet_id):
    outlet = db.session.get_one(Outlet, outlet_id)
    return Sheet(Issuer(name=outlet.name), Margin(number=outlet.code, legal="For the office."))


SHEET = kinds.PaperKind(
    slug="outlet-sheet",
    title="Outlet sheet",
    permission=Permission.FEES_LEDGER_READ,
    template="reports/pdf/document.html",
    stylesheets=(),
    subject=subject,
    build=build,
)


@pytest.fixture
def outlet_id(network, app):
    app.extensions["report_kinds"]["outlet-sheet"] = SHEET
    yield network.outlets["TL-001"].id
    del app.extensions["report_kinds"]["outlet-sheet"]


def ask(outlet_id, actor=SYSTEM):
    with edge():
        return services.request_paper(actor, "outlet-sheet", outlet_id).id


def one(run_id):
    db.session.rollback()
    found = db.session.scalars(select(Report).where(Report.run_id == run_id)).one()
    db.session.expunge_all()
    db.session.rollback()
    return found


def test_the_workers_make_the_paper_and_its_thing_finds_it(outlet_id):
    run_id = ask(outlet_id)
    assert queries.current_paper(SYSTEM, "outlet-sheet", outlet_id) is None
    run_waiting()
    report = one(run_id)
    assert (report.status, report.period, report.subject_key) == (ReportStatus.READY, "", "TL-001")
    file = db.session.get_one(StoredFile, report.file_id)
    assert file.name == "outlet-sheet-TL-001.pdf"
    assert storage.read(file).startswith(b"%PDF-")
    assert queries.current_paper(SYSTEM, "outlet-sheet", outlet_id).id == report.id
    assert queries.latest_paper_run(SYSTEM, "outlet-sheet", outlet_id).run.id == run_id


def test_asking_again_while_it_is_made_is_asking_once(outlet_id):
    first = ask(outlet_id)
    assert ask(outlet_id) == first
    assert len(db.session.scalars(select(ReportRun)).all()) == 1


def test_made_anew_it_takes_the_place_of_the_old(outlet_id):
    first = ask(outlet_id)
    run_waiting()
    with edge():
        second = services.again(SYSTEM, one(first)).id
    run_waiting()
    assert not one(first).is_current
    assert one(second).is_current


def test_it_is_written_in_the_language_of_who_asks(outlet_id, network):
    assert one(ask(outlet_id, network.actors["hanna"])).language == "en"


def test_a_thing_that_one_cannot_see_is_not_found(outlet_id, network):
    with pytest.raises(NotFound):
        ask(network.network.id)


def test_who_may_not_read_the_kind_cannot_ask_for_it(outlet_id, network):
    with pytest.raises(NotAllowed):
        ask(outlet_id, network.actors["rosa"])


def test_a_paper_is_not_asked_for_by_month_nor_a_month_by_thing(outlet_id):
    with pytest.raises(UnknownKind), edge():
        services.request_run(SYSTEM, "outlet-sheet", OCTOBER)
    with pytest.raises(UnknownKind), edge():
        services.request_paper(SYSTEM, "statement", outlet_id)
    with pytest.raises(UnknownKind), edge():
        services.plan(SYSTEM, "outlet-sheet", day_of_month=5, hour=6, zone="UTC")


def test_lists_name_it_and_the_page_of_months_does_not_offer_it(outlet_id, browser: Browser):
    ask(outlet_id)
    run_waiting()
    browser.sign_in("hanna")
    browser.get("/reports/")
    assert "Outlet sheet, TL-001" in browser.page.text
    browser.get("/reports/new")
    assert "Outlet sheet" not in browser.page.text
    browser.get("/audit")
    assert "asked for Outlet sheet, TL-001" in browser.page.text


@pytest.mark.parametrize(
    ("kind", "key", "name", "title"),
    [
        ("invoice", "2026-0007", "Omar & Sons", "Invoice, 2026-0007"),
        ("fee-simulation", "what-if-20261102-ab12cd", "By tiers", "What if, By tiers"),
        ("fund-statement", "FS-1-zh_Hans", "FS-1", "Statement of the fund, FS-1, 简体中文"),
        ("fund-statement", "FS-1-en", "FS-1", "Statement of the fund, FS-1, English"),
    ],
)
def test_a_paper_is_called_by_its_number_or_by_what_it_is_about(app, kind, key, name, title):
    assert words("title", titles.of_paper(kind, key, name)) == title
