"""Transfers on a real database: conditions, the day itself, and fees split by days."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import queries as contracts
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ContractStatus, RenewalMode, VersionKind
from franchise_portal.contracts.event_enums import (
    ApprovalStatus,
    ChargeStatus,
    ExitCause,
    FirstRefusal,
    TransferStatus,
)
from franchise_portal.contracts.event_errors import (
    FirstRefusalRuns,
    NotAFranchiseeYet,
    NotOpen,
    NotRunning,
    OnlyWhole,
    TransferUnderWay,
)
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.models import Contract, ContractCharge, ContractOutlet, Transfer
from franchise_portal.contracts.queries import exits as exit_queries
from franchise_portal.contracts.queries import transfers as queries
from franchise_portal.contracts.rules.terms import Renewal, Terms, TerritoryGrant, TransferTerms
from franchise_portal.contracts.services import charges, succession, transfers
from franchise_portal.database import db, edge
from franchise_portal.fees.models import Charge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotAllowed, NotFound, Refused
from franchise_portal.network import queries as network_queries
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Territory
from tests.builders import fees
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

DAY = date(2026, 11, 16)
LATER = datetime(2026, 11, 16, 8, tzinfo=UTC)

TERMS = Terms(
    starts_on=STARTS_ON,
    length=lasting("5 years"),
    renewal=Renewal(count=2, each=lasting("5 years"), mode=RenewalMode.BY_REQUEST),
    transfer=TransferTerms(fee=euros("300"), first_refusal=lasting("7 days")),
)


def agreed(network: SmallNetwork, terms: Terms = TERMS) -> Contract:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        services.record_paper_version(
            SYSTEM, contract, terms=terms, clauses=CLAUSES, title="Agreement", reason=""
        )
    return contract


def asked(network: SmallNetwork, contract: Contract, who: str = "omar", **more: object) -> Transfer:
    with edge():
        return transfers.ask_transfer(
            network.actors[who], contract, starts_on=DAY, to_name="Olga Trading", **more
        )


def approved(network: SmallNetwork, contract: Contract) -> Transfer:
    transfer = asked(network, contract)
    hanna, olga = network.actors["hanna"], network.franchisees["F-002"]
    with edge():
        transfers.name_buyer(network.actors["rosa"], transfer, to=olga)
        if transfers.first_refusal(transfer, on=clock.today()) is FirstRefusal.RUNNING:
            transfers.decide_first_refusal(hanna, transfer, buys=False, reason="Olga is good.")
    with edge():
        return transfers.approve(hanna, transfer, reason="A good hand-over.")


def sweep(at: datetime = LATER) -> None:
    with clock.fixed(at):
        keep_events(progress=lambda *_: None)
    db.session.expire_all()


def test_on_the_day_a_successor_takes_the_place_of_the_contract(network: SmallNetwork) -> None:
    old = agreed(network)
    transfer = approved(network, old)
    sweep(datetime(2026, 11, 15, 8, tzinfo=UTC))
    assert db.session.get_one(Contract, old.id).status is ContractStatus.IN_FORCE
    sweep()
    sweep()
    old = db.session.get_one(Contract, old.id)
    assert (old.status, old.ended_on) == (ContractStatus.TRANSFERRED, date(2026, 11, 15))
    done = db.session.get_one(Transfer, transfer.id)
    new = db.session.get_one(Contract, done.successor_id)
    assert (done.status, new.predecessor_id) == (TransferStatus.DONE, old.id)
    assert (new.starts_on, new.ends_on, new.status) == (DAY, ENDS_ON, ContractStatus.IN_FORCE)
    assert new.number == "CT-F-001-TL-T1"
    assert new.franchisee_id == network.franchisees["F-002"].id
    version = contracts.in_force_version(new.id, DAY)
    assert version is not None
    assert version.kind is VersionKind.TRANSFER
    assert contracts.terms_of(version).renewal == TERMS.renewal
    for code in ("TL-001", "TL-003"):
        outlet = network.outlets[code]
        owner = network_queries.owner_of(outlet.id, DAY)
        assert owner == network.franchisees["F-002"].id
        assert network_queries.owner_of(outlet.id, date(2026, 11, 15)) == old.franchisee_id
    spans = db.session.scalars(
        select(ContractOutlet).where(ContractOutlet.outlet_id == network.outlets["TL-001"].id)
    ).all()
    assert sorted((one.starts_on, one.ends_on) for one in spans) == [
        (STARTS_ON, date(2026, 11, 15)),
        (DAY, ENDS_ON),
    ]


def test_the_one_who_leaves_has_an_exit_and_the_outlets_keep_their_signs(
    network: SmallNetwork,
) -> None:
    old = agreed(network)
    approved(network, old)
    sweep()
    found = exit_queries.exit_of(old.id)
    assert found is not None
    assert found.cause is ExitCause.TRANSFERRED
    assert {one.kind.value for one in found.returns} == {"manuals", "keys", "domains", "data"}
    assert found.franchisee.status is FranchiseeStatus.ENDED


def test_the_month_of_a_transfer_is_charged_to_each_for_their_days(network: SmallNetwork) -> None:
    old = agreed(network)
    with edge():
        fees.give_plan(old)
    approved(network, old)
    sweep()
    outlet = network.outlets["TL-001"]
    with clock.fixed(datetime(2026, 12, 2, 12, tzinfo=UTC)), edge():
        fees.a_report(outlet, "2026-11-01/2026-11-15", "20000")
        fees.a_report(outlet, "2026-11-16/2026-11-30", "30000")
        summary = fees.assess("2026-11")
    assert summary.invoices == 2
    charged = db.session.scalars(select(Charge).where(Charge.fee == "royalty")).all()
    assert sorted(one.contract_id == old.id for one in charged) == [False, True]
    omar, olga = (fees.invoices(network.franchisees[code]) for code in ("F-001", "F-002"))
    assert len(omar) == len(olga) == 1


def test_without_terms_the_clauses_and_the_plan_go_along(network: SmallNetwork) -> None:
    old = network.contracts["CT-F-001-TL"]
    with edge():
        fees.give_plan(old)
    transfer = approved(network, old)
    sweep()
    new = db.session.get_one(Contract, db.session.get_one(Transfer, transfer.id).successor_id)
    assert [one.number for one in queries.clauses_of_contract(new.id)] == [
        one.number for one in queries.clauses_of_contract(old.id)
    ]
    with clock.fixed(datetime(2026, 12, 2, 12, tzinfo=UTC)), edge():
        fees.a_report(network.outlets["TL-001"], "2026-11-16/2026-11-30", "30000")
        assert fees.assess("2026-11").invoices == 1


def test_the_fee_is_noted_on_approval_and_can_be_waived_by_whoever_may(
    network: SmallNetwork,
) -> None:
    contract = agreed(network)
    approved(network, contract)
    charge = db.session.scalars(select(ContractCharge)).one()
    assert (charge.amount, charge.status) == (euros("300"), ChargeStatus.OPEN)
    with edge():
        approval = charges.ask_waiver(
            network.actors["felix"], contract, charge, words="They have been with us for long."
        )
    assert approval.status is ApprovalStatus.DONE
    assert db.session.get_one(ContractCharge, charge.id).status is ChargeStatus.WAIVED
    with pytest.raises(NotOpen), edge():
        charges.note_invoiced(network.actors["felix"], charge, reference="2026-0001")


def test_an_invoiced_fee_names_its_invoice(network: SmallNetwork) -> None:
    approved(network, agreed(network))
    charge = db.session.scalars(select(ContractCharge)).one()
    felix = network.actors["felix"]
    with pytest.raises(Refused), edge():
        charges.note_invoiced(felix, charge, reference=" ")
    with edge():
        charges.note_invoiced(felix, charge, reference="2026-0017")
    assert queries.open_charges(contract_franchisee(network)) == []


def contract_franchisee(network: SmallNetwork):
    return network.franchisees["F-001"].id


def test_nothing_is_approved_while_the_franchisor_may_still_buy(network: SmallNetwork) -> None:
    transfer = asked(network, agreed(network))
    hanna = network.actors["hanna"]
    with edge():
        transfers.name_buyer(hanna, transfer, to=network.franchisees["F-002"])
    with pytest.raises(FirstRefusalRuns), edge():
        transfers.approve(hanna, transfer)
    with clock.fixed(datetime(2026, 11, 10, 8, tzinfo=UTC)), edge():
        transfers.approve(hanna, transfer)
    assert db.session.get_one(Transfer, transfer.id).first_refusal is FirstRefusal.LAPSED


def test_the_franchisor_may_buy_and_the_transfer_ends(network: SmallNetwork) -> None:
    contract = agreed(network)
    transfer = asked(network, contract)
    with edge():
        transfers.decide_first_refusal(
            network.actors["hanna"], transfer, buys=True, reason="We run it ourselves."
        )
    assert db.session.get_one(Transfer, transfer.id).status is TransferStatus.BOUGHT
    assert queries.open_transfer(contract.id) is None


def test_the_buyer_is_a_franchisee_or_an_approved_applicant(network: SmallNetwork) -> None:
    transfer = asked(network, agreed(network, Terms(starts_on=STARTS_ON, ends_on=ENDS_ON)))
    hanna, olga = network.actors["hanna"], network.franchisees["F-002"]
    with pytest.raises(Refused, match="Say first"), edge():
        transfers.approve(hanna, transfer)
    with edge():
        db.session.merge(olga).status = FranchiseeStatus.APPLICANT
        transfers.name_buyer(hanna, transfer, to=olga)
    with pytest.raises(NotAFranchiseeYet, match="Olga Trading"), edge():
        transfers.approve(hanna, transfer)


def test_nobody_transfers_to_themselves_or_outside_the_term(network: SmallNetwork) -> None:
    contract, hanna = agreed(network), network.actors["hanna"]
    with pytest.raises(Refused, match="belongs to this franchisee already"), edge():
        transfers.ask_transfer(
            hanna, contract, starts_on=DAY, to_name="", to=network.franchisees["F-001"]
        )
    for day in (STARTS_ON, date(2029, 3, 1)):
        with pytest.raises(Refused, match="Choose a day in that time"), edge():
            transfers.ask_transfer(hanna, contract, starts_on=day, to_name="Olga")


def test_one_transfer_at_a_time(network: SmallNetwork) -> None:
    contract = agreed(network)
    transfer = asked(network, contract)
    with pytest.raises(TransferUnderWay):
        asked(network, contract)
    with pytest.raises(NotFound), edge():
        transfers.withdraw_transfer(network.actors["olga"], transfer)
    with edge():
        transfers.withdraw_transfer(network.actors["omar"], transfer)
    assert asked(network, contract).status is TransferStatus.ASKED


def test_of_two_decisions_the_first_holds(network: SmallNetwork) -> None:
    transfer = asked(network, agreed(network))
    with edge():
        transfers.refuse_transfer(network.actors["hanna"], transfer, reason="Too far away.")
    with pytest.raises(NotOpen, match="Refused"), edge():
        transfers.approve(network.actors["adam"], transfer)


def test_a_relationship_manager_does_not_approve(network: SmallNetwork) -> None:
    transfer = asked(network, agreed(network))
    with pytest.raises(NotAllowed), edge():
        transfers.approve(network.actors["rosa"], transfer)


def test_a_contract_that_does_not_run_is_not_transferred(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        services.move(SYSTEM, contract, ContractStatus.TERMINATED, on=date(2026, 11, 1), reason="x")
    with pytest.raises(NotRunning), edge():
        transfers.ask_transfer(network.actors["hanna"], contract, starts_on=DAY, to_name="Olga")


@pytest.mark.parametrize(("used", "left"), [(0, 2), (1, 1), (2, None)])
def test_whoever_takes_over_has_the_renewals_that_are_left(used: int, left: int | None) -> None:
    terms = succession.remaining_terms(TERMS, day=DAY, ends_on=ENDS_ON, renewals_used=used)
    assert (terms.renewal.count if terms.renewal else None) == left
    assert (terms.starts_on, terms.ends_on, terms.length) == (DAY, ENDS_ON, None)


PARTS = replace(TERMS, transfer=replace(TERMS.transfer, allows_parts=True))


def test_some_outlets_go_and_the_contract_stays_with_the_others(network: SmallNetwork) -> None:
    area = TerritoryGrant(codes=("T-01",), is_exclusive=True)
    with edge():
        brand_id = network.brands["TL"].id
        db.session.add(Territory(code="T-01", name="T", brand_id=brand_id, postcodes=["10115"]))
    old = agreed(network, replace(PARTS, territory=area, outlets_permitted=2))
    mill = network.outlets["TL-003"]
    transfer = asked(network, old, outlet_ids=[mill.id])
    hanna, olga = network.actors["hanna"], network.franchisees["F-002"]
    with edge():
        transfers.name_buyer(network.actors["rosa"], transfer, to=olga)
        transfers.decide_first_refusal(hanna, transfer, buys=False, reason="Olga is good.")
    with edge():
        transfers.approve(hanna, transfer)
    sweep()
    sweep()
    done = db.session.get_one(Transfer, transfer.id)
    new = db.session.get_one(Contract, done.successor_id)
    kept = db.session.get_one(Contract, old.id)
    assert (done.status, kept.status) == (TransferStatus.DONE, ContractStatus.IN_FORCE)
    assert exit_queries.exit_of(old.id) is None
    assert [one.outlet_id for one in queries.outlets_on(kept.id, DAY)] == [
        network.outlets["TL-001"].id
    ]
    assert [one.outlet_id for one in queries.outlets_on(new.id, DAY)] == [mill.id]
    assert network_queries.owner_of(mill.id, DAY) == olga.id
    version = contracts.in_force_version(new.id, DAY)
    assert version is not None
    terms = contracts.terms_of(version)
    assert (terms.territory, terms.outlets_permitted) == (None, 1)
    assert terms.renewal == PARTS.renewal


def test_without_such_terms_only_the_whole_contract_goes(network: SmallNetwork) -> None:
    old = agreed(network)
    with pytest.raises(OnlyWhole, match="only all of its outlets"):
        asked(network, old, outlet_ids=[network.outlets["TL-003"].id])
    both = [network.outlets[code].id for code in ("TL-001", "TL-003")]
    assert asked(network, old, outlet_ids=both).outlet_ids == []


def test_an_outlet_of_another_contract_does_not_go_along(network: SmallNetwork) -> None:
    old = agreed(network, PARTS)
    with pytest.raises(Refused, match="does not cover all of these"):
        asked(network, old, outlet_ids=[network.outlets["HX-001"].id])
