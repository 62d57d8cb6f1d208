"""The clock that goes through all duties: it speaks once, whoever runs it, however often."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from franchise_portal import Portal
from franchise_portal.access.roles import Side
from franchise_portal.contracts import clock_jobs
from franchise_portal.contracts.enums import DueRule, DutyKind, DutyStatus, LadderStep
from franchise_portal.contracts.models import Dispatch, Duty
from franchise_portal.contracts.queries import clocks as queries
from franchise_portal.contracts.rules.duties import Due
from franchise_portal.contracts.services import clocks, evidence, planning
from franchise_portal.contracts.services import duties as duty_services
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, Progress, run_waiting
from franchise_portal.kit import clock
from franchise_portal.mail.models import Message
from franchise_portal.network.enums import CareKind
from franchise_portal.network.models import CareAssignment
from tests.builders.duties import TODAY, a_duty, a_notice, fresh
from tests.support.people import SmallNetwork

DIGEST = "contracts/duty_digest"


@contextmanager
def day(on: date) -> Iterator[None]:
    with clock.fixed(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        yield


def sweep(on: date | None = None) -> None:
    """A day of the clock, as the calendar and a worker have it."""
    with day(on or clock.today()):
        clock_jobs.sweep_clocks()
        run_waiting()
        clock_jobs.tell_office()


def digests(address: str = "") -> Sequence[Message]:
    query = select(Message).where(Message.kind == DIGEST).order_by(Message.created_at)
    if address:
        query = query.where(Message.to_address == address)
    return db.session.scalars(query).all()


def said() -> list[tuple[str, LadderStep]]:
    rows = db.session.execute(select(Dispatch.side, Dispatch.step).order_by(Dispatch.key))
    return sorted((side.value, step) for side, step in rows)


def test_each_step_is_said_on_its_day_to_those_it_concerns(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=date(2026, 12, 1), grace_days=3)
    for on in (date(2026, 11, 2), date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 5)):
        sweep(on)
    assert (fresh(duty).step, fresh(duty).next_on) == (LadderStep.OVERDUE, None)
    assert said() == [
        ("franchisee", LadderStep.DUE),
        ("franchisee", LadderStep.OVERDUE),
        ("franchisee", LadderStep.REMINDED),
        ("franchisor", LadderStep.OVERDUE),
    ]
    assert [mail.to_address for mail in digests()] == [
        "omar@demo.test",
        "omar@demo.test",
        "omar@demo.test",
        "hanna@demo.test",
    ]


def test_running_it_twice_sends_nothing_twice(network: SmallNetwork) -> None:
    a_duty(network, due_on=TODAY)
    a_duty(network, Side.FRANCHISOR, due_on=date(2026, 10, 1))
    sweep()
    before = (said(), len(digests()))
    assert before[1] == 2
    sweep()
    sweep()
    assert (said(), len(digests())) == before


def test_a_business_gets_one_mail_about_everything_of_a_day(network: SmallNetwork) -> None:
    for title in ("Evidence of insurance", "Sales report", "Training"):
        a_duty(network, due_on=TODAY, title=title)
    sweep()
    [mail] = digests("omar@demo.test")
    assert mail.subject == "3 duties to look at"
    assert all(words in mail.text for words in ("Sales report", "Training", "It is due today."))


def test_who_looks_after_a_business_reads_what_the_franchisor_owes_it(
    network: SmallNetwork,
) -> None:
    rosa = network.users["rosa"].id
    for code in ("F-001", "F-002"):
        db.session.add(
            CareAssignment(
                franchisee_id=network.franchisees[code].id,
                user_id=rosa,
                kind=CareKind.MANAGER,
                starts_on=date(2026, 1, 1),
            )
        )
    db.session.commit()
    for business in ("F-001", "F-002"):
        a_duty(network, Side.FRANCHISOR, due_on=TODAY, business=business, title="Visit")
    sweep()
    [mail] = digests()
    assert mail.to_address == "rosa@demo.test"
    assert "Omar & Sons" in mail.text
    assert "Olga Trading" in mail.text


def test_what_is_owed_to_an_authority_the_owners_read(network: SmallNetwork) -> None:
    with edge():
        duty_services.add_obligation(
            network.actors["hanna"],
            contract=None,
            terms=duty_services.Terms(
                kind=DutyKind.FILING,
                owner=Side.FRANCHISOR,
                title="Renew the trade mark",
                due=Due(rule=DueRule.ON, first_on=TODAY),
            ),
        )
    sweep()
    [mail] = digests()
    assert mail.to_address == "hanna@demo.test"
    assert "Renew the trade mark" in mail.text


def test_a_clock_that_was_not_looked_at_for_weeks_speaks_once(network: SmallNetwork) -> None:
    a_duty(network, due_on=date(2026, 12, 1))
    sweep(date(2027, 1, 15))
    assert said() == [("franchisee", LadderStep.OVERDUE), ("franchisor", LadderStep.OVERDUE)]


def test_a_cure_period_ends_in_the_sweep_and_nothing_follows_by_itself(
    network: SmallNetwork,
) -> None:
    duty = a_duty(network, due_on=date(2026, 10, 1))
    a_notice(network, duty)
    sweep(date(2026, 11, 13))
    found = fresh(duty)
    assert (found.step, found.status, found.next_on) == (
        LadderStep.CURE_OVER,
        DutyStatus.OPEN,
        None,
    )
    assert ("franchisor", LadderStep.CURE_OVER) in said()


def test_evidence_that_nobody_looks_at_is_said_to_the_other_side(network: SmallNetwork) -> None:
    duty = a_duty(network)
    with edge():
        evidence.give_evidence(network.actors["omar"], fresh(duty), words="Here.")
    sweep(TODAY + timedelta(days=7))
    assert said() == [("franchisor", LadderStep.AHEAD)]
    assert "Evidence waits" in digests("hanna@demo.test")[0].text


def test_who_acts_at_the_same_moment_wins(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=TODAY)
    with edge(write=False):
        rows = queries.due_of_businesses(TODAY, duty.franchisee_id, duty.franchisee_id)
    with edge():
        evidence.extend(
            network.actors["rosa"], fresh(duty), until=date(2027, 3, 1), reason="The insurer."
        )
    with edge():
        clocks.speak(rows, on=TODAY)
    found = fresh(duty)
    assert (found.step, found.next_on) == (LadderStep.AHEAD, date(2027, 1, 30))


def test_a_reminder_does_not_disturb_a_form_that_is_open(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=TODAY)
    seen = duty.version
    sweep()
    with edge():
        evidence.give_evidence(network.actors["omar"], fresh(duty), words="Here.", version=seen)
    assert fresh(duty).status is DutyStatus.GIVEN


def test_killed_between_speaking_and_mailing_it_is_made_up_for_once(
    network: SmallNetwork,
) -> None:
    duty = a_duty(network, due_on=TODAY)
    with edge():
        rows = queries.due_of_businesses(TODAY, duty.franchisee_id, duty.franchisee_id)
        clocks.speak(rows, on=TODAY)
    assert len(digests()) == 0
    clock_jobs.mail_leftovers()
    run_waiting()
    clock_jobs.mail_leftovers()
    run_waiting()
    assert len(digests("omar@demo.test")) == 1


def test_done_meanwhile_it_is_not_mailed(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=TODAY)
    with edge():
        rows = queries.due_of_businesses(TODAY, duty.franchisee_id, duty.franchisee_id)
        clocks.speak(rows, on=TODAY)
    with edge():
        evidence.accept(network.actors["rosa"], fresh(duty))
    with edge():
        clocks.mail_businesses([duty.franchisee_id], on=TODAY)
    assert digests() == []


def test_of_sweeps_at_the_same_time_each_thing_is_said_by_one(
    network: SmallNetwork, app: Portal
) -> None:
    for number in range(12):
        side = Side.FRANCHISEE if number % 2 else Side.FRANCHISOR
        business = "F-001" if number % 3 else "F-002"
        a_duty(network, side, due_on=TODAY, business=business, title=f"Duty {number}")
    ids = sorted(franchisee.id for franchisee in network.franchisees.values())
    at_once = Barrier(4)

    def work(_number: int) -> None:
        with app.app_context(), day(TODAY):
            at_once.wait()
            clock_jobs.work_clocks(first=str(ids[0]), last=str(ids[-1]), progress=Progress())
            clock_jobs.tell_office()
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Dispatch)) == 12
    counts = {address: len(digests(address)) for address in ("omar@demo.test", "olga@demo.test")}
    assert counts == {"omar@demo.test": 1, "olga@demo.test": 1}
    mentioned = "".join(mail.text for mail in digests("hanna@demo.test"))
    for number in range(0, 12, 2):
        assert mentioned.count(f"* Duty {number}\n") == 1


def test_portions_are_cut_between_businesses(
    network: SmallNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PORTION", 2)
    for business in ("F-001", "F-002"):
        for number in range(3):
            a_duty(network, due_on=TODAY, business=business, title=f"Duty {number}")
    with edge(write=False):
        found = queries.portions(TODAY)
    assert [portion.duties for portion in found] == [3, 3]
    assert found[0].last < found[1].first


def test_at_night_nobody_is_reminded(network: SmallNetwork) -> None:
    a_duty(network, due_on=TODAY)
    with clock.fixed(datetime(2026, 11, 2, 3, 0, tzinfo=UTC)):
        clock_jobs.sweep_clocks()
    assert db.session.scalars(select(Job).where(Job.name == clocks.WORK)).all() == []


def test_what_was_said_long_ago_is_forgotten_once_it_was_mailed(network: SmallNetwork) -> None:
    a_duty(network, due_on=TODAY)
    a_duty(network, Side.FRANCHISOR, due_on=TODAY)
    sweep()
    db.session.execute(update(Dispatch).where(Dispatch.side == "franchisor").values(mailed_at=None))
    db.session.commit()
    with edge():
        clocks.forget_old(on=TODAY + timedelta(days=500))
    assert [side for side, _step in said()] == ["franchisor"]
    assert db.session.scalar(select(func.count()).select_from(Duty)) == 2


def test_a_right_that_was_not_used_is_closed_the_day_after_its_day(network: SmallNetwork) -> None:
    audit = a_duty(
        network, Side.FRANCHISOR, kind=DutyKind.AUDIT, due_on=date(2026, 12, 1), title="Audit"
    )
    sweep(date(2026, 12, 1))
    assert fresh(audit).status is DutyStatus.OPEN
    sweep(date(2026, 12, 2))
    closed = fresh(audit)
    assert (closed.status, closed.closed_on) == (DutyStatus.LAPSED, date(2026, 12, 2))
    assert (closed.is_unused, closed.was_late, closed.next_on) == (True, False, None)
    assert ("franchisor", LadderStep.OVERDUE) not in said()
    with day(date(2026, 12, 20)), edge():
        planning.lay_out([closed.obligation_id], on=clock.today())
    assert fresh(audit).status is DutyStatus.LAPSED


def test_a_right_that_was_used_waits_for_the_other_side(network: SmallNetwork) -> None:
    audit = a_duty(
        network, Side.FRANCHISOR, kind=DutyKind.AUDIT, due_on=date(2026, 12, 1), title="Audit"
    )
    with day(date(2026, 12, 1)), edge():
        evidence.give_evidence(
            network.actors["hanna"], fresh(audit), words="Books seen on 20 November."
        )
    sweep(date(2026, 12, 2))
    assert fresh(audit).status is DutyStatus.GIVEN
