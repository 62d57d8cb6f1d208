"""Versions on a real database: drafted, sent out, executed, in force by date."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import (
    ClauseKind,
    ContractStatus,
    RenewalMode,
    VersionKind,
    VersionStatus,
)
from franchise_portal.contracts.errors import EffectiveTooEarly, NotADraft, OpenVersionExists
from franchise_portal.contracts.jobs import keep_clocks
from franchise_portal.contracts.models import Contract, ContractVersion
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import NO_END, Renewal, Terms
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress
from franchise_portal.kit import clock
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.errors import ChangedMeanwhile
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

FIVE_YEARS = Duration.parse("5 years")
ROYALTY = ClauseText(number="6.1", title="Royalty", body="Six.", kind=ClauseKind.FEES)
TERMS = Terms(
    starts_on=STARTS_ON,
    length=FIVE_YEARS,
    renewal=Renewal(count=2, each=FIVE_YEARS, mode=RenewalMode.BY_REQUEST),
)
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def running(network: SmallNetwork) -> Contract:
    """Omar's contract, in force since 2024 without any terms."""
    return network.contracts["CT-F-001-TL"]


def drafted(network: SmallNetwork, contract: Contract, **changes: Any) -> ContractVersion:
    values = {
        "kind": VersionKind.ORIGINAL,
        "terms": TERMS,
        "clauses": [ROYALTY],
        "effective_from": STARTS_ON,
        "title": "Franchise agreement",
        "reason": "",
        **changes,
    }
    return services.draft_version(network.actors["hanna"], contract, **values)


def a_draft_contract(network: SmallNetwork, **changes: Any) -> Contract:
    values: dict[str, Any] = {
        "number": "CT-2029-0001",
        "franchisee": network.franchisees["F-001"],
        "brand": network.brands["TL"],
        "starts_on": date(2029, 3, 1),
        "ends_on": date(2034, 2, 28),
        "outlets": [network.outlets["TL-001"]],
        "status": ContractStatus.DRAFT,
        **changes,
    }
    return services.create_contract(network.actors["hanna"], **values)


def test_what_is_executed_is_in_force_from_its_day_on(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    with edge():
        services.execute(hanna, drafted(network, contract), at=NOW)
    amended = replace(TERMS, outlets_permitted=3)
    day = date(2026, 12, 1)
    with edge():
        version = drafted(
            network, contract, kind=VersionKind.AMENDMENT, terms=amended, effective_from=day
        )
        services.execute(hanna, version, at=NOW)
    assert queries.terms_on(contract.id, date(2024, 2, 29)) is None
    assert queries.terms_on(contract.id, STARTS_ON) == TERMS
    assert queries.terms_on(contract.id, date(2026, 11, 30)) == TERMS
    assert queries.terms_on(contract.id, day) == amended
    assert queries.terms_in_force([contract.id], day) == {contract.id: amended}


def test_of_two_amendments_of_one_day_the_later_counts(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    for permitted in (None, 3, 4):
        with edge():
            version = drafted(
                network,
                contract,
                kind=VersionKind.AMENDMENT if permitted else VersionKind.ORIGINAL,
                terms=replace(TERMS, outlets_permitted=permitted),
            )
            services.execute(hanna, version, at=NOW)
    terms = queries.terms_on(contract.id, STARTS_ON)
    assert terms is not None
    assert terms.outlets_permitted == 4


def test_a_second_draft_waits_for_the_first(network: SmallNetwork) -> None:
    contract = running(network)
    with edge():
        first = drafted(network, contract)
    with pytest.raises(OpenVersionExists, match="Franchise agreement"), edge():
        drafted(network, contract)
    with edge():
        services.withdraw(network.actors["hanna"], first, reason="another idea")
    with edge():
        assert drafted(network, contract).sequence == 2


def test_an_amendment_before_the_contract_is_refused(network: SmallNetwork) -> None:
    with pytest.raises(EffectiveTooEarly), edge():
        drafted(
            network,
            running(network),
            kind=VersionKind.AMENDMENT,
            effective_from=date(2024, 2, 29),
        )


def test_a_draft_out_for_signature_stands_until_it_is_taken_back(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        contract = a_draft_contract(network)
        version = drafted(network, contract, effective_from=contract.starts_on)
        services.send_out(hanna, version, on=date(2026, 11, 2), reason="agreed")
    assert queries.contract_for(hanna, contract.id).status is ContractStatus.OUT_FOR_SIGNATURE
    with pytest.raises(NotADraft, match="Out for signature"), edge():
        services.change_draft(hanna, version, title="Other")
    with edge():
        services.take_back(hanna, version, on=date(2026, 11, 3), reason="declined")
    assert queries.contract_for(hanna, contract.id).status is ContractStatus.DRAFT
    with edge():
        services.change_draft(hanna, version, title="Other")


def test_an_executed_contract_waits_for_its_first_day(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    terms = replace(TERMS, starts_on=date(2029, 4, 1))
    with edge():
        contract = a_draft_contract(network)
        version = drafted(network, contract, terms=terms, effective_from=date(2029, 4, 1))
        services.send_out(hanna, version, on=date(2026, 11, 2), reason="")
        services.execute(hanna, version, at=NOW)
    found = queries.contract_for(hanna, contract.id)
    assert (found.status, found.signed_on) == (ContractStatus.SIGNED, date(2026, 11, 2))
    assert (found.starts_on, found.ends_on) == (date(2029, 4, 1), date(2034, 3, 31))
    assert [(c.starts_on, c.ends_on) for c in found.outlets] == [
        (date(2029, 4, 1), date(2034, 3, 31))
    ]
    assert [clause.number for clause in found.clauses] == ["6.1"]
    with edge():
        services.begin_if_due(found, on=date(2029, 3, 31))
        assert found.status is ContractStatus.SIGNED
        services.begin_if_due(found, on=date(2029, 4, 1))
    assert queries.contract_for(hanna, contract.id).status is ContractStatus.IN_FORCE


def test_executing_twice_changes_nothing(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    with edge():
        version = services.execute(hanna, drafted(network, contract), at=NOW)
        again = services.execute(hanna, version, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert again.executed_at == NOW
    assert again.status is VersionStatus.EXECUTED


@pytest.mark.parametrize(
    ("terms", "ends_on"),
    [
        (TERMS, date(2034, 2, 28)),
        (replace(TERMS, length=None, ends_on=date(2032, 6, 30)), date(2032, 6, 30)),
        (replace(TERMS, length=None, is_indefinite=True), NO_END),
    ],
)
def test_a_renewal_gives_the_contract_its_next_last_day(
    network: SmallNetwork, terms: Terms, ends_on: date
) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    with edge():
        services.execute(hanna, drafted(network, contract), at=NOW)
    with edge():
        version = drafted(
            network,
            contract,
            kind=VersionKind.RENEWAL,
            terms=terms,
            effective_from=date(2026, 11, 1),
        )
        services.execute(hanna, version, at=NOW)
    found = queries.contract_for(hanna, contract.id)
    assert (found.term_number, found.ends_on) == (2, ends_on)


def test_an_outlet_that_left_early_stays_away_after_a_renewal(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    left_on = date(2025, 6, 30)
    with edge():
        services.execute(hanna, drafted(network, contract), at=NOW)
        covered = queries.outlets_covered(contract.id)
        assert {(c.starts_on, c.ends_on) for c in covered} == {(STARTS_ON, ENDS_ON)}
        covered[0].ends_on = left_on
    with edge():
        version = drafted(network, contract, kind=VersionKind.RENEWAL, effective_from=NOW.date())
        services.execute(hanna, version, at=NOW)
    assert sorted(c.ends_on for c in queries.outlets_covered(contract.id)) == [
        left_on,
        date(2034, 2, 28),
    ]


def test_an_early_end_uncovers_the_outlets(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    last = date(2026, 11, 30)
    with edge():
        services.move(
            hanna, contract, ContractStatus.TERMINATED, on=last, reason="agreed by both sides"
        )
    found = queries.contract_for(hanna, contract.id)
    assert (found.status, found.ended_on) == (ContractStatus.TERMINATED, last)
    assert {covered.ends_on for covered in found.outlets} == {last}


def test_two_editors_of_a_draft_do_not_overwrite_each_other(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    with edge():
        version = drafted(network, contract)
    seen = version.version
    with edge():
        services.change_draft(hanna, version, title="First", seen=seen)
    with pytest.raises(ChangedMeanwhile), edge():
        services.change_draft(hanna, version, title="Second", seen=seen)
    assert queries.version_for(hanna, version.id).title == "First"


def test_the_other_side_sees_no_draft(network: SmallNetwork) -> None:
    omar, contract = network.actors["omar"], running(network)
    with edge():
        version = drafted(network, contract)
    assert queries.versions_of(contract, omar) == []
    with edge(), clock.fixed(NOW):
        services.execute(network.actors["hanna"], version, at=NOW)
    assert [v.id for v in queries.versions_of(contract, omar)] == [version.id]
    assert queries.versions_of(contract, network.actors["olga"]) == []
    db.session.rollback()


def test_the_days_begin_carry_and_end_by_themselves(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        contract = a_draft_contract(network)
        version = drafted(
            network,
            contract,
            terms=replace(TERMS, starts_on=date(2029, 3, 1)),
            effective_from=contract.starts_on,
        )
        services.send_out(hanna, version, on=date(2026, 11, 2), reason="")
        services.execute(hanna, version, at=NOW)
    fund = ClauseText(number="6.3", title="Fund", body="Two.", kind=ClauseKind.FUND)
    with edge():
        amendment = drafted(
            network,
            contract,
            kind=VersionKind.AMENDMENT,
            terms=replace(TERMS, starts_on=date(2029, 3, 1)),
            clauses=[ROYALTY, fund],
            effective_from=date(2030, 1, 1),
        )
        services.execute(hanna, amendment, at=NOW)

    def on(day: date) -> tuple[ContractStatus, list[str]]:
        with clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
            keep_clocks(progress=Progress())
            keep_clocks(progress=Progress())
        found = queries.contract_for(hanna, contract.id)
        db.session.expire_all()
        found = queries.contract_for(hanna, contract.id)
        return found.status, [clause.number for clause in found.clauses]

    assert on(date(2029, 2, 28)) == (ContractStatus.SIGNED, ["6.1"])
    assert on(date(2029, 3, 1)) == (ContractStatus.IN_FORCE, ["6.1"])
    assert on(date(2029, 12, 31)) == (ContractStatus.IN_FORCE, ["6.1"])
    assert on(date(2030, 1, 1)) == (ContractStatus.IN_FORCE, ["6.1", "6.3"])
    assert on(date(2034, 2, 28)) == (ContractStatus.IN_FORCE, ["6.1", "6.3"])
    assert on(date(2034, 3, 1)) == (ContractStatus.EXPIRED, ["6.1", "6.3"])
    assert queries.contract_for(hanna, contract.id).ended_on == date(2034, 2, 28)


def test_a_contract_that_renews_itself_is_left_to_that_for_a_day(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    terms = replace(TERMS, renewal=replace(TERMS.renewal, mode=RenewalMode.AUTOMATIC))
    with edge():
        services.execute(hanna, drafted(network, contract, terms=terms), at=NOW)
    with edge():
        services.keep_clock(hanna, contract.id, on=date(2029, 3, 1))
    assert queries.contract_for(hanna, contract.id).status is ContractStatus.IN_FORCE
    with edge():
        services.keep_clock(hanna, contract.id, on=date(2029, 3, 2))
    assert queries.contract_for(hanna, contract.id).status is ContractStatus.EXPIRED


def test_an_amendment_signed_out_of_order_holds_for_its_own_days(network: SmallNetwork) -> None:
    hanna, contract = network.actors["hanna"], running(network)
    with edge():
        services.execute(hanna, drafted(network, contract), at=NOW)
    with edge():
        later = drafted(
            network,
            contract,
            kind=VersionKind.AMENDMENT,
            terms=replace(TERMS, outlets_permitted=5),
            clauses=[ROYALTY, replace(ROYALTY, number="6.2")],
            effective_from=date(2026, 10, 1),
            title="From October",
        )
        services.execute(hanna, later, at=NOW)
    with edge():
        earlier = drafted(
            network,
            contract,
            kind=VersionKind.AMENDMENT,
            terms=replace(TERMS, outlets_permitted=4),
            effective_from=date(2026, 9, 1),
            title="From September",
        )
        rules = [finding.rule for finding in services.check_version(contract, earlier)]
        assert "version.replaced" in rules
        services.execute(hanna, earlier, at=NOW)
    permitted = {
        day: terms.outlets_permitted
        for day in (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 1))
        if (terms := queries.terms_on(contract.id, day))
    }
    assert list(permitted.values()) == [None, 4, 5]
    db.session.expire_all()
    found = queries.contract_for(hanna, contract.id)
    assert [clause.number for clause in found.clauses] == ["6.1", "6.2"]


def test_a_contract_that_cannot_go_on_does_not_keep_the_others(network: SmallNetwork) -> None:
    hanna, stuck = network.actors["hanna"], running(network)
    other = network.contracts["CT-F-002-HX"]
    with edge():
        version = drafted(
            network,
            stuck,
            kind=VersionKind.AMENDMENT,
            terms=replace(TERMS, parts=(("fee_plan", str(stuck.id)),)),
            effective_from=date(2026, 12, 1),
        )
        # As if its fee plan had been lost since it was signed.
        version.status, version.executed_at = VersionStatus.EXECUTED, NOW
        services.change_contract(
            hanna, queries.contract_for(hanna, other.id), changes={"ends_on": date(2026, 11, 30)}
        )
    with clock.fixed(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        keep_clocks(progress=Progress())
    db.session.expire_all()
    assert queries.version_with_id(version.id).carried_at is None
    assert queries.contract_for(hanna, other.id).status is ContractStatus.EXPIRED
