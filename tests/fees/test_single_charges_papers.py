"""Debit notes as e-invoices, PDFs, statements on paper and in the exported books."""

from io import BytesIO

import facturx
import pytest
from pypdf import PdfReader

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.network_month import network_month
from franchise_portal.fees.reports import invoice as invoice_paper
from franchise_portal.fees.reports import statement
from franchise_portal.fees.reports.single_words import label_of
from franchise_portal.fees.services import crediting, einvoices
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.network.enums import TaxCategory
from franchise_portal.network.queries import founded
from franchise_portal.reports import queries as reports
from franchise_portal.reports.writing import speaking
from franchise_portal.storage.models import StoredFile
from tests.builders.corrections import a_tax, with_owner
from tests.builders.fees import a_report, assess, give_plan, invoices
from tests.builders.singles import an_occasion, charge_once
from tests.fees.einvoices import official_findings
from tests.fees.test_einvoices import enter_facts, xml_of


@pytest.fixture
def contract(network):
    with edge():
        give_plan(network.contracts["CT-F-001-TL"])
    return network.contracts["CT-F-001-TL"]


def charge_two(network, contract):
    with edge():
        return charge_once(
            an_occasion(contract, "16.77", outlet_id=network.outlets["TL-001"].id),
            an_occasion(contract, "15", source="s/2", kind=SingleKind.RETURNED_DEBIT, words=""),
            contract=contract,
        )


def test_a_debit_note_passes_the_official_rules_untaxed(network, contract) -> None:
    enter_facts(network, tax_category=TaxCategory.NOT_SUBJECT)
    note = charge_two(network, contract)
    data = xml_of(note)
    terms = facturx.parse_ubl_cii_xml(data)
    assert official_findings(data) == []
    assert (terms["BT-1"], terms["BT-3"]) == ("DN-2026-0001", "383")
    assert Money.parse(terms["BT-115"], "EUR").minor == 31_77
    assert terms["BG-25"][0]["BT-153"] == "Interest on late payment, TL-001"


def test_it_passes_with_two_rates_and_so_do_the_notes_that_credit_it(network, contract) -> None:
    enter_facts(network, vat_number="DE136695976")
    with edge():
        a_tax()
        a_tax("0.07", "VAT, reduced", fee="returned_debit")
    note = charge_two(network, contract)
    assert official_findings(xml_of(note)) == []
    with edge():
        lines = {line.charge_id: line.left for line in creditable(note)}
        crediting.issue_credit_note(SYSTEM, with_owner(note), lines, reason="Our mistake.")
    [back] = [one for one in invoices() if one.kind is InvoiceKind.CREDIT_NOTE]
    data = xml_of(back)
    terms = facturx.parse_ubl_cii_xml(data, check_xsd=False)
    assert official_findings(data) == []
    assert terms["BG-3"][0]["BT-25"] == note.number
    assert back.total_minor == -note.total_minor


def test_the_pdf_says_what_for_how_and_which_clause(network, contract) -> None:
    enter_facts(network)
    note = charge_two(network, contract)
    with edge():
        einvoices.request_invoice_paper(SYSTEM, note.id)
    run_waiting()
    report = reports.current_paper(SYSTEM, einvoices.PAPER, note.id)
    file = db.session.get_one(StoredFile, report.file_id)
    pages = PdfReader(BytesIO(storage.read(file))).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for part in (
        "Debit note DN-2026-0001",
        "Interest on late payment",
        "Quay House, Invoice 2026-0001",
        "4,250.00",
        "8%",
        "Days counted: 18; Rate for each: Year",
        "31.77",
        "Total of the debit note",
    ):
        assert part in words


def test_what_is_charged_once_has_no_rate_for_each_of_something(app) -> None:
    with speaking("en", "UTC"):
        assert (label_of("every", "once"), label_of("every", "year")) == (
            "Charged",
            "Rate for each",
        )


def test_the_statement_on_paper_has_it_below_the_fees(network, contract) -> None:
    charge_two(network, contract)
    with edge():
        a_report(network.outlets["TL-001"], "2026-11")
        assess("2026-11")
    with speaking("en", "Europe/Berlin"):
        document = statement.build(Period.parse("2026-11"), contract.franchisee_id)
    [account] = document.statement.accounts
    groups = [group for part in account.parts for group in part]
    other = {group.title: group for group in groups}["Other charges"]
    assert [row.words for row in other.rows if row.clause] == [
        "Interest on late payment",
        "Payment that came back",
    ]
    assert other.rows[-1].amount == "3,281.77"
    assert account.clauses


def test_the_report_of_the_network_counts_it_by_its_kind(network, contract) -> None:
    charge_two(network, contract)
    month = network_month(founded(), Period.parse("2026-11"))
    assert {fee.fee: fee.amount.minor for fee in month.fees} == {
        "late_interest": 16_77,
        "returned_debit": 15_00,
    }


def test_the_sums_on_paper_lead_to_the_total(network, contract) -> None:
    enter_facts(network)
    note = charge_two(network, contract)
    with edge():
        einvoices.provide([note.id])
    with speaking("en", "Europe/Berlin"):
        paper = invoice_paper.build(note.id).invoice
    first, *taxes, total = paper.sums
    assert (first.words, total.words) == ("Charges without tax", "Total of the debit note")
    assert sum(one.amount.minor for one in (first, *taxes)) == total.amount.minor == 31_77
