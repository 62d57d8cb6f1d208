"""Entering, changing and importing contracts on a real database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.scope import OwnBusiness
from franchise_portal.audit.models import Entry
from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.contracts.errors import (
    EndsBeforeStart,
    NoOutlets,
    NotTheirOutlet,
    NumberTaken,
    OutletCovered,
)
from franchise_portal.database import db, edge
from franchise_portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork


def entered(network: SmallNetwork, **changes: Any) -> Any:
    values = {
        "number": "CT-2029-0001",
        "franchisee": network.franchisees["F-001"],
        "brand": network.brands["TL"],
        "starts_on": date(2029, 3, 1),
        "ends_on": date(2034, 2, 28),
        "outlets": [network.outlets["TL-001"]],
        "clauses": [services.Words("6.1", "Royalty", "Six per cent.")],
        **changes,
    }
    return services.create_contract(network.actors["hanna"], **values)


def test_a_contract_is_kept_with_outlets_clauses_and_its_trace(network: SmallNetwork) -> None:
    with edge():
        contract = entered(network)
    found = queries.contract_for(network.actors["hanna"], contract.id)
    assert [covered.outlet.code for covered in found.outlets] == ["TL-001"]
    assert [clause.number for clause in found.clauses] == ["6.1"]
    entry = db.session.scalars(select(Entry).where(Entry.subject_id == contract.id)).one()
    assert entry.action == "contracts.contract.added"
    assert entry.franchisee_id == network.franchisees["F-001"].id


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_on": date(2029, 2, 28)}, EndsBeforeStart),
        ({"number": "CT-F-001-TL"}, NumberTaken),
        ({"outlets": []}, NoOutlets),
        ({"starts_on": ENDS_ON}, OutletCovered),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    network: SmallNetwork, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), edge():
        entered(network, **changes)
    assert queries.numbers_taken(["CT-2029-0001"]) == set()


@pytest.mark.parametrize("code", ["HX-001", "TL-003"])
def test_an_outlet_of_another_owner_or_brand_is_refused(network: SmallNetwork, code: str) -> None:
    changes = {"outlets": [network.outlets[code]]}
    if code == "TL-003":
        changes["brand"] = network.brands["HX"]
    with pytest.raises(NotTheirOutlet), edge():
        entered(network, **changes)


def test_a_draft_may_stand_beside_the_contract_in_force(network: SmallNetwork) -> None:
    with edge():
        entered(network, starts_on=STARTS_ON, ends_on=ENDS_ON, status=ContractStatus.DRAFT)
    draft = network.actors["omar"]
    assert "CT-2029-0001" not in {
        c.number for c in db.session.scalars(queries.visible_contracts(draft))
    }


def test_a_changed_term_takes_the_outlets_along(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    known = network.contracts["CT-F-002-HX"]
    with edge():
        contract = queries.contract_for(hanna, known.id)
        facts = services.change_contract(hanna, contract, changes={"ends_on": date(2028, 2, 29)})
    assert [fact.value for fact in facts] == ["ends_on"]
    assert queries.contract_covering(network.outlets["HX-001"].id, date(2028, 3, 1)) is None
    assert queries.contract_covering(network.outlets["HX-001"].id, date(2028, 2, 29)) is not None


def test_two_editors_do_not_overwrite_each_other(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    identity = network.contracts["CT-F-002-HX"].id
    seen = queries.contract_for(hanna, identity).version
    with edge():
        first = queries.contract_for(hanna, identity)
        services.change_contract(hanna, first, changes={"note": "first"}, version=seen)
    second = queries.contract_for(hanna, identity)
    with pytest.raises(ChangedMeanwhile):
        services.change_contract(hanna, second, changes={"note": "second"}, version=seen)
    db.session.expire_all()
    assert queries.contract_for(hanna, identity).note == "first"


def test_nothing_changed_leaves_no_trace(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        contract = queries.contract_for(hanna, network.contracts["CT-F-002-HX"].id)
        assert services.change_contract(hanna, contract, changes={"note": ""}) == ()


def test_another_franchisees_contract_does_not_exist(network: SmallNetwork) -> None:
    theirs = network.contracts["CT-F-002-HX"].id
    with pytest.raises(NotFound):
        queries.contract_for(network.actors["omar"], theirs)
    assert isinstance(network.actors["olga"].scope, OwnBusiness)
    assert queries.contract_for(network.actors["olga"], theirs).number == "CT-F-002-HX"


def test_many_contracts_are_written_at_once(network: SmallNetwork) -> None:
    rows = [
        services.ContractRow(
            number=f"CT-2030-{number:04}",
            franchisee_id=network.franchisees["F-001"].id,
            brand_id=network.brands["TL"].id,
            starts_on=date(2030 + number, 1, 1),
            ends_on=date(2030 + number, 12, 31),
            outlet_ids=[network.outlets["TL-001"].id],
            clauses=[services.Words("6.1", "", "")],
        )
        for number in range(3)
    ]
    with edge():
        ids = services.create_contracts_bulk(network.actors["hanna"], rows, file="contracts.csv")
    assert len(ids) == 3
    assert queries.numbers_taken(ids) == set(ids)
    covering = queries.contract_covering(network.outlets["TL-001"].id, date(2031, 6, 1))
    assert covering is not None
    assert covering.number == "CT-2030-0001"


def test_a_contract_is_entered_by_the_codes_people_know(network: SmallNetwork) -> None:
    values: dict[str, Any] = {
        "number": "CT-X",
        "franchisee_code": "F-001",
        "brand_code": "TL",
        "outlet_codes": ["TL-001", "TL-O03"],
        "clauses": (),
        "starts_on": date(2030, 1, 1),
        "ends_on": date(2030, 12, 31),
        "status": ContractStatus.IN_FORCE,
        "signed_on": None,
        "note": "",
    }
    with pytest.raises(Refused, match="TL-O03") as refused, edge():
        services.enter_contract(network.actors["hanna"], **values)
    assert refused.value.field == "outlets"
    with edge():
        made = services.enter_contract(
            network.actors["hanna"], **{**values, "outlet_codes": ["TL-001", "TL-003"]}
        )
    assert made.franchisee_id == network.franchisees["F-001"].id


def test_a_document_is_attached_and_read_back(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        contract = queries.contract_for(hanna, network.contracts["CT-F-001-TL"].id)
        stored = storage.put(
            b"%PDF-1.7 signed", name="contract.pdf", content_type="application/pdf"
        )
        services.attach_document(hanna, contract, stored=stored, title="Signed contract")
    [document] = queries.documents_of(contract.id)
    assert storage.read(document.file) == b"%PDF-1.7 signed"
    with pytest.raises(NotFound):
        queries.document_for(network.actors["olga"], document.id)
