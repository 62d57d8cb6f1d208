"""Suspensions, terminations, development schedules and exits on a real database."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.audit.models import Entry
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ContractStatus, NoticeKind, NoticeStatus
from franchise_portal.contracts.event_enums import (
    ApprovalStatus,
    ExitCause,
    ExitReason,
    ExitStatus,
    ExitTask,
    InterviewStatus,
    OutletFate,
    ReturnStatus,
    StepStatus,
    TerminationKind,
    TerminationStatus,
)
from franchise_portal.contracts.event_errors import (
    ExitStillOpen,
    NoticeMissing,
    NotOpen,
    TerminationUnderWay,
)
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.jobs import keep_clocks
from franchise_portal.contracts.models import (
    Approval,
    Contract,
    Exit,
    Notice,
    Termination,
)
from franchise_portal.contracts.queries import development as schedules
from franchise_portal.contracts.queries import events as queries
from franchise_portal.contracts.queries import exits as exit_queries
from franchise_portal.contracts.rules.terms import Deposit, DevelopmentStep, Terms
from franchise_portal.contracts.services import (
    approvals,
    development,
    endings,
    exits,
    settlement,
    suspensions,
)
from franchise_portal.contracts.services.endings import Plan
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.network import queries as network_queries
from franchise_portal.network import services as network_services
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Franchisee, Outlet
from tests.builders import fees
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

TODAY = date(2026, 11, 2)
LAST = date(2026, 12, 31)
TERMS = Terms(
    starts_on=STARTS_ON,
    ends_on=ENDS_ON,
    deposit=Deposit(amount=euros("10000"), return_within=lasting("60 days")),
    cooling_off=lasting("30 days"),
    development=(
        DevelopmentStep(
            number=1, due_on=date(2026, 10, 31), outlets_open=3, grace=lasting("60 days")
        ),
    ),
)


def agreed(network: SmallNetwork, terms: Terms = TERMS) -> Contract:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        services.record_paper_version(
            SYSTEM, contract, terms=terms, clauses=CLAUSES, title="Agreement", reason=""
        )
    return contract


def a_notice(contract: Contract, **more: Any) -> Notice:
    """Notice of termination as it stands in the records, running until the last day."""
    values: dict[str, Any] = {
        "contract_id": contract.id,
        "franchisee_id": contract.franchisee_id,
        "sequence": 1,
        "number": f"{contract.number} N1",
        "kind": NoticeKind.TERMINATION,
        "giver": Side.FRANCHISOR,
        "status": NoticeStatus.GIVEN,
        "given_on": TODAY,
        "until": date(2026, 12, 2),
        "words": {"title": "We end it"},
        **more,
    }
    with edge():
        notice = Notice(**values)
        db.session.add(notice)
        db.session.flush()
        return notice


def plan(network: SmallNetwork, **more: Any) -> Plan:
    values: dict[str, Any] = {
        "kind": TerminationKind.BREACH,
        "reason": "Nothing was put right.",
        "effective_on": LAST,
        "fates": {
            network.outlets["TL-001"].id: OutletFate.CLOSES,
            network.outlets["TL-003"].id: OutletFate.TAKEN_OVER,
        },
        **more,
    }
    return Plan(**values)


def sweep(day: date) -> None:
    with clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        keep_events(progress=lambda *_: None)
        keep_clocks(progress=lambda *_: None)
    db.session.expire_all()


def terminated(network: SmallNetwork, contract: Contract) -> Exit:
    """Omar's contract, ended after notice; the exit that followed."""
    notice = a_notice(contract)
    with edge():
        endings.terminate(network.actors["hanna"], contract, plan(network, notice_id=notice.id))
    sweep(LAST)
    found = exit_queries.exit_of(contract.id)
    assert found is not None
    return found


# ---- suspension


def test_a_contract_rests_and_goes_on(network: SmallNetwork) -> None:
    contract, hanna = network.contracts["CT-F-001-TL"], network.actors["hanna"]
    with pytest.raises(Refused), edge():
        suspensions.suspend(hanna, contract, reason=" ")
    with edge():
        suspensions.suspend(hanna, contract, reason="Fire damage.")
    assert db.session.get_one(Contract, contract.id).status is ContractStatus.SUSPENDED
    with clock.fixed(datetime(2026, 12, 1, 12, tzinfo=UTC)), edge():
        suspensions.lift_suspension(hanna, contract, reason="Rebuilt.")
    [one] = queries.suspensions_of(contract.id)
    assert (one.starts_on, one.lifted_on) == (TODAY, date(2026, 12, 1))
    assert db.session.get_one(Contract, contract.id).status is ContractStatus.IN_FORCE


def test_finance_does_not_suspend(network: SmallNetwork) -> None:
    with pytest.raises(NotAllowed), edge():
        suspensions.suspend(
            network.actors["felix"], network.contracts["CT-F-001-TL"], reason="Late."
        )


# ---- termination


def test_a_termination_after_notice_ends_the_contract_on_its_day(network: SmallNetwork) -> None:
    contract = agreed(network)
    notice = a_notice(contract)
    with edge():
        made = endings.terminate(
            network.actors["hanna"], contract, plan(network, notice_id=notice.id)
        )
    assert isinstance(made, Termination)
    sweep(date(2026, 12, 30))
    contract = db.session.get_one(Contract, contract.id)
    assert contract.status is ContractStatus.IN_FORCE
    assert owner(network).status is FranchiseeStatus.LEAVING
    sweep(LAST)
    contract = db.session.get_one(Contract, contract.id)
    assert (contract.status, contract.ended_on) == (ContractStatus.TERMINATED, LAST)
    closed, taken = (db.session.get_one(Outlet, network.outlets[c].id) for c in OUTLETS)
    assert (closed.closed_on, taken.closed_on) == (LAST, None)
    assert network_queries.owner_of(taken.id, LAST) == contract.franchisee_id
    assert network_queries.owner_of(taken.id, date(2027, 1, 1)) is None
    assert owner(network).status is FranchiseeStatus.ENDED


OUTLETS = ("TL-001", "TL-003")


def owner(network: SmallNetwork) -> Franchisee:
    return db.session.get_one(Franchisee, network.franchisees["F-001"].id)


def test_an_outlet_taken_over_can_be_sold_again(network: SmallNetwork) -> None:
    terminated(network, agreed(network))
    outlet = db.session.get_one(Outlet, network.outlets["TL-003"].id)
    olga = network.franchisees["F-002"]
    with pytest.raises(Refused), edge():
        network_services.transfer_outlet(
            SYSTEM, outlet=outlet, franchisee=olga, starts_on=date(2026, 12, 31)
        )
    with edge():
        network_services.transfer_outlet(
            SYSTEM, outlet=outlet, franchisee=olga, starts_on=date(2027, 3, 1)
        )
    assert network_queries.owner_of(outlet.id, date(2027, 2, 28)) is None
    assert network_queries.owner_of(outlet.id, date(2027, 3, 1)) == olga.id


def test_without_notice_and_without_a_reason_nothing_ends(network: SmallNetwork) -> None:
    with pytest.raises(NoticeMissing), edge():
        endings.terminate(network.actors["hanna"], network.contracts["CT-F-001-TL"], plan(network))


def test_a_notice_of_the_other_side_is_none(network: SmallNetwork) -> None:
    contract = agreed(network)
    notice = a_notice(contract)
    with pytest.raises(NoticeMissing), edge():
        endings.terminate(
            network.actors["hanna"],
            contract,
            plan(network, kind=TerminationKind.FRANCHISEE_NOTICE, notice_id=notice.id),
        )


def test_nothing_ends_before_the_notice_has_run_out(network: SmallNetwork) -> None:
    contract = agreed(network)
    notice = a_notice(contract, until=date(2027, 1, 15))
    with pytest.raises(Refused, match="runs until"), edge():
        endings.terminate(network.actors["hanna"], contract, plan(network, notice_id=notice.id))


def test_leaving_a_step_out_asks_a_second_person_who_enters_it_as_planned(
    network: SmallNetwork,
) -> None:
    contract = agreed(network)
    skipped = plan(network, skip_reason="The outlet has been abandoned.")
    with edge():
        approval = endings.terminate(network.actors["adam"], contract, skipped)
    assert isinstance(approval, Approval)
    assert approval.status is ApprovalStatus.ASKED
    assert queries.standing_termination(contract.id) is None
    with edge():
        approvals.grant(network.actors["hanna"], approval, words="I went there myself.")
    made = queries.standing_termination(contract.id)
    assert made is not None
    assert (made.effective_on, made.skip_approval_id) == (LAST, approval.id)
    assert made.made_by_name == "Adam"
    assert made.skip_reason == "The outlet has been abandoned."
    assert db.session.get_one(Approval, approval.id).status is ApprovalStatus.DONE


def test_an_owner_leaves_a_step_out_with_a_written_reason(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        made = endings.terminate(
            network.actors["hanna"], contract, plan(network, skip_reason="Abandoned.")
        )
    assert isinstance(made, Termination)
    assert made.skip_reason == "Abandoned."


@pytest.mark.parametrize(
    ("signed_on", "is_possible"),
    [(date(2026, 10, 3), True), (date(2026, 10, 2), False), (None, False)],
)
def test_the_franchisee_steps_back_within_the_cooling_off_time(
    network: SmallNetwork,
    signed_on: date | None,
    is_possible: bool,  # noqa: FBT001
) -> None:
    contract = agreed(network)
    with edge():
        contract = db.session.merge(contract)
        contract.signed_on = signed_on
    back = plan(network, kind=TerminationKind.RESCISSION, effective_on=TODAY)
    if not is_possible:
        with pytest.raises(Refused), edge():
            endings.terminate(network.actors["hanna"], contract, back)
        return
    with edge():
        endings.terminate(network.actors["hanna"], contract, back)
    assert db.session.get_one(Contract, contract.id).status is ContractStatus.TERMINATED


def test_a_termination_is_taken_back_before_its_day(network: SmallNetwork) -> None:
    contract, hanna = agreed(network), network.actors["hanna"]
    with edge():
        made = endings.terminate(hanna, contract, plan(network, kind=TerminationKind.MUTUAL))
    with pytest.raises(TerminationUnderWay), edge():
        endings.terminate(hanna, contract, plan(network, kind=TerminationKind.MUTUAL))
    assert isinstance(made, Termination)
    with edge():
        endings.withdraw_termination(hanna, made, reason="We found a way.")
    sweep(LAST)
    assert db.session.get_one(Contract, contract.id).status is ContractStatus.IN_FORCE
    assert db.session.get_one(Termination, made.id).status is TerminationStatus.WITHDRAWN
    assert owner(network).status is FranchiseeStatus.ACTIVE


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2029, 3, 1)])
def test_a_last_day_lies_between_today_and_the_end_of_the_term(
    network: SmallNetwork, day: date
) -> None:
    with pytest.raises(Refused, match="Choose a last day"), edge():
        endings.terminate(
            network.actors["hanna"],
            network.contracts["CT-F-001-TL"],
            plan(network, kind=TerminationKind.MUTUAL, effective_on=day),
        )


# ---- development schedule


def test_the_schedule_counts_the_outlets_under_the_contract(network: SmallNetwork) -> None:
    contract = agreed(network)
    [step] = schedules.schedule_of(contract)
    assert (step.status, step.is_open, step.shortfall) == (StepStatus.IN_GRACE, 2, 1)


def test_a_franchisee_asks_for_more_time_and_the_office_grants_it(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        approval = development.ask_extension(
            network.actors["omar"], contract, step=1, days=45, words="The permit is late."
        )
    assert approval.status is ApprovalStatus.ASKED
    with edge():
        approvals.grant(network.actors["hanna"], approval, words="Permits take long there.")
    [step] = schedules.schedule_of(contract)
    assert (step.due_on, step.status) == (date(2026, 12, 15), StepStatus.AHEAD)
    assert step.is_extended


def test_a_relationship_manager_grants_a_fortnight_alone(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        approval = development.ask_extension(
            network.actors["rosa"], contract, step=1, days=14, words="Heavy rain."
        )
    assert approval.status is ApprovalStatus.DONE
    [step] = schedules.schedule_of(contract)
    assert step.due_on == date(2026, 11, 14)
    with edge():
        again = development.ask_extension(
            network.actors["rosa"], contract, step=1, days=1, words="More rain."
        )
    assert again.status is ApprovalStatus.ASKED


def test_a_step_that_there_is_not_has_no_day_to_move(network: SmallNetwork) -> None:
    with pytest.raises(Refused, match="no such step"), edge():
        development.ask_extension(
            network.actors["rosa"], agreed(network), step=9, days=5, words="Why."
        )


# ---- exit


def test_an_exit_begins_by_itself_when_the_term_runs_out(network: SmallNetwork) -> None:
    contract = agreed(network)
    sweep(date(2029, 3, 2))
    sweep(date(2029, 3, 2))
    found = exit_queries.exit_of(contract.id)
    assert found is not None
    assert (found.cause, found.ended_on) == (ExitCause.EXPIRED, ENDS_ON)
    assert (found.deposit, found.deposit_due_on) == (euros("10000"), date(2029, 4, 29))


def test_an_exit_names_everything_that_is_open(network: SmallNetwork) -> None:
    found = terminated(network, agreed(network))
    with pytest.raises(ExitStillOpen, match="deposit"), edge():
        exits.close_exit(network.actors["hanna"], found)
    still = {one.task for one in exit_queries.settlement(found).open}
    assert still == {
        ExitTask.DEPOSIT,
        ExitTask.RETURNS,
        ExitTask.INTERVIEW,
        ExitTask.REASONS,
    }


def again(found: Exit) -> Exit:
    read = exit_queries.exit_of(found.contract_id)
    assert read is not None
    return read


def settle_things(network: SmallNetwork, found: Exit) -> None:
    rosa = network.actors["rosa"]
    with edge():
        found = again(found)
        for item in found.returns:
            exits.note_return(rosa, item, status=ReturnStatus.RETURNED, words="Seen on site.")
        exits.note_interview(
            rosa, found, status=InterviewStatus.HELD, words="A good talk.", would_return=True
        )
        exits.tell_reasons(rosa, found, reasons=[ExitReason.MONEY], words="Cash ran short.")
    with edge():
        exits.tell_reasons(
            network.actors["omar"],
            found,
            reasons=[ExitReason.FEES, ExitReason.PROFIT],
            words="Fees were too high for the place.",
        )


def test_a_settled_exit_is_closed_and_the_franchisee_stays_as_alumnus(
    network: SmallNetwork,
) -> None:
    found = terminated(network, agreed(network))
    settle_things(network, found)
    felix = network.actors["felix"]
    with clock.fixed(datetime(2027, 1, 20, 12, tzinfo=UTC)), edge():
        settlement.return_deposit(
            felix, found, amount=euros("10000"), on=date(2027, 1, 20), reference="TR-1"
        )
        exits.close_exit(felix, found)
    closed = db.session.get_one(Exit, found.id)
    assert (closed.status, closed.closed_by_name) == (ExitStatus.CLOSED, "Felix")
    assert owner(network).status is FranchiseeStatus.ALUMNI
    with pytest.raises(NotOpen), edge():
        exits.close_exit(felix, found)
    seen = exit_queries.leaving(network.actors["hanna"])
    assert [one.name for one in seen.would_return] == ["Omar & Sons"]
    assert [(row.reason, row.gap) for row in seen.reasons] == [
        (ExitReason.PROFIT, 1),
        (ExitReason.FEES, 1),
        (ExitReason.MONEY, -1),
    ]


def test_what_is_owed_keeps_the_exit_open_until_it_is_given_up_with_approval(
    network: SmallNetwork,
) -> None:
    contract = agreed(network)
    with edge():
        fees.give_plan(contract)
        fees.a_report(network.outlets["TL-001"])
        fees.assess()
    found = terminated(network, contract)
    owed = exit_queries.settlement(found).account.standings[0].open
    assert owed.minor > 0
    assert ExitTask.ACCOUNT in {one.task for one in exit_queries.settlement(found).open}
    with pytest.raises(Refused), edge():
        settlement.ask_write_off(
            network.actors["felix"], found, amount=owed + euros("1"), words="Too much."
        )
    with edge():
        approval = settlement.ask_write_off(
            network.actors["felix"], found, amount=owed, words="Nothing is left there."
        )
    assert approval.status is ApprovalStatus.ASKED
    with edge():
        approvals.grant(network.actors["hanna"], approval)
    assert ExitTask.ACCOUNT not in {one.task for one in exit_queries.settlement(again(found)).open}


def test_a_report_that_was_not_charged_keeps_the_exit_open(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        fees.give_plan(contract)
        fees.a_report(network.outlets["TL-001"])
    found = terminated(network, contract)
    assert exit_queries.settlement(found).account.to_assess == 1
    assert ExitTask.REPORTS in {one.task for one in exit_queries.settlement(found).open}


def test_a_part_of_the_deposit_is_kept_within_limits(network: SmallNetwork) -> None:
    found = terminated(network, agreed(network))
    felix = network.actors["felix"]
    with edge():
        small = settlement.ask_deduction(felix, found, amount=euros("200"), words="Broken sign.")
    assert small.status is ApprovalStatus.DONE
    with edge():
        large = settlement.ask_deduction(felix, found, amount=euros("4000"), words="Clearing.")
    assert large.status is ApprovalStatus.ASKED
    with edge():
        approvals.grant(network.actors["hanna"], large)
    kept = db.session.get_one(Exit, found.id)
    assert (kept.kept, kept.deposit_rest) == (euros("4200"), euros("5800"))
    with pytest.raises(Refused, match=r"5800\.00 EUR is left"), edge():
        settlement.ask_deduction(felix, found, amount=euros("5801"), words="More.")


def test_a_deduction_that_no_longer_fits_is_not_granted(network: SmallNetwork) -> None:
    found = terminated(network, agreed(network))
    felix = network.actors["felix"]
    with edge():
        asked = settlement.ask_deduction(felix, found, amount=euros("9000"), words="Clearing.")
        settlement.return_deposit(felix, found, amount=euros("5000"), on=TODAY, reference="TR-1")
    with pytest.raises(Refused), edge():
        approvals.grant(network.actors["hanna"], asked)
    db.session.expire_all()
    assert db.session.get_one(Approval, asked.id).status is ApprovalStatus.ASKED


def test_a_thing_is_noted_with_words_or_a_picture(network: SmallNetwork) -> None:
    found = terminated(network, agreed(network))
    item, rosa = found.returns[0], network.actors["rosa"]
    with pytest.raises(Refused), edge():
        exits.note_return(rosa, item, status=ReturnStatus.RETURNED)
    with edge():
        picture = storage.put(b"\xff\xd8\xff sign", name="sign.jpg", content_type="image/jpeg")
        exits.note_return(rosa, item, status=ReturnStatus.RETURNED, file=picture)
    assert next(one for one in again(found).returns if one.id == item.id).file_id == picture.id


def test_the_audit_tells_the_whole_way_out(network: SmallNetwork) -> None:
    found = terminated(network, agreed(network))
    settle_things(network, found)
    actions = set(
        db.session.scalars(select(Entry.action).where(Entry.subject_id == found.contract_id))
    )
    assert {
        "contracts.termination.planned",
        "contracts.termination.done",
        "contracts.exit.opened",
        "contracts.exit.returned",
        "contracts.exit.interview",
        "contracts.exit.reasons",
    } <= actions
