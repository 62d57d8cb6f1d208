"""The pages of contracts, as people of both sides see them."""

import io

import pytest

from franchise_portal.contracts.forms import clauses, codes
from tests.support.page import Browser
from tests.support.people import SmallNetwork

PDF = b"%PDF-1.7\n%signed"


def test_the_list_finds_by_number_and_by_franchisee(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get("/contracts?q=olga")
    assert browser.page
    assert "CT-F-002-HX" in browser.page.text
    assert "CT-F-001-TL" not in browser.page.text
    browser.get("/contracts?q=nothing+of+the+kind")
    assert "No contract matches" in browser.page.text


@pytest.mark.parametrize("sort", ["number", "-number", "franchisee", "starts_on", "-ends_on", "x"])
def test_the_list_sorts(network: SmallNetwork, browser: Browser, sort: str) -> None:
    browser.sign_in("hanna")
    browser.get(f"/contracts?sort={sort}&brand=TL&brand=nonsense&status=in_force")
    assert browser.page
    assert "CT-F-001-TL" in browser.page.text


def test_a_franchisee_sees_its_own_and_no_others(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("omar")
    browser.get("/contracts")
    assert browser.page
    assert "CT-F-002-HX" not in browser.page.text
    browser.get(f"/contracts/{network.contracts['CT-F-001-TL'].id}")
    browser.get(f"/contracts/{network.contracts['CT-F-002-HX'].id}", status=404)
    browser.get("/contracts/new", status=403)


def test_a_contract_is_entered_on_the_page(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get("/contracts/new?franchisee=F-001")
    form = {
        "number": "CT-2029-0007",
        "status": "in_force",
        "franchisee": "F-001",
        "brand": "TL",
        "starts_on": "2029-03-01",
        "ends_on": "2034-02-28",
        "outlets": "TL-001, TL-003",
        "clauses": "6.1 Royalty\nSix per cent.\n\n6.3 Fund\nTwo per cent.",
    }
    browser.post("/contracts", {**form, "ends_on": "2029-02-01"}, status=422)
    assert browser.page
    assert "The last day lies before the first" in browser.page.text
    browser.post("/contracts", {**form, "clauses": "Six per cent."}, status=422)
    assert "should begin with a number" in browser.page.text
    browser.post("/contracts", form)
    assert "CT-2029-0007" in browser.page.text
    assert "6.3 Fund" in browser.page.text


def test_a_stale_form_is_answered_without_losing_a_word(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    url = f"/contracts/{network.contracts['CT-F-001-TL'].id}/particulars"
    form = {
        "number": "CT-F-001-TL",
        "status": "in_force",
        "starts_on": "2024-03-01",
        "ends_on": "2029-02-28",
        "version": "1",
    }
    browser.get(url)
    browser.post(url, {**form, "note": "first"})
    browser.post(url, {**form, "note": "second"}, status=409)
    assert browser.page
    assert "second" in browser.page.html
    assert "Somebody else changed this" in browser.page.text


def test_a_document_goes_up_and_comes_down(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    url = f"/contracts/{network.contracts['CT-F-001-TL'].id}"
    browser.post(f"{url}/documents", {"file": (io.BytesIO(PDF), "signed.pdf")})
    assert browser.page
    [link] = [a["href"] for a in browser.page.all("a") if "/documents/" in (a.get("href") or "")]
    with browser.client.get(str(link)) as answer:
        assert answer.data == PDF
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(str(link), status=404)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.pdf", "empty"),
        (b"MZ\x90\x00", "program.pdf", "Only PDF"),
        (b"<script>", "page.html", "Only PDF"),
    ],
)
def test_a_file_that_is_no_document_is_refused(
    network: SmallNetwork, browser: Browser, data: bytes, name: str, words: str
) -> None:
    browser.sign_in("hanna")
    url = f"/contracts/{network.contracts['CT-F-001-TL'].id}/documents"
    browser.post(url, {"file": (io.BytesIO(data), name)}, status=422)
    assert browser.page
    assert words in browser.page.text


def test_codes_are_read_however_they_are_parted() -> None:
    assert codes(" TL-001; TL-003,TL-001\nHX-1 ") == ["TL-001", "TL-003", "HX-1"]
    assert codes("  ") == []


def test_clauses_are_read_paragraph_by_paragraph() -> None:
    found = clauses("6.1 Royalty\r\nSix per\r\ncent.\r\n\r\n\r\n6.3 Fund")
    assert [(words.number, words.title, words.body) for words in found] == [
        ("6.1", "Royalty", "Six per cent."),
        ("6.3", "Fund", ""),
    ]
