"""Granting within limits, asking above them, deciding once, on a real database."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from franchise_portal import Portal
from franchise_portal.access.roles import Role
from franchise_portal.audit.models import Entry
from franchise_portal.contracts import acts
from franchise_portal.contracts.acts import Act
from franchise_portal.contracts.event_enums import ApprovalStatus, ApprovalStep, Measure
from franchise_portal.contracts.event_errors import (
    AboveLimit,
    AlreadyDecided,
    NoAuthority,
    OwnRequest,
    TableChanged,
    UnknownAct,
)
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.models import Approval, ApprovalEntry, AuthorityLimit
from franchise_portal.contracts.queries import approvals as queries
from franchise_portal.contracts.rules.authority import UNLIMITED, Limit, Size
from franchise_portal.contracts.services import approvals, authority
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import DomainError, NotAllowed, NotFound, Refused
from tests.support.people import SmallNetwork

EUR = "EUR"


def euro(amount: int) -> Size:
    return Size(Measure.AMOUNT, amount * 100, EUR)


def ask(
    network: SmallNetwork, who: str, amount: int, *, act: str = "credit", **more: Any
) -> Approval:
    values: dict[str, Any] = {
        "words": "The till was broken for a week.",
        "contract": network.contracts["CT-F-001-TL"],
        **more,
    }
    with edge():
        return approvals.ask(network.actors[who], act, euro(amount), **values)


def fresh(approval: Approval) -> Approval:
    db.session.expire_all()
    return db.session.get_one(Approval, approval.id)


def test_within_the_limit_it_is_granted_at_once(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 250)
    assert approval.status is ApprovalStatus.GRANTED
    assert approval.was_at_once
    assert (approval.table_number, approval.franchisee_id) == (
        0,
        network.franchisees["F-001"].id,
    )


def test_above_the_limit_a_second_person_decides(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 251)
    assert approval.status is ApprovalStatus.ASKED
    with edge():
        approvals.grant(network.actors["felix"], approval, words="Agreed, it was our fault.")
    after = fresh(approval)
    assert (after.status, after.decided_by_name) == (ApprovalStatus.GRANTED, "Felix")
    steps = [(one.step, one.by_name) for one in reversed(queries.entries_of(approval.id))]
    assert steps == [(ApprovalStep.ASKED, "Rosa"), (ApprovalStep.GRANTED, "Felix")]


def test_small_favours_to_the_same_franchisee_are_counted_together(network: SmallNetwork) -> None:
    assert ask(network, "rosa", 150).status is ApprovalStatus.GRANTED
    assert ask(network, "rosa", 101).status is ApprovalStatus.ASKED
    other = network.contracts["CT-F-002-HX"]
    assert ask(network, "rosa", 250, contract=other).status is ApprovalStatus.GRANTED
    with clock.fixed(datetime(2026, 12, 3, 12, tzinfo=UTC)):
        assert ask(network, "rosa", 101).status is ApprovalStatus.GRANTED


def test_nobody_decides_about_their_own_request(network: SmallNetwork) -> None:
    approval = ask(network, "felix", 1001)
    with pytest.raises(OwnRequest), edge():
        approvals.grant(network.actors["felix"], approval)
    with pytest.raises(OwnRequest), edge():
        approvals.refuse(network.actors["felix"], approval, words="No.")


def test_the_database_itself_refuses_a_decision_about_ones_own_request(
    network: SmallNetwork,
) -> None:
    approval = ask(network, "felix", 1001)
    row = db.session.get_one(Approval, approval.id)
    row.decided_by = row.asked_by
    with pytest.raises(DBAPIError, match="ck_approvals_two"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("who", ["rosa", "felix"])
def test_nobody_decides_above_their_own_limit(network: SmallNetwork, who: str) -> None:
    approval = ask(network, "sami", 1001)
    with pytest.raises(AboveLimit), edge():
        approvals.grant(network.actors[who], approval)
    assert fresh(approval).status is ApprovalStatus.ASKED


@pytest.mark.parametrize("who", ["sami", "audrey", "omar"])
def test_who_may_not_decide_does_not(network: SmallNetwork, who: str) -> None:
    approval = ask(network, "rosa", 300)
    with pytest.raises(NotAllowed), edge():
        approvals.grant(network.actors[who], approval)


def test_an_amount_in_another_currency_needs_a_role_without_limit(network: SmallNetwork) -> None:
    with edge():
        approval = approvals.ask(
            network.actors["adam"], "credit", Size(Measure.AMOUNT, 1, "USD"), words="A cent."
        )
    with pytest.raises(AboveLimit), edge():
        approvals.grant(network.actors["felix"], approval)
    with edge():
        approvals.grant(network.actors["hanna"], approval)


def test_when_nobody_else_may_grant_it_asking_is_refused(network: SmallNetwork) -> None:
    limits = {(Role.RELATIONSHIP_MANAGER, "credit"): Limit(100_00)}
    with edge():
        authority.change_table(network.actors["hanna"], limits, reason="We are careful.")
    with pytest.raises(NoAuthority, match="raise a limit"):
        ask(network, "rosa", 101)


def test_a_refusal_needs_a_reason(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 300)
    with pytest.raises(Refused), edge():
        approvals.refuse(network.actors["felix"], approval, words=" ")
    with edge():
        approvals.refuse(network.actors["felix"], approval, words="It was repaired in a day.")
    assert fresh(approval).status is ApprovalStatus.REFUSED


def test_a_request_without_a_word_why_is_refused(network: SmallNetwork) -> None:
    with pytest.raises(Refused):
        ask(network, "rosa", 10, words="  ")


def test_an_act_that_nobody_knows_or_in_another_measure_is_refused(network: SmallNetwork) -> None:
    rosa = network.actors["rosa"]
    with pytest.raises(UnknownAct), edge():
        approvals.ask(rosa, "free_beer", euro(1), words="Thirst.")
    with pytest.raises(NoAuthority), edge():
        approvals.ask(rosa, "credit", Size(Measure.DAYS, 3), words="Days are no money.")


def test_only_the_one_who_asked_takes_it_back(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 300)
    with pytest.raises(NotFound), edge():
        approvals.withdraw(network.actors["felix"], approval)
    with edge():
        approvals.withdraw(network.actors["rosa"], approval)
    with pytest.raises(AlreadyDecided), edge():
        approvals.grant(network.actors["felix"], approval)


def test_what_nobody_decides_about_expires(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 300)
    assert approval.expires_on == date(2026, 12, 2)
    with clock.fixed(datetime(2026, 12, 3, 12, tzinfo=UTC)):
        with pytest.raises(AlreadyDecided, match="Expired"), edge():
            approvals.grant(network.actors["felix"], approval)
        keep_events(progress=lambda *_: None)
        keep_events(progress=lambda *_: None)
    assert fresh(approval).status is ApprovalStatus.EXPIRED
    steps = [one.step for one in queries.entries_of(approval.id)]
    assert steps.count(ApprovalStep.EXPIRED) == 1


def test_what_is_done_by_hand_is_done_once(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 100)
    felix = network.actors["felix"]
    with pytest.raises(Refused), edge():
        approvals.carry_out(felix, approval, words="")
    with edge():
        approvals.carry_out(felix, approval, words="Credit note 2026-0031.")
    with pytest.raises(AlreadyDecided), edge():
        approvals.carry_out(felix, approval, words="Again.")
    assert fresh(approval).status is ApprovalStatus.DONE


def test_remarks_stay_on_file(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 100)
    with edge():
        approvals.remark(network.actors["sami"], approval, words="I was there.")
    [last, *_] = queries.entries_of(approval.id)
    assert (last.step, last.words) == (ApprovalStep.REMARKED, "I was there.")
    with pytest.raises(DBAPIError, match="append-only"), edge():
        db.session.execute(ApprovalEntry.__table__.delete())


def test_every_step_is_in_the_audit_with_its_size(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 300)
    with edge():
        approvals.grant(network.actors["felix"], approval, words="Yes.")
    entries = db.session.scalars(
        select(Entry).where(Entry.subject_id == approval.id).order_by(Entry.id)
    ).all()
    assert [one.action for one in entries] == [
        "contracts.approval.asked",
        "contracts.approval.granted",
    ]
    assert entries[1].data["title"]["params"]["size"] == {"minor": 30000, "currency": EUR}
    assert entries[1].franchisee_id == network.franchisees["F-001"].id


@pytest.mark.usefixtures("counted")
def test_what_is_carried_out_at_once_is_told_with_the_askers_words(network: SmallNetwork) -> None:
    at_once = ask(network, "felix", 300, act="counted")
    asked = ask(network, "rosa", 500, act="counted")
    with edge():
        approvals.grant(network.actors["felix"], asked)
    for approval in (at_once, asked):
        told = db.session.scalars(select(Entry).where(Entry.subject_id == approval.id)).all()
        assert "contracts.approval.done" in {one.action for one in told}
        assert {one.data["words"] for one in told} == {approval.words}


# ---- the table


def test_the_owner_writes_the_next_version_of_the_table(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    limits = dict(queries.usual_limits(EUR))
    limits[Role.RELATIONSHIP_MANAGER, "credit"] = Limit(50_00)
    limits[Role.SUPPORT, "credit"] = Limit(20_00)
    with edge():
        table = authority.change_table(hanna, limits, reason="A quiet year.", seen=0)
    assert table is not None
    now = queries.authority()
    assert (now.number, now.limit(Role.SUPPORT, "credit")) == (1, Limit(20_00))
    assert now.limit(Role.OWNER, "credit") == UNLIMITED
    assert ask(network, "rosa", 51).status is ApprovalStatus.ASKED
    with edge():
        assert authority.change_table(hanna, limits, reason="", seen=1) is None


def test_two_who_change_the_table_do_not_overwrite_each_other(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        authority.change_table(hanna, {(Role.FINANCE, "credit"): Limit(1)}, reason="First.", seen=0)
    with pytest.raises(TableChanged), edge():
        authority.change_table(
            hanna, {(Role.FINANCE, "credit"): Limit(2)}, reason="Second.", seen=0
        )
    assert queries.authority().limit(Role.FINANCE, "credit") == Limit(1)


def test_only_the_owner_changes_it_and_only_with_a_reason(network: SmallNetwork) -> None:
    limits = {(Role.FINANCE, "credit"): Limit(1)}
    with pytest.raises(NotAllowed), edge():
        authority.change_table(network.actors["adam"], limits, reason="Mine.")
    with pytest.raises(Refused), edge():
        authority.change_table(network.actors["hanna"], limits, reason="")


def test_limits_are_history_that_cannot_be_changed(network: SmallNetwork) -> None:
    with edge():
        authority.change_table(
            network.actors["hanna"], {(Role.FINANCE, "credit"): Limit(1)}, reason="First."
        )
    with pytest.raises(DBAPIError, match="append-only"), edge():
        db.session.execute(AuthorityLimit.__table__.update().values(size=9))


def test_an_auditor_and_a_franchisee_hold_no_authority(network: SmallNetwork) -> None:
    limits = {(Role.AUDITOR, "credit"): UNLIMITED, (Role.FRANCHISEE_OWNER, "credit"): UNLIMITED}
    with edge():
        authority.change_table(network.actors["hanna"], limits, reason="By mistake.")
    assert queries.authority().limits == {}


# ---- who sees what


def test_the_list_shows_what_waits_for_whom(network: SmallNetwork) -> None:
    small, large = ask(network, "rosa", 300), ask(network, "sami", 3000)

    def waiting(who: str) -> set[object]:
        page = queries.approvals(network.actors[who], queries.WantedApprovals())
        return {one.id for one in page.rows}

    assert waiting("felix") == {small.id}
    assert waiting("hanna") == waiting("adam") == {small.id, large.id}
    assert waiting("rosa") == waiting("sami") == waiting("audrey") == set()
    assert queries.waiting_count(network.actors["hanna"]) == 2
    asked = queries.approvals(network.actors["rosa"], queries.WantedApprovals(who="asked"))
    assert [one.id for one in asked.rows] == [small.id]


def test_a_franchisee_sees_no_approval_of_the_office(network: SmallNetwork) -> None:
    approval = ask(network, "rosa", 300)
    with pytest.raises(NotFound):
        queries.approval_for(network.actors["omar"], approval.id)


# ---- at the same moment

PATIENCE = 30


def at_once(app: Portal, works: list[Callable[[], object]]) -> list[object]:
    """Let each do its work in a thread and a transaction of its own, beginning together."""
    gate, found = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        with app.app_context(), clock.fixed(datetime(2026, 11, 2, 12, tzinfo=UTC)):
            gate.wait(PATIENCE)
            try:
                with edge():
                    result = work()
            except DomainError as refusal:
                result = refusal
            found.append(result)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found


@pytest.fixture
def counted() -> list[object]:
    """An act whose performer notes each time it is carried out."""
    done: list[object] = []

    def perform(_actor: object, approval: Approval) -> bool:
        done.append(approval.id)
        return True

    known = acts.all_acts()
    acts.register(
        [
            Act(
                slug="counted",
                label="Counted",
                note="Counts.",
                measure=Measure.AMOUNT,
                perform=perform,
                usual={Role.OWNER: None, Role.ADMINISTRATOR: 1_000, Role.FINANCE: 1_000},
            )
        ]
    )
    yield done
    acts._acts.clear()
    acts.register(known)


def test_of_two_who_decide_at_the_same_moment_one_wins(
    app: Portal, network: SmallNetwork, counted: list[object]
) -> None:
    asked = ask(network, "rosa", 500, act="counted")
    felix, adam, hanna = (network.actors[name] for name in ("felix", "adam", "hanna"))

    def granting(actor: Any) -> Callable[[], object]:
        return lambda: approvals.grant(actor, db.session.get_one(Approval, asked.id))

    def refusing(actor: Any) -> Callable[[], object]:
        return lambda: approvals.refuse(
            actor, db.session.get_one(Approval, asked.id), words="Rather not."
        )

    found = at_once(app, [granting(felix), granting(adam), refusing(hanna)])
    lost = [one for one in found if isinstance(one, AlreadyDecided)]
    assert len(lost) == 2
    after = fresh(asked)
    assert after.status in {ApprovalStatus.DONE, ApprovalStatus.REFUSED}
    assert len(counted) == (after.status is ApprovalStatus.DONE)
    assert {one.by for one in lost} == {after.decided_by_name}
    decided = [
        one
        for one in queries.entries_of(asked.id)
        if one.step in {ApprovalStep.GRANTED, ApprovalStep.REFUSED}
    ]
    assert len(decided) == 1


def test_two_tabs_do_not_use_the_same_limit_twice(app: Portal, network: SmallNetwork) -> None:
    rosa, contract = network.actors["rosa"], network.contracts["CT-F-001-TL"]

    def granting() -> object:
        return approvals.ask(rosa, "credit", euro(200), words="A cold week.", contract=contract)

    found = at_once(app, [granting, granting, granting])
    statuses = [one.status for one in found]  # type: ignore[attr-defined]
    assert sorted(statuses) == sorted(
        [ApprovalStatus.GRANTED, ApprovalStatus.ASKED, ApprovalStatus.ASKED]
    )
