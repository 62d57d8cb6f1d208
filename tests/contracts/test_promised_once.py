"""One outlet and one exclusive area belong to one contract, whoever sends out at which moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from franchise_portal import Portal
from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import ContractStatus, VersionKind, VersionStatus
from franchise_portal.contracts.errors import OutletCovered, Unsound
from franchise_portal.contracts.models import Contract, ContractTerritory, ContractVersion
from franchise_portal.contracts.rules.terms import TerritoryGrant
from franchise_portal.contracts.services.bulk import ContractRow, create_contracts_bulk
from franchise_portal.contracts.services.examination import examine_contracts
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.network.models import Territory
from tests.builders import signing as make
from tests.builders.contracts import PLAIN_TERMS, a_contract, a_version, executed
from tests.support.people import SmallNetwork

STARTS = date(2029, 3, 1)
TODAY = date(2026, 11, 2)
TERMS = replace(PLAIN_TERMS, starts_on=STARTS)
CODES = {"T-01": ["101*"], "T-02": ["10115", "20095"]}


def areas(network: SmallNetwork) -> None:
    """Two that overlap in 10115."""
    for code, postcodes in CODES.items():
        brand_id = network.brands["TL"].id
        db.session.add(Territory(code=code, name=code, brand_id=brand_id, postcodes=postcodes))
    db.session.flush()


def granting(network: SmallNetwork, code: str, number: str) -> ContractVersion:
    """The draft of a contract that grants an area exclusively."""
    contract = a_contract(network, number=number, outlets=[])
    grant = TerritoryGrant(codes=(code,), is_exclusive=True)
    return a_version(contract, terms=replace(TERMS, territory=grant))


def covering(network: SmallNetwork, _code: str, number: str) -> ContractVersion:
    """The draft of a contract for Omar's first outlet."""
    return a_version(a_contract(network, number=number), terms=TERMS)


Draft = Callable[[SmallNetwork, str, str], ContractVersion]
BOTH: list[tuple[Draft, str]] = [(granting, "territory.promised"), (covering, "outlets.promised")]


def two_drafts(network: SmallNetwork, draft: Draft) -> tuple[ContractVersion, ContractVersion]:
    with edge():
        areas(network)
        return draft(network, "T-01", "CT-1"), draft(network, "T-02", "CT-2")


def send(version: ContractVersion) -> None:
    fresh = queries.version_with_id(version.id)
    services.send_out(SYSTEM, fresh, on=TODAY, reason="")


@pytest.mark.parametrize(("draft", "rule"), BOTH)
def test_what_is_out_for_signature_is_promised(
    network: SmallNetwork, draft: Draft, rule: str
) -> None:
    first, second = two_drafts(network, draft)
    with edge():
        send(first)
    with pytest.raises(Unsound) as refused, edge():
        send(second)
    assert [one.rule for one in refused.value.findings] == [rule]
    assert refused.value.findings[0].params["number"] == "CT-1"
    with edge():
        services.take_back(SYSTEM, first, on=TODAY, reason="Changed")
    with edge():
        send(second)


@pytest.mark.parametrize(("draft", "rule"), BOTH)
def test_of_two_sent_out_at_one_moment_one_goes(
    network: SmallNetwork, app: Portal, draft: Draft, rule: str
) -> None:
    drafts = two_drafts(network, draft)
    at_once = Barrier(2)

    def work(version: ContractVersion) -> list[str]:
        with app.app_context(), clock.fixed(datetime(2026, 11, 2, 12, tzinfo=UTC)):
            at_once.wait()
            try:
                with edge():
                    send(version)
            except Unsound as refusal:
                return [one.rule for one in refusal.findings]
            finally:
                db.session.remove()
        return []

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(work, drafts))
    assert outcomes == [[], [rule]]
    db.session.rollback()
    db.session.expire_all()
    states = [queries.version_with_id(one.id).status for one in drafts]
    assert sorted(states) == [VersionStatus.DRAFT, VersionStatus.OUT_FOR_SIGNATURE]


def test_each_signature_asks_again(network: SmallNetwork) -> None:
    with edge():
        areas(network)
        version = granting(network, "T-01", "CT-1")
    held = make.a_round(network, version)
    with edge():
        # As it may have been written before anybody asked: a grant beside the checks.
        grant_beside(network.contracts["CT-F-001-TL"], "T-02")
    with pytest.raises(Unsound, match="not ready") as refused:
        make.sign(held, "Omar", make.by(network, "omar"))
    assert [one.rule for one in refused.value.findings] == ["territory.overlap"]
    db.session.rollback()
    with pytest.raises(Unsound), edge():
        executed(version)


def grant_beside(contract: Contract, code: str) -> None:
    (area,) = queries.territories_named([code]).values()
    db.session.add(
        ContractTerritory(
            contract_id=contract.id,
            territory_id=area.id,
            is_exclusive=True,
            starts_on=date(2026, 1, 1),
            ends_on=date(2040, 12, 31),
        )
    )
    db.session.flush()


def test_an_amendment_does_not_take_effect_over_another_contract_and_health_names_both(
    network: SmallNetwork,
) -> None:
    holder = network.contracts["CT-F-001-TL"]
    with edge():
        areas(network)
        other = a_contract(network, number="CT-1", outlets=[], starts_on=date(2026, 1, 1))
        other.status = ContractStatus.IN_FORCE
        amended = a_version(
            holder,
            kind=VersionKind.AMENDMENT,
            terms=replace(
                PLAIN_TERMS, territory=TerritoryGrant(codes=("T-01",), is_exclusive=True)
            ),
            effective_from=date(2027, 1, 1),
        )
        executed(amended)
        grant_beside(other, "T-02")
    with pytest.raises(Unsound), edge():
        services.keep_clock(SYSTEM, holder.id, on=date(2027, 1, 1))
    db.session.rollback()
    with edge():
        grant_beside(holder, "T-01")
        health = examine_contracts(SYSTEM, on=TODAY)
    named = {
        patient.contract.number: [one.params["number"] for one in patient.findings if one.rule == R]
        for patient in health.patients
    }
    assert named[holder.number] == ["CT-1"]
    assert named["CT-1"] == [holder.number]


R = "health.promised_twice"


def test_health_finds_an_outlet_under_two_contracts(network: SmallNetwork) -> None:
    with edge():
        beside = a_contract(network, number="CT-1", starts_on=date(2026, 1, 1))
        beside.status = ContractStatus.IN_FORCE
        health = examine_contracts(SYSTEM, on=TODAY)
    counts = dict(health.counts)
    assert counts[R] == 2


def test_a_file_read_a_moment_ago_is_checked_again(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    row = ContractRow(
        number="CT-7",
        franchisee_id=contract.franchisee_id,
        brand_id=contract.brand_id,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        outlet_ids=[network.outlets["TL-001"].id],
    )
    with pytest.raises(OutletCovered, match="CT-F-001-TL"), edge():
        create_contracts_bulk(network.actors["hanna"], [row], file="contracts.csv")
