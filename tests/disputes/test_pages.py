"""The pages of disputes: opened from a line, told by both sides, decided, and who sees what."""

import io

import pytest
from sqlalchemy import select

from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.models import Approval, Clause
from franchise_portal.database import db
from franchise_portal.disputes.enums import DisputeStatus
from franchise_portal.disputes.models import Dispute, DisputeEntry
from franchise_portal.disputes.reports import kinds
from franchise_portal.fees.models import Invoice
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.network.services.indexing import index_franchisee
from tests.builders.disputes import a_dispute, books, charge_both, charge_of
from tests.builders.fees import invoices
from tests.support.richer import once

PDF = b"%PDF-1.7\n% the till's tape\n"
WORDS = "The till counted the vouchers twice."


@pytest.fixture
@once
def charged(network):
    """TL-001 was charged 3,000.00 royalty on sales of 50,000, HX-001 2,400.00."""
    return charge_both(network)


def the_dispute():
    db.session.expire_all()
    return db.session.scalars(select(Dispute)).one()


def disputed(browser, charged, right="2000", status=200, **more):
    line = charge_of(charged.outlets["TL-001"])
    fields = {"reason": "sales", "right": right, "words": WORDS, **more}
    browser.post(f"/disputes/new/{line.id}", fields, status=status)


def test_a_line_is_disputed_from_its_invoice_with_evidence(charged, browser):
    browser.sign_in("omar")
    invoice = invoices(charged.franchisees["F-001"])[0]
    line = charge_of(charged.outlets["TL-001"])
    browser.get(f"/fees/invoices/{invoice.id}")
    assert f"/disputes/new/{line.id}" in browser.page.html
    browser.get(f"/disputes/new/{line.id}")
    assert "until 16 November 2026" in browser.page.text
    disputed(browser, charged, files=[(io.BytesIO(PDF), "tape.pdf"), (io.BytesIO(PDF), "b.pdf")])
    dispute = the_dispute()
    for words in (dispute.number, WORDS, "1,000.00", "tape.pdf", "10 working days left"):
        assert words in browser.page.text
    browser.get(f"/fees/invoices/{invoice.id}")
    assert "In dispute" in browser.page.text
    assert dispute.number in browser.page.text
    assert "Nobody reminds of € 1,000.00 of it now; the rest stays due" in browser.page.text
    assert "Nobody reminds of it now" not in browser.page.text
    browser.get("/fees/invoices")
    assert "in dispute" in browser.page.text
    browser.get(f"/fees/statements/{invoice.franchisee_id}/{invoice.statement_month}")
    assert "is in dispute" in browser.page.text
    entry = db.session.scalars(
        select(DisputeEntry).where(DisputeEntry.file_id.is_not(None))
    ).first()
    with browser.client.get(f"/disputes/files/{entry.id}") as answer:
        assert answer.get_data() == PDF


@pytest.mark.parametrize(
    ("name", "data"),
    [("virus.exe", b"MZ\x00"), ("empty.pdf", b""), ("page.pdf", b"<html>")],
)
def test_files_of_other_kinds_are_refused_and_nothing_is_opened(charged, browser, name, data):
    browser.sign_in("omar")
    disputed(browser, charged, status=422, files=(io.BytesIO(data), name))
    assert db.session.query(Dispute).count() == 0


@pytest.mark.parametrize(
    ("right", "words"),
    [("3000", "Write less than"), ("-5", "Write"), ("nonsense", "Write an amount"), ("", "Write")],
)
def test_what_cannot_be_stands_at_its_field(charged, browser, right, words):
    browser.sign_in("omar")
    disputed(browser, charged, right=right, status=422)
    assert words in browser.page.text
    assert WORDS in browser.page.html
    assert db.session.query(Dispute).count() == 0


def test_the_office_answers_and_credits(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    dispute = the_dispute()
    browser.sign_in("hanna")
    browser.get("/")
    assert "Disputes" in browser.page.text
    browser.get(f"/disputes/{dispute.id}")
    for words in ("Part by part", "Clause 6.1", WORDS):
        assert words in browser.page.text
    browser.post(f"/disputes/{dispute.id}/messages", {"say-words": "We look at the tape."})
    assert "We look at the tape." in browser.page.text
    version = str(the_dispute().version)
    fields = {"credit-version": version, "credit-amount": "1000", "credit-reasons": "Quite right."}
    browser.post(f"/disputes/{dispute.id}/credit", fields)
    assert "The decision stands" in browser.page.text
    assert the_dispute().status is DisputeStatus.ACCEPTED
    assert "CN-2026-0001" in browser.page.text
    # Whoever comes later is told, and keeps what was typed.
    before = books()
    browser.post(f"/disputes/{dispute.id}/credit", fields, status=409)
    assert "Somebody else was a moment earlier" in browser.page.text
    browser.post(
        f"/disputes/{dispute.id}/rejection",
        {"reject-version": version, "reject-reasons": "No.", "reject-next_step": "Talk."},
        status=409,
    )
    assert books() == before
    assert check_ledger().findings == ()
    browser.sign_in("omar")
    browser.get(f"/disputes/{dispute.id}")
    assert "Quite right." in browser.page.text


def test_a_rejection_leads_to_mediation(charged, browser):
    db.session.add(
        Clause(
            contract_id=charged.contracts["CT-F-001-TL"].id,
            number="19.2",
            body="Both sides go to mediation before they go to court.",
        )
    )
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    dispute = the_dispute()
    url = f"/disputes/{dispute.id}"
    browser.sign_in("felix")
    browser.get(url)
    assert "19.2" in browser.page.text
    browser.post(f"{url}/rejection", {"reject-reasons": "", "reject-next_step": ""}, status=422)
    browser.post(
        f"{url}/rejection",
        {"reject-reasons": "The tape agrees.", "reject-next_step": "Mediation, clause 19.2."},
    )
    browser.sign_in("omar")
    browser.get(url)
    assert "Mediation, clause 19.2." in browser.page.text
    browser.post(f"{url}/mediation", {"words": ""}, status=422)
    browser.post(f"{url}/mediation", {"words": "The association shall look."})
    assert the_dispute().status is DisputeStatus.MEDIATION
    browser.post(f"{url}/withdrawal", {"words": ""})
    assert the_dispute().status is DisputeStatus.WITHDRAWN


def test_a_wrong_report_is_corrected_on_a_page(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    dispute = the_dispute()
    url = f"/disputes/{dispute.id}/report"
    browser.sign_in("hanna")
    browser.get(url)
    assert "reported: 50000.00" in browser.page.text
    fields = {"version": str(dispute.version), "gross_sales": "50000", "reasons": "Right."}
    browser.post(url, fields, status=422)
    browser.post(url, {**fields, "gross_sales": "none"}, status=422)
    browser.post(url, {**fields, "gross_sales": "35000", "reasons": ""}, status=422)
    browser.post(url, {**fields, "gross_sales": "35000"})
    decided = the_dispute()
    assert decided.status is DisputeStatus.PARTLY
    assert decided.report_id is not None
    assert check_ledger().findings == ()


def test_above_ones_limit_the_page_of_approvals_shows_what_will_be_done(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"], "0")
    db.session.commit()
    dispute = the_dispute()
    browser.sign_in("felix")
    browser.post(
        f"/disputes/{dispute.id}/credit",
        {"credit-amount": "3000", "credit-reasons": "All of it."},
    )
    assert "It is above your limit" in browser.page.text
    assert "a second person decides" in browser.page.text
    approval = db.session.scalars(select(Approval)).one()
    assert approval.status is ApprovalStatus.ASKED
    browser.sign_in("hanna")
    browser.get(f"/contracts/approvals/{approval.id}")
    assert dispute.number in browser.page.text
    browser.post(f"/contracts/approvals/{approval.id}/grant", {"words": ""})
    assert the_dispute().status is DisputeStatus.ACCEPTED


def test_another_franchisees_dispute_is_not_there(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    dispute, line = the_dispute(), charge_of(charged.outlets["TL-001"])
    entry = db.session.scalars(select(DisputeEntry)).first()
    for who in ("olga", "mina"):
        browser.sign_in(who)
        browser.get(f"/disputes/{dispute.id}", status=404)
        browser.get(f"/disputes/new/{line.id}", status=404)
        browser.get(f"/disputes/files/{entry.id}", status=404)
        browser.post(f"/disputes/{dispute.id}/messages", {"say-words": "Hello."}, status=404)
        browser.post(f"/disputes/{dispute.id}/withdrawal", {"words": ""}, status=404)
        browser.get("/disputes/")
        assert dispute.number not in browser.page.text
        disputed(browser, charged, status=404)
    browser.sign_in("omar")
    browser.post(f"/disputes/{dispute.id}/credit", {"credit-amount": "10"}, status=403)
    browser.sign_in("audrey")
    browser.get(f"/disputes/{dispute.id}")
    browser.post(f"/disputes/{dispute.id}/messages", {"say-words": "Hello."}, status=403)


def test_the_list_finds_by_what_one_asks(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    a_dispute(charged.actors["olga"], charged.outlets["HX-001"])
    for franchisee in charged.franchisees.values():
        index_franchisee(franchisee)
    db.session.commit()
    browser.sign_in("hanna")
    for query, shown in (
        ("", {"DS-2026-0001", "DS-2026-0002"}),
        ("?q=DS-2026-0002", {"DS-2026-0002"}),
        ("?q=Omar", {"DS-2026-0001"}),
        ("?status=rejected", set()),
        ("?reason=sales", {"DS-2026-0001", "DS-2026-0002"}),
        ("?clock=late", set()),
        ("?sort=-amount", {"DS-2026-0001", "DS-2026-0002"}),
    ):
        browser.get(f"/disputes/{query}")
        numbers = {n for n in ("DS-2026-0001", "DS-2026-0002") if n in browser.page.text}
        assert numbers == shown, query
    browser.sign_in("omar")
    browser.get("/disputes/new")
    assert "Advertising fund" in browser.page.text


def test_the_paper_tells_the_decision(charged, browser):
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    dispute = the_dispute()
    browser.sign_in("hanna")
    browser.post(
        f"/disputes/{dispute.id}/credit", {"credit-amount": "400", "credit-reasons": "A part."}
    )
    document = kinds.build(dispute.id).dispute
    assert (document.decision, document.status) == ("A part.", DisputeStatus.PARTLY)
    assert (
        document.correction
        == db.session.scalars(
            select(Invoice.number).where(Invoice.corrects_id == dispute.invoice_id)
        ).one()
    )
    browser.post(f"/disputes/{dispute.id}/paper", {})
    assert "The PDF is being made" in browser.page.text
