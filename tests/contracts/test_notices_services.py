"""Notices on a real database: windows, days, steps, answers, letters; whoever gives them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.roles import Side
from franchise_portal.contracts import services as contract_services
from franchise_portal.contracts.clock_jobs import send_notice
from franchise_portal.contracts.duty_errors import (
    AlreadyGiven,
    NoDutyNamed,
    NoEndOfTerm,
    NothingToShow,
    NoticeOver,
    NotRunningForNotice,
    OtherSidesTurn,
    OutsideWindow,
    StepsMissing,
    TookEffect,
    TooSoon,
)
from franchise_portal.contracts.enums import (
    ContractStatus,
    DutyKind,
    LadderStep,
    NoticeEntryKind,
    NoticeKind,
    NoticeStatus,
)
from franchise_portal.contracts.models import Contract, Notice
from franchise_portal.contracts.models.contract import NO_END
from franchise_portal.contracts.queries import notices as queries
from franchise_portal.contracts.rules.terms import Notice as Agreed
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import notices as services
from franchise_portal.contracts.services.notice_days import Draft
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound
from franchise_portal.mail.models import Message
from franchise_portal.storage.models import StoredFile
from tests.builders.duties import TODAY, WORDS, a_duty, a_notice, contract_of, fresh
from tests.support.people import ENDS_ON, SmallNetwork

LATE = date(2026, 10, 1)
NON_RENEWAL = NoticeKind.NON_RENEWAL


@contextmanager
def day(on: date) -> Iterator[None]:
    with clock.fixed(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        yield


def agree(network: SmallNetwork, **facts: object) -> Contract:
    """Give Omar's contract terms: six to twelve months' notice, unless told otherwise."""
    contract = contract_of(network)
    usual = {
        "starts_on": contract.starts_on,
        "ends_on": ENDS_ON,
        "notice": Agreed(at_least=Duration.parse("6 months"), at_most=Duration.parse("12 months")),
    }
    with edge():
        contract_services.record_paper_version(
            network.actors["hanna"],
            contract,
            terms=Terms(**{**usual, **facts}),  # type: ignore[arg-type]
            clauses=(),
            title="Contract",
            reason="From paper.",
        )
    db.session.expire_all()
    return contract


def give(network: SmallNetwork, kind: NoticeKind, giver: str = "hanna", **facts: object) -> Notice:
    with edge():
        return services.give_notice(
            network.actors[giver],
            contract_of(network),
            Draft(kind=kind, **facts),  # type: ignore[arg-type]
            words=WORDS,
            language="en",
        )


def again(notice: Notice) -> Notice:
    db.session.expire_all()
    from franchise_portal.access.actor import SYSTEM  # noqa: PLC0415

    return queries.notice_for(SYSTEM, notice.id)


# ---- the end of a term


@pytest.mark.parametrize("giver", ["hanna", "omar"])
def test_notice_within_its_window_is_given_once_by_either_side(
    network: SmallNetwork, giver: str
) -> None:
    agree(network)
    with day(date(2028, 8, 31)):
        notice = give(network, NON_RENEWAL, giver)
        with pytest.raises(AlreadyGiven, match=notice.number):
            give(network, NON_RENEWAL, "omar" if giver == "hanna" else "hanna")
    assert (notice.term_end, notice.until) == (ENDS_ON, ENDS_ON)
    assert notice.number == "CT-F-001-TL-N1"


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2028, 2, 27), "too early"), (date(2028, 9, 1), "too late")],
)
def test_notice_outside_its_window_is_refused_with_the_window(
    network: SmallNetwork, on: date, words: str
) -> None:
    agree(network)
    with day(on), pytest.raises(OutsideWindow, match=words) as refused:
        give(network, NON_RENEWAL)
    assert refused.value.params["last"] == date(2028, 8, 31)
    assert db.session.scalars(select(Notice)).all() == []


def test_a_withdrawn_notice_makes_room_for_another(network: SmallNetwork) -> None:
    agree(network)
    with day(date(2028, 6, 1)):
        first = give(network, NON_RENEWAL)
        with edge():
            services.withdraw_notice(network.actors["hanna"], again(first), reason="We go on.")
        second = give(network, NON_RENEWAL)
    assert again(first).status is NoticeStatus.WITHDRAWN
    assert second.number == "CT-F-001-TL-N2"


def test_a_contract_without_an_end_is_not_renewed(network: SmallNetwork) -> None:
    contract = contract_of(network)
    contract.ends_on = NO_END
    db.session.commit()
    with pytest.raises(NoEndOfTerm, match="termination"):
        give(network, NON_RENEWAL)


def test_the_law_may_ask_the_franchisor_for_more_time(network: SmallNetwork) -> None:
    contract = agree(network, notice=Agreed(at_least=Duration.parse("30 days")))
    contract.pack = "cn"
    db.session.commit()
    with day(date(2028, 12, 1)):
        with pytest.raises(OutsideWindow):
            give(network, NON_RENEWAL, "hanna")
        notice = give(network, NON_RENEWAL, "omar")
    assert notice.giver is Side.FRANCHISEE


# ---- default


@pytest.mark.parametrize(("owner", "giver"), [(Side.FRANCHISEE, "rosa"), (Side.FRANCHISOR, "omar")])
def test_a_notice_of_default_gives_days_to_answer_and_to_put_it_right(
    network: SmallNetwork, owner: Side, giver: str
) -> None:
    duty = a_duty(network, owner, due_on=LATE, kind=DutyKind.VISIT, title="Visit")
    notice = a_notice(network, duty, giver)
    assert notice.answer_until == TODAY + timedelta(days=10)
    assert (notice.until, notice.days) == (TODAY + timedelta(days=30), 30)
    assert fresh(duty).cure_until == notice.act_by


def test_what_the_contract_gives_to_put_it_right_counts_when_it_is_longer(
    network: SmallNetwork,
) -> None:
    duty = a_duty(network, due_on=LATE, cure_days=45)
    assert a_notice(network, duty).days == 45


def test_a_legal_day_on_a_holiday_moves_as_the_law_has_it(network: SmallNetwork) -> None:
    contract = contract_of(network)
    contract.pack = "cn"
    db.session.commit()
    duty = a_duty(network, due_on=LATE, kind=DutyKind.VISIT, title="Visit")
    with day(date(2026, 12, 2)):
        notice = a_notice(network, duty)
    assert (notice.until, notice.act_by) == (date(2027, 1, 1), date(2027, 1, 4))
    assert notice.basis


def test_the_step_before_is_not_skipped_without_a_reason_and_the_authority(
    network: SmallNetwork,
) -> None:
    duty = a_duty(network, due_on=date(2026, 12, 1))
    with pytest.raises(StepsMissing) as refused:
        a_notice(network, duty, "hanna")
    assert LadderStep.OVERDUE in refused.value.params["steps"]
    with pytest.raises(StepsMissing, match="ask somebody"):
        a_notice(network, duty, "rosa", skip_reason="Danger.")
    notice = a_notice(network, duty, "hanna", skip_reason="The roof is about to fall.")
    assert (notice.skip_reason, notice.skip_by_name) == ("The roof is about to fall.", "Hanna")


def test_it_names_one_thing_that_the_other_side_owes(network: SmallNetwork) -> None:
    with pytest.raises(NoDutyNamed):
        give(network, NoticeKind.DEFAULT)
    own = a_duty(network, Side.FRANCHISOR, due_on=LATE)
    with pytest.raises(OtherSidesTurn):
        a_notice(network, own, "hanna")
    elsewhere = a_duty(network, due_on=LATE, business="F-002")
    with pytest.raises(NoDutyNamed):
        a_notice(network, elsewhere, "hanna")


def test_withdrawn_it_leaves_the_duty_where_its_clock_has_it(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=LATE)
    notice = a_notice(network, duty)
    with edge():
        services.withdraw_notice(network.actors["hanna"], again(notice), reason="By mistake.")
    found = fresh(duty)
    assert (found.step, found.cure_until) == (LadderStep.OVERDUE, None)
    with pytest.raises(NoticeOver), edge():
        services.withdraw_notice(network.actors["hanna"], again(notice), reason="Twice.")


# ---- the end


def test_a_termination_needs_something_that_was_not_put_right(network: SmallNetwork) -> None:
    duty = a_duty(network, due_on=LATE)
    with pytest.raises(StepsMissing):
        give(network, NoticeKind.TERMINATION)
    a_notice(network, duty)
    with pytest.raises(StepsMissing):
        give(network, NoticeKind.TERMINATION)
    with day(date(2026, 12, 20)):
        with edge():
            from franchise_portal.contracts.services import evidence  # noqa: PLC0415

            one = fresh(duty)
            evidence.set_clock(one, clock.today())
        notice = give(network, NoticeKind.TERMINATION)
    assert notice.until == date(2026, 12, 20) + timedelta(days=30)
    assert notice.skip_reason == ""


def test_it_may_come_without_the_steps_for_a_written_reason(network: SmallNetwork) -> None:
    notice = give(network, NoticeKind.TERMINATION, skip_reason="Fraud, proved by the audit.")
    assert notice.skip_by_name == "Hanna"


def test_it_takes_effect_no_earlier_than_the_law_has_it(network: SmallNetwork) -> None:
    contract = contract_of(network)
    contract.pack = "us-ftc"
    db.session.commit()
    facts = {"skip_reason": "Abandoned.", "state": "AR"}
    with pytest.raises(TooSoon) as refused:
        give(network, NoticeKind.TERMINATION, effective_on=date(2026, 12, 31), **facts)
    assert refused.value.params["first"] == TODAY + timedelta(days=90)
    later = date(2027, 6, 30)
    assert give(network, NoticeKind.TERMINATION, effective_on=later, **facts).until == later


def test_once_it_took_effect_it_cannot_be_withdrawn(network: SmallNetwork) -> None:
    notice = give(network, NoticeKind.TERMINATION, skip_reason="Fraud.")
    with day(date(2027, 1, 15)), pytest.raises(TookEffect), edge():
        services.withdraw_notice(network.actors["hanna"], again(notice), reason="Too late.")


def test_a_pause_ends_only_where_there_is_one(network: SmallNetwork) -> None:
    with pytest.raises(NotRunningForNotice):
        give(network, NoticeKind.LIFTING)
    contract = contract_of(network)
    contract.status = ContractStatus.EXPIRED
    db.session.commit()
    with pytest.raises(NotRunningForNotice):
        give(network, NoticeKind.TERMINATION, skip_reason="x")


# ---- answers


def test_the_addressee_s_answer_stays_on_file(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    with edge():
        file = storage.put(b"%PDF-1.7 proof", name="proof.pdf", content_type="application/pdf")
        db.session.flush()
        services.reply(network.actors["omar"], again(notice), words="It was sent.", file=file)
    assert again(notice).status is NoticeStatus.ANSWERED
    with edge():
        services.reply(network.actors["rosa"], again(notice), words="We look again.")
        services.settle_notice(network.actors["rosa"], again(notice), words="Found it, sorry.")
    kinds = [entry.kind for entry in queries.notice_entries(notice.id)]
    assert kinds == [NoticeEntryKind.REPLY, NoticeEntryKind.REPLY, NoticeEntryKind.SETTLED]
    with pytest.raises(NothingToShow), edge():
        services.reply(network.actors["omar"], again(notice), words="")


def test_only_the_giver_withdraws_or_settles(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    with pytest.raises(OtherSidesTurn), edge():
        services.withdraw_notice(network.actors["omar"], again(notice), reason="x")
    with pytest.raises(OtherSidesTurn), edge():
        services.settle_notice(network.actors["omar"], again(notice), words="")
    with pytest.raises(NotAllowed), edge():
        services.settle_notice(network.actors["sami"], again(notice), words="")


def test_of_two_who_decide_at_once_the_second_is_told(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    seen = notice.version
    with edge():
        services.reply(network.actors["omar"], again(notice), words="Wait.")
    with pytest.raises(ChangedMeanwhile), edge():
        services.withdraw_notice(network.actors["hanna"], again(notice), reason="x", version=seen)


def test_another_franchisee_s_notice_does_not_exist(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    with pytest.raises(NotFound):
        queries.notice_for(network.actors["olga"], notice.id)


# ---- the letter and the mails


def test_the_letter_is_made_once_and_the_mails_leave_once(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    for _attempt in range(3):
        send_notice(notice_id=str(notice.id))
    found = again(notice)
    assert found.letter
    assert storage.read(found.letter).startswith(b"%PDF-")
    mails = db.session.scalars(
        select(Message).where(Message.kind == "contracts/notice_given")
    ).all()
    assert [mail.to_address for mail in mails] == ["omar@demo.test"]
    letters = db.session.scalars(
        select(StoredFile).where(StoredFile.name == f"{notice.number}.pdf")
    ).all()
    assert len(letters) == 1


def test_a_notice_that_was_withdrawn_before_is_not_mailed(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    with edge():
        services.withdraw_notice(network.actors["hanna"], again(notice), reason="By mistake.")
    send_notice(notice_id=str(notice.id))
    assert (
        db.session.scalars(select(Message).where(Message.kind == "contracts/notice_given")).all()
        == []
    )


def test_a_franchisee_s_notice_reaches_who_looks_after_it(network: SmallNetwork) -> None:
    notice = a_notice(network, a_duty(network, Side.FRANCHISOR, due_on=LATE), "omar")
    send_notice(notice_id=str(notice.id))
    mails = db.session.scalars(
        select(Message).where(Message.kind == "contracts/notice_given")
    ).all()
    assert [mail.to_address for mail in mails] == ["hanna@demo.test"]
