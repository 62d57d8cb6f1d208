"""Renewals on a real database: in place, once, in time, and before anything ends the contract."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import (
    ContractStatus,
    NoticeKind,
    RenewalMode,
    VersionStatus,
)
from franchise_portal.contracts.event_enums import ChargeKind, RenewalStatus
from franchise_portal.contracts.event_errors import (
    AlreadyRenewed,
    ConditionsOpen,
    NonRenewalGiven,
    NoRenewalAgreed,
    NoRenewalLeft,
    NotOpen,
    OutsideWindow,
    RenewsByItself,
)
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.jobs import keep_clocks
from franchise_portal.contracts.models import (
    Contract,
    ContractCharge,
    ContractOutlet,
    ContractTerm,
    ContractVersion,
    Notice,
    Renewal,
)
from franchise_portal.contracts.queries import renewals as queries
from franchise_portal.contracts.rules import renewal as rules
from franchise_portal.contracts.rules.terms import Renewal as Agreed
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import notices as notice_services
from franchise_portal.contracts.services import renewals, renewing, suspensions
from franchise_portal.contracts.services.notice_days import Draft
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotAllowed, NotFound, Refused
from franchise_portal.network.models import Outlet
from tests.builders import fees
from tests.builders.contracts import CLAUSES, PLAIN_TERMS, euros, lasting
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

IN_WINDOW = datetime(2028, 6, 1, 12, tzinfo=UTC)
LAST_DAY = datetime(2029, 2, 28, 12, tzinfo=UTC)
DAY_AFTER = datetime(2029, 3, 1, 12, tzinfo=UTC)


def terms(
    mode: RenewalMode = RenewalMode.BY_REQUEST, count: int | None = 2, **more: object
) -> Terms:
    return Terms(
        starts_on=STARTS_ON,
        length=lasting("5 years"),
        renewal=Agreed(count=count, each=lasting("5 years"), mode=mode, **more),  # type: ignore[arg-type]
        notice=PLAIN_TERMS.notice,
    )


def agreed(network: SmallNetwork, given: Terms, number: str = "CT-F-001-TL") -> Contract:
    """A contract of the small network, with terms in force."""
    contract = network.contracts[number]
    with edge():
        services.record_paper_version(
            SYSTEM, contract, terms=given, clauses=CLAUSES, title="Agreement", reason=""
        )
    return contract


def fresh(contract: Contract) -> Contract:
    db.session.expire_all()
    return db.session.get_one(Contract, contract.id)


def asked(network: SmallNetwork, contract: Contract, who: str = "omar") -> Renewal:
    with clock.fixed(IN_WINDOW), edge():
        return renewals.ask_renewal(network.actors[who], contract, wish="We want to go on.")


def sweep(at: datetime) -> None:
    with clock.fixed(at):
        keep_events(progress=lambda *_: None)
        keep_clocks(progress=lambda *_: None)


def test_a_renewal_asked_for_and_agreed_takes_effect_on_the_last_day(
    network: SmallNetwork,
) -> None:
    contract = agreed(network, terms())
    renewal = asked(network, contract)
    with clock.fixed(IN_WINDOW), edge():
        renewals.agree(network.actors["hanna"], renewal, reason="Gladly.")
    sweep(datetime(2029, 2, 27, 12, tzinfo=UTC))
    assert fresh(contract).ends_on == ENDS_ON
    sweep(LAST_DAY)
    after = fresh(contract)
    assert (after.status, after.term_number, after.ends_on) == (
        ContractStatus.RENEWED,
        2,
        date(2034, 2, 28),
    )
    covered = db.session.scalars(
        select(ContractOutlet).where(ContractOutlet.contract_id == contract.id)
    )
    assert {one.ends_on for one in covered} == {date(2034, 2, 28)}
    ledger = [one.term for one in queries.ledger_of(after)]
    assert rules.gaps(tuple(ledger)) == ()
    assert [(one.number, one.starts_on) for one in ledger] == [
        (1, STARTS_ON),
        (2, date(2029, 3, 1)),
    ]
    assert db.session.get_one(Renewal, renewal.id).status is RenewalStatus.DONE


def test_the_month_after_the_last_day_is_charged_without_a_gap(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC))
    with edge():
        fees.give_plan(contract)
    sweep(LAST_DAY)
    outlet = db.session.get_one(Outlet, network.outlets["TL-001"].id)
    with clock.fixed(datetime(2029, 4, 2, 12, tzinfo=UTC)), edge():
        fees.a_report(outlet, "2029-03")
        assert fees.assess("2029-03").lines == 3


def test_a_term_renews_by_itself_unless_notice_was_given(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC))
    sweep(LAST_DAY)
    sweep(LAST_DAY)
    after = fresh(contract)
    assert (after.status, after.term_number) == (ContractStatus.RENEWED, 2)
    assert len(db.session.scalars(select(ContractTerm)).all()) == 2
    with pytest.raises(RenewsByItself), clock.fixed(LAST_DAY):
        renewals.ask_renewal(network.actors["omar"], after)


def test_a_renewal_that_is_late_by_a_week_still_comes_before_the_end(
    network: SmallNetwork,
) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC))
    with clock.fixed(LAST_DAY + timedelta(days=8)):
        keep_clocks(progress=lambda *_: None)
    assert fresh(contract).status is ContractStatus.RENEWED


def give_non_renewal(network: SmallNetwork, contract: Contract) -> Notice:
    with clock.fixed(IN_WINDOW), edge():
        return notice_services.give_notice(
            network.actors["omar"],
            contract,
            Draft(kind=NoticeKind.NON_RENEWAL),
            language="en",
            words={
                "title": "We stop",
                "what": "We do not want another term.",
                "why": "We retire.",
                "how": "Nothing has to be put right, this is only about the end.",
                "help": "Call us at any time, we are glad to help with the hand-over.",
                "next": "The contract ends on its last day.",
            },
        )


def test_notice_of_non_renewal_ends_the_contract_on_its_last_day(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC))
    give_non_renewal(network, contract)
    sweep(LAST_DAY)
    assert fresh(contract).status is ContractStatus.IN_FORCE
    sweep(DAY_AFTER + timedelta(days=1))
    after = fresh(contract)
    assert (after.status, after.ended_on) == (ContractStatus.EXPIRED, ENDS_ON)


def test_after_notice_of_non_renewal_nobody_asks_for_one(network: SmallNetwork) -> None:
    contract = agreed(network, terms())
    give_non_renewal(network, contract)
    with pytest.raises(NonRenewalGiven, match="withdraw the notice first"):
        asked(network, contract)


def test_without_a_renewal_the_contract_runs_out(network: SmallNetwork) -> None:
    contract = agreed(network, terms())
    asked(network, contract)
    sweep(DAY_AFTER)
    assert fresh(contract).status is ContractStatus.EXPIRED


def test_a_renewal_after_the_last_one_is_refused(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC, count=1))
    sweep(LAST_DAY)
    with pytest.raises(NoRenewalLeft, match="make a new contract"), clock.fixed(LAST_DAY):
        renewals.ask_renewal(network.actors["hanna"], fresh(contract))
    sweep(datetime(2034, 3, 1, 12, tzinfo=UTC))
    assert fresh(contract).status is ContractStatus.EXPIRED


def test_terms_without_renewal_are_refused(network: SmallNetwork) -> None:
    with pytest.raises(NoRenewalAgreed):
        asked(network, network.contracts["CT-F-001-TL"])


@pytest.mark.parametrize(
    "at", [datetime(2028, 2, 27, 12, tzinfo=UTC), datetime(2028, 9, 1, 12, tzinfo=UTC)]
)
def test_a_franchisee_asks_within_the_window_and_the_office_at_any_time(
    network: SmallNetwork, at: datetime
) -> None:
    contract = agreed(network, terms())
    with clock.fixed(at):
        with pytest.raises(OutsideWindow), edge():
            renewals.ask_renewal(network.actors["omar"], contract)
        with edge():
            renewal = renewals.ask_renewal(network.actors["hanna"], contract)
    assert renewal.status is RenewalStatus.ASKED


def test_the_same_term_is_asked_for_once(network: SmallNetwork) -> None:
    contract = agreed(network, terms())
    first = asked(network, contract)
    with pytest.raises(AlreadyRenewed):
        asked(network, contract, "hanna")
    with edge():
        renewals.withdraw_renewal(network.actors["omar"], first)
    assert asked(network, contract).id != first.id


def test_only_the_side_that_asked_takes_it_back(network: SmallNetwork) -> None:
    renewal = asked(network, agreed(network, terms()))
    with pytest.raises(NotFound):
        renewals.withdraw_renewal(network.actors["hanna"], renewal)


def test_conditions_are_checked_off_with_evidence(network: SmallNetwork) -> None:
    contract = agreed(network, terms(conditions=("No open default", "Outlet refitted")))
    renewal = asked(network, contract)
    hanna = network.actors["hanna"]
    with pytest.raises(ConditionsOpen, match="No open default"), edge():
        renewals.agree(hanna, renewal)
    [first, second] = queries.renewals_of(contract.id)[0].conditions
    with pytest.raises(Refused), edge():
        renewals.check_condition(network.actors["rosa"], first, evidence=" ")
    with edge():
        for condition in (first, second):
            renewals.check_condition(network.actors["rosa"], condition, evidence="Seen.")
    with edge():
        renewals.agree(hanna, queries.renewals_of(contract.id)[0])
    assert queries.renewals_of(contract.id)[0].status is RenewalStatus.AGREED


def test_two_who_decide_at_once_decide_one_after_the_other(network: SmallNetwork) -> None:
    renewal = asked(network, agreed(network, terms()))
    with edge():
        renewals.decline(network.actors["hanna"], renewal, reason="Not now.")
    with pytest.raises(NotOpen, match="Declined"), edge():
        renewals.agree(network.actors["adam"], renewal)


def test_nobody_is_declined_without_a_reason_or_by_a_relationship_manager(
    network: SmallNetwork,
) -> None:
    renewal = asked(network, agreed(network, terms()))
    with pytest.raises(Refused), edge():
        renewals.decline(network.actors["hanna"], renewal, reason="  ")
    with pytest.raises(NotAllowed), edge():
        renewals.decline(network.actors["rosa"], renewal, reason="No.")


def test_a_renewal_fee_is_noted_once_it_is_agreed(network: SmallNetwork) -> None:
    contract = agreed(network, terms(fee=euros("5000")))
    renewal = asked(network, contract)
    with edge():
        renewals.agree(network.actors["hanna"], renewal)
    charge = db.session.scalars(select(ContractCharge)).one()
    assert (charge.kind, charge.amount) == (ChargeKind.RENEWAL_FEE, euros("5000"))


def test_on_other_terms_the_renewal_waits_for_the_signed_version(network: SmallNetwork) -> None:
    contract = agreed(network, terms(is_on_same_terms=False))
    renewal = asked(network, contract)
    with clock.fixed(IN_WINDOW), edge():
        renewals.agree(network.actors["hanna"], renewal, title="Renewal 2029")
    version = db.session.get_one(ContractVersion, renewal.version_id)
    assert (version.status, version.effective_from) == (VersionStatus.DRAFT, date(2029, 3, 1))
    with clock.fixed(LAST_DAY), edge():
        assert not renewing.renew_if_due(SYSTEM, contract.id, on=ENDS_ON)
    with edge():
        services.execute(SYSTEM, version, at=LAST_DAY)
    sweep(LAST_DAY)
    after = fresh(contract)
    assert (after.status, after.term_number, after.ends_on) == (
        ContractStatus.RENEWED,
        2,
        date(2034, 2, 28),
    )
    assert [one.term.number for one in queries.ledger_of(after)] == [1, 2]


def test_a_signed_version_that_was_carried_first_is_entered_once(network: SmallNetwork) -> None:
    contract = agreed(network, terms(is_on_same_terms=False))
    renewal = asked(network, contract)
    with clock.fixed(IN_WINDOW), edge():
        renewals.agree(network.actors["hanna"], renewal, title="Renewal 2029")
        services.execute(SYSTEM, renewal_version(renewal), at=IN_WINDOW)
    with clock.fixed(DAY_AFTER), edge():
        services.keep_clock(SYSTEM, contract.id, on=date(2029, 3, 1))
    sweep(DAY_AFTER)
    sweep(DAY_AFTER)
    after = fresh(contract)
    assert (after.status, after.term_number) == (ContractStatus.RENEWED, 2)
    ledger = [one.term for one in queries.ledger_of(after)]
    assert rules.gaps(tuple(ledger)) == ()
    assert len(ledger) == 2


def renewal_version(renewal: Renewal) -> ContractVersion:
    return db.session.get_one(ContractVersion, renewal.version_id)


def test_a_contract_that_rests_is_renewed_and_goes_on_resting(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC))
    with edge():
        suspensions.suspend(network.actors["hanna"], contract, reason="Rebuilding.")
    sweep(LAST_DAY)
    after = fresh(contract)
    assert (after.status, after.term_number) == (ContractStatus.SUSPENDED, 2)
    with clock.fixed(DAY_AFTER), edge():
        suspensions.lift_suspension(network.actors["hanna"], after, reason="Open again.")
    assert fresh(contract).status is ContractStatus.RENEWED


def test_many_renewals_tile(network: SmallNetwork) -> None:
    contract = agreed(network, terms(RenewalMode.AUTOMATIC, count=None))
    for year in (2029, 2034, 2039, 2044):
        last = fresh(contract).ends_on
        assert last.year == year
        sweep(datetime(last.year, last.month, last.day, 12, tzinfo=UTC))
    ledger = [one.term for one in queries.ledger_of(fresh(contract))]
    assert [one.number for one in ledger] == [1, 2, 3, 4, 5]
    assert rules.gaps(tuple(ledger)) == ()
