"""A contract as a document: whole, tagged, in its own language."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from franchise_portal.contracts.enums import VersionKind
from franchise_portal.contracts.models import ContractVersion
from franchise_portal.contracts.reports import contract_document
from franchise_portal.database import edge
from tests.builders.contracts import CLAUSES, FULL_TERMS, a_version, executed
from tests.support.people import SmallNetwork


def text_of(data: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages
    )


@pytest.fixture
def version(network: SmallNetwork) -> ContractVersion:
    with edge():
        return executed(a_version(network.contracts["CT-F-001-TL"], terms=FULL_TERMS))


def test_the_document_holds_the_whole_contract(version: ContractVersion) -> None:
    with edge(write=False):
        data = contract_document(version.id)
    text = text_of(data)
    for words in (
        "Franchise agreement",
        "CT-F-001-TL",
        "Omar",
        "5 years, from 1 March 2024 to 28 February 2029, both included",
        "2 times, 5 years each time",
        "Condition: No open default",
        "At least 6 months and at most 12 months before the last day",
        "T-01, exclusively",
        "General liability: € 1,000,000.00 for each event",
        "sales were reported short by 3%",
        "Omar Senior, 1 High Street, up to € 50,000.00",
        "TL-001",
        "It can be renewed twice.",
        "Signatures",
        "not legal advice",
    ):
        assert words in text, words


def test_the_document_is_tagged(version: ContractVersion) -> None:
    with edge(write=False):
        pdf = PdfReader(io.BytesIO(contract_document(version.id)))
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"


def test_an_amendment_shows_what_it_changes(
    network: SmallNetwork, version: ContractVersion
) -> None:
    with edge():
        amendment = a_version(
            network.contracts["CT-F-001-TL"],
            kind=VersionKind.AMENDMENT,
            terms=replace(FULL_TERMS, outlets_permitted=4),
            clauses=[CLAUSES[0], replace(CLAUSES[1], body="The franchisee pays five per cent.")],
            effective_from=date(2027, 1, 1),
            title="Second amendment",
        )
    with edge(write=False):
        text = text_of(contract_document(amendment.id))
    assert "What changes against “Franchise agreement”" in text
    assert "Outlets permitted Changed At most: 34" in text
    assert "pays sixfive per cent" in text


def test_a_chinese_version_is_written_in_chinese(network: SmallNetwork) -> None:
    with edge():
        made = a_version(network.contracts["CT-F-001-TL"], language="zh_Hans", title="特许经营合同")
    with edge(write=False):
        pdf = PdfReader(io.BytesIO(contract_document(made.id)))
    assert pdf.trailer["/Root"]["/Lang"] == "zh-Hans"
    assert "特许经营合同" in pdf.pages[0].extract_text()
