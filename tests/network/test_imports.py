"""Master data from files: all or nothing, again and again, and every fault by its place."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.cli import main
from franchise_portal.database import db
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import BadInput
from franchise_portal.network import queries, services
from franchise_portal.network.enums import FranchiseeStatus, ImportKind, ImportStatus, SearchKind
from franchise_portal.network.errors import AlreadyDecided
from franchise_portal.network.models import Brand, Franchisee, Outlet, Person, Region
from franchise_portal.network.queries import lists
from franchise_portal.network.services import imports

FRANCHISEES = "code,name,region,status,since,email,language\n"
OUTLETS = "code,name,brand,franchisee,opened_on,region,country\n"
PEOPLE = "franchisee,name,role,birthday\n"


def check(kind: ImportKind, text: str, *, creates: bool = False) -> imports.Checked:
    file = io.BytesIO(text.encode())
    return imports.check_file(file, filename=f"{kind}.csv", kind=kind, creates=creates)


def post(kind: ImportKind, text: str, *, creates: bool = False) -> imports.Imported:
    checked = check(kind, text, creates=creates)
    checked.require_good()
    return imports.post(SYSTEM, checked)


def faults(kind: ImportKind, text: str) -> list[str]:
    return [str(problem) for problem in check(kind, text).problems]


def test_franchisees_are_added_with_all_their_facts(network):
    done = post(
        ImportKind.FRANCHISEES,
        FRANCHISEES
        + "F-010,陈氏商贸,south,leaving,2020-01-31,Chen@Demo.test,zh-Hans\nF-011,B,,,,,\n",
    )
    assert (done.added, done.changed, done.same) == (2, 0, 0)
    chen = db.session.scalars(select(Franchisee).where(Franchisee.code == "F-010")).one()
    assert (chen.region_id, chen.status, chen.since, chen.email, chen.language) == (
        network.regions["south"].id,
        FranchiseeStatus.LEAVING,
        date(2020, 1, 31),
        "chen@demo.test",
        "zh_Hans",
    )
    bare = db.session.scalars(select(Franchisee).where(Franchisee.code == "F-011")).one()
    assert (bare.region_id, bare.status, bare.language) == (None, FranchiseeStatus.ACTIVE, "en")


def test_what_was_imported_can_be_found_and_has_a_history(network):
    post(ImportKind.FRANCHISEES, FRANCHISEES + "F-010,陈氏商贸,,,,,\n")
    found = queries.found(
        queries.visible_franchisees(SYSTEM), SearchKind.FRANCHISEE, Franchisee.id, "商贸"
    )
    codes = [one.code for one in db.session.scalars(found.where(Franchisee.code == "F-010"))]
    assert codes == ["F-010"]
    chen = db.session.scalars(select(Franchisee).where(Franchisee.code == "F-010")).one()
    entry = db.session.scalars(select(Entry).where(Entry.franchisee_id == chen.id)).one()
    assert entry.data == {"file": "franchisees.csv", "added": 1, "changed": 0}


def test_a_known_code_changes_what_the_row_says_and_keeps_the_rest(network):
    before = network.franchisees["F-002"].name_local
    done = post(ImportKind.FRANCHISEES, FRANCHISEES + "F-002,Olga & Co,,leaving,,,\n")
    assert (done.added, done.changed) == (0, 1)
    db.session.expire_all()
    olga = network.franchisees["F-002"]
    assert (olga.name, olga.name_local, olga.status) == ("Olga & Co", before, "leaving")
    assert (olga.region_id, olga.version) == (network.regions["south"].id, 2)


def test_the_same_file_again_changes_nothing(network):
    text = OUTLETS + "TL-009,Long Meadow,Tallow Lane,F-001,2025-01-01,north,DE\n"
    assert post(ImportKind.OUTLETS, text).added == 1
    entries = db.session.scalar(select(func.count(Entry.id)))
    again = post(ImportKind.OUTLETS, text)
    assert (again.added, again.changed, again.same) == (0, 0, 1)
    assert db.session.scalar(select(func.count(Entry.id))) == entries + 1


def test_outlets_belong_to_their_franchisee_from_the_day_they_open(network):
    post(ImportKind.OUTLETS, OUTLETS + "TL-009,Long Meadow,tl,F-001,2025-01-01,,DE\n")
    outlet = db.session.scalars(select(Outlet).where(Outlet.code == "TL-009")).one()
    assert queries.owner_of(outlet.id, date(2025, 1, 1)) == network.franchisees["F-001"].id
    assert outlet.region_id == network.regions["north"].id
    assert outlet.zone == "Europe/Berlin"


def test_an_opening_that_moves_forward_takes_the_ownership_with_it(network):
    post(ImportKind.OUTLETS, OUTLETS + "TL-001,Quay House,TL,F-001,2023-05-01,,\n")
    outlet = network.outlets["TL-001"]
    assert queries.owner_of(outlet.id, date(2023, 5, 1)) == network.franchisees["F-001"].id


def test_unknown_brands_and_regions_are_refused_or_made(network):
    text = (
        OUTLETS + "X-1,A,New Brand,F-001,2025-01-01,Far West,\nX-2,B,new brand,F-001,2025-01-01,,\n"
    )
    found = faults(ImportKind.OUTLETS, text)
    assert [fault.partition("”.")[0] for fault in found] == [
        "outlets.csv:2: brand: There is no brand “New Brand",
        "outlets.csv:2: region: There is no region “Far West",
        "outlets.csv:3: brand: There is no brand “new brand",
    ]
    done = post(ImportKind.OUTLETS, text, creates=True)
    assert (done.brands, done.regions) == (1, 1)
    brand = db.session.scalars(select(Brand).where(Brand.name == "New Brand")).one()
    assert brand.code == "NewBrand"
    assert db.session.scalars(select(Region).where(Region.name == "Far West")).one()


def test_people_are_known_by_business_and_name(network):
    text = PEOPLE + "F-001,Guo Wei,partner,1980-02-29\n"
    assert post(ImportKind.PEOPLE, text).added == 1
    assert post(ImportKind.PEOPLE, text.replace("partner", "owner")).changed == 1
    person = db.session.scalars(select(Person)).one()
    assert (person.role, person.birthday_place, person.version) == ("owner", 229, 2)
    assert [row.name for row in lists.people(SYSTEM, lists.PeopleWanted(text="guo")).rows]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (ImportKind.FRANCHISEES, "F-010,,N,,,,\n", ":2: name: The cell is empty."),
        (ImportKind.FRANCHISEES, "F-010,A,N,asleep,,,\n", ":2: status: “asleep” is not known"),
        (ImportKind.FRANCHISEES, "F-010,A,N,,,,\nF-010,B,N,,,,\n", ":3: code: “F-010” stands"),
        (ImportKind.FRANCHISEES, "F-010,A,N,,,=1+1,\n", ":2: email: “=1+1” is not an e-mail"),
        (
            ImportKind.PEOPLE,
            "F-0O1,A,owner,\n",
            "No franchisee has the code “F-0O1”. Write “F-001”",
        ),
        (ImportKind.PEOPLE, "F-001,A,owner,\nF-001,a,owner,\n", ":3: name: “a” stands already"),
        (ImportKind.OUTLETS, "A,B,TL,F-001,soon,,\n", ":2: opened_on: “soon” is not a day."),
        (ImportKind.OUTLETS, "TL-001,B,TL,F-002,2024-03-01,,\n", "belongs to another franchisee"),
        (ImportKind.OUTLETS, "A,B,TL,F-001,2024-03-01,,XX\n", "is not a country's code"),
    ],
)
def test_a_wrong_row_is_named_with_its_remedy(network, kind, text, words):
    header = {
        ImportKind.FRANCHISEES: FRANCHISEES,
        ImportKind.PEOPLE: PEOPLE,
        ImportKind.OUTLETS: OUTLETS,
    }[kind]
    (fault,) = faults(kind, header + text)
    assert words in fault


def test_an_outlet_cannot_close_before_it_opens(network):
    text = (
        "code,name,brand,franchisee,opened_on,closed_on\nTL-001,Q,TL,F-001,2024-03-01,2024-02-01\n"
    )
    (fault,) = faults(ImportKind.OUTLETS, text)
    assert fault.startswith("outlets.csv:2: closed_on: The outlet would close before it opens")


def test_a_file_without_rows_is_refused(network):
    with pytest.raises(BadInput, match="no rows"):
        check(ImportKind.PEOPLE, PEOPLE)


def upload(network, text: str):
    return imports.keep_upload(
        network.actors["hanna"],
        io.BytesIO(text.encode()),
        filename="people.csv",
        kind=ImportKind.PEOPLE,
        creates=False,
    )


MIXED = PEOPLE + "F-001,Guo Wei,partner,1980-02-29\nF-001,,owner,\nF-999,B,owner,\n"


def test_an_upload_waits_with_its_counts_and_faults(network):
    kept = upload(network, MIXED)
    assert (kept.rows_read, kept.rows_new, kept.rows_wrong, kept.status) == (3, 1, 2, "checked")
    assert [problem.row for problem in imports.unpacked(kept)] == [3, 4]
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_all_rows_or_none(network):
    kept = upload(network, MIXED)
    with pytest.raises(BadInput):
        imports.request_posting(network.actors["hanna"], kept, good_rows_only=False)
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_the_good_rows_when_somebody_chooses_them(network):
    kept = upload(network, MIXED)
    imports.request_posting(network.actors["hanna"], kept, good_rows_only=True)
    assert db.session.scalars(select(Person.name)).all() == ["Guo Wei"]
    assert kept.status is ImportStatus.POSTED
    with pytest.raises(AlreadyDecided):
        imports.discard(network.actors["hanna"], kept)


def test_a_discarded_upload_leaves_nothing_and_stays_discarded(network):
    kept = upload(network, MIXED)
    imports.discard(network.actors["hanna"], kept)
    with pytest.raises(AlreadyDecided):
        imports.request_posting(network.actors["hanna"], kept, good_rows_only=True)


def many_people(count: int) -> str:
    return PEOPLE + "".join(f"F-001,Person {number},staff,\n" for number in range(count))


def test_a_large_file_is_imported_by_a_worker_in_the_name_of_who_asked(network):
    kept = upload(network, many_people(imports.keeping.AT_ONCE + 1))
    imports.request_posting(network.actors["hanna"], kept, good_rows_only=False)
    assert (kept.status, kept.job_id is None) == (ImportStatus.RUNNING, False)
    with pytest.raises(AlreadyDecided):
        imports.request_posting(network.actors["hanna"], kept, good_rows_only=False)
    db.session.commit()
    assert run_waiting() == 1
    db.session.expire_all()
    assert kept.status is ImportStatus.POSTED
    assert db.session.scalar(select(func.count(Person.id))) == imports.keeping.AT_ONCE + 1
    entry = db.session.scalars(
        select(Entry).where(
            Entry.action == "network.people.imported", Entry.franchisee_id.is_(None)
        )
    ).one()
    assert entry.actor_name == "Hanna"


def test_a_large_file_that_fails_says_why_and_can_be_tried_again(network):
    kept = upload(network, many_people(imports.keeping.AT_ONCE + 1))
    imports.request_posting(network.actors["hanna"], kept, good_rows_only=False)
    code = network.franchisees["F-001"].code
    network.franchisees["F-001"].code = "F-XXX"
    db.session.commit()
    run_waiting()
    db.session.expire_all()
    assert kept.status is ImportStatus.FAILED
    assert "F-001" in kept.reason
    network.franchisees["F-001"].code = code
    imports.request_posting(network.actors["hanna"], kept, good_rows_only=False)
    db.session.commit()
    run_waiting()
    db.session.expire_all()
    assert kept.status is ImportStatus.POSTED


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(main, list(arguments))


def test_the_command_writes_all_and_prints_the_counts(network, app, tmp_path):
    db.session.commit()
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE + "F-001,Guo Wei,partner,1980-02-29\n", encoding="utf-8")
    dry = run(app, "network", "import", "people", str(path), "--dry-run")
    assert (dry.exit_code, dry.stdout) == (
        0, "people: 1 new, 0 changed, 0 as they were. Nothing was written.\n",
    )  # fmt: skip
    assert db.session.scalar(select(func.count(Person.id))) == 0
    done = run(app, "network", "import", "people", str(path))
    assert "people: 1 new, 0 changed" in done.stdout
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_the_command_names_every_fault_and_ends_with_two(network, app, tmp_path):
    db.session.commit()
    path = tmp_path / "people.csv"
    path.write_text(MIXED, encoding="utf-8")
    result = run(app, "network", "import", "people", str(path))
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"{path}:3: name: The cell is empty. Fill it in; this column is needed.",
        f"{path}:4: franchisee: No franchisee has the code “F-999”. Import the franchisee first.",
    ]
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_the_command_provides_a_network_where_there_is_none(app, tmp_path):
    path = tmp_path / "franchisees.csv"
    path.write_text(FRANCHISEES + "F-001,A,North,,,,\n", encoding="utf-8")
    result = run(app, "network", "import", "franchisees", str(path), "--create")
    assert result.exit_code == 0, result.output
    provided = queries.founded()
    assert provided.is_provisional
    services.adopt_currency("USD")
    made = services.found_network(SYSTEM, name="Tamberley", currency="USD")
    assert (made.id, made.is_provisional) == (provided.id, False)
