"""The pages of approvals and of the table of authority, as people of each role see them."""

import pytest

from franchise_portal.contracts.event_enums import ApprovalStatus, Measure
from franchise_portal.contracts.models import Approval
from franchise_portal.contracts.queries import approvals as queries
from franchise_portal.contracts.rules.authority import Size
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db, edge
from tests.support.page import Browser
from tests.support.people import SmallNetwork

ASKING = {
    "act": "credit",
    "quantity": "300.00",
    "contract": "CT-F-001-TL",
    "words": "The till was broken for a week.",
}


def asked(network: SmallNetwork, who: str = "rosa", amount: int = 300_00) -> Approval:
    with edge():
        return approvals.ask(
            network.actors[who],
            "credit",
            Size(Measure.AMOUNT, amount, "EUR"),
            words="The till was broken for a week.",
            contract=network.contracts["CT-F-001-TL"],
        )


def only() -> Approval:
    db.session.rollback()
    return db.session.query(Approval).one()


def text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def test_a_relationship_manager_grants_and_asks_on_one_page(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("rosa")
    browser.get("/contracts/approvals/new?contract=CT-F-001-TL")
    assert "250.00" in text(browser)
    browser.post("/contracts/approvals", {**ASKING, "quantity": "a lot"}, status=422)
    browser.post("/contracts/approvals", {**ASKING, "quantity": "-5"}, status=422)
    browser.post("/contracts/approvals", {**ASKING, "contract": "CT-0"}, status=422)
    assert "No contract has this number" in text(browser)
    browser.post("/contracts/approvals", {**ASKING, "words": ""}, status=422)
    browser.post("/contracts/approvals", {**ASKING, "quantity": "200"})
    assert "within your limit and is granted" in text(browser)
    browser.post("/contracts/approvals", ASKING)
    assert "above your limit" in text(browser)
    assert "Felix" in text(browser)
    browser.get("/contracts/approvals?who=asked")
    assert "Credit, €" in text(browser)
    browser.get("/contracts/approvals?who=all&status=granted&act=credit")
    browser.get("/contracts/approvals?who=nonsense&status=nonsense")


def test_finance_decides_what_waits_for_it(network: SmallNetwork, browser: Browser) -> None:
    approval = asked(network)
    browser.sign_in("felix")
    browser.get("/contracts/approvals")
    assert "Omar & Sons" in text(browser)
    browser.get(f"/contracts/approvals/{approval.id}")
    assert "Grant it" in text(browser)
    browser.post(f"/contracts/approvals/{approval.id}/refusal", {"words": ""}, status=422)
    assert "Write the reason" in text(browser)
    browser.post(f"/contracts/approvals/{approval.id}/grant", {"words": "Fair."})
    assert only().status is ApprovalStatus.GRANTED
    browser.post(f"/contracts/approvals/{approval.id}/completion", {"words": ""}, status=422)
    browser.post(
        f"/contracts/approvals/{approval.id}/completion", {"words": "Credit note 2026-0031"}
    )
    assert "Credit note 2026-0031" in text(browser)
    assert only().status is ApprovalStatus.DONE


def test_who_decides_a_moment_later_is_told_kindly_and_keeps_the_words(
    network: SmallNetwork, browser: Browser
) -> None:
    approval = asked(network)
    browser.sign_in("hanna")
    browser.get(f"/contracts/approvals/{approval.id}")
    with edge():
        approvals.grant(network.actors["felix"], approval, words="Yes.")
    words = "I would rather see the repair bill first."
    browser.post(f"/contracts/approvals/{approval.id}/refusal", {"words": words}, status=409)
    assert "Felix was a moment earlier" in text(browser)
    assert words in text(browser)
    browser.post(f"/contracts/approvals/{approval.id}/remarks", {"words": words})
    assert next(one.words for one in queries.entries_of(approval.id)) == words
    assert only().status is ApprovalStatus.GRANTED


def test_nobody_decides_about_their_own_on_the_page(
    network: SmallNetwork, browser: Browser
) -> None:
    approval = asked(network, "felix", 2000_00)
    browser.sign_in("felix")
    browser.get(f"/contracts/approvals/{approval.id}")
    assert "Grant it" not in text(browser)
    browser.post(f"/contracts/approvals/{approval.id}/grant", {"words": "Me."}, status=403)
    assert "asked for this yourself" in text(browser)
    browser.post(f"/contracts/approvals/{approval.id}/withdrawal")
    assert only().status is ApprovalStatus.WITHDRAWN


@pytest.mark.parametrize(("who", "status"), [("audrey", 403), ("omar", 403), ("sami", 403)])
def test_only_those_who_may_decide_reach_the_act(
    network: SmallNetwork, browser: Browser, who: str, status: int
) -> None:
    approval = asked(network)
    browser.sign_in(who)
    browser.post(f"/contracts/approvals/{approval.id}/grant", status=status)


def test_the_owner_changes_the_table_on_the_page(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get("/contracts/authority")
    assert "as the portal begins" in text(browser)
    browser.get("/contracts/authority/edit")
    form = {
        "version": "0",
        "owner-credit": "*",
        "finance-credit": "2000",
        "relationship_manager-extended_date": "21",
        "reason": "",
    }
    browser.post("/contracts/authority", {**form, "finance-credit": "much"}, status=422)
    browser.post("/contracts/authority", form, status=422)
    assert "Write why the limits change" in text(browser)
    browser.post("/contracts/authority", {**form, "reason": "Finance decides more alone."})
    assert "2,000.00" in text(browser)
    assert "21 days" in text(browser)
    assert "Finance decides more alone." in text(browser)
    browser.post("/contracts/authority", {**form, "reason": "Too late."}, status=409)
    assert "Somebody else saved the table" in text(browser)
    assert "Too late." in text(browser)


def test_others_read_the_table_and_do_not_change_it(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("adam")
    browser.get("/contracts/authority")
    assert "Change the limits" not in text(browser)
    browser.get("/contracts/authority/edit", status=403)
    browser.sign_out()
    browser.sign_in("omar")
    browser.get("/contracts/authority", status=403)
    browser.get("/contracts/approvals", status=403)


def test_the_page_speaks_chinese(network: SmallNetwork, browser: Browser) -> None:
    approval = asked(network)
    with edge():
        db.session.merge(network.users["felix"]).language = "zh_Hans"
    browser.sign_in("felix")
    browser.get(f"/contracts/approvals/{approval.id}")
    assert browser.page
    assert browser.page.all("html")[0]["lang"] == "zh-Hans"
