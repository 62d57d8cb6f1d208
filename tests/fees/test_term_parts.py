"""The fee plan as a part of a contract's terms."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import VersionKind
from franchise_portal.contracts.errors import Unsound
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import FEE_PLAN, Terms
from franchise_portal.database import db, edge
from franchise_portal.fees.models import PlanAssignment
from franchise_portal.fees.services.assigning import keep_plan
from tests.builders import fees
from tests.builders.contracts import CLAUSES, PLAIN_TERMS, a_version, executed
from tests.support.page import Browser
from tests.support.people import STARTS_ON, SmallNetwork

FUND = ClauseText(number="6.3", title="Fund", body="Two per cent.")
TECHNOLOGY = ClauseText(number="6.5", title="Technology", body="250 a month.")
WHOLE = (*CLAUSES, FUND, TECHNOLOGY)


def with_plan(plan_id: object) -> Terms:
    return replace(PLAIN_TERMS, parts=((FEE_PLAN, str(plan_id)),))


def assigned(contract: Contract) -> list[tuple[date, object]]:
    rows = db.session.execute(
        select(PlanAssignment.starts_on, PlanAssignment.plan_id)
        .where(PlanAssignment.contract_id == contract.id)
        .order_by(PlanAssignment.starts_on)
    )
    return [(day, plan_id) for day, plan_id in rows]


def test_a_fee_without_a_clause_keeps_the_draft_from_going_out(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        plan = keep_plan(fees.a_plan())
        version = a_version(contract, terms=with_plan(plan.id), clauses=(*CLAUSES, FUND))
    with pytest.raises(Unsound) as refused, edge():
        services.send_out(SYSTEM, version, on=date(2026, 11, 2), reason="")
    [problem] = [one for one in refused.value.findings if one.rule == "fees.without_clause"]
    assert problem.params["fee"] == "technology"
    assert "6.5" in str(problem)


def test_an_executed_version_gives_the_contract_its_plan(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        first = keep_plan(fees.a_plan())
        executed(a_version(contract, terms=with_plan(first.id), clauses=WHOLE))
    assert assigned(contract) == [(STARTS_ON, first.id)]
    with edge():
        second = keep_plan(fees.a_plan({**fees.ROYALTY, "rate": "0.05"}))
        executed(
            a_version(
                contract,
                kind=VersionKind.AMENDMENT,
                terms=with_plan(second.id),
                clauses=WHOLE,
                effective_from=date(2026, 10, 1),
            )
        )
    assert assigned(contract) == [(STARTS_ON, first.id), (date(2026, 10, 1), second.id)]


def test_a_plan_given_by_hand_is_the_amendments_plan_too(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        given = fees.give_plan(contract)
    with edge():
        draft = services.start_amendment(
            SYSTEM, contract, effective_from=date(2027, 1, 1), title="Amendment 1", reason=""
        )
    assert draft.terms["parts"] == [[FEE_PLAN, str(given.plan_id)]]


def test_an_unknown_plan_is_a_finding(network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        version = a_version(contract, terms=with_plan(contract.id), clauses=WHOLE)
        found = [finding.rule for finding in services.check_version(contract, version)]
    assert "fees.unknown_plan" in found


def test_the_plan_is_chosen_and_shown_on_the_pages(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        plan = keep_plan(fees.a_plan(), name="House plan")
        version = a_version(network.contracts["CT-F-001-TL"], clauses=WHOLE)
    browser.sign_in("hanna")
    url = f"/contracts/versions/{version.id}"
    browser.get(f"{url}/terms")
    assert browser.page
    assert "House plan, in EUR" in browser.page.text
    browser.post(
        f"{url}/terms",
        {
            "starts_on": "2024-03-01",
            "term_kind": "length",
            "length": ["5", "years"],
            "renewals": "none",
            f"part_{FEE_PLAN}": str(plan.id),
            "version": str(version.version),
        },
    )
    assert "Royalty: 6% of net sales (clause 6.1)" in browser.page.text
