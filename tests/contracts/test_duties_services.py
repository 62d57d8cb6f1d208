"""Duties of both sides on a real database: the same verbs, the same ladder, whoever owes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.roles import Side
from franchise_portal.audit.models import Entry
from franchise_portal.contracts.duty_errors import (
    DutyClosed,
    NothingToShow,
    NotLateYet,
    OtherSidesTurn,
    StepsMissing,
)
from franchise_portal.contracts.enums import (
    ConsequenceKind,
    DueRule,
    DutyEntryKind,
    DutyKind,
    DutyStatus,
    LadderStep,
    NoticeStatus,
)
from franchise_portal.contracts.models import Duty, DutyEntry, Notice
from franchise_portal.contracts.queries import duties as queries
from franchise_portal.contracts.rules.duties import Due
from franchise_portal.contracts.services import duties as services
from franchise_portal.contracts.services import evidence
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.mail.models import Message
from tests.builders.duties import TODAY, a_duty, a_notice, contract_of, fresh
from tests.support.people import SmallNetwork

LATE = date(2026, 10, 1)
#: Whose duty, who owes it, who looks at it.
SIDES = [
    pytest.param(Side.FRANCHISEE, "omar", "rosa", id="franchisee owes"),
    pytest.param(Side.FRANCHISOR, "rosa", "omar", id="franchisor owes"),
]
both_sides = pytest.mark.parametrize(("owner", "owes", "looks"), SIDES)


def entries(duty: Duty) -> list[DutyEntryKind]:
    return [entry.kind for entry in queries.duty_entries(duty.id)]


@both_sides
def test_evidence_is_given_looked_at_and_accepted(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner)
    with edge():
        evidence.give_evidence(network.actors[owes], fresh(duty), words="Policy 77, to June.")
    assert (fresh(duty).status, fresh(duty).given_on) == (DutyStatus.GIVEN, TODAY)
    with edge():
        evidence.accept(network.actors[looks], fresh(duty), words="Thank you.")
    done = fresh(duty)
    assert (done.status, done.closed_on, done.next_on) == (DutyStatus.DONE, TODAY, None)
    assert entries(duty) == [DutyEntryKind.GIVEN, DutyEntryKind.ACCEPTED]


@both_sides
def test_returned_evidence_sets_the_clock_going_again(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    with edge():
        evidence.give_evidence(network.actors[owes], fresh(duty), words="Here.")
    with edge():
        evidence.send_back(network.actors[looks], fresh(duty), reason="The sum is missing.")
    again = fresh(duty)
    assert (again.status, again.step, again.was_late) == (
        DutyStatus.OPEN,
        LadderStep.OVERDUE,
        True,
    )


@both_sides
def test_what_was_not_delivered_is_reported_and_answered(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    with edge():
        evidence.report(network.actors[looks], fresh(duty), words="Nobody came.")
        evidence.answer(network.actors[owes], fresh(duty), words="We come on Friday.")
    assert fresh(duty).step is LadderStep.OVERDUE
    assert entries(duty) == [DutyEntryKind.REPORTED, DutyEntryKind.ANSWERED]


@both_sides
def test_before_its_day_has_passed_nothing_can_be_reported(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=TODAY)
    with pytest.raises(NotLateYet, match="day after"), edge():
        evidence.report(network.actors[looks], fresh(duty), words="Where is it?")
    assert entries(duty) == []


@both_sides
def test_nobody_does_the_other_side_s_part(network: SmallNetwork, owner, owes, looks) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    mine, theirs = network.actors[owes], network.actors[looks]
    for act in (
        lambda one: evidence.accept(mine, one),
        lambda one: evidence.waive(mine, one, reason="x"),
        lambda one: evidence.extend(mine, one, until=TODAY, reason="x"),
        lambda one: evidence.report(mine, one, words="x"),
        lambda one: evidence.give_evidence(theirs, one, words="x"),
        lambda one: evidence.answer(theirs, one, words="x"),
    ):
        with pytest.raises(OtherSidesTurn), edge():
            act(fresh(duty))
    assert entries(duty) == []


@both_sides
def test_more_time_moves_the_day_and_ends_the_lateness(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    later = date(2026, 12, 24)
    with edge():
        evidence.extend(network.actors[looks], fresh(duty), until=later, reason="The insurer.")
    moved = fresh(duty)
    assert (moved.due_on, moved.extended_to, moved.act_by) == (LATE, later, later)
    assert (moved.step, moved.next_on) == (LadderStep.AHEAD, later - timedelta(days=30))


@both_sides
def test_a_notice_of_default_begins_the_cure_and_acceptance_settles_it(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    notice = a_notice(network, duty, looks)
    curing = fresh(duty)
    assert curing.step is LadderStep.CURING
    assert curing.cure_until == TODAY + timedelta(days=10)
    with edge():
        evidence.give_evidence(network.actors[owes], fresh(duty), words="Here it is.")
    with edge():
        evidence.accept(network.actors[looks], fresh(duty))
    assert db.session.get_one(Notice, notice.id).status is NoticeStatus.SETTLED


@both_sides
def test_a_consequence_waits_for_the_end_of_the_cure_period(
    network: SmallNetwork, owner, owes, looks
) -> None:
    duty = a_duty(network, owner, due_on=LATE)
    a_notice(network, duty, looks)
    actor = network.actors[looks]
    propose = {"consequence": ConsequenceKind.PLAN, "words": "A plan with dates, please."}
    with pytest.raises(StepsMissing), edge():
        evidence.propose_consequence(actor, fresh(duty), **propose)
    cure_over = clock.now() + timedelta(days=11)
    with clock.fixed(cure_over), edge():
        evidence.propose_consequence(actor, fresh(duty), **propose)
    found = fresh(duty)
    assert (found.step, found.next_on) == (LadderStep.CONSEQUENCE, None)
    last = queries.duty_entries(duty.id)[-1]
    assert (last.kind, last.consequence) == (DutyEntryKind.PROPOSED, ConsequenceKind.PLAN)


def test_steps_are_left_out_only_with_authority_and_a_written_reason(
    network: SmallNetwork,
) -> None:
    duty = a_duty(network, due_on=LATE)
    propose = {"consequence": ConsequenceKind.TALK, "words": "Let us talk."}
    with pytest.raises(StepsMissing, match="ask somebody"), edge():
        evidence.propose_consequence(
            network.actors["rosa"], fresh(duty), skip_reason="Danger.", **propose
        )
    with pytest.raises(StepsMissing, match="write below"), edge():
        evidence.propose_consequence(network.actors["hanna"], fresh(duty), **propose)
    with edge():
        evidence.propose_consequence(
            network.actors["hanna"], fresh(duty), skip_reason="Guests are in danger.", **propose
        )
    kept = queries.duty_entries(duty.id)
    assert [(one.kind, one.words) for one in kept] == [
        (DutyEntryKind.SKIPPED, "Guests are in danger."),
        (DutyEntryKind.PROPOSED, "Let us talk."),
    ]
    action = db.session.scalars(select(Entry.action).where(Entry.subject_id == duty.id)).all()
    assert "contracts.duty.skipped" in action


def test_a_waived_duty_is_over_and_stays_on_file(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=LATE)
    with edge():
        evidence.waive(network.actors["rosa"], fresh(duty), reason="The outlet was closed.")
    assert fresh(duty).status is DutyStatus.WAIVED
    with pytest.raises(DutyClosed), edge():
        evidence.give_evidence(network.actors["omar"], fresh(duty), words="Too late?")


def test_evidence_needs_words_or_a_file(network: SmallNetwork) -> None:
    duty = a_duty(network)
    with pytest.raises(NothingToShow), edge():
        evidence.give_evidence(network.actors["omar"], fresh(duty))
    with edge():
        file = storage.put(b"%PDF-1.7 policy", name="policy.pdf", content_type="application/pdf")
        db.session.flush()
        evidence.give_evidence(network.actors["omar"], fresh(duty), file=file)
    [entry] = queries.duty_entries(duty.id)
    assert entry.file
    assert storage.read(entry.file) == b"%PDF-1.7 policy"


def test_what_was_said_cannot_be_changed_by_anybody(network: SmallNetwork) -> None:
    duty = a_duty(network)
    with edge():
        evidence.answer(network.actors["omar"], fresh(duty), words="First.")
    entry = db.session.scalars(select(DutyEntry)).one()
    entry.words = "Another."
    with pytest.raises(Exception, match="append-only"):
        db.session.flush()
    db.session.rollback()


def test_of_two_who_decide_at_once_the_second_is_told(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=LATE)
    seen = duty.version
    with edge():
        evidence.extend(
            network.actors["rosa"], fresh(duty), until=TODAY, reason="Again.", version=seen
        )
    with pytest.raises(ChangedMeanwhile), edge():
        evidence.waive(network.actors["hanna"], fresh(duty), reason="Enough.", version=seen)
    assert entries(duty) == [DutyEntryKind.MOVED]


def test_the_other_side_gets_a_mail_in_its_language(network: SmallNetwork) -> None:
    duty = a_duty(network, business="F-002", due_on=LATE)
    with edge():
        evidence.answer(network.actors["olga"], fresh(duty), words="明天送到。")
    mails = db.session.scalars(select(Message)).all()
    assert {mail.to_address for mail in mails} == {"hanna@demo.test"}
    assert "明天送到。" in mails[0].text
    with edge():
        evidence.extend(network.actors["rosa"], fresh(duty), until=TODAY, reason="Good.")
    theirs = db.session.scalars(select(Message).where(Message.to_address == "olga@demo.test")).one()
    assert theirs.kind == "contracts/duty_entry"


def test_a_recurring_duty_is_laid_out_for_a_year_once(network: SmallNetwork) -> None:
    due = Due(rule=DueRule.EVERY, first_on=date(2026, 1, 31), every=Duration.parse("1 month"))
    with edge():
        obligation = services.add_obligation(
            network.actors["rosa"],
            contract=contract_of(network),
            terms=services.Terms(
                kind=DutyKind.VISIT, owner=Side.FRANCHISOR, title="Visit", due=due
            ),
        )
    days = sorted(duty.due_on for duty in queries.duties_of(obligation.id))
    assert days[0] == date(2026, 11, 30)
    assert days[3] == date(2027, 2, 28)
    assert days[-1] == date(2027, 10, 31)
    with edge():
        from franchise_portal.contracts.services import planning  # noqa: PLC0415

        assert planning.lay_out([obligation.id], on=TODAY) == 0
        assert planning.lay_out([obligation.id], on=date(2027, 1, 2)) == 2


def test_a_changed_rule_moves_the_days_to_come_and_leaves_what_is_late(
    network: SmallNetwork,
) -> None:
    monthly = Due(rule=DueRule.EVERY, first_on=date(2026, 11, 15), every=Duration.parse("1 month"))
    terms = {"kind": DutyKind.VISIT, "owner": Side.FRANCHISOR, "title": "Visit"}
    hanna = network.actors["hanna"]
    with edge():
        obligation = services.add_obligation(
            hanna, contract=contract_of(network), terms=services.Terms(due=monthly, **terms)
        )
    first = min(queries.duties_of(obligation.id), key=lambda duty: duty.due_on)
    with clock.fixed(clock.now() + timedelta(days=30)), edge():
        evidence.report(network.actors["omar"], fresh(first), words="Nobody came.")
        yearly = Due(rule=DueRule.EVERY, first_on=date(2027, 1, 10), every=Duration.parse("1 year"))
        changed = services.change_obligation(
            hanna,
            queries.obligation_for(hanna, obligation.id),
            terms=services.Terms(due=yearly, **terms),
        )
    assert changed
    db.session.expire_all()
    by_status: dict[DutyStatus, list[date]] = {}
    for duty in queries.duties_of(obligation.id):
        by_status.setdefault(duty.status, []).append(duty.due_on)
    assert sorted(by_status[DutyStatus.OPEN]) == [date(2026, 11, 15), date(2027, 1, 10)]
    assert len(by_status[DutyStatus.LAPSED]) == 11


def test_an_ended_duty_owes_nothing_more(network: SmallNetwork) -> None:
    duty = a_duty(network)
    hanna = network.actors["hanna"]
    with edge():
        obligation = queries.obligation_for(hanna, duty.obligation_id)
        services.end_obligation(hanna, obligation, reason="Replaced by the group's policy.")
    assert fresh(duty).status is DutyStatus.LAPSED


def test_a_duty_owed_to_an_authority_is_the_office_s_alone(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        obligation = services.add_obligation(
            hanna,
            contract=None,
            terms=services.Terms(
                kind=DutyKind.FILING,
                owner=Side.FRANCHISOR,
                title="Renew the trade mark",
                due=Due(rule=DueRule.ON, first_on=LATE),
            ),
        )
    [duty] = queries.duties_of(obligation.id)
    with pytest.raises(NotFound):
        queries.duty_for(network.actors["omar"], duty.id)
    with edge():
        evidence.give_evidence(hanna, fresh(duty), words="Renewed, number 12.")
    assert fresh(duty).status is DutyStatus.DONE


def test_another_franchisee_s_duty_does_not_exist(network: SmallNetwork) -> None:
    duty = a_duty(network, business="F-002")
    with pytest.raises(NotFound):
        queries.duty_for(network.actors["omar"], duty.id)
    with pytest.raises(NotFound):
        queries.obligation_for(network.actors["omar"], duty.obligation_id)
    assert queries.duty_for(network.actors["olga"], duty.id).id == duty.id


def test_who_may_not_write_adds_no_duty(network: SmallNetwork) -> None:
    terms = services.Terms(
        kind=DutyKind.VISIT,
        owner=Side.FRANCHISOR,
        title="Visit",
        due=Due(rule=DueRule.ON, first_on=LATE),
    )
    for name in ("sami", "omar", "audrey"):
        with pytest.raises(NotAllowed), edge():
            services.add_obligation(
                network.actors[name], contract=contract_of(network), terms=terms
            )


def test_a_duty_from_the_terms_changes_only_with_them(network: SmallNetwork) -> None:
    duty = a_duty(network)
    duty.obligation.origin = "insurance:liability"
    db.session.commit()
    with pytest.raises(Refused, match="amendment"), edge():
        services.change_obligation(
            network.actors["hanna"],
            queries.obligation_for(network.actors["hanna"], duty.obligation_id),
            terms=services.Terms(
                kind=DutyKind.VISIT,
                owner=Side.FRANCHISOR,
                title="Visit",
                due=Due(rule=DueRule.ON, first_on=LATE),
            ),
        )
