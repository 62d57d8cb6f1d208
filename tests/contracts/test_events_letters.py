"""What the life of a contract tells both sides by mail, and the duties that follow it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.clock_jobs import read_duties
from franchise_portal.contracts.enums import ContractStatus, DutyStatus, RenewalMode
from franchise_portal.contracts.event_enums import ExitCause, Measure
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.models import Approval, Contract, Duty, Exit, Obligation
from franchise_portal.contracts.queries import development as schedules
from franchise_portal.contracts.queries import duties as duty_queries
from franchise_portal.contracts.rules.authority import LASTS, Size
from franchise_portal.contracts.rules.terms import Deposit, DevelopmentStep, Renewal, Terms
from franchise_portal.contracts.services import (
    approvals,
    development,
    endings,
    exits,
    extensions,
    renewals,
    settlement,
    suspensions,
)
from franchise_portal.contracts.services.endings import Plan, TerminationKind
from franchise_portal.contracts.services.lifecycle import move
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress
from franchise_portal.kit import clock
from franchise_portal.mail.models import Message
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

TODAY = date(2026, 11, 2)
TERMS = Terms(
    starts_on=STARTS_ON,
    ends_on=ENDS_ON,
    renewal=Renewal(count=1, each=lasting("5 years"), mode=RenewalMode.BY_REQUEST),
    deposit=Deposit(amount=euros("10000"), return_within=lasting("60 days")),
    development=(DevelopmentStep(number=1, due_on=date(2026, 12, 31), outlets_open=3),),
)


def agreed(network: SmallNetwork) -> Contract:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        services.record_paper_version(
            SYSTEM, contract, terms=TERMS, clauses=CLAUSES, title="Agreement", reason=""
        )
    read()
    return contract


def read() -> None:
    read_duties(progress=Progress())
    db.session.expire_all()


def mails(kind: str) -> Sequence[Message]:
    query = select(Message).where(Message.kind == f"contracts/{kind}")
    return db.session.scalars(query.order_by(Message.created_at, Message.to_address)).all()


def a_duty(contract: Contract, origin: str) -> Duty:
    query = (
        select(Duty.id)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(Obligation.contract_id == contract.id, Obligation.origin == origin)
    )
    db.session.expire_all()
    return duty_queries.duty_for(SYSTEM, db.session.scalars(query).one())


def a_credit(network: SmallNetwork, amount: int) -> Approval:
    with edge():
        return approvals.ask(
            network.actors["rosa"],
            "credit",
            Size(Measure.AMOUNT, amount * 100, "EUR"),
            words="The till was broken.",
            contract=network.contracts["CT-F-001-TL"],
        )


# ---- approvals


def test_whoever_may_decide_is_told_and_later_whoever_asked(network: SmallNetwork) -> None:
    approval = a_credit(network, 300)
    asked = mails("approval_asked")
    assert {mail.to_name for mail in asked} == {"Hanna", "Adam", "Felix"}
    assert "300.00" in asked[0].subject
    assert "The till was broken." in asked[0].text
    with edge():
        approvals.grant(network.actors["hanna"], approval, words="Fair enough.")
    [told] = mails("approval_told")
    assert told.to_name == "Rosa"
    assert "Granted" in told.subject
    assert "Fair enough." in told.text


def test_what_is_granted_at_once_needs_no_mail(network: SmallNetwork) -> None:
    a_credit(network, 20)
    assert not mails("approval_asked")
    assert not mails("approval_told")


def test_whoever_asked_is_told_of_a_refusal_and_of_an_end(network: SmallNetwork) -> None:
    first, _second = a_credit(network, 300), a_credit(network, 400)
    with edge():
        approvals.refuse(network.actors["hanna"], first, words="The lease says no.")
    later = datetime(2026, 11, 2, 12, tzinfo=UTC) + LASTS + timedelta(days=1)
    with clock.fixed(later):
        keep_events(progress=Progress())
    refused, expired = mails("approval_told")
    assert "The lease says no." in refused.text
    assert "Expired" in expired.subject


# ---- life events


def test_each_side_is_told_what_the_other_does_about_a_renewal(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        wish = renewals.ask_renewal(network.actors["omar"], contract, wish="We stay.")
    [asked] = mails("life_event")
    assert asked.to_name == "Hanna"
    assert "The next term is asked for" in asked.subject
    assert "We stay." in asked.text
    assert f"/contracts/{contract.id}/renewal" in asked.text
    with edge():
        renewals.agree(network.actors["hanna"], wish, reason="Gladly.")
    [_asked, told] = mails("life_event")
    assert told.to_name == "Omar"
    assert "1 March 2029" in told.text


def test_the_franchisee_is_told_of_a_rest_and_of_an_end(network: SmallNetwork) -> None:
    contract, hanna = agreed(network), network.actors["hanna"]
    with edge():
        suspensions.suspend(hanna, contract, reason="The kitchen is being rebuilt.")
    with edge():
        suspensions.lift_suspension(hanna, contract, reason="It is done.")
    plan = Plan(
        kind=TerminationKind.MUTUAL,
        reason="Both sides want it.",
        effective_on=date(2026, 12, 31),
        fates={},
    )
    with edge():
        endings.terminate(hanna, contract, plan)
    rests, runs, ends = mails("life_event")
    assert {mail.to_name for mail in (rests, runs, ends)} == {"Omar"}
    assert "The kitchen is being rebuilt." in rests.text
    assert "The suspension is lifted" in runs.subject
    assert "31 December 2026" in ends.text


# ---- duties


def test_more_time_for_a_step_moves_the_duty_too(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        development.ask_extension(
            network.actors["rosa"], contract, step=1, days=14, words="Heavy rain."
        )
    assert a_duty(contract, "development:1").day == date(2027, 1, 14)
    [step] = schedules.schedule_of(contract)
    assert step.due_on == date(2027, 1, 14)


def test_more_time_for_the_duty_moves_the_step_too(network: SmallNetwork) -> None:
    contract = agreed(network)
    with edge():
        extensions.give_time(
            network.actors["rosa"],
            a_duty(contract, "development:1"),
            until=date(2027, 1, 10),
            reason="Heavy rain.",
        )
    [step] = schedules.schedule_of(contract)
    assert (step.due_on, step.is_extended) == (date(2027, 1, 10), True)
    assert a_duty(contract, "development:1").day == date(2027, 1, 10)


def ended(network: SmallNetwork) -> tuple[Contract, Exit]:
    contract = agreed(network)
    with edge():
        move(SYSTEM, contract, ContractStatus.TERMINATED, on=TODAY, reason="The end.")
        found = exits.open_exit(SYSTEM, contract, ExitCause.TERMINATED)
    read()
    return contract, found


def test_returning_the_deposit_is_evidence_of_the_duty(network: SmallNetwork) -> None:
    contract, found = ended(network)
    felix = network.actors["felix"]
    assert a_duty(contract, "deposit").day == date(2027, 1, 1)
    with edge():
        settlement.return_deposit(felix, found, amount=euros("4000"), on=TODAY, reference="TR-1")
    assert a_duty(contract, "deposit").status is DutyStatus.OPEN
    with edge():
        settlement.ask_deduction(felix, found, amount=euros("100"), words="A broken sign.")
        settlement.return_deposit(felix, found, amount=euros("5900"), on=TODAY, reference="TR-2")
    duty = a_duty(contract, "deposit")
    assert duty.status is DutyStatus.GIVEN
    assert "TR-2" in duty_queries.duty_entries(duty.id)[0].words


def test_a_deposit_kept_whole_is_evidence_as_well(network: SmallNetwork) -> None:
    contract, found = ended(network)
    with edge():
        settlement.ask_deduction(
            network.actors["hanna"], found, amount=euros("10000"), words="Back rent."
        )
    assert a_duty(contract, "deposit").status is DutyStatus.GIVEN
