"""A version on its way through all signatures, on a real database."""

import hashlib

from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.contracts.enums import ContractStatus, VersionStatus
from franchise_portal.contracts.models import ContractDocument, ExecutedDocument, Signature
from franchise_portal.contracts.signing_enums import (
    RoundStatus,
    SealLevel,
    SignatoryStatus,
    SigningMethod,
)
from franchise_portal.database import db
from franchise_portal.mail import Message
from tests.builders import signing as make
from tests.support.people import SmallNetwork


def test_the_whole_way_from_a_draft_to_the_signed_file(network: SmallNetwork) -> None:
    held = make.a_round(network)
    assert held.shown is not None
    shown = storage.read(held.shown)
    assert shown.startswith(b"%PDF-")
    assert held.shown_sha256 == hashlib.sha256(shown).hexdigest()
    assert held.shown_pages >= 1
    version = make.version_of(held)
    assert version.status is VersionStatus.OUT_FOR_SIGNATURE
    assert version.contract.status is ContractStatus.OUT_FOR_SIGNATURE

    document = make.signed_by_all(network, held)

    sealed = make.bytes_of(document)
    assert sealed.startswith(shown), "what was signed stands in the file byte for byte"
    assert document.sha256 == hashlib.sha256(sealed).hexdigest()
    assert document.level is SealLevel.B_B
    assert make.fresh(held).status is RoundStatus.COMPLETED
    version = make.version_of(held)
    assert version.status is VersionStatus.EXECUTED
    assert version.contract.status in {ContractStatus.SIGNED, ContractStatus.IN_FORCE}
    attached = db.session.scalars(select(ContractDocument)).one()
    assert attached.file_id == document.file_id


def test_what_is_kept_of_a_signature(network: SmallNetwork) -> None:
    held = make.a_round(network)
    make.sign(held, "Omar", make.by(network, "omar"))
    one = db.session.scalars(select(Signature)).one()
    assert (one.name, one.typed_name, one.email) == ("Omar", "Omar", "omar@demo.test")
    assert one.user_id == network.users["omar"].id
    assert one.method is SigningMethod.ACCOUNT
    assert one.address == "192.0.2.7"
    assert "Firefox" in one.user_agent
    assert one.signed_at.tzinfo is not None
    assert one.consent_version == "1"
    assert "sign it electronically" in one.consent_text
    assert one.document_sha256 == held.shown_sha256


def test_in_order_the_second_is_asked_when_the_first_has_signed(network: SmallNetwork) -> None:
    held = make.a_round(network)
    omar, hanna = held.signatories
    assert (omar.status, hanna.status) == (SignatoryStatus.ASKED, SignatoryStatus.WAITING)
    assert addressees("signing_invitation") == ["omar@demo.test"]
    make.sign(held, "Omar", make.by(network, "omar"))
    assert make.fresh(held).signatories[1].status is SignatoryStatus.ASKED
    assert addressees("signing_invitation") == ["omar@demo.test", "hanna@demo.test"]


def test_when_all_have_signed_each_is_sent_to_the_file(network: SmallNetwork) -> None:
    make.signed_by_all(network)
    assert addressees("signing_completed") == ["omar@demo.test", "hanna@demo.test"]


def test_whoever_sent_it_out_hears_of_it_without_having_signed(network: SmallNetwork) -> None:
    make.signed_by_all(network, make.a_round(network, by="adam"))
    assert addressees("signing_completed")[-1] == "adam@demo.test"


def test_there_is_one_file_and_one_only(network: SmallNetwork) -> None:
    make.signed_by_all(network)
    assert db.session.scalar(select(func.count()).select_from(ExecutedDocument)) == 1


def addressees(kind: str) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Message.to_address)
            .where(Message.kind == f"contracts/{kind}")
            .order_by(Message.id)
        )
    )
