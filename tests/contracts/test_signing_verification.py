"""Is this the file that was signed? Asked by anybody, by page and in the code."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sqlalchemy import select

from franchise_portal import Portal, storage
from franchise_portal.contracts.models import Signature
from franchise_portal.contracts.sealing import Keys, append_pages, seal, the_keys
from franchise_portal.contracts.services.verification import Verdict
from franchise_portal.contracts.services.verification import verify as verify_bytes
from franchise_portal.database import db, edge
from tests.builders import signing as make
from tests.builders.sealing import NOON, TWO, certificate, paper
from tests.support.databases import Database
from tests.support.page import Browser
from tests.support.people import SmallNetwork


def verify(data: bytes) -> Verdict:
    with edge(write=False):
        return verify_bytes(data)


@pytest.fixture
def signed(network: SmallNetwork, app: Portal, database: Database) -> bytes:
    """A contract that Omar and Hanna have signed; it is made and sealed once a process."""
    return make.signed_once(network, app, database)


def flipped(data: bytes, place: int, bit: int = 0) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def test_the_signed_file_is_known_and_unchanged_and_names_its_signers(
    signed: bytes,
) -> None:
    verdict = verify(signed)
    assert verdict.is_known
    assert verdict.is_unchanged
    assert verdict.is_sound
    assert verdict.number == "CT-2029-0001"
    assert [(one.by, one.is_intact) for one in verdict.signatures] == [
        ("Omar", True),
        ("Hanna", True),
    ]
    moments = db.session.scalars(select(Signature.signed_at).order_by(Signature.id)).all()
    assert [one.at for one in verdict.signatures] == list(moments)


@pytest.mark.any_database
def test_a_changed_byte_anywhere_is_found(signed: bytes) -> None:
    ends = [found.end() for found in re.finditer(rb"%%EOF", signed)]
    contents = [found.span(1) for found in re.finditer(rb"/Contents\s*<([0-9a-fA-F]+)>", signed)]
    edges = {0, 1, len(signed) - 1, len(signed) - 2}
    for end in ends:
        edges |= {end - 1, min(end, len(signed) - 1), min(end + 1, len(signed) - 1), end - 10}
    for first, last in contents:
        edges |= {first - 1, first, first + 11, last - 1, last, last - 100}

    def check(place: int, bit: int) -> None:
        verdict = verify(flipped(signed, place, bit))
        assert not verdict.is_unchanged, place
        assert not verdict.is_sound, place

    for place in sorted(edges):
        check(place, 0)

    # A few; `test_signing_seals` tries a hundred places, and a place takes half a second here.
    @settings(max_examples=8, deadline=None)
    @given(place=st.integers(0, len(signed) - 1), bit=st.integers(0, 7))
    def anywhere(place: int, bit: int) -> None:
        check(place, bit)

    anywhere()


@pytest.mark.any_database
def test_a_changed_file_is_known_by_the_signatures_still_in_it(signed: bytes) -> None:
    inside = signed.index(b"stream") + 20
    verdict = verify(flipped(signed, inside))
    assert verdict.is_known
    assert verdict.number == "CT-2029-0001"
    assert [one.is_intact for one in verdict.signatures] == [False, False]
    assert [one.by for one in verdict.signatures] == ["Omar", "Hanna"]


def test_cut_to_its_first_signature_it_lacks_the_second(signed: bytes) -> None:
    third = [found.end() + 1 for found in re.finditer(rb"%%EOF", signed)][2]
    verdict = verify(signed[:third])
    assert (verdict.is_known, verdict.is_unchanged) == (True, False)
    assert [(one.by, one.is_intact) for one in verdict.signatures] == [
        ("Omar", True),
        ("Hanna", False),
    ]


@pytest.mark.any_database
def test_something_appended_is_a_change(signed: bytes) -> None:
    assert not verify(signed + b"\n").is_unchanged
    output = io.BytesIO()
    append_pages(signed, certificate()).write(output)
    verdict = verify(output.getvalue())
    assert (verdict.is_known, verdict.is_unchanged) == (True, False)
    assert not any(one.is_intact for one in verdict.signatures)


@pytest.mark.any_database
def test_a_signature_that_somebody_adds_later_is_shown_as_not_ours(
    signed: bytes, tmp_path: Path
) -> None:
    strangers = the_keys(tmp_path / "seal", name="Stranger", at=NOON)
    verdict = verify(one_more_signature(signed, strangers))
    assert (verdict.is_known, verdict.is_unchanged) == (True, False)
    assert [(one.by, one.is_intact) for one in verdict.signatures] == [
        ("Omar", True),
        ("Hanna", True),
        ("Stranger", False),
    ]


def one_more_signature(data: bytes, keys: Keys) -> bytes:
    """What a PDF reader does when somebody signs the file again."""
    signer = SimpleSigner(keys.certificate, keys.key, SimpleCertificateStore.from_certs(keys.above))
    about = PdfSignatureMetadata(
        field_name="Later", name="Stranger", subfilter=SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    return bytes(PdfSigner(about, signer).sign_pdf(writer).getvalue())


def test_what_was_only_shown_is_not_known_as_signed(network: SmallNetwork) -> None:
    held = make.a_round(network)
    assert held.shown is not None
    shown = storage.read(held.shown)
    make.signed_by_all(network, held)
    assert not verify(shown).is_known


@pytest.mark.any_database
def test_somebody_elses_signed_file_is_not_known_and_not_ours(
    network: SmallNetwork, tmp_path: Path
) -> None:
    make.signed_by_all(network)
    strangers = the_keys(tmp_path / "seal", name="Tamberley", at=NOON)
    verdict = verify(seal(paper(), certificate(), TWO, keys=strangers).data)
    assert (verdict.is_known, verdict.number) == (False, "")
    assert [(one.by, one.is_intact) for one in verdict.signatures] == [
        ("Omar", False),
        ("郭伟", False),
    ]


@pytest.mark.parametrize(
    ("data", "is_pdf"),
    [(b"", False), (b"hello", False), (b"\x89PNG\r\n\x1a\n" * 9, False), (b"%PDF-1.7", True)],
)
def test_whatever_is_brought_gets_an_answer(
    network: SmallNetwork, data: bytes, *, is_pdf: bool
) -> None:
    verdict = verify(data)
    assert verdict == Verdict(is_known=False, number="", is_unchanged=False, is_pdf=is_pdf)


# ---- by page


def bring(browser: Browser, data: bytes, name: str = "file.pdf", status: int = 200) -> str:
    browser.post("/verify", {"file": (io.BytesIO(data), name)}, status=status)
    assert browser.page
    return browser.page.text


def test_a_stranger_learns_the_number_and_nothing_else(signed: bytes, browser: Browser) -> None:
    browser.get("/verify")
    words = bring(browser, signed)
    assert "Unchanged since it was signed" in words
    assert "CT-2029-0001" in words
    assert "Hanna" in words
    for secret in ("Omar & Sons", "Tallow Lane", "demo.test", "192.0.2.7"):
        assert secret not in words


def test_a_changed_file_is_called_changed(signed: bytes, browser: Browser) -> None:
    words = bring(browser, signed + b" ")
    assert "Changed since it was signed" in words
    assert "CT-2029-0001" in words


def test_a_file_that_is_not_known_is_called_that(network: SmallNetwork, browser: Browser) -> None:
    assert "is not a PDF" in bring(browser, b"no pdf at all")
    assert "is no contract that was signed here" in bring(browser, paper())


def test_no_file_and_a_file_too_large_are_refused(network: SmallNetwork, browser: Browser) -> None:
    browser.post("/verify", {}, status=422)
    assert browser.page
    assert "Choose a file." in browser.page.text
    # Written out here: the client would leave a large file of its own lying open.
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',
        browser.token().encode(),
        b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="large.pdf"\r\n\r\n',
        b"%PDF-" + b"\0" * (20 * 1024 * 1024),
        b"\r\n--x--\r\n",
    ]
    answer = browser.client.post(
        "/verify", data=b"".join(parts), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.get_data(as_text=True)


def test_very_many_files_from_one_place_have_to_wait(
    network: SmallNetwork, browser: Browser
) -> None:
    for _ in range(60):
        bring(browser, b"x")
    assert "Wait" in bring(browser, b"x", status=429)
    browser.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    bring(browser, b"x")
