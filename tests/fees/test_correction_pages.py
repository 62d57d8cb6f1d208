"""The pages of credit notes, write-offs, refunds, payments that came back, and taxes."""

import pytest
from sqlalchemy import select

from franchise_portal.contracts.models import Approval
from franchise_portal.database import db
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.models import Invoice, Payment, Refund, Tax, TaxRule, WriteOff
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from tests.builders.corrections import a_tax, corrected
from tests.builders.fees import a_report, assess, give_plan, invoices, pay


@pytest.fixture
def invoiced(network):
    """Omar was charged 4,250 for October and has paid 5,000 of it."""
    give_plan(network.contracts["CT-F-001-TL"])
    network.report = a_report(network.outlets["TL-001"])
    assess()
    pay(network.franchisees["F-001"], "1000")
    db.session.commit()
    return network


def the_invoice():
    return db.session.scalars(select(Invoice).where(Invoice.kind == InvoiceKind.INVOICE)).one()


def field_of(invoice, fee):
    """The name of a line's field in the form."""
    lines = creditable(invoice)
    return f"line_{[line.fee for line in lines].index(fee) + 1}"


def granted(browser):
    """Hanna grants what was asked for."""
    [approval_id] = db.session.scalars(select(Approval.id)).all()
    browser.sign_in("hanna")
    browser.post(f"/contracts/approvals/{approval_id}/grant", {"words": "Agreed."})


def test_a_line_is_credited_within_the_limit(invoiced, browser):
    invoice = the_invoice()
    browser.sign_in("felix")
    browser.get(f"/fees/invoices/{invoice.id}/credit")
    assert "Charged € 3,000.00, of which € 3,000.00 can be credited." in browser.page.text
    browser.post(
        f"/fees/invoices/{invoice.id}/credit",
        {field_of(invoice, "royalty"): "400", "reason": "The oven was out of order."},
    )
    assert "The credit note is issued." in browser.page.text
    assert "CN-2026-0001" in browser.page.text
    [note] = [one for one in invoices() if one.kind is InvoiceKind.CREDIT_NOTE]
    browser.get(f"/fees/invoices/{note.id}")
    assert "Credit note CN-2026-0001" in browser.page.text
    assert "The oven was out of order." in browser.page.text


def test_one_cent_over_is_said_with_the_figure(invoiced, browser):
    invoice = the_invoice()
    browser.sign_in("felix")
    browser.post(
        f"/fees/invoices/{invoice.id}/credit",
        {field_of(invoice, "technology"): "250.01", "reason": "why"},
        status=422,
    )
    assert "At most € 250.00 can be credited of this line." in browser.page.text
    assert len(invoices()) == 1


def test_above_the_limit_a_second_person_grants_it(invoiced, browser):
    invoice = the_invoice()
    browser.sign_in("rosa")
    browser.post(
        f"/fees/invoices/{invoice.id}/credit",
        {field_of(invoice, "royalty"): "2000", "reason": "why"},
    )
    assert "somebody else decides" in browser.page.text
    assert "Royalty, TL-001 € 2,000.00" in browser.page.text
    granted(browser)
    assert [one.number for one in invoices()] == ["2026-0001", "CN-2026-0001"]


def test_the_franchisee_sees_the_credit_note_and_cannot_write_one(invoiced, browser):
    invoice = the_invoice()
    browser.sign_in("omar")
    browser.get(f"/fees/invoices/{invoice.id}")
    assert "Credit lines" not in browser.page.text
    browser.get(f"/fees/invoices/{invoice.id}/credit", status=403)


def test_a_claim_is_written_off_by_two(invoiced, browser):
    invoice = the_invoice()
    browser.sign_in("felix")
    browser.get(f"/fees/invoices/{invoice.id}/write-off")
    browser.post(
        f"/fees/invoices/{invoice.id}/write-off", {"amount": "3250", "words": "Insolvent."}
    )
    assert db.session.scalars(select(WriteOff)).all() == []
    granted(browser)
    assert db.session.scalars(select(WriteOff.amount_minor)).all() == [3_250_00]
    browser.get(f"/fees/invoices/{invoice.id}")
    assert "A write-off" in browser.page.text
    assert check_ledger().agrees


def test_a_payment_comes_back(invoiced, browser):
    payment = db.session.scalars(select(Payment)).one()
    browser.sign_in("felix")
    browser.get(f"/fees/payments/{payment.id}/return")
    browser.post(f"/fees/payments/{payment.id}/return", {"on": "2026-11-02", "reason": "No money"})
    assert "What the payment had settled is open again." in browser.page.text
    assert "that came back" in browser.page.text
    browser.get(f"/fees/payments/{payment.id}")
    assert "Came back" in browser.page.text
    browser.post(
        f"/fees/payments/{payment.id}/return",
        {"on": "2026-11-02", "reason": "No money"},
        status=422,
    )
    assert check_ledger().agrees


def test_credit_is_paid_back(invoiced, browser):
    pay(invoiced.franchisees["F-001"], "4000", reference="too much")
    db.session.commit()
    browser.sign_in("felix")
    browser.get("/fees/refunds/new?franchisee=F-001")
    wanted = {"franchisee": "F-001", "amount": "750.01", "account": "DE02", "words": "asked"}
    browser.post("/fees/refunds", wanted, status=422)
    assert "€ 750.00 of credit" in browser.page.text
    browser.post("/fees/refunds", {**wanted, "amount": "750"})
    granted(browser)
    refund = db.session.scalars(select(Refund)).one()
    browser.sign_in("felix")
    browser.get("/fees/refunds")
    assert "To be paid" in browser.page.text
    browser.get(f"/fees/refunds/{refund.id}")
    browser.post(
        f"/fees/refunds/{refund.id}/payout",
        {"on": "2026-11-02", "reference": "T-9", "version": str(refund.version)},
    )
    assert "Transferred on" in browser.page.text
    assert check_ledger().agrees


def test_taxes_are_added_and_given(network, browser):
    browser.sign_in("felix")
    browser.get("/fees/taxes")
    assert "No tax has been added" in browser.page.text
    browser.post(
        "/fees/taxes",
        {"label": "VAT", "kind": "S", "rate": "19", "starts_on": "2026-10-01", "reason": ""},
    )
    tax = browser.page.text
    assert "Say on what a tax stands" in tax
    browser.get("/fees/taxes/rules/new")

    tax_id = db.session.scalars(select(Tax.id)).one()
    browser.post(
        "/fees/taxes/rules",
        {"tax": str(tax_id), "fee": "", "brand": "", "franchisee": "", "starts_on": "2026-10-01"},
    )
    assert "In force" in browser.page.text
    assert len(db.session.scalars(select(TaxRule)).all()) == 1
    browser.post(
        f"/fees/taxes/{tax_id}/rates", {"rate": "119", "starts_on": "2026-12-01"}, status=422
    )
    browser.post(f"/fees/taxes/{tax_id}/rates", {"rate": "16", "starts_on": "2026-12-01"})
    assert "16" in browser.page.text


def test_an_invoice_and_a_statement_show_tax_and_what_was_taken_back(network, browser):
    a_tax()
    give_plan(network.contracts["CT-F-001-TL"])
    report = a_report(network.outlets["TL-001"])
    assess()
    corrected(report, "40000")
    assess()
    db.session.commit()
    first, note = invoices()
    browser.sign_in("omar")
    browser.get(f"/fees/invoices/{first.id}")
    assert "VAT 19" in browser.page.text
    assert "What was taken back of it" in browser.page.text
    browser.get(f"/fees/invoices/{note.id}")
    assert "Charged by invoice 2026-0001; charged anew." in browser.page.text
    browser.get(f"/fees/statements/{first.franchisee_id}/2026-11")
    assert "Taken back" in browser.page.text
    assert "Credit note CN-2026-0001" in browser.page.text
