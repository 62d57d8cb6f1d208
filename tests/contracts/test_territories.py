"""Areas that contracts grant: kept by date, compared with others, drawn where they clash."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import ContractStatus, VersionKind
from franchise_portal.contracts.errors import Unsound
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.rules.terms import TerritoryGrant
from franchise_portal.database import db, edge
from franchise_portal.network.models import Territory
from tests.builders.contracts import PLAIN_TERMS, a_contract, a_version, executed
from tests.support.page import Browser
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

GRANT = TerritoryGrant(codes=("T-01",), is_exclusive=True)
DAY = date(2026, 6, 1)


def an_area(network: SmallNetwork, code: str, brand: str = "TL", **facts: Any) -> Territory:
    territory = Territory(
        code=code, name=f"Area {code}", brand_id=network.brands[brand].id, **facts
    )
    db.session.add(territory)
    db.session.flush()
    return territory


def square(west: str, south: str, east: str, north: str) -> list[list[str]]:
    return [[west, south], [east, south], [east, north], [west, north]]


def granted(contract: Contract) -> list[tuple[str, bool, date, date]]:
    return [
        (grant.territory.code, grant.is_exclusive, grant.starts_on, grant.ends_on)
        for grant in queries.grants_of(contract.id)
    ]


def test_what_is_granted_is_kept_by_date(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        an_area(network, "T-01", postcodes=["10115"])
        an_area(network, "T-02", postcodes=["20095"])
        executed(a_version(contract, terms=replace(PLAIN_TERMS, territory=GRANT)))
    assert granted(contract) == [("T-01", True, STARTS_ON, ENDS_ON)]
    with edge():
        executed(
            a_version(
                contract,
                kind=VersionKind.AMENDMENT,
                terms=replace(PLAIN_TERMS, territory=replace(GRANT, codes=("T-01", "T-02"))),
                effective_from=DAY,
            )
        )
    assert granted(contract) == [
        ("T-01", True, STARTS_ON, ENDS_ON),
        ("T-02", True, DAY, ENDS_ON),
    ]
    with edge():
        executed(
            a_version(
                contract,
                kind=VersionKind.AMENDMENT,
                terms=PLAIN_TERMS,
                effective_from=date(2026, 9, 1),
            )
        )
    assert {end for *_, end in granted(contract)} == {date(2026, 8, 31)}


def test_an_early_end_frees_the_area(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        an_area(network, "T-01", postcodes=["10115"])
        executed(a_version(contract, terms=replace(PLAIN_TERMS, territory=GRANT)))
        services.move(SYSTEM, contract, ContractStatus.TERMINATED, on=DAY, reason="agreed")
    assert granted(contract) == [("T-01", True, STARTS_ON, DAY)]


def a_clash(network: SmallNetwork) -> tuple[Contract, Any]:
    """A contract that holds an area, and the draft of another one of the brand that wants it."""
    holder = network.contracts["CT-F-001-TL"]
    with edge():
        an_area(network, "T-01", polygon=square("13.0", "52.0", "13.2", "52.2"))
        an_area(network, "T-02", polygon=square("13.1", "52.1", "13.3", "52.3"))
        executed(a_version(holder, terms=replace(PLAIN_TERMS, territory=GRANT)))
    with edge():
        draft = a_contract(
            network, outlets=[], starts_on=date(2027, 1, 1), ends_on=date(2031, 12, 31)
        )
        terms = replace(
            PLAIN_TERMS, starts_on=date(2027, 1, 1), territory=replace(GRANT, codes=("T-02",))
        )
        version = a_version(draft, terms=terms)
    return holder, version


def test_an_area_promised_twice_does_not_go_out(network: SmallNetwork) -> None:
    holder, version = a_clash(network)
    with pytest.raises(Unsound) as refused, edge():
        services.send_out(SYSTEM, version, on=date(2026, 11, 2), reason="")
    [clash] = [one for one in refused.value.findings if one.rule == "territory.overlap"]
    assert clash.params["number"] == holder.number
    assert (clash.params["first"], clash.params["last"]) == (date(2027, 1, 1), ENDS_ON)
    with edge():
        services.move(SYSTEM, holder, ContractStatus.TERMINATED, on=DAY, reason="agreed")
    with edge():
        services.send_out(SYSTEM, version, on=date(2026, 11, 2), reason="")


def test_a_clash_is_named_and_drawn(network: SmallNetwork, browser: Browser) -> None:
    holder, version = a_clash(network)
    browser.sign_in("hanna")
    browser.get(f"/contracts/versions/{version.id}")
    assert browser.page
    assert f"which the contract {holder.number} holds exclusively" in browser.page.text
    assert "T-02 and T-01 overlap" in browser.page.text
    assert len(browser.page.all("polygon")) == 3


def test_a_clash_of_postcodes_is_listed(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        an_area(network, "T-01", postcodes=["101*"])
        an_area(network, "T-02", postcodes=["10115", "20095"])
        holder = network.contracts["CT-F-001-TL"]
        executed(a_version(holder, terms=replace(PLAIN_TERMS, territory=GRANT)))
    with edge():
        draft = a_contract(network, outlets=[], starts_on=date(2027, 1, 1))
        terms = replace(
            PLAIN_TERMS, starts_on=date(2027, 1, 1), territory=replace(GRANT, codes=("T-02",))
        )
        version = a_version(draft, terms=terms)
    browser.sign_in("hanna")
    browser.get(f"/contracts/versions/{version.id}")
    assert browser.page
    assert "10115" in browser.page.text
    assert not browser.page.all("polygon")


def test_another_brand_may_grant_the_same_ground(network: SmallNetwork) -> None:
    with edge():
        an_area(network, "T-01", postcodes=["101*"])
        an_area(network, "H-01", "HX", postcodes=["101*"])
        executed(
            a_version(network.contracts["CT-F-001-TL"], terms=replace(PLAIN_TERMS, territory=GRANT))
        )
    theirs = network.contracts["CT-F-002-HX"]
    with edge():
        terms = replace(PLAIN_TERMS, territory=replace(GRANT, codes=("H-01",)))
        version = a_version(theirs, terms=terms)
        found = [finding.rule for finding in services.check_version(theirs, version)]
    assert "territory.overlap" not in found


def incomparable_areas(network: SmallNetwork) -> Any:
    """A draft with a list of postcodes, beside a drawn area that another contract holds."""
    with edge():
        an_area(network, "T-01", polygon=square("13.0", "52.0", "13.2", "52.2"))
        an_area(network, "T-02", postcodes=["99*"])
        holder = network.contracts["CT-F-001-TL"]
        executed(a_version(holder, terms=replace(PLAIN_TERMS, territory=GRANT)))
    with edge():
        draft = a_contract(
            network, outlets=[], starts_on=date(2027, 1, 1), ends_on=date(2031, 12, 31)
        )
        terms = replace(
            PLAIN_TERMS, starts_on=date(2027, 1, 1), territory=replace(GRANT, codes=("T-02",))
        )
        return a_version(draft, terms=terms)


def test_what_cannot_be_compared_waits_for_a_person_s_word(
    network: SmallNetwork, browser: Browser
) -> None:
    version = incomparable_areas(network)
    with pytest.raises(Unsound) as refused, edge():
        services.send_out(SYSTEM, version, on=date(2026, 11, 2), reason="")
    assert "territory.compare_by_hand" in [one.rule for one in refused.value.findings]
    db.session.rollback()
    browser.sign_in("hanna")
    page, areas = f"/contracts/versions/{version.id}", f"/contracts/versions/{version.id}/areas"
    browser.get(page)
    assert browser.page
    assert "Why they do not overlap" in browser.page.text
    seen = str(queries.version_with_id(version.id).version)
    browser.post(areas, {"reason": "", "version": seen}, status=422)
    browser.post(areas, {"reason": "The river lies between.", "version": "77"}, status=409)
    assert "The river lies between." in browser.page.html
    browser.post(areas, {"reason": "The river lies between.", "version": seen})
    browser.get(page)
    assert "Hanna: The river lies between." in browser.page.text
    assert "Why they do not overlap" not in browser.page.text
    db.session.rollback()
    db.session.expire_all()
    with edge():
        sent = queries.version_with_id(version.id)
        services.send_out(SYSTEM, sent, on=date(2026, 11, 2), reason="")
    browser.post(areas, {"reason": "Again.", "version": seen}, status=409)
