"""Duties read from the terms of contracts and from laws, laid out a year ahead, again and again."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.contracts import services as contract_services
from franchise_portal.contracts.clock_jobs import read_duties
from franchise_portal.contracts.enums import (
    ClauseKind,
    ContractStatus,
    DutyKind,
    DutyStatus,
    InsuranceKind,
    LadderStep,
    Rhythm,
    VersionKind,
)
from franchise_portal.contracts.models import Contract, Duty, Obligation
from franchise_portal.contracts.queries import planning as queries
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import (
    Deposit,
    DevelopmentStep,
    Insurance,
    Notice,
    Terms,
)
from franchise_portal.contracts.services import planning
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.money import Money
from tests.builders.duties import TODAY, contract_of
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

TERMS = Terms(
    starts_on=STARTS_ON,
    ends_on=ENDS_ON,
    notice=Notice(at_least=Duration.parse("27 months")),
    insurance=(Insurance(kind=InsuranceKind.LIABILITY, evidence_every=Rhythm.YEAR),),
    development=(DevelopmentStep(number=1, due_on=date(2027, 3, 31), outlets_open=3),),
    deposit=Deposit(amount=Money(500_000, "EUR"), return_within=Duration.parse("30 days")),
)
CLAUSES = (
    ClauseText(number="9.2", title="Insurance", body="…", kind=ClauseKind.INSURANCE),
    ClauseText(number="3.1", title="Notice", body="…", kind=ClauseKind.NOTICE),
)


def agree(network: SmallNetwork, terms: Terms = TERMS, **facts: object) -> Contract:
    contract = contract_of(network)
    with edge():
        contract_services.record_paper_version(
            network.actors["hanna"],
            contract,
            terms=terms,
            clauses=CLAUSES,
            title="Contract",
            reason="From paper.",
            **facts,  # type: ignore[arg-type]
        )
    return contract


def read() -> None:
    read_duties(progress=Progress())
    db.session.expire_all()


def found(contract: Contract) -> dict[str, Obligation]:
    rows = db.session.scalars(select(Obligation).where(Obligation.contract_id == contract.id))
    return {str(one.origin): one for one in rows}


def days(obligation: Obligation, *statuses: DutyStatus) -> list[date]:
    rows = db.session.scalars(select(Duty).where(Duty.obligation_id == obligation.id))
    wanted = statuses or (DutyStatus.OPEN,)
    return sorted(duty.due_on for duty in rows if duty.status in wanted)


def test_the_duties_of_both_sides_are_read_with_their_clauses(network: SmallNetwork) -> None:
    contract = agree(network)
    read()
    mine = found(contract)
    assert {origin: one.owner for origin, one in mine.items()} == {
        "insurance:liability": Side.FRANCHISEE,
        "development:1": Side.FRANCHISEE,
        "deposit": Side.FRANCHISOR,
        "notice:franchisor": Side.FRANCHISOR,
        "notice:franchisee": Side.FRANCHISEE,
    }
    assert mine["insurance:liability"].clause == "9.2"
    assert days(mine["insurance:liability"]) == [date(2027, 3, 1)]
    assert days(mine["development:1"]) == [date(2027, 3, 31)]
    assert days(mine["deposit"]) == []


def test_reading_again_finds_nothing_new(network: SmallNetwork) -> None:
    contract = agree(network)
    read()
    before = {one.id for one in db.session.scalars(select(Duty))}
    assert queries.contracts_to_read(10) == []
    with edge():
        assert planning.read_contracts([contract.id], on=TODAY) == 0
        assert planning.lay_out(queries.obligation_ids_of([contract.id]), on=TODAY) == 0
    read()
    assert {one.id for one in db.session.scalars(select(Duty))} == before


def test_an_amendment_changes_the_rule_ends_what_is_gone_and_adds_what_is_new(
    network: SmallNetwork,
) -> None:
    contract = agree(network)
    read()
    changed = Terms(
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        insurance=(
            Insurance(kind=InsuranceKind.LIABILITY, evidence_every=Rhythm.QUARTER),
            Insurance(kind=InsuranceKind.CYBER, evidence_every=Rhythm.YEAR),
        ),
    )
    agree(network, changed, kind=VersionKind.AMENDMENT, effective_from=TODAY)
    read()
    mine = found(contract)
    assert days(mine["insurance:liability"]) == [
        date(2026, 12, 1),
        date(2027, 3, 1),
        date(2027, 6, 1),
        date(2027, 9, 1),
    ]
    assert days(mine["insurance:cyber"]) == [date(2027, 3, 1)]
    assert mine["development:1"].ended_on == TODAY
    assert days(mine["development:1"]) == []
    assert days(mine["development:1"], DutyStatus.LAPSED) == [date(2027, 3, 31)]


def test_what_comes_back_in_the_terms_goes_on_where_it_was(network: SmallNetwork) -> None:
    contract = agree(network)
    read()
    [before] = db.session.scalars(select(Duty.id).where(Duty.kind == DutyKind.DEVELOPMENT)).all()
    agree(
        network,
        Terms(starts_on=STARTS_ON, ends_on=ENDS_ON),
        kind=VersionKind.AMENDMENT,
        effective_from=TODAY,
    )
    read()
    agree(network, TERMS, kind=VersionKind.AMENDMENT, effective_from=TODAY)
    read()
    assert found(contract)["development:1"].ended_on is None
    again = db.session.get_one(Duty, before)
    assert (again.status, again.step) == (DutyStatus.OPEN, LadderStep.REMINDED)


def test_when_a_contract_ends_early_only_what_comes_after_the_end_is_owed(
    network: SmallNetwork,
) -> None:
    contract = agree(network)
    read()
    with edge():
        contract_services.move(
            SYSTEM, contract, ContractStatus.TERMINATED, on=date(2026, 11, 30), reason="Agreed."
        )
    read()
    mine = found(contract)
    open_days = {origin: days(one) for origin, one in mine.items() if days(one)}
    assert open_days == {"deposit": [date(2026, 12, 30)]}


def test_a_contract_without_terms_is_read_once_and_owes_nothing_yet(
    network: SmallNetwork,
) -> None:
    read()
    assert queries.contracts_to_read(10) == []
    assert db.session.scalars(select(Obligation)).all() == []


def test_a_draft_owes_nothing(network: SmallNetwork) -> None:
    contract = agree(network)
    contract.status = ContractStatus.DRAFT
    db.session.commit()
    read()
    assert found(contract) == {}


def test_the_law_asks_for_the_filing_of_the_first_and_for_a_report_each_year(
    network: SmallNetwork,
) -> None:
    contract = agree(network)
    contract.pack, contract.is_first = "cn", True
    contract.signed_on = TODAY - timedelta(days=5)
    db.session.commit()
    read()
    filing = found(contract)["law:cn.filing"]
    assert filing.basis
    assert days(filing) == [TODAY + timedelta(days=10)]
    [report] = db.session.scalars(select(Obligation).where(Obligation.contract_id.is_(None))).all()
    assert (report.origin, days(report)) == ("law:cn.yearly_report", [date(2027, 3, 31)])
    read()
    assert (
        len(db.session.scalars(select(Obligation).where(Obligation.contract_id.is_(None))).all())
        == 1
    )


def test_the_days_are_laid_out_further_each_month(network: SmallNetwork) -> None:
    contract = agree(network)
    read()
    insurance = found(contract)["insurance:liability"]
    assert insurance.planned_until == date(2027, 11, 2)
    in_spring = date(2027, 4, 1)
    with edge(write=False):
        assert insurance.id in queries.obligations_to_plan(date(2028, 3, 1), 100)
    with edge():
        ids: list[UUID] = queries.obligation_ids_of([contract.id])
        planning.lay_out(ids, on=in_spring)
    db.session.expire_all()
    assert days(found(contract)["insurance:liability"]) == [date(2027, 3, 1), date(2028, 3, 1)]


def test_a_reminder_whose_day_has_passed_is_not_made_up_for(network: SmallNetwork) -> None:
    """A contract entered today with a decision due soon does not write four letters at once."""
    contract = agree(network)
    read()
    windows = db.session.scalars(
        select(Duty).where(Duty.contract_id == contract.id, Duty.kind == DutyKind.NOTICE_WINDOW)
    ).all()
    assert [(one.act_by, one.step, one.next_on) for one in windows] == [
        (date(2026, 11, 30), LadderStep.REMINDED, date(2026, 11, 23))
    ] * 2


def test_the_clock_of_a_legal_event_is_started_once(network: SmallNetwork) -> None:
    from franchise_portal import law  # noqa: PLC0415
    from franchise_portal.contracts.services import duties  # noqa: PLC0415

    contract = contract_of(network)
    [change] = law.pack("cn").duties_after(law.Trigger.CHANGE)
    hanna = network.actors["hanna"]
    with edge():
        first = duties.start_legal_clock(hanna, change, on=TODAY, contract=contract)
        assert duties.start_legal_clock(hanna, change, on=TODAY, contract=contract) is None
    assert first is not None
    assert days(first) == [date(2026, 12, 2)]
