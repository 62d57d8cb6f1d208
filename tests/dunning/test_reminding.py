"""Reminders: one letter for all that is overdue, each step once, pauses and steps left out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.dunning import jobs
from franchise_portal.dunning.enums import Manner
from franchise_portal.dunning.errors import (
    HoldOver,
    NothingToSay,
    NothingToSkip,
    ProcedureChanged,
)
from franchise_portal.dunning.models import DunningHold, DunningSaying
from franchise_portal.dunning.queries.overdue import account_of
from franchise_portal.dunning.queries.procedures import procedure_in_force
from franchise_portal.dunning.rules.steps import USUAL, Step
from franchise_portal.dunning.services import pausing, procedures, reminding
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.mail import Message
from franchise_portal.reports.models import Report
from tests.builders.dunning import a_late_invoice, at, euro, letters
from tests.builders.fees import pay
from tests.support.richer import once


@pytest.fixture
@once
def late(network):
    a_late_invoice(network)
    return network


def due_of(network):
    from tests.builders.fees import invoices  # noqa: PLC0415

    return invoices(network.franchisees["F-001"])[0].due_on


def remind_on(network, days):
    """Everybody, so many days after the first invoice was due."""
    day = due_of(network) + timedelta(days=days)
    with at(day):
        everybody = [one.id for one in network.franchisees.values()]
        return reminding.remind(SYSTEM, everybody, on=day)


def account(network):
    franchisee = network.franchisees["F-001"]
    return account_of(franchisee.id, procedure_in_force(), on=clock.today())


def test_nobody_is_reminded_before_the_first_step(late):
    assert remind_on(late, 2) == []


def test_each_step_is_said_once_on_its_day(late):
    said = [(day, one.position) for day in range(60) for one in remind_on(late, day)]
    assert said == [(3, 1), (14, 2), (30, 3)]
    assert [one.manner for one in letters()] == list(Manner)
    assert [one.number for one in letters()] == ["RM-2026-0001", "RM-2026-0002", "RM-2026-0003"]


def test_said_twice_on_one_day_nothing_is_said_again(late):
    assert len(remind_on(late, 3)) == 1
    assert remind_on(late, 3) == []
    assert db.session.query(DunningSaying).count() == 1


def test_a_letter_says_what_is_open_and_what_comes_next(late):
    [letter] = remind_on(late, 3)
    [item] = letter.items
    assert (item["fees"], item["fund"], item["asked"], item["days_late"]) == (
        325_000,
        100_000,
        425_000,
        3,
    )
    assert letter.next_on == due_of(late) + timedelta(days=14)
    assert letter.next_name == "Reminder"


def test_after_the_last_step_the_letter_names_the_day_before_which_nothing_happens(late):
    for day in (3, 14):
        remind_on(late, day)
    [last] = remind_on(late, 30)
    assert (last.next_name, last.next_on) == ("", due_of(late) + timedelta(days=40))


def test_a_first_round_on_an_old_debt_begins_with_the_first_step(late):
    assert [one.position for one in remind_on(late, 200)] == [1]
    assert remind_on(late, 210) == []
    assert [one.position for one in remind_on(late, 211)] == [2]


def test_all_overdue_invoices_stand_in_one_letter_at_the_highest_step(late):
    for day in (3, 14):
        remind_on(late, day)
    second = a_late_invoice(late, "2026-09")
    day = (second.due_on - due_of(late)).days + 3
    [letter] = remind_on(late, day)
    assert (letter.position, letter.next_name) == (3, "")
    assert [item["number"] for item in letter.items] == ["2026-0001", "2026-0002"]
    heard = {row.invoice_id: row.position for row in db.session.scalars(select(DunningSaying))}
    assert sorted(heard.values()) == [1, 3]


def test_what_is_paid_is_not_reminded_of(late):
    remind_on(late, 3)
    pay(late.franchisees["F-001"], "4250", on=due_of(late) + timedelta(days=5))
    assert remind_on(late, 14) == []


def test_owners_are_written_to_in_their_language_and_the_office_before_a_default(late):
    for day in (3, 14, 30):
        remind_on(late, day)
    mails = db.session.scalars(select(Message).where(Message.kind == "dunning/letter")).all()
    to_omar = [one for one in mails if one.to_address == "omar@demo.test"]
    assert len(to_omar) == 3
    assert "2026-0001" in to_omar[0].text
    assert "4,250.00" in to_omar[0].text
    assert [one.to_address for one in mails if one not in to_omar] == ["hanna@demo.test"]


def test_a_letter_is_made_where_the_step_says_so(late):
    remind_on(late, 3)
    assert db.session.scalars(select(Report)).all() == []
    remind_on(late, 14)
    [paper] = db.session.scalars(select(Report)).all()
    assert (paper.kind, paper.subject_key, paper.franchisee_id) == (
        "dunning_letter",
        "RM-2026-0002",
        late.franchisees["F-001"].id,
    )


def test_the_daily_job_says_nothing_twice(late):
    db.session.commit()
    with at(due_of(late) + timedelta(days=3)):
        jobs.remind(progress=lambda *_: None)
        jobs.remind(progress=lambda *_: None)
    assert len(letters()) == 1


def test_a_pause_holds_all_reminders_until_its_day(late):
    with at(due_of(late) + timedelta(days=1)):
        until = due_of(late) + timedelta(days=20)
        pausing.pause(
            late.actors["felix"], late.franchisees["F-001"], until=until, reason="In hospital."
        )
        assert account(late).is_held
    assert remind_on(late, 20) == []
    assert [one.position for one in remind_on(late, 21)] == [1]


def test_a_pause_ended_early_counts_no_more(late):
    felix, business = late.actors["felix"], late.franchisees["F-001"]
    with at(due_of(late) + timedelta(days=1)):
        hold = pausing.pause(felix, business, until=date(2026, 12, 31), reason="Talks.")
    with at(due_of(late) + timedelta(days=5)):
        with pytest.raises(ChangedMeanwhile):
            pausing.go_on(felix, hold, business, seen=hold.version + 1)
        pausing.go_on(felix, hold, business, seen=hold.version)
        with pytest.raises(HoldOver):
            pausing.go_on(felix, hold, business, seen=None)
    assert len(remind_on(late, 5)) == 1


@pytest.mark.parametrize(
    ("days", "reason"), [(-1, "Because."), (400, "Because."), (5, " ")], ids=str
)
def test_a_pause_has_a_reason_and_an_end(late, days, reason):
    until = clock.today() + timedelta(days=days)
    with pytest.raises(Refused):
        pausing.pause(late.actors["felix"], late.franchisees["F-001"], until=until, reason=reason)
    assert db.session.query(DunningHold).count() == 0


def test_a_step_is_left_out_with_a_reason_and_the_next_comes_on_its_day(late):
    felix, business = late.actors["felix"], late.franchisees["F-001"]
    with at(due_of(late) + timedelta(days=2)):
        with pytest.raises(Refused):
            reminding.skip_step(felix, business, reason="  ")
        reminding.skip_step(felix, business, reason="We spoke on the phone.")
    assert remind_on(late, 13) == []
    assert [one.position for one in remind_on(late, 14)] == [2]
    [left_out] = db.session.scalars(
        select(DunningSaying).where(DunningSaying.letter_id.is_(None))
    ).all()
    assert (left_out.reason, left_out.by_name) == ("We spoke on the phone.", "Felix")


def test_after_all_steps_nothing_is_left_to_leave_out(late):
    for day in (3, 14, 30):
        remind_on(late, day)
    with at(due_of(late) + timedelta(days=31)), pytest.raises(NothingToSkip):
        reminding.skip_step(late.actors["felix"], late.franchisees["F-001"], reason="Why not?")


def test_reminding_by_hand_says_what_is_due_and_nothing_else(late):
    felix, business = late.actors["felix"], late.franchisees["F-001"]
    with at(due_of(late) + timedelta(days=2)), pytest.raises(NothingToSay):
        reminding.remind_now(felix, business)
    with at(due_of(late) + timedelta(days=3)):
        assert reminding.remind_now(felix, business).position == 1
        with pytest.raises(NothingToSay):
            reminding.remind_now(felix, business)


@pytest.mark.parametrize("who", ["audrey", "sami", "omar"])
def test_only_those_who_look_after_money_pause_and_leave_out(late, who):
    actor, business = late.actors[who], late.franchisees["F-001"]
    with pytest.raises(NotAllowed):
        reminding.skip_step(actor, business, reason="Please.")
    with pytest.raises(NotAllowed):
        pausing.pause(actor, business, until=clock.today(), reason="Please.")


def change(network, steps, **more):
    values = {"rest_days": 10, "reason": "Kinder.", "seen": procedure_in_force().number, **more}
    return procedures.change_procedure(network.actors["felix"], steps, **values)


def test_a_changed_procedure_counts_from_then_on(late):
    remind_on(late, 3)
    steps = (
        Step(days=5, name="Hello", manner=Manner.FRIENDLY),
        Step(days=50, name="Hello again", manner=Manner.PLAIN),
    )
    assert change(late, steps).number == 1
    assert remind_on(late, 47) == []
    [letter] = remind_on(late, 50)
    assert (letter.name, letter.position, letter.procedure_number) == ("Hello again", 2, 1)


def test_two_people_do_not_overwrite_each_others_steps(network):
    steps = (Step(days=5, name="Hello", manner=Manner.FRIENDLY),)
    change(network, steps)
    with pytest.raises(ProcedureChanged):
        change(network, USUAL, seen=0)
    assert procedure_in_force().steps == steps


def test_steps_without_a_change_or_a_reason_are_not_kept(network):
    assert change(network, USUAL) is None
    with pytest.raises(Refused):
        change(network, USUAL[:2], reason=" ")
    with pytest.raises(Refused):
        change(network, USUAL, rest_days=0)
    assert procedure_in_force().number == 0


def test_the_account_sums_what_is_overdue(late):
    with at(due_of(late) + timedelta(days=4)):
        found = account(late)
        assert found.overdue == (euro("4250"),)
        assert found.days_late == 4
        letter = found.next_letter
        assert letter is not None
        assert (letter.position, letter.on) == (1, clock.today())
