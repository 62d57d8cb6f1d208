"""The two duties of each month, read from the fee plan and closed by what is on record."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from franchise_portal.access.roles import Side
from franchise_portal.contracts import clock_jobs
from franchise_portal.contracts.enums import DutyEntryKind, DutyStatus, LadderStep
from franchise_portal.contracts.models import Contract, Duty, DutyEntry, Obligation
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import clocks, planning
from franchise_portal.database import db, edge
from franchise_portal.fees.duty_facts import promises_of
from franchise_portal.fees.enums import SalesSource
from franchise_portal.jobs import Progress
from franchise_portal.kit import clock
from tests.builders import fees
from tests.support.people import SmallNetwork

SOON = date(2026, 11, 2)


@pytest.fixture
def contract(network: SmallNetwork) -> Contract:
    """Omar's, with two outlets and a plan; its duties are read."""
    found = network.contracts["CT-F-001-TL"]
    with edge():
        fees.give_plan(found)
        planning.read_contracts([found.id], on=SOON)
    return found


def duty(contract: Contract, origin: str, due_on: date) -> Duty:
    db.session.rollback()
    db.session.expire_all()
    query = (
        select(Duty)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(Duty.contract_id == contract.id, Obligation.origin == origin, Duty.due_on == due_on)
    )
    return db.session.scalars(query).one()


def settle(on: date = SOON) -> None:
    with clock.fixed(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        clock_jobs.settle_duties(progress=Progress())


def report(contract: Contract) -> Duty:
    return duty(contract, "sales_report", date(2026, 11, 5))


def payment(contract: Contract) -> Duty:
    return duty(contract, "fee_payment", date(2026, 11, 18))


def test_a_plan_gives_one_duty_of_each_kind_a_contract_and_month(contract: Contract) -> None:
    rows = db.session.execute(
        select(Obligation.origin, Duty.due_on, Duty.owner)
        .join(Duty, Duty.obligation_id == Obligation.id)
        .where(Obligation.origin.in_(["sales_report", "fee_payment"]))
        .order_by(Duty.due_on)
    ).all()
    assert {owner for *_, owner in rows} == {Side.FRANCHISEE}
    days = {origin: [day for one, day, _ in rows if one == origin] for origin, *_ in rows}
    assert days["sales_report"][:2] == [date(2026, 11, 5), date(2026, 12, 5)]
    assert days["fee_payment"][:2] == [date(2026, 11, 18), date(2026, 12, 18)]
    assert {len(some) for some in days.values()} == {12}


def test_a_month_is_reported_once_every_outlet_has(
    network: SmallNetwork, contract: Contract
) -> None:
    first, second = network.outlets["TL-001"], network.outlets["TL-003"]
    with edge():
        fees.a_report(first)
        estimate = fees.a_report(second, source=SalesSource.ESTIMATE)
    settle()
    assert report(contract).status is DutyStatus.OPEN
    with edge():
        estimate.is_current = False
        db.session.merge(estimate)
        db.session.flush()
        fees.a_report(second, version=2)
    settle()
    settle()
    done = report(contract)
    assert (done.status, done.closed_on, done.next_on) == (DutyStatus.DONE, SOON, None)
    entry = db.session.scalars(select(DutyEntry).where(DutyEntry.duty_id == done.id)).one()
    assert (entry.kind, entry.by_name) == (DutyEntryKind.ACCEPTED, "")


def test_payment_is_asked_from_the_invoice_on_by_its_day_and_done_once_it_is_paid(
    network: SmallNetwork, contract: Contract
) -> None:
    settle()
    assert (payment(contract).status, payment(contract).next_on) == (DutyStatus.OPEN, None)
    with edge():
        clocks.speak([], on=date(2026, 12, 1))
        for outlet in ("TL-001", "TL-003"):
            fees.a_report(network.outlets[outlet])
    with clock.fixed(datetime(2026, 11, 20, 12, tzinfo=UTC)), edge():
        fees.assess()
    (invoice,) = fees.invoices(network.franchisees["F-001"])
    settle(date(2026, 11, 20))
    asked = payment(contract)
    assert invoice.due_on > date(2026, 11, 18)
    assert (asked.act_by, asked.extended_to) == (invoice.due_on, invoice.due_on)
    assert asked.next_on is not None
    settle(date(2026, 11, 20))
    assert payment(contract).version == asked.version, "nothing is changed twice"
    with edge():
        fees.pay(network.franchisees["F-001"], str(invoice.total_minor / 100))
    settle(date(2026, 12, 1))
    assert payment(contract).status is DutyStatus.DONE


def test_what_is_late_climbs_and_is_done_by_the_payment_all_the_same(
    network: SmallNetwork, contract: Contract
) -> None:
    with edge():
        for outlet in ("TL-001", "TL-003"):
            fees.a_report(network.outlets[outlet])
        fees.assess()
    (invoice,) = fees.invoices(network.franchisees["F-001"])
    settle()
    late_on = date(2026, 12, 20)
    with clock.fixed(datetime(2026, 12, 20, 12, tzinfo=UTC)):
        clock_jobs.sweep_clocks()
        clock_jobs.work_clocks(
            first=str(contract.franchisee_id),
            last=str(contract.franchisee_id),
            progress=Progress(),
        )
    settle(late_on)
    assert payment(contract).step is LadderStep.OVERDUE
    with edge():
        fees.pay(network.franchisees["F-001"], str(invoice.total_minor / 100))
    settle(late_on)
    paid = payment(contract)
    assert (paid.status, paid.was_late) == (DutyStatus.DONE, True)


def test_an_outlet_that_did_not_trade_has_nothing_to_report(
    network: SmallNetwork, contract: Contract
) -> None:
    with edge():
        for outlet in ("TL-001", "TL-003"):
            found = db.session.merge(network.outlets[outlet])
            found.closed_on = date(2026, 9, 30)
    settle()
    assert report(contract).status is DutyStatus.LAPSED


def test_a_plan_given_later_has_the_duties_read_anew(network: SmallNetwork) -> None:
    found = network.contracts["CT-F-001-TL"]
    with edge():
        planning.read_contracts([found.id], on=SOON)
    with edge():
        fees.give_plan(found)
    clock_jobs.read_duties(progress=Progress())
    assert report(found).status is DutyStatus.OPEN


def test_a_payment_is_foreseen_after_the_days_of_grace(network: SmallNetwork) -> None:
    given = fees.give_plan(network.contracts["CT-F-001-TL"])
    days = []
    for grace in (0, 5, 28):
        network.network.grace_days = grace
        db.session.flush()
        _, paying = promises_of(str(given.plan_id), Terms(), date(2026, 1, 1))
        assert paying.due.first_on is not None
        days.append(paying.due.first_on.day)
    # Five days to report, thirteen to pay; the last day that every month has is the latest.
    assert days == [18, 23, 28]
