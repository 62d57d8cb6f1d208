"""Two public franchise agreements, entered through the pages with nothing left to free text."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import select

from franchise_portal import Portal, law
from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.contracts import queries
from franchise_portal.contracts.enums import DutyKind, NoticeKind
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.queries.dates import clocks_of
from franchise_portal.contracts.rules.cures import days_to_cure
from franchise_portal.contracts.rules.notices import term_window
from franchise_portal.contracts.rules.promises import promises_of
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.term_enums import DefaultKind
from franchise_portal.database import db, edge
from franchise_portal.fees.models import Charge
from franchise_portal.network.models import Network, Outlet
from tests.builders.fees import a_report, assess
from tests.builders.network import a_territory, an_outlet
from tests.contracts.agreements import Agreement
from tests.contracts.agreements.buffalo_wild_wings import AGREEMENT as BUFFALO
from tests.contracts.agreements.the_joint import AGREEMENT as JOINT
from tests.support.databases import Database
from tests.support.filled import sent
from tests.support.page import Browser
from tests.support.people import SmallNetwork

BOTH = [pytest.param(one, id=one.number) for one in (BUFFALO, JOINT)]
FIRST_DAY, LAST_DAY = date(2026, 3, 2), date(2036, 3, 1)
PACK = law.pack("us-ftc")

#: The terms that hold the seven groups: term, renewal, notice, territory, fees, audit, insurance.
GROUPS = (
    "length",
    "renewal",
    "notice",
    "territory",
    "advertising",
    "late",
    "payments",
    "charges",
    "reports",
    "audit",
    "insurance",
)
#: Texts among them that name something: an area's code, the rating of an agency.
NAMES = {"TerritoryGrant.codes", "Insurance.rating"}


class Office(Browser):
    """Somebody who works through the pages; what takes long is done once a process."""

    def __init__(self, app: Portal, database: Database) -> None:
        super().__init__(app)
        self.database = database

    def once(self, state: str, work: Callable[[], object]) -> None:
        """Stand where that work has led, signed in."""
        self.database.once(self.app, state, work)
        self.sign_out()
        self.sign_in("hanna")


@pytest.fixture
def office(network: SmallNetwork, app: Portal, database: Database) -> Office:
    """In a network that counts in dollars, with an area and an outlet for each agreement."""
    with edge():
        db.session.scalars(select(Network)).one().currency = "USD"
        a_territory(network, "T-90", owner=None, postcodes="55426")
        for agreement in (BUFFALO, JOINT):
            an_outlet(network, agreement.outlet, opened_on=date(2026, 8, 1), postcode="55426")
    office = Office(app, database)
    office.sign_in("hanna")
    return office


def the_contract(number: str) -> Contract:
    db.session.rollback()
    db.session.expire_all()
    found = select(Contract.id).where(Contract.number == number)
    return queries.contract_for(SYSTEM, db.session.scalars(found).one())


def the_draft(agreement: Agreement) -> Any:
    version = queries.open_version(the_contract(agreement.number).id)
    assert version
    return version


def drafted(office: Office, agreement: Agreement) -> Terms:
    """The agreement as a draft: its parties and law, its terms, its clauses."""
    office.once(f"draft {agreement.number}", lambda: write(office, agreement))
    return queries.terms_of(the_draft(agreement))


def write(office: Office, agreement: Agreement) -> None:
    office.post(
        "/contracts/drafts",
        {
            "number": agreement.number,
            "franchisee": "F-001",
            "brand": "TL",
            "outlets": agreement.outlet,
            "title": "Franchise agreement",
            "starts_on": "2026-03-02",
            "pack": "us-ftc",
        },
    )
    version = the_draft(agreement)
    url = f"/contracts/versions/{version.id}"
    # A form without scripts has a few empty rows; whoever needs more saves and gets more.
    office.post(f"{url}/terms", {**agreement.terms, "version": str(version.version)})
    for number, kind, title in agreement.clauses:
        clause = {"number": number, "kind": kind, "title": title, "body": f"About: {title}."}
        office.post(f"{url}/clauses", {**clause, "version": str(the_draft(agreement).version)})


def signed(office: Office, agreement: Agreement) -> Contract:
    """The agreement as it stands once both sides have signed, with its fee plan."""
    office.once(f"signed {agreement.number}", lambda: sign(office, agreement))
    return the_contract(agreement.number)


def sign(office: Office, agreement: Agreement) -> None:
    drafted(office, agreement)
    version = the_draft(agreement)
    office.post(
        f"/contracts/{version.contract_id}/disclosures",
        {
            "disclosure-disclosed_on": "2026-02-02",
            "disclosure-file": (io.BytesIO(b"%PDF-1.7 disclosure"), "disclosure.pdf"),
        },
    )
    office.post(f"/contracts/versions/{version.id}/paper", {"signed_on": "2026-03-02"})
    assert office.page
    assert "The contract is signed" in office.page.text
    give_plan(office, agreement)


def give_plan(office: Office, agreement: Agreement) -> None:
    contract = the_contract(agreement.number)
    office.get(f"/fees/contracts/{contract.id}/plans/new")
    assert office.page
    [seen] = re.findall(r'name="version" type="hidden" value="(\d+)"', office.page.html)
    office.post(
        f"/fees/contracts/{contract.id}/plans",
        {
            "version": seen,
            "starts_on": "2026-03-02",
            "plan": "file",
            "file": (io.BytesIO(agreement.plan.encode()), "plan.toml"),
        },
    )


def texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value that is not one of a few choices, with the field that holds it."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part, name)
    elif is_dataclass(value) and type(value).__module__.endswith("contracts.rules.term_parts"):
        for field in fields(value):
            inner = f"{type(value).__name__}.{field.name}"
            yield from texts(getattr(value, field.name), inner)


@pytest.mark.parametrize("agreement", BOTH)
def test_nothing_of_the_seven_groups_is_free_text(office: Office, agreement: Agreement) -> None:
    terms = drafted(office, agreement)
    assert all(getattr(terms, group) for group in GROUPS)
    written = {
        name: text
        for group in GROUPS
        for name, text in texts(getattr(terms, group))
        if text and name not in NAMES
    }
    assert written == {}


@pytest.mark.parametrize("agreement", BOTH)
def test_what_was_typed_is_read_back_field_by_field(office: Office, agreement: Agreement) -> None:
    terms = drafted(office, agreement)
    version = the_draft(agreement)
    url = f"/contracts/versions/{version.id}/terms"
    office.get(url)
    assert office.page
    folded = [one for one in office.page.all("details") if "open" not in one]
    assert not any(one.get("class") == "disclosure" for one in folded)
    shown = sent(office)
    differing = {
        name: (typed, shown.get(name))
        for name, typed in agreement.terms.items()
        if as_values(typed) != as_values(shown.get(name, ""))
    }
    assert differing == {}
    office.post(url, sent(office))
    assert queries.terms_of(the_draft(agreement)) == terms


def as_values(sent_values: str | list[str]) -> set[str]:
    """What a field sends, in whatever order, an amount without its empty decimals."""
    values = [sent_values] if isinstance(sent_values, str) else sent_values
    return {value.removesuffix(".00") for value in values}


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        pytest.param(
            BUFFALO,
            [
                "10 years, from 2 March 2026 to 1 March 2036",
                "2 times, 5 years each time",
                "Royalty after a renewal: at most 7%",
                "The franchisor says within 90 days of the wish what stands against it",
                "Condition: Releases the franchisor from claims",
                "At least 6 months and at most 12 months before the last day",
                "The franchisor: at least 3 months before the last day",
                "T-90, exclusively",
                "Not part of it: airports and stations, military bases, sports grounds",
                "Kept by the franchisor: sales over the internet, wholesale",
                "The franchisor delivers nothing into the area",
                "Locally at most 2% of gross sales",
                "For the opening at most $ 5,000.00",
                "Interest of 1.5% every month, or the most that the law allows",
                "Advertising fund: by day 15 of the month",
                "The franchisor runs the outlet for a time: $ 200.00 for each day",
                "reported short by 2%",
                "Interest on what is missing: at most 1.5% a month",
                "Books are kept for 3 years",
                "Financial statements: every quarter, within 28 days after its end",
                "Property: full replacement value",
                "Liability for alcohol: $ 1,000,000.00 for each event",
                "Vehicles: only where there is such a risk",
                "the insurer tells the franchisor 20 days before it ends or changes",
                "Within 10 miles of the outlet and of every other of the network",
                "Fee for a transfer: 50% of the initial fee then in use",
                "Money not paid: 10 days to put it right",
                "Anything else on the franchisor’s side: 30 days to put it right",
                "Repeated defaults: 3 times within 12 months",
            ],
            id="buffalo",
        ),
        pytest.param(
            JOINT,
            [
                "Once, for 10 years",
                "Fee for a renewal: 25% of the initial fee then in use",
                "At least 1 year and at most 2 years before the last day",
                "The premises alone; no area is protected",
                "further outlets under the same mark",
                "Locally at least 5% of gross sales or $ 3,000.00 a month, whichever is more",
                "The contribution to the fund may be raised to 2% of gross sales",
                "Interest of 18% every year",
                "$ 50.00 for each day of delay",
                "Royalty: by day 1 and day 16 of the month",
                "The contract is ended for a breach: 50% of the initial fee then in use",
                "Training that was missed: at most $ 400.00 for each day",
                "reported short by more than 2%",
                "The same once reports are missing or late",
                "Gross sales: every week, within 2 days after its end",
                "Medical malpractice: as the manual says",
                "Business interruption: pays for at least 6 months",
                "Umbrella above the others: $ 3,000,000.00 for all events of a year",
                "insurer rated A- VIII or better",
                "Licence lost: 20 days to put it right",
                "Without time to put it right: Local advertising not spent, Not opened in time",
            ],
            id="joint",
        ),
    ],
)
def test_the_draft_says_what_the_agreement_says(
    office: Office, agreement: Agreement, words: list[str]
) -> None:
    drafted(office, agreement)
    office.get(f"/contracts/versions/{the_draft(agreement).id}")
    assert office.page
    assert [line for line in words if line not in office.page.text] == []


@pytest.mark.parametrize(
    ("agreement", "last_of_all", "theirs", "ours"),
    [
        (BUFFALO, date(2046, 3, 1), (date(2035, 3, 1), date(2035, 9, 1)), date(2035, 12, 1)),
        (JOINT, date(2046, 3, 1), (date(2034, 3, 1), date(2035, 3, 1)), date(2035, 3, 1)),
    ],
    ids=["buffalo", "joint"],
)
def test_the_clocks_give_the_agreements_days(
    office: Office,
    agreement: Agreement,
    last_of_all: date,
    theirs: tuple[date, date],
    ours: date,
) -> None:
    contract = signed(office, agreement)
    terms = queries.terms_on(contract.id, date(2026, 12, 1))
    assert terms
    assert (contract.starts_on, contract.ends_on) == (FIRST_DAY, LAST_DAY)
    found = clocks_of(contract, terms)
    assert found
    assert found.violations == ()
    assert (found.ends_on, found.last_possible_end) == (LAST_DAY, last_of_all)
    assert (found.notice_from, found.notice_until) == theirs
    by_contract, by_law = (
        term_window(NoticeKind.NON_RENEWAL, LAST_DAY, terms.notice, pack, giver=Side.FRANCHISOR)
        for pack in (law.pack("none"), PACK)
    )
    assert by_contract.closes_on == ours
    # Many states ask for half a year, and the agreement itself gives way to its state's law.
    assert by_law.closes_on == min(ours, date(2035, 9, 3))


@pytest.mark.parametrize(
    ("agreement", "days"),
    [
        (
            BUFFALO,
            {
                "notice:franchisee": "6 months",
                "notice:franchisor": "3 months",
                "development:1": date(2026, 12, 2),
                "report:statements:quarter:again": date(2026, 4, 28),
                "report:statements:year:again": date(2027, 3, 31),
            },
        ),
        (
            JOINT,
            {
                "notice:franchisee": "1 year",
                "notice:franchisor": "1 year",
                "development:1": date(2026, 12, 2),
                "report:result:month:again": date(2026, 4, 30),
                "report:marketing:month:again": date(2026, 4, 30),
                "report:statements:year:again": date(2027, 3, 31),
                "insurance:umbrella": FIRST_DAY,
            },
        ),
    ],
    ids=["buffalo", "joint"],
)
def test_the_duties_of_both_sides_follow_from_it(
    office: Office, agreement: Agreement, days: dict[str, object]
) -> None:
    terms = drafted(office, agreement)
    promises = promises_of(terms, starts_on=FIRST_DAY, pack=PACK)
    due = {one.origin: one.due.first_on or str(one.due.offset) for one in promises}
    assert {origin: due.get(origin) for origin in days} == days


@pytest.mark.parametrize(
    ("agreement", "kind", "owner", "days"),
    [
        (BUFFALO, DutyKind.FEE_PAYMENT, Side.FRANCHISEE, 10),
        (BUFFALO, DutyKind.SALES_REPORT, Side.FRANCHISEE, 30),
        (BUFFALO, DutyKind.VISIT, Side.FRANCHISOR, 30),
        (BUFFALO, DutyKind.TRAINING, Side.FRANCHISEE, None),
        (JOINT, DutyKind.FEE_PAYMENT, Side.FRANCHISEE, 10),
        (JOINT, DutyKind.INSURANCE, Side.FRANCHISEE, 10),
        (JOINT, DutyKind.SALES_REPORT, Side.FRANCHISEE, 20),
        (JOINT, DutyKind.VISIT, Side.FRANCHISOR, None),
    ],
)
def test_a_notice_gives_the_agreements_days_to_put_it_right(
    office: Office, agreement: Agreement, kind: DutyKind, owner: Side, days: int | None
) -> None:
    cures = drafted(office, agreement).cures
    assert days_to_cure(cures, kind, owner=owner, given_on=date(2026, 11, 2)) == days
    repeated = [one for one in cures if one.kind is DefaultKind.REPEATED]
    assert {(one.times, str(one.span or "")) for one in repeated} >= {(3, "12 months")}


@pytest.mark.parametrize(
    ("agreement", "months", "charged"),
    [
        (
            BUFFALO,
            [("2026-09", {"gross": "107000", "sales_tax": "7000"})],
            [{"continuing fee": "5000.00", "advertising fund": "3000.00"}],
        ),
        (
            JOINT,
            [
                ("2026-08", {"gross": "8000", "refunds": "500"}),
                ("2026-09", {"gross": "60000", "refunds": "1000"}),
            ],
            [
                {
                    "initial fee": "29000.00",
                    "royalty": "700.00",
                    "advertising fund": "75.00",
                    "software, set up": "495.00",
                    "software": "275.00",
                },
                {"royalty": "4130.00", "advertising fund": "590.00", "software": "275.00"},
            ],
        ),
    ],
    ids=["buffalo", "joint"],
)
def test_the_plan_charges_what_the_agreement_says(
    office: Office,
    network: SmallNetwork,
    agreement: Agreement,
    months: list[tuple[str, dict[str, str]]],
    charged: list[dict[str, str]],
) -> None:
    signed(office, agreement)
    outlet = db.session.scalars(select(Outlet).where(Outlet.code == agreement.outlet)).one()
    for (month, sales), expected in zip(months, charged, strict=True):
        with edge():
            a_report(outlet, month, currency="USD", **sales)
        with edge():
            assess(month)
        assert lines_of(month) == expected


def lines_of(month: str) -> dict[str, str]:
    db.session.expire_all()
    found = db.session.scalars(select(Charge).where(Charge.month == month))
    return {line.fee: str(Decimal(line.amount_minor).scaleb(-2)) for line in found}
