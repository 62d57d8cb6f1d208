"""Lists of what is late: at most eight statements however many rows, and in the right order."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select

from franchise_portal.access.roles import Side
from franchise_portal.database import db
from franchise_portal.disputes.enums import DisputeReason
from franchise_portal.disputes.grade_enums import Grade
from franchise_portal.disputes.models import CreditGrade
from franchise_portal.disputes.queries import grade_list
from franchise_portal.disputes.queries.lines import line_for
from franchise_portal.disputes.services.opening import Complaint, open_dispute
from franchise_portal.dunning.enums import Manner, PlanStatus
from franchise_portal.dunning.models import DunningLetter, DunningSaying, PaymentPlan
from franchise_portal.dunning.queries.accounts import overdue_accounts
from franchise_portal.dunning.queries.plans import plans
from franchise_portal.fees.models import Charge, Invoice
from franchise_portal.kit.ids import new_id
from tests.builders.dunning import agree_on_late, at, euro, propose
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.support.richer import once

MOST = 8
LISTS = (
    "/dunning/",
    "/dunning/?sort=overdue",
    "/dunning/?sort=franchisee",
    "/dunning/plans",
    "/dunning/late-charges",
    "/disputes/",
    "/disputes/?sort=due",
    "/disputes/?status=open&sort=amount",
    "/disputes/grades",
    "/disputes/grades?grade=B&sort=name",
)


@pytest.fixture
@once
def owing(network):
    """Omar owes since 15 September, Olga since 15 October and less."""
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"], "2026-08", "50000")
    with at(date(2026, 9, 2)):
        assess("2026-08")
    a_report(network.outlets["HX-001"], "2026-09", "40000")
    with at(date(2026, 10, 2)):
        assess("2026-09")
    agree_on_late(network.contracts["CT-F-001-TL"])
    db.session.commit()
    return network


def statements(browser, url):
    """What a page asks the database, in a context of its own."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(" ".join(statement.split())[:160])

    browser.get(url)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


def a_plan(network, number, status, day):
    plan = PaymentPlan(
        id=new_id(),
        number=number,
        franchisee_id=network.franchisees["F-001"].id,
        currency="EUR",
        total_minor=100,
        status=status,
        proposed_by=Side.FRANCHISOR,
        proposed_at=datetime(2026, 10, day, 9, tzinfo=UTC),
    )
    db.session.add(plan)
    return plan


def a_grade(network, code, month, points, grade=Grade.B):
    inputs = {
        "behaviour": {"late": "3", "returned": "0", "broken": "0", "cover": "1", "age": "2"},
        "points": {},
        "monthly_minor": 0,
        "currency": "EUR",
    }
    db.session.add(
        CreditGrade(
            franchisee_id=network.franchisees[code].id,
            month=month,
            grade=grade,
            points=points,
            inputs=inputs,
        )
    )


def heard(network):
    """Omar's invoice has heard the first step."""
    invoice = db.session.scalars(
        select(Invoice).where(Invoice.franchisee_id == network.franchisees["F-001"].id)
    ).first()
    letter = DunningLetter(
        id=new_id(),
        number="RM-9",
        franchisee_id=invoice.franchisee_id,
        procedure_number=0,
        position=1,
        name="Reminder",
        manner=Manner.FRIENDLY,
        language="en",
        said_on=date(2026, 9, 20),
        items=[],
        next_on=date(2026, 10, 1),
        makes_letter=False,
        sends_mail=False,
    )
    db.session.add(letter)
    db.session.flush()
    db.session.add(
        DunningSaying(
            id=new_id(),
            invoice_id=invoice.id,
            position=1,
            on_date=date(2026, 9, 20),
            letter_id=letter.id,
            by_name="Felix",
        )
    )


def test_a_list_asks_at_most_eight_times_however_many_rows(owing, browser):
    browser.sign_in("hanna")
    few = {url: statements(browser, url) for url in LISTS}
    heard(owing)
    propose(owing.actors["felix"], owing)
    for number, status in enumerate(PlanStatus):
        a_plan(owing, f"PP-{number}", status, number + 1)
    a_grade(owing, "F-001", "2026-10", 60)
    for code, points in (("F-001", 62), ("F-002", 58)):
        a_grade(owing, code, "2026-11", points)
    a_report(owing.outlets["TL-001"], "2026-10", "50000")
    assess("2026-10")
    omar = owing.actors["omar"]
    for charge in db.session.scalars(select(Charge).where(Charge.month == "2026-10")).all():
        complaint = Complaint(reason=DisputeReason.RATE, words="Too much.", right=euro("0"))
        open_dispute(omar, line_for(omar, charge.id), complaint)
    db.session.commit()
    for url in LISTS:
        many = statements(browser, url)
        assert len(many) <= MOST, (url, many)
        assert len(many) <= max(len(few[url]), MOST), url


@pytest.mark.parametrize(
    ("order", "is_descending", "codes"),
    [
        ("since", False, ["F-001", "F-002"]),
        ("since", True, ["F-002", "F-001"]),
        ("overdue", False, ["F-002", "F-001"]),
        ("overdue", True, ["F-001", "F-002"]),
        ("franchisee", False, ["F-001", "F-002"]),
        ("franchisee", True, ["F-002", "F-001"]),
    ],
)
def test_overdue_accounts_stand_once_in_the_order_asked_for(owing, order, is_descending, codes):
    a_report(owing.outlets["TL-001"], "2026-09", "50000")
    with at(date(2026, 10, 2)):
        assess("2026-09")
    found = overdue_accounts(owing.actors["hanna"], order=order, is_descending=is_descending)
    assert [row.franchisee.code for row in found.rows] == codes
    assert found.total == 2


def test_who_paid_what_was_late_longest_stands_by_what_is_late_then(owing):
    a_report(owing.outlets["TL-001"], "2026-09", "50000")
    with at(date(2026, 10, 3)):
        assess("2026-09")
    pay(owing.franchisees["F-001"], "4250")
    pay(owing.franchisees["F-001"], "1000")
    rows = overdue_accounts(owing.actors["hanna"]).rows
    assert [row.franchisee.code for row in rows] == ["F-002", "F-001"]


def test_plans_that_wait_come_first_then_those_being_kept_then_the_latest(owing):
    for day, (number, status) in enumerate(
        (
            ("PP-1", PlanStatus.DONE),
            ("PP-2", PlanStatus.PROPOSED),
            ("PP-3", PlanStatus.KEPT),
            ("PP-4", PlanStatus.BROKEN),
            ("PP-5", PlanStatus.PROPOSED),
        ),
        start=1,
    ):
        a_plan(owing, number, status, day)
    db.session.flush()
    hanna = owing.actors["hanna"]
    assert [one.number for one in plans(hanna).rows] == ["PP-5", "PP-2", "PP-3", "PP-4", "PP-1"]
    done = plans(hanna, statuses=["done", "kept"])
    assert ([one.number for one in done.rows], done.total) == (["PP-3", "PP-1"], 2)
    assert plans(hanna, page=2).rows == []
    assert plans(owing.actors["olga"]).rows == []


@pytest.mark.parametrize(
    ("order", "is_descending", "codes"),
    [
        ("points", False, ["F-002", "F-001"]),
        ("points", True, ["F-001", "F-002"]),
        ("name", False, ["F-002", "F-001"]),
        ("name", True, ["F-001", "F-002"]),
    ],
)
def test_grades_of_the_latest_month_stand_in_the_order_asked_for(
    owing, order, is_descending, codes
):
    for code, before, now in (("F-001", 40, 62), ("F-002", 90, 58)):
        a_grade(owing, code, "2026-10", before)
        a_grade(owing, code, "2026-11", now)
    db.session.flush()
    wanted = grade_list.Wanted(order=order, is_descending=is_descending)
    found = grade_list.grades(owing.actors["hanna"], wanted)
    assert [row.franchisee.code for row in found.rows] == codes
    assert {row.row.month for row in found.rows} == {"2026-11"}
    assert found.total == 2
