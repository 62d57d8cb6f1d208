"""E-invoices made of real charges: the same bytes by command and in the PDF, checked officially."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import facturx
import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.cli import main
from franchise_portal.database import db, edge
from franchise_portal.fees.errors import InvoiceNotSound
from franchise_portal.fees.models import EInvoice, Invoice
from franchise_portal.fees.queries.einvoices import street_of
from franchise_portal.fees.services import einvoices
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import BadInput, NotFound
from franchise_portal.kit.money import Money
from franchise_portal.network.enums import TaxCategory
from franchise_portal.network.services import change_settings, update_franchisee
from franchise_portal.reports import queries as reports
from franchise_portal.storage.models import StoredFile
from tests.builders.corrections import a_tax, corrected, credit
from tests.builders.fees import (
    a_dollar_outlet,
    a_plan,
    a_report,
    assess,
    give_plan,
    invoices,
)
from tests.fees.einvoices import an_invoice, official_findings
from tests.support.page import Browser
from tests.support.richer import once

OURS = {
    "legal_name": "Tamberley Franchising GmbH",
    "address": "Gartenstrasse 4, 10115 Northhaven",
    "postcode": "10115",
    "city": "Northhaven",
    "country": "DE",
    "registration": "HRB 20260",
    "email": "statements@tamberley.example",
    "fees_account": "DE89 3704 0044 0532 0130 00",
    "fund_account": "DE02 4400 0117 2026 7700 00",
}
HERE, THERE = "Enter it in the network settings.", "Enter it on the franchisee's page."
THEIRS = {"country": "DE", "registration": "HRB 20297", "address": "Quay 1, 20095 Hamburg"}


@pytest.fixture
@once
def charged(network):
    """October charged to two franchisees in euros, to one of them in dollars too."""
    with edge():
        for contract in network.contracts.values():
            give_plan(contract)
        outlet = a_dollar_outlet(network)
        for code in ("TL-001", "TL-003", "HX-001"):
            a_report(network.outlets[code], gross="50000.37")
        a_report(outlet, gross="20000", currency="USD")
        assess()
    return network


def enter_facts(network, *, franchisees: bool = True, **ours) -> None:
    with edge():
        whole = db.session.merge(network.network)
        change_settings(SYSTEM, whole, changes={**OURS, **ours})
        for franchisee in network.franchisees.values() if franchisees else ():
            update_franchisee(SYSTEM, db.session.merge(franchisee), changes=THEIRS)


def xml_of(invoice: Invoice) -> bytes:
    with edge():
        file = einvoices.provide([invoice.id])[invoice.id]
        return storage.read(file)


def run(*words: str):
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.mark.parametrize(
    ("category", "more"),
    [
        (TaxCategory.NOT_SUBJECT, {}),
        (TaxCategory.EXEMPT, {"vat_number": "DE136695976", "tax_reason": "§ 4 Nr. 8 UStG"}),
        (TaxCategory.REVERSE_CHARGE, {"vat_number": "DE136695976"}),
        (TaxCategory.ZERO, {"tax_number": "30/123/45678"}),
    ],
)
def test_every_invoice_passes_the_official_rules(charged, category, more) -> None:
    enter_facts(charged, tax_category=category, **more)
    for invoice in invoices():
        data = xml_of(invoice)
        assert official_findings(data) == []
        terms = facturx.parse_ubl_cii_xml(data)
        total = Money(invoice.total_minor, invoice.currency)
        assert (terms["BT-1"], terms["BT-5"]) == (invoice.number, invoice.currency)
        assert Money.parse(terms["BT-115"], invoice.currency) == total
        assert terms["BG-23"][0]["BT-118"] == category.value


def test_it_says_who_what_when_and_where_to_pay(charged) -> None:
    enter_facts(charged)
    first = invoices(charged.franchisees["F-001"])[0]
    terms = facturx.parse_ubl_cii_xml(xml_of(first))
    assert terms["BG-4"]["name"] == "Tamberley Franchising GmbH"
    assert terms["BG-4"]["addr_l1"] == "Gartenstrasse 4"
    assert terms["BG-7"]["identifiers"] == {None: "F-001"}
    assert terms["BT-9"] == first.due_on
    assert terms["BT-84"] == "DE89370400440532013000"
    assert (terms["BT-73"], terms["BT-74"]) == (date(2026, 10, 1), date(2026, 10, 31))
    assert len(terms["BG-25"]) == 6
    assert terms["BG-25"][0]["BT-153"] == "Royalty, TL-001"
    attributes = {one["BT-160"]: one["BT-161"] for one in terms["BG-25"][0]["BG-32"]}
    assert attributes["Clause"] == "6.1"
    assert attributes["Net sales"] == "50000.37 EUR"


def test_what_was_handed_out_never_changes(charged) -> None:
    enter_facts(charged)
    [first, *_] = invoices()
    before = xml_of(first)
    enter_facts(charged, legal_name="Another name")
    assert xml_of(first) == before
    assert len(db.session.scalars(select(EInvoice)).all()) == 1


def test_what_is_missing_is_listed_with_the_place_for_it(charged) -> None:
    with pytest.raises(BadInput) as refused, edge():
        einvoices.provide([one.id for one in invoices()])
    assert [str(problem) for problem in refused.value.problems] == [
        f"network settings: country: The network's country is missing. {HERE}",
        f"network settings: registration: The franchisor's registration number is missing. {HERE}",
        f"F-001: country: The franchisee's country is missing. {THERE}",
        f"F-002: country: The franchisee's country is missing. {THERE}",
    ]
    assert db.session.scalars(select(EInvoice)).all() == []


def test_an_invoice_below_zero_is_a_credit_note(network) -> None:
    giving_back = {
        "name": "bonus",
        "clause": "6.9",
        "basis": "net_sales",
        "method": "marginal",
        "tiers": [{"up_to": "10000", "rate": "0.05"}, {"rate": "0"}],
        "thresholds": "year_to_date",
    }
    with edge():
        for contract in network.contracts.values():
            give_plan(contract, a_plan(giving_back))
        a_report(network.outlets["TL-001"], gross="5000")
        assess()
    enter_facts(network)
    [only] = invoices()
    assert official_findings(xml_of(only)) == []


def test_an_invoice_that_breaks_a_rule_is_not_made() -> None:
    broken = an_invoice("O", "1.005")
    with pytest.raises(InvoiceNotSound, match="BR-DEC-23"):
        einvoices.as_xml(broken)


def test_a_currency_of_no_decimals_is_written_without(charged) -> None:
    made = einvoices.as_xml(an_invoice("O", "120000", currency="JPY"))
    assert official_findings(made) == []
    assert b">120000<" in made


def test_terms_are_read_back_as_they_were_written() -> None:
    from franchise_portal.fees.rules.einvoice_terms import terms_of  # noqa: PLC0415

    made = an_invoice("E")
    read = facturx.parse_ubl_cii_xml(einvoices.as_xml(made))
    assert {name: value for name, value in read.items() if name != "BT-24"} == terms_of(made)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Gartenstrasse 4, 10115 Northhaven", "Gartenstrasse 4"),
        ("Gartenstrasse 4", "Gartenstrasse 4"),
        ("Northhaven 10115", ""),
        ("", ""),
    ],
)
def test_a_street_is_an_address_less_its_town(address: str, street: str) -> None:
    assert street_of(address, "10115", "Northhaven") == street
    assert street_of(address, "", "") == address


class TestByCommand:
    def test_each_invoice_of_the_month_is_a_file(self, charged, tmp_path: Path) -> None:
        enter_facts(charged)
        out = tmp_path / "einvoices"
        result = run("fees", "export-invoices", "--period", "2026-10", "--out", str(out))
        assert (result.exit_code, result.stderr) == (0, "")
        numbers = sorted(one.number for one in invoices())
        assert sorted(path.name for path in out.iterdir()) == [f"{n}.xml" for n in numbers]
        assert result.stdout == f"{len(numbers)} invoices are in {out}.\n"
        first = {path.name: path.read_bytes() for path in out.iterdir()}
        assert run("fees", "export-invoices", "--period", "2026-10", "--out", str(out))
        assert {path.name: path.read_bytes() for path in out.iterdir()} == first

    def test_what_is_missing_leaves_the_folder_as_it_was(self, charged, tmp_path: Path) -> None:
        enter_facts(charged, franchisees=False)
        out = tmp_path / "einvoices"
        result = run("fees", "export-invoices", "--period", "2026-10", "--out", str(out))
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 2
        assert not out.exists()

    def test_a_month_without_invoices_gives_none(self, charged, tmp_path: Path) -> None:
        enter_facts(charged)
        result = run("fees", "export-invoices", "--period", "2026-09", "--out", str(tmp_path))
        assert result.exit_code == 0
        assert result.stdout.startswith("0 invoices")

    def test_what_is_no_month_is_refused(self, charged, tmp_path: Path) -> None:
        result = run("fees", "export-invoices", "--period", "October", "--out", str(tmp_path))
        assert result.exit_code == 2


def made_pdf(invoice: Invoice) -> bytes:
    db.session.rollback()
    report = reports.current_paper(SYSTEM, einvoices.PAPER, invoice.id)
    return storage.read(db.session.get_one(StoredFile, report.file_id))


class TestThePdf:
    @pytest.fixture
    def pdf(self, charged) -> tuple[Invoice, bytes]:
        enter_facts(charged)
        first = invoices(charged.franchisees["F-001"])[0]
        with edge():
            einvoices.request_invoice_paper(SYSTEM, first.id)
        run_waiting()
        return first, made_pdf(first)

    def test_it_carries_the_same_bytes_as_the_export(self, pdf, tmp_path: Path) -> None:
        invoice, data = pdf
        name, inside = facturx.get_facturx_xml_from_pdf(data, check_xsd=True)
        assert name == "factur-x.xml"
        run("fees", "export-invoices", "--period", "2026-10", "--out", str(tmp_path))
        assert (tmp_path / f"{invoice.number}.xml").read_bytes() == inside

    def test_it_is_made_to_last_and_for_everybody(self, pdf) -> None:
        reader = PdfReader(BytesIO(pdf[1]))
        root = reader.trailer["/Root"]
        metadata = root["/Metadata"].get_object().get_data().decode()
        assert metadata.count("<rdf:RDF") == 1
        for words in (
            'pdfaid:part="3"',
            'pdfaid:conformance="A"',
            "<pdfuaid:part>1</pdfuaid:part>",
            "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
            "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
        ):
            assert words in metadata
        [file, *_] = root["/AF"]
        assert file.get_object()["/AFRelationship"] == "/Alternative"
        assert root["/OutputIntents"]
        assert "/StructTreeRoot" in root
        assert reader.trailer["/ID"]
        assert "/Encrypt" not in reader.trailer

    def test_its_metadata_describes_every_property_that_is_not_of_pdfa(self, pdf) -> None:
        reader = PdfReader(BytesIO(pdf[1]))
        metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        used = set(re.findall(r"<(?:fx|pdfuaid):(\w+)>", metadata))
        described = set(re.findall(r"<pdfaProperty:name>(\w+)<", metadata))
        assert (
            used
            == described
            == {
                "part",
                "DocumentType",
                "DocumentFileName",
                "Version",
                "ConformanceLevel",
            }
        )

    def test_its_pages_say_what_the_xml_says(self, pdf) -> None:
        invoice, data = pdf
        text = " ".join(
            " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages
        )
        for words in (
            invoice.number,
            "Tamberley Franchising GmbH",
            "Registration HRB 20260",
            "Omar & Sons",
            "Not subject to VAT",
            "DE89 3704 0044 0532 0130 00",
            "DE02 4400 0117 2026 7700 00",
        ):
            assert words in text

    def test_a_pdf_without_its_xml_is_not_there(self, charged) -> None:
        from franchise_portal.fees.reports import invoice as report  # noqa: PLC0415

        enter_facts(charged)
        with pytest.raises(NotFound):
            report.embedded(invoices()[0].id)


class TestThePage:
    def test_both_sides_have_the_pdf_made_and_open_it(self, charged, browser: Browser) -> None:
        enter_facts(charged)
        first = invoices(charged.franchisees["F-001"])[0]
        browser.sign_in("omar")
        browser.get(f"/fees/invoices/{first.id}")
        assert "Make the PDF" in browser.page.text
        browser.post(f"/fees/invoices/{first.id}/paper")
        assert "The PDF is being made." in browser.page.text
        run_waiting()
        browser.get(f"/fees/invoices/{first.id}")
        [link] = [a["href"] for a in browser.page.all("a") if (a["href"] or "").endswith("/file")]
        response = browser.get(link)
        assert response.get_data().startswith(b"%PDF-")
        response.close()
        response = browser.get(f"/fees/invoices/{first.id}/xml")
        assert response.get_data() == xml_of(first)
        response.close()
        browser.sign_out()
        browser.sign_in("felix")
        browser.get(f"/fees/invoices/{first.id}")
        assert "Open the PDF" in browser.page.text

    def test_another_business_sees_nothing_of_it(self, charged, browser: Browser) -> None:
        enter_facts(charged)
        first = invoices(charged.franchisees["F-001"])[0]
        xml_of(first)
        browser.sign_in("olga")
        browser.post(f"/fees/invoices/{first.id}/paper", status=404)
        browser.get(f"/fees/invoices/{first.id}/xml", status=404)

    def test_the_office_learns_what_is_missing_and_where_it_goes(
        self, charged, browser: Browser
    ) -> None:
        first = invoices(charged.franchisees["F-001"])[0]
        browser.sign_in("hanna")
        browser.post(f"/fees/invoices/{first.id}/paper", status=422)
        assert "The network’s country is missing." in browser.page.text
        assert "/network/settings/particulars" in {a["href"] for a in browser.page.all("a")}
        browser.sign_out()
        browser.sign_in("omar")
        browser.post(f"/fees/invoices/{first.id}/paper", status=422)
        assert "tell your relationship manager" in browser.page.text
        assert "country is missing" not in browser.page.text


def with_tax(network, **more) -> None:
    """VAT on everything, at a lower rate on technology."""
    enter_facts(network, vat_number="DE136695976", **more)
    with edge():
        a_tax()
        a_tax("0.07", "VAT, reduced", fee="technology")


@pytest.fixture
def taxed(network):
    """October charged to Omar with two rates of VAT."""
    with_tax(network)
    with edge():
        give_plan(network.contracts["CT-F-001-TL"])
        report = a_report(network.outlets["TL-001"], gross="50001.67")
        assess()
    return network, report


def groups_of(data: bytes) -> list[tuple[str, str, str]]:
    """Rate, basis and tax of each VAT breakdown."""
    terms = facturx.parse_ubl_cii_xml(data, check_xsd=False)
    return sorted(
        tuple(f"{Decimal(one[term]):.2f}" for term in ("BT-119", "BT-116", "BT-117"))
        for one in terms["BG-23"]
    )


def test_two_rates_stand_in_it_and_it_passes_the_official_rules(taxed) -> None:
    [invoice] = invoices()
    data = xml_of(invoice)
    assert official_findings(data) == []
    assert groups_of(data) == [("19.00", "4000.13", "760.02"), ("7.00", "250.00", "17.50")]


def test_a_credit_note_names_its_invoice_and_passes_the_official_rules(taxed) -> None:
    [invoice] = invoices()
    with edge():
        for part in ("1000.01", "1000.02", "1000.07"):
            credit(invoice, {"royalty": part, "technology": "10"})
    for note in invoices()[1:]:
        data = xml_of(note)
        assert official_findings(data) == []
        terms = facturx.parse_ubl_cii_xml(data, check_xsd=False)
        assert terms["BT-3"] == "381"
        assert terms["BG-3"][0]["BT-25"] == invoice.number


def test_a_correction_passes_the_official_rules(taxed) -> None:
    _, report = taxed
    for gross in ("40000", "70000"):
        with edge():
            report = corrected(db.session.merge(report), gross)
            assess()
    for document in invoices():
        assert official_findings(xml_of(document)) == []


def test_a_tax_that_needs_a_number_is_refused_with_the_place_to_enter_it(network) -> None:
    with_tax(network)
    enter_facts(network, vat_number="", tax_number="")
    with edge():
        give_plan(network.contracts["CT-F-001-TL"])
        a_report(network.outlets["TL-001"])
        assess()
    with pytest.raises(BadInput) as caught:
        xml_of(invoices()[0])
    assert {problem.column for problem in caught.value.problems} == {"vat_number"}


def test_the_pdf_of_a_credit_note_says_why_and_of_which_invoice(taxed) -> None:
    [invoice] = invoices()
    with edge():
        note = credit(invoice, {"royalty": "100"}, "The oven was out of order.")
        einvoices.request_invoice_paper(SYSTEM, note.id)
    run_waiting()
    report = reports.current_paper(SYSTEM, einvoices.PAPER, note.id)
    text = PdfReader(BytesIO(storage.read(db.session.get_one(StoredFile, report.file_id)))).pages
    words = " ".join(page.extract_text() for page in text)
    assert "Credit note CN-2026-0001" in words
    assert "The oven was out of order." in words
    assert f"Invoice {invoice.number}" in words
    assert "19" in words
    assert "119.00" in words
