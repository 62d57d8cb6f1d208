"""Every page of the network, fetched by those who may and by those who may not."""

import io
from datetime import date

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.jobs import run_waiting
from franchise_portal.network import services
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Brand, Franchisee, NetworkImport, Outlet, Person, Region
from tests.network.test_lists import counted_statements

LISTS = ("outlets", "franchisees", "people", "territories")


@pytest.fixture
def full(network):
    """The small network with a person and two territories, and findable."""
    network.person = services.create_person(
        SYSTEM, franchisee=network.franchisees["F-001"], name="Guo Wei", name_local="郭伟"
    )
    facts = {"brand": network.brands["TL"], "franchisee": network.franchisees["F-001"]}
    network.territory = services.create_territory(
        SYSTEM, code="T-1", name="North 4", polygon="13 52\n13.2 52\n13.1 52.1", **facts
    )
    services.create_territory(SYSTEM, code="T-2", name="South 1", postcodes="101*", **facts)
    services.index_everything()
    db.session.commit()
    return network


def signed_in(browser, who: str):
    browser.sign_in(who)
    return browser


@pytest.mark.parametrize("name", LISTS)
def test_the_office_sees_every_list(full, browser, name):
    signed_in(browser, "hanna").get(f"/network/{name}")
    assert browser.page.headings


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["?q=nothing-like-it", "?sort=-name&page=2", "?sort=%25&page=x"])
def test_lists_answer_whatever_the_address_says(full, browser, name, query):
    signed_in(browser, "hanna").get(f"/network/{name}{query}")


def test_a_list_shows_what_the_filters_leave_and_the_way_back(full, browser):
    signed_in(browser, "hanna")
    brand = full.brands["HX"].id
    browser.get(f"/network/outlets?brand={brand}&q=canal")
    assert "Canal Street" in browser.page.text
    assert "Quay House" not in browser.page.text
    assert "Brand: Hexiang" in browser.page.text
    assert "Clear filters" in browser.page.text


def test_a_franchisee_sees_its_own_and_nothing_else(full, browser):
    signed_in(browser, "omar")
    browser.get("/network/outlets")
    assert "Quay House" in browser.page.text
    assert "Canal Street" not in browser.page.text
    browser.get(f"/network/franchisees/{full.franchisees['F-001'].id}")
    browser.get("/network/business")
    assert "Omar & Sons" in browser.page.text
    for path in (
        f"franchisees/{full.franchisees['F-002'].id}",
        f"franchisees/{full.franchisees['F-002'].id}/history",
        f"outlets/{full.outlets['HX-001'].id}",
    ):
        browser.get(f"/network/{path}", status=404)


def test_an_outlet_manager_sees_the_outlets_named(full, browser):
    signed_in(browser, "mina")
    browser.get(f"/network/outlets/{full.outlets['TL-003'].id}")
    browser.get(f"/network/outlets/{full.outlets['TL-001'].id}", status=404)
    browser.get("/network/people", status=403)


@pytest.mark.parametrize(
    "path",
    [
        "settings",
        "settings/particulars",
        "franchisees/new",
        "outlets/new",
        "territories/new",
        "brands/new",
        "regions/new",
        "imports/new",
    ],
)
def test_only_some_may_write(full, browser, path):
    signed_in(browser, "hanna").get(f"/network/{path}")
    browser.sign_out()
    signed_in(browser, "audrey").get(f"/network/{path}", status=403)


def test_the_pages_of_one_thing(full, browser):
    signed_in(browser, "hanna")
    franchisee, outlet = full.franchisees["F-001"], full.outlets["TL-001"]
    for path in (
        f"franchisees/{franchisee.id}",
        f"franchisees/{franchisee.id}/history",
        f"franchisees/{franchisee.id}/history?before=nonsense",
        f"franchisees/{franchisee.id}/particulars",
        f"franchisees/{franchisee.id}/care/manager",
        f"franchisees/{franchisee.id}/people/new",
        f"outlets/{outlet.id}",
        f"outlets/{outlet.id}/particulars",
        f"outlets/{outlet.id}/transfer",
        f"people/{full.person.id}",
        f"people/{full.person.id}/particulars",
        f"territories/{full.territory.id}",
        f"territories/{full.territory.id}/particulars",
        f"brands/{full.brands['TL'].id}",
        f"regions/{full.regions['north'].id}",
    ):
        browser.get(f"/network/{path}")
    browser.get(f"/network/franchisees/{franchisee.id}/care/uncle", status=404)


FRANCHISEE = {
    "code": "F-009", "name": "Chen Trading", "name_local": "陈氏商贸", "status": "active",
    "language": "zh_Hans", "region_id": "", "since": "2026-01-31",
}  # fmt: skip


def test_a_franchisee_is_added(full, browser):
    signed_in(browser, "hanna").post("/network/franchisees", FRANCHISEE)
    made = db.session.query(Franchisee).filter_by(code="F-009").one()
    assert (made.name_local, made.since.isoformat()) == ("陈氏商贸", "2026-01-31")
    assert "Chen Trading is added" in browser.page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "F-001"}, "Another franchisee has the code “F-001”"),
        ({"name": " "}, "Write the name of the business"),
        ({"email": "nobody"}, "is not an e-mail address"),
        ({"since": "0001-01-01"}, "is not in this or the last century"),
        ({"status": "asleep"}, ""),
        ({"region_id": "11111111-1111-4111-8111-111111111111"}, ""),
        ({"region_id": "nonsense"}, ""),
    ],
)
def test_a_wrong_franchisee_is_refused_at_its_field(full, browser, changes, words):
    signed_in(browser, "hanna").post("/network/franchisees", {**FRANCHISEE, **changes}, status=422)
    assert words in browser.page.text
    assert db.session.query(Franchisee).filter_by(code="F-009").count() == 0


def test_the_second_of_two_editors_loses_nothing(full, browser):
    signed_in(browser, "hanna")
    franchisee = full.franchisees["F-001"]
    path = f"/network/franchisees/{franchisee.id}/particulars"
    mine = {
        "code": "F-001", "name": "Omar & Daughters", "status": "active", "language": "en",
        "region_id": str(franchisee.region_id), "version": "1", "phone": "+49 1",
    }  # fmt: skip
    services.update_franchisee(
        full.actors["adam"], franchisee,
        changes={"name": "Omar Group", "status": FranchiseeStatus.LEAVING}, version=1,
    )  # fmt: skip
    db.session.commit()
    browser.post(path, mine, status=409)
    assert "Adam changed the franchisee" in browser.page.text or "Adam moved" in browser.page.text
    assert "Omar Group" in browser.page.text
    (name,) = [v for v in browser.page.all("input") if v.get("name") == "name"]
    assert name["value"] == "Omar & Daughters"
    (version,) = [v for v in browser.page.all("input") if v.get("name") == "version"]
    db.session.expire_all()
    assert franchisee.name == "Omar Group"
    browser.post(path, {**mine, "version": version["value"]})
    db.session.expire_all()
    assert franchisee.name == "Omar & Daughters"


OUTLET = {
    "franchisee": "f-001", "code": "TL-009", "name": "Long Meadow", "format": "drive",
    "opened_on": "2025-01-01", "country": "de", "zone": "Europe/Berlin", "region_id": "",
}  # fmt: skip


def test_an_outlet_is_added_changed_and_transferred(full, browser):
    signed_in(browser, "hanna")
    facts = {**OUTLET, "brand_id": str(full.brands["TL"].id)}
    browser.post("/network/outlets", facts)
    outlet = db.session.query(Outlet).filter_by(code="TL-009").one()
    assert (outlet.country, outlet.region_id) == ("DE", full.regions["north"].id)
    path = f"/network/outlets/{outlet.id}"
    changed = {**facts, "closed_on": "2024-01-01", "version": "1"}
    browser.post(f"{path}/particulars", changed, status=422)
    assert "cannot close before it opens" in browser.page.text
    browser.post(f"{path}/particulars", {**changed, "closed_on": "2027-01-01"})
    browser.post(f"{path}/transfer", {"franchisee": "F-404", "starts_on": "2026-01-01"}, status=422)
    assert "No franchisee has the code" in browser.page.text
    browser.post(f"{path}/transfer", {"franchisee": "F-002", "starts_on": "2026-01-01"})
    assert "belongs to Olga Trading from 1 January 2026" in browser.page.text


def test_a_person_is_added_changed_and_removed(full, browser):
    signed_in(browser, "rosa")
    facts = {"name": "Ida", "role": "partner", "language": "en", "birthday": "1980-02-29"}
    browser.post(f"/network/franchisees/{full.franchisees['F-001'].id}/people", facts)
    person = db.session.query(Person).filter_by(name="Ida").one()
    path = f"/network/people/{person.id}"
    browser.post(f"{path}/particulars", {**facts, "phone": "call me", "version": "1"}, status=422)
    browser.post(f"{path}/particulars", {**facts, "phone": "+49 1", "version": "1"})
    assert "29 February 1980" in browser.page.text
    browser.post(f"{path}/removal")
    assert db.session.query(Person).filter_by(name="Ida").count() == 0


def test_a_territory_is_added_and_changed(full, browser):
    signed_in(browser, "dora")
    facts = {
        "code": "T-9", "name": "East", "brand_id": str(full.brands["TL"].id), "region_id": "",
        "holder": "", "postcodes": "10115", "polygon": "", "is_exclusive": "y",
    }  # fmt: skip
    browser.post("/network/territories", {**facts, "postcodes": ""}, status=422)
    browser.post("/network/territories", {**facts, "polygon": "0 0\n1 1\n1 0\n0 1"}, status=422)
    assert "crosses the side" in browser.page.text
    browser.post("/network/territories", facts)
    assert "Quay House" in browser.page.text  # its postcode lies inside


def test_care_is_assigned_on_its_page(full, browser):
    signed_in(browser, "hanna")
    path = f"/network/franchisees/{full.franchisees['F-001'].id}/care/manager"
    browser.post(path, {"user_id": str(full.users["rosa"].id), "starts_on": "2026-01-01"})
    assert "Rosa" in browser.page.text
    browser.post(
        path, {"user_id": str(full.users["sami"].id), "starts_on": "2025-01-01"}, status=422
    )
    assert "choose a later day" in browser.page.text


def test_the_settings_brands_and_regions_are_changed(full, browser):
    signed_in(browser, "hanna")
    facts = {
        "name": "Tamberley Group", "currency": "USD", "zone": "Europe/Berlin", "languages": ["en"],
        "payment_days": "20", "grace_days": "5", "dispute_days": "30",
        "dispute_answer_days": "12", "version": "1",
    }  # fmt: skip
    browser.post("/network/settings/particulars", facts)
    assert "Tamberley Group" in browser.page.text
    browser.post("/network/settings/particulars", {**facts, "name": "Other"}, status=409)
    for kind, model in (("brands", Brand), ("regions", Region)):
        browser.post(f"/network/{kind}", {"code": "NEW", "name": "New one"})
        browser.post(f"/network/{kind}", {"code": "NEW", "name": "Newer"}, status=422)
        made = db.session.query(model).filter_by(code="NEW").one()
        browser.post(f"/network/{kind}/{made.id}", {"code": "NEW", "name": "Renamed"})
        assert "Renamed" in browser.page.text


def uploaded(browser, text: str | bytes, *, status: int = 200, **facts: str):
    data = text.encode() if isinstance(text, str) else text
    fields = {"kind": "people", "file": (io.BytesIO(data), "people.csv"), **facts}
    return browser.post("/network/imports", fields, status=status)


PEOPLE = "franchisee,name,birthday\nF-001,Ida,1980-02-29\n"


def test_a_file_is_checked_and_then_imported(full, browser):
    signed_in(browser, "hanna")
    uploaded(browser, PEOPLE)
    assert "Nothing saved yet" in browser.page.text
    assert db.session.query(Person).filter_by(name="Ida").count() == 0
    upload = db.session.query(NetworkImport).one()
    browser.post(f"/network/imports/{upload.id}/posting", {"rows": "all"})
    assert db.session.query(Person).filter_by(name="Ida").count() == 1
    assert "1 row was imported" in browser.page.text
    browser.post(f"/network/imports/{upload.id}/discard", status=409)


def test_wrong_rows_are_named_and_the_good_ones_can_be_chosen(full, browser):
    signed_in(browser, "hanna")
    uploaded(browser, PEOPLE + "F-001,Jon,29.02.1980\n")
    assert "“29.02.1980” is not a day. Write it like 2026-10-31." in browser.page.text
    upload = db.session.query(NetworkImport).one()
    browser.get(f"/network/imports/{upload.id}/faults")
    browser.post(f"/network/imports/{upload.id}/posting", {"rows": "all"}, status=422)
    browser.post(f"/network/imports/{upload.id}/posting", {"rows": "good"})
    assert db.session.query(Person).filter_by(name="Ida").count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("franchisee,nome\nF-001,A\n", "Did you mean “name”?"),
        (PEOPLE.encode("utf-16"), "UTF-16"),
        ((PEOPLE + "F-001,陈,\n").encode("gbk"), "GBK"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(full, browser, content, words):
    signed_in(browser, "hanna")
    uploaded(browser, content, status=422)
    assert words in browser.page.text
    assert db.session.query(NetworkImport).count() == 0


def test_a_file_can_be_discarded(full, browser):
    signed_in(browser, "hanna")
    uploaded(browser, PEOPLE)
    upload = db.session.query(NetworkImport).one()
    browser.post(f"/network/imports/{upload.id}/discard")
    browser.get(f"/network/imports/{upload.id}")
    assert "Nothing of this file was imported" in browser.page.text


@pytest.mark.parametrize("kind", ["franchisees", "people", "outlets"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_and_changes_nothing(full, browser, kind, form):
    signed_in(browser, "hanna")
    exported = browser.get(f"/network/{kind}.{form}")
    fields = {"kind": kind, "file": (io.BytesIO(exported.data), f"{kind}.{form}")}
    browser.post("/network/imports", fields)
    upload = db.session.query(NetworkImport).one()
    assert (upload.rows_new, upload.rows_changed, upload.rows_wrong) == (0, 0, 0)
    assert upload.rows_same == upload.rows_read > 0


def test_an_export_keeps_the_filters_and_the_scope(full, browser):
    signed_in(browser, "omar")
    text = browser.get("/network/outlets.csv?q=quay").get_data(as_text=True)
    assert "TL-001" in text
    assert "TL-003" not in text
    assert "HX-001" not in text


def test_a_history_tells_nobody_what_they_may_not_read(full, browser):
    path = f"/network/franchisees/{full.franchisees['F-001'].id}/history"
    signed_in(browser, "omar").get(path)
    assert "added Guo Wei" in browser.page.text
    browser.sign_out()
    signed_in(browser, "mina").get(path)
    assert "added Guo Wei" not in browser.page.text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_page_costs_at_most_eight_queries_however_long_it_is(full, browser, name):
    signed_in(browser, "hanna")
    counts = []
    for rows in (0, 60):
        a_crowd(full, rows)
        browser.get(f"/network/{name}")
        with counted_statements() as seen:
            browser.get(f"/network/{name}")
        queries = [one for one in seen if not one.startswith(("BEGIN", "ROLLBACK"))]
        assert len(queries) <= 8, queries
        counts.append(len(queries))
    assert counts[0] == counts[1]


def a_crowd(full, rows: int) -> None:
    ids = services.add_franchisees(
        [{"code": f"G-{n:03}", "name": f"Business {n}"} for n in range(rows)]
    )
    services.add_people([{"franchisee_id": one, "name": f"P {n}"} for n, one in enumerate(ids)])
    services.add_outlets(
        [
            {
                "code": f"O-{n:03}", "name": f"Outlet {n}", "brand_id": full.brands["TL"].id,
                "franchisee_id": one, "opened_on": date(2025, 1, 1), "zone": "UTC",
            }
            for n, one in enumerate(ids)
        ]
    )  # fmt: skip
    db.session.commit()


def test_a_large_import_shows_how_far_it_is(full, browser):
    signed_in(browser, "hanna")
    rows = "".join(f"F-001,Person {number},\n" for number in range(2_001))
    uploaded(browser, "franchisee,name,birthday\n" + rows)
    upload = db.session.query(NetworkImport).one()
    browser.post(f"/network/imports/{upload.id}/posting", {"rows": "all"})
    assert "The file is being imported" in browser.page.text
    run_waiting()
    browser.get(f"/network/imports/{upload.id}")
    assert "2,001 rows were imported" in browser.page.text


def test_the_facts_that_invoices_need_are_kept_as_they_are_read(full, browser):
    browser.sign_in("hanna")
    browser.get("/network/settings/particulars")
    facts = {
        "name": "Tamberley",
        "zone": "Europe/Berlin",
        "currency": "EUR",
        "languages": ["en"],
        "payment_days": "13",
        "grace_days": "0",
        "dispute_days": "28",
        "dispute_answer_days": "10",
        "country": "de",
        "tax_category": "E",
        "tax_reason": "§ 19 UStG",
        "vat_number": "de 136695976",
        "fees_account": "de89370400440532013000",
        "fees_creditor": "DE98ZZZ09999999999",
    }
    browser.post("/network/settings/particulars", facts)
    for words in ("DE136695976", "DE89 3704 0044 0532 0130 00", "Exempt from VAT, § 19 UStG"):
        assert words in browser.page.text
    wrong = {**facts, "fees_account": "DE89370400440532013001"}
    browser.post("/network/settings/particulars", wrong, status=422)
    assert "its check digits do not fit" in browser.page.text
