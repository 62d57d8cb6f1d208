"""Payment plans: proposed, accepted by the other side, watched; and more time to pay."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.dunning import jobs
from franchise_portal.dunning.enums import PlanEntryKind, PlanStatus
from franchise_portal.dunning.errors import InvoicePlanned, OwnProposal, PlanMoved
from franchise_portal.dunning.models import DueExtension, PaymentPlan
from franchise_portal.dunning.queries import late as late_queries
from franchise_portal.dunning.queries import plans as queries
from franchise_portal.dunning.rules.instalments import Instalment
from franchise_portal.dunning.services import extending, plans, reminding, watching
from franchise_portal.fees.models import Invoice
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.invoices import invoice_for
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.period import Period
from franchise_portal.mail import Message
from tests.builders.corrections import come_back
from tests.builders.dunning import a_late_invoice, agree_on_late, at, propose
from tests.builders.fees import pay
from tests.support.richer import once

TODAY = date(2026, 11, 2)
LATER = date(2026, 11, 10)


@pytest.fixture
@once
def late(network):
    """4,250 due since 15 September; today is 2 November."""
    a_late_invoice(network)
    return network


@pytest.fixture
def kept(late):
    """Two instalments of 2,125, on 10 November and 10 December."""
    plan = propose(late.actors["omar"], late, first=LATER)
    plans.accept_plan(late.actors["felix"], whole(plan), seen=None)
    return late


def whole(plan):
    return queries.plan_for(SYSTEM, plan.id)


def the_plan():
    return whole(db.session.scalars(select(PaymentPlan)).one())


def watch(day):
    with at(day):
        return watching.watch_plan(the_plan().id, on=day)


def pay_on(network, amount, day):
    with at(day):
        return pay(network.franchisees["F-001"], amount, on=day)


def remind(network, day):
    with at(day):
        return reminding.remind(SYSTEM, [network.franchisees["F-001"].id], on=day)


@pytest.mark.parametrize(("one", "other"), [("omar", "felix"), ("felix", "omar")])
def test_one_side_proposes_and_the_other_accepts(late, one, other):
    plan = propose(late.actors[one], late, first=LATER)
    assert (plan.number, plan.status, plan.total_minor) == (
        "PP-2026-0001",
        PlanStatus.PROPOSED,
        425_000,
    )
    with pytest.raises(OwnProposal):
        plans.accept_plan(late.actors[one], whole(plan), seen=None)
    plans.accept_plan(late.actors[other], whole(plan), seen=plan.version)
    found = the_plan()
    assert (found.status, found.accepted_on) == (PlanStatus.KEPT, TODAY)
    assert [entry.kind for entry in found.entries] == [
        PlanEntryKind.PROPOSED,
        PlanEntryKind.ACCEPTED,
    ]
    mails = db.session.scalars(select(Message).where(Message.kind == "dunning/plan")).all()
    assert {one.to_address for one in mails} == {"omar@demo.test", "hanna@demo.test"}


def test_the_instalments_come_to_what_is_open_to_the_cent(late):
    for minor in (424_999, 425_001):
        with pytest.raises(Refused):
            propose(late.actors["omar"], late, instalments=(Instalment(LATER, minor),))
    assert db.session.scalars(select(PaymentPlan)).all() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"words": " "},
        {"broken_after_days": 91},
        {"broken_after_days": -1},
        {"interest_rate": Decimal("-0.01")},
        {"interest_rate": Decimal("0.3")},
        {"first": TODAY - timedelta(days=1)},
    ],
    ids=str,
)
def test_what_nobody_could_mean_is_refused(late, changes):
    with pytest.raises(Refused):
        propose(late.actors["omar"], late, **changes)


def test_an_invoice_is_in_one_plan_at_a_time(late):
    plan = whole(propose(late.actors["omar"], late))
    with pytest.raises(InvoicePlanned):
        plans.propose_plan(
            late.actors["felix"],
            late.franchisees["F-001"],
            plans.Proposal(
                invoice_ids=(plan.invoices[0].invoice_id,),
                instalments=(Instalment(LATER, 425_000),),
                words="Again.",
            ),
        )


def test_an_invoice_of_somebody_else_cannot_be_chosen(late):
    invoice = db.session.scalars(select(Invoice)).one()
    proposal = plans.Proposal((invoice.id,), (Instalment(LATER, 425_000),), "Mine now.")
    with pytest.raises(Refused):
        plans.propose_plan(late.actors["olga"], late.franchisees["F-002"], proposal)


def test_a_plan_is_answered_once(kept):
    plan = the_plan()
    for act in (plans.accept_plan, plans.refuse_plan, plans.withdraw_plan):
        more = {} if act is plans.accept_plan else {"words": "No."}
        with pytest.raises(PlanMoved):
            act(kept.actors["felix"], plan, seen=None, **more)


def test_two_who_answer_at_once_do_not_overwrite_each_other(late):
    plan = whole(propose(late.actors["omar"], late, first=LATER))
    with pytest.raises(ChangedMeanwhile):
        plans.accept_plan(late.actors["felix"], plan, seen=plan.version + 1)


def test_it_is_refused_with_a_reason_and_can_be_taken_back(late):
    plan = whole(propose(late.actors["omar"], late))
    with pytest.raises(Refused):
        plans.refuse_plan(late.actors["felix"], plan, words=" ", seen=None)
    plans.refuse_plan(late.actors["felix"], plan, words="Three months at most.", seen=None)
    assert the_plan().status is PlanStatus.REFUSED
    second = whole(propose(late.actors["omar"], late))
    with pytest.raises(Refused):
        plans.withdraw_plan(late.actors["felix"], second, words="", seen=None)
    plans.withdraw_plan(late.actors["omar"], second, words="", seen=None)
    assert second.status is PlanStatus.WITHDRAWN


def test_what_was_paid_since_asks_for_another_proposal(late):
    plan = propose(late.actors["omar"], late, first=LATER)
    pay(late.franchisees["F-001"], "100")
    with pytest.raises(Refused):
        plans.accept_plan(late.actors["felix"], whole(plan), seen=None)


def test_a_plan_whose_first_day_passed_is_not_accepted(late):
    plan = propose(late.actors["omar"], late, first=TODAY)
    with at(TODAY + timedelta(days=1)), pytest.raises(Refused):
        plans.accept_plan(late.actors["felix"], whole(plan), seen=None)


def test_nobody_is_reminded_while_it_is_kept(kept):
    assert remind(kept, TODAY) == []
    pay_on(kept, "2125", LATER)
    assert not watch(date(2026, 12, 1))
    assert remind(kept, date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("who", "days", "is_reminded"), [("omar", 14, False), ("omar", 15, True), ("felix", 0, True)]
)
def test_what_they_proposed_holds_reminders_until_it_is_answered(late, who, days, is_reminded):
    propose(late.actors[who], late)
    assert bool(remind(late, TODAY + timedelta(days=days))) is is_reminded


def test_paid_instalments_are_seen_by_what_came_off_its_invoices(kept):
    pay_on(kept, "2125", LATER)
    standing = queries.standing_of(the_plan(), on=date(2026, 11, 11))
    assert [one.is_paid for one in standing.instalments] == [True, False]
    pay_on(kept, "2125", date(2026, 12, 9))
    assert watch(date(2026, 12, 9))
    plan = the_plan()
    assert (plan.status, plan.ended_on) == (PlanStatus.DONE, date(2026, 12, 9))


def test_a_late_instalment_is_reminded_of_once(kept):
    assert not watch(LATER)
    assert watch(LATER + timedelta(days=1))
    assert not watch(LATER + timedelta(days=2))
    reminded = [one for one in the_plan().entries if one.kind is PlanEntryKind.REMINDED]
    assert [one.instalment for one in reminded] == [1]


def test_a_broken_plan_lets_reminders_go_on_and_says_so(kept):
    assert watch(LATER + timedelta(days=11))
    assert the_plan().status is PlanStatus.BROKEN
    [letter] = remind(kept, LATER + timedelta(days=12))
    assert letter.position == 1
    told = db.session.scalars(
        select(Message).where(
            Message.kind == "dunning/plan", Message.to_address == "omar@demo.test"
        )
    ).all()
    assert "no longer counts" in told[-1].text


def test_a_payment_that_came_back_opens_its_instalment_again(kept):
    payment = pay_on(kept, "2125", LATER)
    with at(LATER + timedelta(days=5)):
        come_back(payment, on=LATER + timedelta(days=5))
    standing = queries.standing_of(the_plan(), on=LATER + timedelta(days=6))
    assert [one.is_paid for one in standing.instalments] == [False, False]


def test_the_job_watches_twice_and_notes_once(kept):
    db.session.commit()
    with at(LATER + timedelta(days=1)):
        jobs.watch_plans(progress=lambda *_: None)
        jobs.watch_plans(progress=lambda *_: None)
    reminded = [one for one in the_plan().entries if one.kind is PlanEntryKind.REMINDED]
    assert len(reminded) == 1


@pytest.mark.parametrize(("rate", "minor"), [(Decimal(0), 1), (Decimal("0.073"), 29)])
def test_while_it_is_kept_its_own_interest_counts(late, rate, minor):
    """1 November bears the contract's 32.5 cents; from the 2nd on the plan's 65, or nothing."""
    agree_on_late(late.contracts["CT-F-001-TL"])
    plan = propose(late.actors["omar"], late, first=LATER, interest_rate=rate)
    plans.accept_plan(late.actors["felix"], whole(plan), seen=None)
    found = late_queries.reckon(
        [late.franchisees["F-001"].id], Period.parse_month("2026-11")
    ).charges
    [one] = found
    by_plan = 65 * minor if rate else 0
    assert [part["days"] for part in one.due.working["parts"]] == ([1, 29] if rate else [1])
    assert one.due.minor == (1_918 if by_plan else 33)


def test_a_franchisee_sees_own_plans_only(kept):
    with pytest.raises(NotFound):
        queries.plan_for(kept.actors["olga"], the_plan().id)
    assert queries.plans(kept.actors["olga"]).total == 0
    assert queries.plans(kept.actors["omar"]).total == 1


@pytest.mark.parametrize("who", ["audrey", "sami", "rosa", "mina"])
def test_only_finance_and_the_owner_of_a_business_agree_on_plans(late, who):
    with pytest.raises(NotAllowed):
        propose(late.actors[who], late)


def extend(network, until, *, who="felix", words="The card terminal was down."):
    invoice = db.session.scalars(select(Invoice)).first()
    data = invoice_for(SYSTEM, invoice.id)
    return extending.ask_extension(network.actors[who], data.invoice, until=until, words=words)


def test_within_the_limit_time_is_given_at_once_and_nothing_is_late(late):
    with at(date(2026, 9, 20)):
        approval = extend(late, date(2026, 10, 10))
        assert approval.status is ApprovalStatus.DONE
        [balance] = balance_of(late.franchisees["F-001"].id, on=date(2026, 10, 10))
        assert not balance.overdue
    assert remind(late, date(2026, 10, 12)) == []
    assert [one.position for one in remind(late, date(2026, 10, 13))] == [1]
    assert check_ledger().agrees


def test_above_the_limit_somebody_else_decides_about_more_time(late):
    with at(date(2026, 9, 20)):
        approval = extend(late, date(2026, 11, 30))
        assert approval.status is ApprovalStatus.ASKED
        assert db.session.scalars(select(DueExtension)).all() == []
        approvals.grant(late.actors["hanna"], approval)
    assert db.session.scalars(select(DueExtension)).one().granted_by_name == "Hanna"


def test_given_time_costs_nothing(late):
    agree_on_late(late.contracts["CT-F-001-TL"])
    with at(date(2026, 9, 20)):
        extend(late, date(2026, 10, 10))
    reckon = late_queries.reckon
    business = [late.franchisees["F-001"].id]
    assert reckon(business, Period.parse_month("2026-09")).charges == ()
    [one] = reckon(business, Period.parse_month("2026-10")).charges
    assert one.due.working["parts"][0]["days"] == 21


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 9, 16), "Why."),
        (date(2026, 9, 1), "Why."),
        (date(2028, 1, 1), "Why."),
        (date(2026, 10, 1), " "),
    ],
    ids=str,
)
def test_time_that_cannot_be_given_is_refused(late, until, words):
    with at(date(2026, 9, 20)), pytest.raises(Refused):
        extend(late, until, words=words)


def test_a_paid_invoice_needs_no_more_time(late):
    pay(late.franchisees["F-001"], "4250", on=date(2026, 9, 18))
    with at(date(2026, 9, 20)), pytest.raises(Refused):
        extend(late, date(2026, 10, 1))
