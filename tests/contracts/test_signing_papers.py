"""What is shown and what is appended: no word is lost, however long it gets."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from franchise_portal.contracts.reports import contract_document
from franchise_portal.contracts.reports.certificate import certificate_page, moment_words
from franchise_portal.contracts.rules.terms import Deposit
from franchise_portal.contracts.services import signed_files
from franchise_portal.database import edge
from tests.builders import signing as make
from tests.builders.contracts import a_contract, a_version, euros
from tests.support.people import SmallNetwork

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("count", [3, 11, 18, 23, 29, 37, 48, 71])
def test_no_line_of_a_contract_is_lost_where_a_page_ends(network: SmallNetwork, count: int) -> None:
    conditions = tuple(f"Condition number {place} of the deposit" for place in range(count))
    deposit = Deposit(amount=euros("1000"), conditions=conditions)
    with edge():
        contract = a_contract(network)
        version = a_version(contract, terms=replace(make.TERMS, deposit=deposit))
    with edge(write=False):
        text = text_of(contract_document(version.id))
    found = {int(number) for number in re.findall(r"Condition number (\d+) of the deposit", text)}
    assert found == set(range(count))
    assert "Place, day, signature" in text


def test_the_certificate_says_who_signed_what_when_from_where_and_how(
    network: SmallNetwork,
) -> None:
    document = make.signed_by_all(network)
    pages = PdfReader(io.BytesIO(make.bytes_of(document))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages[2:])
    held = make.round_of(document)
    for words in (
        "CT-2029-0001",
        held.shown_sha256,
        "Omar Franchisee",
        "Hanna Franchisor",
        "2026-11-02 12:00:00 UTC",
        "2026-11-02 13:00:00 CET (UTC+0100, Europe/Berlin)",
        "the account of omar@demo.test, with its password",
        "192.0.2.7",
        "Firefox, Windows",
        "I have opened and read the document",
        "http://127.0.0.1:8000/verify",
        "They are not qualified electronic signatures.",
    ):
        # A digest and an address are broken where the line ends.
        assert words.replace(" ", "") in text.replace(" ", ""), words


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_no_word_of_a_certificate_is_lost_however_many_sign(
    network: SmallNetwork, language: str, count: int
) -> None:
    held = make.a_round(network)
    make.sign(held, "Omar", make.by(network, "omar"))
    held = make.fresh(held)
    held.contract_version.language = language
    (one,) = signed_files.in_order(held)
    with edge(write=False):
        page = certificate_page(held, [one] * count, size=4711, at=NOON)
    text = text_of(page)
    assert text.count("omar@demo.test") == count
    assert text.count("/verify") == 1
    reader = PdfReader(io.BytesIO(page))
    assert reader.trailer["/Root"]["/Lang"] == {"en": "en"}.get(
        language, language.replace("_", "-")
    )


def test_a_moment_is_written_to_the_second_with_its_distance_from_utc() -> None:
    at = datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC)
    assert moment_words(at, "UTC") == "2026-07-01 22:30:05 UTC"
    assert moment_words(at, "Asia/Shanghai") == "2026-07-02 06:30:05 CST (UTC+0800, Asia/Shanghai)"
