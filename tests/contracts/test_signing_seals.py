"""Sealing: bytes in, sealed bytes out; and finding every change afterwards."""

import io
import re
import stat
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from franchise_portal.contracts import sealing
from franchise_portal.contracts.sealing import Keys, Seal, Sealed
from tests.builders.sealing import NOON, TWO, certificate, paper, stamp_service


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return sealing.the_keys(tmp_path_factory.mktemp("keys") / "seal", name="Tamberley", at=NOON)


@pytest.fixture(scope="module")
def sealed(keys: Keys) -> Sealed:
    return sealing.seal(paper(), certificate(), TWO, keys=keys)


def seals(data: bytes, keys: Keys) -> Sequence[Seal]:
    return sealing.seals_in(data, roots=[keys.root])


# ---- what is made


def test_the_sealed_file_begins_with_the_bytes_that_were_shown(sealed: Sealed) -> None:
    assert sealed.data.startswith(paper())


def test_the_certificate_page_comes_last_and_can_be_read(sealed: Sealed) -> None:
    before, after = PdfReader(io.BytesIO(paper())), PdfReader(io.BytesIO(sealed.data))
    assert len(after.pages) == len(before.pages) + 1
    assert "Certificate" in after.pages[-1].extract_text()
    assert [page.extract_text() for page in after.pages[:-1]] == [
        page.extract_text() for page in before.pages
    ]
    assert sealing.page_count(sealed.data) == len(after.pages)


def test_the_sealed_file_stays_tagged_to_its_last_page(sealed: Sealed) -> None:
    alone, whole = PdfReader(io.BytesIO(certificate())), PdfReader(io.BytesIO(sealed.data))
    assert _tags(whole, whole.pages[-1]) == _tags(alone, alone.pages[-1])
    assert any(_tags(alone, alone.pages[-1]))
    before = PdfReader(io.BytesIO(paper()))
    assert _tags(whole, whole.pages[0]) == _tags(before, before.pages[0])


def _tags(reader: PdfReader, page: PageObject) -> list[tuple[str, bool]]:
    """The elements of a page, then its links: what each is, and whether it hangs in the tree."""
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    held = {numbers[place]: numbers[place + 1].get_object() for place in range(0, len(numbers), 2)}
    assert len(held) == len(numbers) // 2, "no number stands twice"
    links = [one.get_object() for one in page.get("/Annots", ())]
    references = [
        *held[page["/StructParents"]],
        *(held[one["/StructParent"]].indirect_reference for one in links if "/StructParent" in one),
    ]
    assert all(one.get_object()["/Pg"] == page for one in references)
    return [(str(one.get_object()["/S"]), _hangs(one)) for one in references]


def _hangs(reference: IndirectObject) -> bool:
    element = reference.get_object()
    while "/P" in element:
        above = element.raw_get("/P")
        kids = above.get_object()["/K"]
        known = kids if isinstance(kids, list) else [above.get_object().raw_get("/K")]
        if not any(getattr(kid, "idnum", None) == reference.idnum for kid in known):
            return False
        reference, element = above, above.get_object()
    return element["/Type"] == "/StructTreeRoot"


def test_each_signature_names_its_signer_and_moment(sealed: Sealed, keys: Keys) -> None:
    found = seals(sealed.data, keys)
    assert [(one.name, one.at) for one in found] == [(one.name, one.at) for one in TWO]
    assert all(one.is_ours and one.is_intact and not one.is_stamped for one in found)
    assert tuple(one.mark for one in found) == sealed.marks


def test_the_second_signature_leaves_the_first_valid(keys: Keys) -> None:
    one = sealing.seal(paper(), certificate(), TWO[:1], keys=keys)
    two = sealing.seal(paper(), certificate(), TWO, keys=keys)
    assert [seal.is_intact for seal in seals(one.data, keys)] == [True]
    assert [seal.is_intact for seal in seals(two.data, keys)] == [True, True]
    first_revision = _revisions(two.data)[2]
    assert [seal.is_intact for seal in seals(two.data[:first_revision], keys)] == [True]


def test_many_sign_one_after_the_other(keys: Keys) -> None:
    five = [
        sealing.Signing(f"Signer {number}", NOON + timedelta(minutes=number), "Guarantor.")
        for number in range(5)
    ]
    made = sealing.seal(paper(), certificate(), five, keys=keys)
    assert [one.name for one in seals(made.data, keys) if one.is_intact] == [
        one.name for one in five
    ]


def test_somebody_elses_key_is_not_ours(sealed: Sealed, tmp_path: Path) -> None:
    other = sealing.the_keys(tmp_path / "seal", name="Tamberley", at=NOON)
    assert [one.is_intact for one in seals(sealed.data, other)] == [False, False]
    assert not any(one.is_ours for one in seals(sealed.data, other))


# ---- what is found


def _revisions(data: bytes) -> list[int]:
    """Where each state of the file ends: shown, certificate, then one for each signature."""
    return [found.end() + 1 for found in re.finditer(rb"%%EOF", data)]


def _contents(data: bytes) -> list[range]:
    return [
        range(found.start(1), found.end(1))
        for found in re.finditer(rb"/Contents\s*<([0-9a-fA-F]{512,})>", data)
    ]


def _edges(data: bytes) -> list[int]:
    """The places where a hole would be: ends of revisions, ranges, signatures, tables."""
    places = {0, 1, 7, len(data) - 1, len(data) - 2, len(data) - 8}
    for end in _revisions(data):
        places |= {end - 1, end, end + 1, end - 7, end - 12}
    for inside in _contents(data):
        places |= {inside.start - 2, inside.start - 1, inside.start, inside.start + 9}
        places |= {inside.stop - 1, inside.stop, inside.stop + 1, inside.stop - 400}
    for word in (rb"/ByteRange", rb"startxref", rb"/Prev", rb"/Root", rb"/Name", rb"/M \("):
        places |= {found.start() + 12 for found in re.finditer(word, data)}
    return sorted(place for place in places if 0 <= place < len(data))


def _flipped(data: bytes, place: int, bit: int = 0) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def _assert_found(data: bytes, place: int, bit: int, keys: Keys) -> None:
    """Whatever a signature covers cannot change without one of them breaking."""
    last = _contents(data)[-1]
    if place in last:
        return  # the signature itself: nothing signs it, the digest of the whole file finds it
    broken = seals(_flipped(data, place, bit), keys)
    assert len(broken) < 2 or not all(one.is_intact for one in broken), place


def test_a_changed_byte_at_any_edge_breaks_a_signature(sealed: Sealed, keys: Keys) -> None:
    for place in _edges(sealed.data):
        _assert_found(sealed.data, place, 0, keys)


def test_a_changed_byte_anywhere_breaks_a_signature(sealed: Sealed, keys: Keys) -> None:
    # Hypothesis would print the whole file with each example; the file is not what varies.
    @settings(max_examples=100, deadline=None)
    @given(place=st.integers(0, len(sealed.data) - 1), bit=st.integers(0, 7))
    def check(place: int, bit: int) -> None:
        _assert_found(sealed.data, place, bit, keys)

    check()


def test_a_change_in_what_was_shown_breaks_both(sealed: Sealed, keys: Keys) -> None:
    place = sealed.data.index(b"stream") + 20
    assert place < len(paper())
    assert not any(one.is_intact for one in seals(_flipped(sealed.data, place), keys))


def test_a_page_put_in_by_a_later_update_breaks_both(sealed: Sealed, keys: Keys) -> None:
    writer = sealing.append_pages(sealed.data, certificate())
    output = io.BytesIO()
    writer.write(output)
    found = seals(output.getvalue(), keys)
    assert len(found) == 2
    assert not any(one.is_intact for one in found)


def test_a_signature_cut_off_leaves_its_mark_missing(sealed: Sealed, keys: Keys) -> None:
    cut = sealed.data[: _revisions(sealed.data)[2]]
    assert tuple(sealing.marks_in(cut)) == sealed.marks[:1]


def test_marks_are_found_in_a_file_that_no_reader_can_read(sealed: Sealed, keys: Keys) -> None:
    wreck = b"\0" * 2000 + sealed.data[2000:-40]
    assert seals(wreck, keys) == ()
    assert tuple(sealing.marks_in(wreck)) == sealed.marks


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>startxref 0\n%%EOF",
        b"%PDF-1.7\n1 0 obj<</AcroForm<</Fields[1 0 R]>>>>endobj trailer<</Root 1 0 R>>%%EOF",
        b"\xff" * 5000,
        b"%PDF-1.7 /Contents <" + b"0" * 2000 + b">",
    ],
)
def test_whatever_is_brought_gets_an_answer(data: bytes, keys: Keys) -> None:
    assert seals(data, keys) == ()


# ---- keys


def test_the_key_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "seal"
    first = sealing.the_keys(folder, name="Tamberley", at=NOON)
    again = sealing.the_keys(folder, name="Renamed since", at=NOON + timedelta(days=100))
    assert first.certificate.dump() == again.certificate.dump()
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [one.name for one in folder.parent.iterdir()] == ["seal"]


def test_a_seal_in_its_last_year_is_replaced_below_the_same_root(tmp_path: Path) -> None:
    folder = tmp_path / "seal"
    first = sealing.the_keys(folder, name="Tamberley", at=NOON)
    later = sealing.the_keys(folder, name="Tamberley", at=NOON + timedelta(days=3400))
    assert later.certificate.dump() != first.certificate.dump()
    assert later.root.dump() == first.root.dump()
    old = sealing.seal(paper(), certificate(), TWO, keys=first)
    assert all(one.is_intact for one in seals(old.data, later))


def test_names_in_any_script_fit_into_the_certificate(tmp_path: Path) -> None:
    made = sealing.the_keys(tmp_path / "seal", name="和香连锁网络有限公司" * 6, at=NOON)
    assert made.certificate.subject.native["common_name"].startswith("和香")
    assert len(made.certificate.subject.native["common_name"].encode()) <= 64


def test_a_key_brought_as_files_seals_too(tmp_path: Path) -> None:
    own = sealing.the_keys(tmp_path / "seal", name="Brought", at=NOON)
    file = tmp_path / "seal" / "seal.pem"
    brought = sealing.read_keys(file, file)
    assert isinstance(brought.certificate, x509.Certificate)
    made = sealing.seal(paper(), certificate(), TWO, keys=brought)
    assert all(one.is_intact for one in seals(made.data, own))


def test_files_that_are_no_key_or_do_not_fit_are_named(tmp_path: Path) -> None:
    sealing.the_keys(tmp_path / "seal", name="Tamberley", at=NOON)
    good, bad, other = tmp_path / "seal" / "seal.pem", tmp_path / "bad", tmp_path / "other"
    bad.write_text("nothing")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    other.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    for pair, words in (
        ((bad, good), "bad: it is not a readable PEM key"),
        ((good, bad), "bad: it is not a readable PEM certificate"),
        ((other, good), "its first certificate is not for"),
        ((tmp_path / "gone", good), "gone: it is not a readable"),
    ):
        with pytest.raises(sealing.SealUnusable, match=words):
            sealing.read_keys(*pair)


# ---- time stamps


def test_a_time_stamp_service_stamps_each_signature(keys: Keys) -> None:
    with stamp_service() as (url, stamps):
        made = sealing.seal(
            paper(), certificate(), TWO, keys=keys, stamper=sealing.time_stamper(url)
        )
    assert made.is_stamped
    assert stamps.asked >= 2
    found = seals(made.data, keys)
    assert all(one.is_intact and one.is_stamped for one in found)


@pytest.mark.parametrize("mood", ["broken", "silly"])
def test_a_service_in_trouble_costs_the_stamp_and_not_the_signature(keys: Keys, mood: str) -> None:
    with stamp_service(mood) as (url, stamps):
        made = sealing.seal(
            paper(), certificate(), TWO, keys=keys, stamper=sealing.time_stamper(url)
        )
    assert stamps.asked >= 1
    assert not made.is_stamped
    assert [one.is_intact for one in seals(made.data, keys)] == [True, True]


def test_a_service_that_is_away_costs_the_stamp_and_not_the_signature(keys: Keys) -> None:
    with stamp_service() as (url, _):
        pass
    made = sealing.seal(paper(), certificate(), TWO, keys=keys, stamper=sealing.time_stamper(url))
    assert not made.is_stamped
    assert [one.is_intact for one in seals(made.data, keys)] == [True, True]
