"""What is refused on the way to all signatures, and what happens when it goes another way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from franchise_portal import storage
from franchise_portal.contracts import services as contracts
from franchise_portal.contracts import signing_errors as errors
from franchise_portal.contracts.enums import (
    ContractStatus,
    Party,
    VersionKind,
    VersionStatus,
)
from franchise_portal.contracts.errors import NotADraft
from franchise_portal.contracts.models import (
    ContractDisclosure,
    ContractVersion,
    Signatory,
    Signature,
    SigningReminder,
    SigningRound,
)
from franchise_portal.contracts.services import signatures, signing
from franchise_portal.contracts.services.signing import Chosen
from franchise_portal.contracts.signing_enums import (
    RoundStatus,
    SignatoryStatus,
    SigningOrder,
)
from franchise_portal.contracts.signing_jobs import keep_signing
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.errors import Refused
from franchise_portal.mail import Message
from tests.builders import signing as make
from tests.builders.contracts import a_version, executed
from tests.builders.network import a_person
from tests.support.people import SmallNetwork

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@contextmanager
def days_later(count: int) -> Iterator[None]:
    with clock.fixed(NOON + timedelta(days=count)):
        yield


def kinds() -> list[tuple[str, str]]:
    """The mails so far: what and to whom."""
    db.session.rollback()
    rows = db.session.execute(select(Message.kind, Message.to_address).order_by(Message.id))
    return [(kind.removeprefix("contracts/signing_"), to) for kind, to in rows]


def one(held: SigningRound, name: str) -> Signatory:
    return next(
        signer
        for signer in make.fresh(held).signatories
        if signer.name == name and not signer.status.is_gone
    )


def disclosed(version: ContractVersion, on: date) -> None:
    with edge():
        file = storage.put(b"%PDF-1.7", name="disclosure.pdf", content_type="application/pdf")
        db.session.add(
            ContractDisclosure(
                contract_id=version.contract_id, disclosed_on=on, file_id=file.id, title="Given"
            )
        )


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# ---- too early


def test_before_the_laws_day_it_cannot_be_sent_out(network: SmallNetwork) -> None:
    version = make.a_draft(network, pack="us-ftc")
    with pytest.raises(errors.NotDisclosed):
        make.a_round(network, version)
    disclosed(version, date(2026, 10, 26))
    with pytest.raises(errors.TooEarly, match="2026-11-10") as refusal:
        make.a_round(network, version)
    assert "436.2" in str(refusal.value)
    db.session.rollback()
    assert count(SigningRound) == 0
    with days_later(8):
        assert make.a_round(network, version).status is RoundStatus.OPEN


def test_each_signature_asks_the_law_again(network: SmallNetwork) -> None:
    version = make.a_draft(network, pack="us-ftc")
    disclosed(version, date(2026, 9, 1))
    held = make.a_round(network, version)
    disclosed(version, date(2026, 11, 1))  # a corrected day, recorded meanwhile
    with pytest.raises(errors.TooEarly, match="2026-11-16"):
        make.sign(held, "Omar", make.by(network, "omar"))
    assert count(Signature) == 0
    with days_later(14):
        make.sign(held, "Omar", make.by(network, "omar"))
    assert count(Signature) == 1


def test_an_amendment_changes_what_exists_and_waits_for_no_disclosure(
    network: SmallNetwork,
) -> None:
    with edge():
        contract = db.session.merge(network.contracts["CT-F-001-TL"])
        contract.pack = "us-ftc"
        executed(a_version(contract, clauses=make.CLAUSES))
        version = a_version(
            contract,
            clauses=make.CLAUSES,
            kind=VersionKind.AMENDMENT,
            effective_from=date(2027, 1, 1),
            title="No. 1",
        )
    held = make.a_round(network, version)
    make.signed_by_all(network, held)
    found = make.version_of(held)
    assert found.status is VersionStatus.EXECUTED
    assert found.contract.status is ContractStatus.IN_FORCE


# ---- who may sign


def test_somebody_of_another_franchisee_is_no_party(network: SmallNetwork) -> None:
    with pytest.raises(errors.NotAParty):
        make.a_round(network, signers=[make.key(network, "olga"), make.key(network, "hanna")])


@pytest.mark.parametrize("who", ["felix", "rosa", "mina", "audrey"])
def test_only_roles_that_sign_can_be_chosen(network: SmallNetwork, who: str) -> None:
    with pytest.raises(errors.NotAParty):
        make.a_round(network, signers=[*make.both(network), make.key(network, who)])


@pytest.mark.parametrize("key", ["person:nobody", "business", "guarantor:0", "", "user:"])
def test_whoever_is_unknown_is_no_party(network: SmallNetwork, key: str) -> None:
    with pytest.raises(errors.NotAParty):
        make.a_round(network, signers=[*make.both(network), Chosen(key=key)])


def test_a_guarantor_signs_by_a_link_to_the_address_given(network: SmallNetwork) -> None:
    version = make.a_guaranteed_draft(network)
    with pytest.raises(errors.GuarantorMissing, match="Omar Senior"):
        make.a_round(network, version)
    with pytest.raises(errors.AddressMissing, match="Omar Senior"):
        make.a_round(network, version, signers=[*make.both(network), Chosen(key="guarantor:0")])
    senior = Chosen(key="guarantor:0", email=f" {make.SENIOR.upper()}")
    held = make.a_round(network, version, signers=[senior, *make.both(network)])
    first = held.signatories[0]
    assert (first.party, first.email, first.user_id) == (Party.GUARANTOR, make.SENIOR, None)
    assert first.token_hash
    (mail,) = db.session.scalars(select(Message)).all()
    assert mail.to_address == make.SENIOR
    assert mail.is_confidential
    assert first.token_hash not in mail.text


def test_the_franchisees_people_sign_without_an_account(network: SmallNetwork) -> None:
    with edge():
        person = a_person(network, "Olivia Partner")
        person.email = "olivia@example.test"
    held = make.a_round(
        network,
        signers=[Chosen(key=f"person:{person.id}"), make.key(network, "hanna")],
    )
    assert held.signatories[0].party is Party.FRANCHISEE
    make.sign(held, "Olivia Partner", make.how())
    assert one(held, "Olivia Partner").status is SignatoryStatus.SIGNED


def test_one_person_signs_in_two_roles_only_if_that_is_said(network: SmallNetwork) -> None:
    version = make.a_guaranteed_draft(network)
    twice = [*make.both(network), Chosen(key="guarantor:0", email="omar@demo.test")]
    with pytest.raises(errors.InTwoRoles):
        make.a_round(network, version, signers=twice)
    held = make.a_round(network, version, signers=twice, in_two_roles=True)
    assert [signer.in_two_roles for signer in held.signatories] == [True, False, True]
    for name, actor in (("Omar", "omar"), ("Hanna", "hanna")):
        make.sign(held, name, make.by(network, actor))
    make.sign(held, "Omar Senior", make.how())
    run_waiting()
    assert len(make.executed(held).marks) == 3


def test_both_sides_have_to_sign(network: SmallNetwork) -> None:
    with pytest.raises(errors.PartyMissing, match="Franchisee"):
        make.a_round(network, signers=[make.key(network, "hanna")])


# ---- one round at a time, and nothing changes under it


def test_a_version_is_out_for_signature_once(network: SmallNetwork, held: SigningRound) -> None:
    with pytest.raises(errors.RoundExists):
        make.a_round(network, make.version_of(held))
    db.session.rollback()
    make.signed_by_all(network, held)
    with pytest.raises(errors.RoundExists):
        make.a_round(network, make.version_of(held))


def test_what_is_out_for_signature_cannot_be_changed(
    network: SmallNetwork, held: SigningRound
) -> None:
    with pytest.raises(NotADraft, match="Out for signature"), edge():
        contracts.change_draft(network.actors["hanna"], make.version_of(held), title="Other")
    with pytest.raises(NotADraft), edge():
        contracts.withdraw(network.actors["hanna"], make.version_of(held), reason="no")


def test_the_last_day_for_signing_lies_ahead(network: SmallNetwork) -> None:
    with pytest.raises(errors.EndsTooSoon):
        make.a_round(network, expires_on=date(2026, 11, 1))


# ---- order


def test_nobody_signs_before_it_is_their_turn(network: SmallNetwork, held: SigningRound) -> None:
    with pytest.raises(errors.NotTheirTurn):
        make.sign(held, "Hanna", make.by(network, "hanna"))


def test_all_at_once_sign_in_any_order(network: SmallNetwork) -> None:
    held = make.a_round(network, order=SigningOrder.PARALLEL)
    assert kinds() == [("invitation", "omar@demo.test"), ("invitation", "hanna@demo.test")]
    make.sign(held, "Hanna", make.by(network, "hanna"))
    make.sign(held, "Omar", make.by(network, "omar"))
    run_waiting()
    marks = make.executed(held).marks
    assert [mark.signature.name for mark in marks] == ["Hanna", "Omar"]


def test_before_the_document_is_made_nobody_is_asked(network: SmallNetwork) -> None:
    held = make.a_round(network, is_prepared=False)
    assert kinds() == []
    with pytest.raises(errors.NotTheirTurn):
        make.sign(held, "Omar", make.by(network, "omar"))


# ---- signing twice


def test_signing_again_is_answered_kindly_and_changes_nothing(
    network: SmallNetwork, held: SigningRound
) -> None:
    make.sign(held, "Omar", make.by(network, "omar"))
    with pytest.raises(errors.SignedAlready, match="Omar has signed already"):
        make.sign(held, "Omar", make.by(network, "omar"))
    assert count(Signature) == 1


def test_a_signature_under_another_document_is_refused(
    network: SmallNetwork, held: SigningRound
) -> None:
    with pytest.raises(errors.AnotherDocument), edge():
        signatures.sign(
            held.signatories[0].id,
            held.id,
            typed_name="Omar",
            consent=make.CONSENT_GIVEN,
            seen_sha256="0" * 64,
            how=make.by(network, "omar"),
        )


def test_somebody_elses_name_is_refused(network: SmallNetwork, held: SigningRound) -> None:
    with pytest.raises(errors.NameDiffers, match="Omar"), edge():
        signatures.sign(
            held.signatories[0].id,
            held.id,
            typed_name="Olga",
            consent=make.CONSENT_GIVEN,
            seen_sha256=held.shown_sha256,
            how=make.by(network, "omar"),
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE signatures SET name = 'x'", "DELETE FROM signatures"]
)
def test_a_signature_is_never_changed(network: SmallNetwork, statement: str) -> None:
    make.sign(make.a_round(network), "Omar", make.by(network, "omar"))
    with pytest.raises(DatabaseError, match="append-only"), edge():
        db.session.execute(text(statement))


# ---- declining


def test_declining_after_the_first_signature_ends_it_and_tells_the_first(
    network: SmallNetwork,
) -> None:
    held = make.a_round(network, by="adam")
    make.sign(held, "Omar", make.by(network, "omar"))
    hanna = one(held, "Hanna")
    with edge():
        signatures.decline(
            hanna.id, held.id, reason="  The fee is wrong. ", how=make.by(network, "hanna")
        )
    after = make.fresh(held)
    assert after.status is RoundStatus.DECLINED
    assert (after.ended_by_name, after.end_reason) == ("Hanna", "The fee is wrong.")
    version = make.version_of(held)
    assert version.status is VersionStatus.DRAFT
    assert version.contract.status is ContractStatus.DRAFT
    told = [to for kind, to in kinds() if kind == "declined"]
    assert told == ["omar@demo.test", "adam@demo.test"]
    omars = db.session.scalars(
        select(Message).where(
            Message.kind == "contracts/signing_declined", Message.to_address == "omar@demo.test"
        )
    ).one()
    assert "The fee is wrong." in omars.text
    assert "Your own signature binds nobody now" in omars.text


def test_a_disclosed_contract_goes_back_to_disclosed(network: SmallNetwork) -> None:
    version = make.a_draft(network, pack="us-ftc")
    disclosed(version, date(2026, 9, 1))
    held = make.a_round(network, version)
    with edge():
        signatures.decline(
            held.signatories[0].id, held.id, reason="No", how=make.by(network, "omar")
        )
    assert make.version_of(held).contract.status is ContractStatus.DISCLOSED


def test_after_a_refusal_it_can_be_changed_and_sent_out_again(
    network: SmallNetwork, held: SigningRound
) -> None:
    with edge():
        signatures.decline(
            held.signatories[0].id, held.id, reason="Typo", how=make.by(network, "omar")
        )
    with edge():
        contracts.change_draft(network.actors["hanna"], make.version_of(held), title="Corrected")
    again = make.a_round(network, make.version_of(held))
    document = make.signed_by_all(network, again)
    assert document.round_id == again.id
    assert count(Signature) == 2


def test_nobody_declines_without_a_reason(network: SmallNetwork, held: SigningRound) -> None:
    with pytest.raises(Refused, match="why you decline"), edge():
        signatures.decline(
            held.signatories[0].id, held.id, reason="  ", how=make.by(network, "omar")
        )


def test_whoever_has_signed_cannot_decline_any_more(
    network: SmallNetwork, held: SigningRound
) -> None:
    make.sign(held, "Omar", make.by(network, "omar"))
    with pytest.raises(errors.SignedAlready), edge():
        signatures.decline(
            held.signatories[0].id, held.id, reason="Oh", how=make.by(network, "omar")
        )


# ---- stopping, expiring


def test_stopping_it_tells_those_who_were_asked_and_no_others(network: SmallNetwork) -> None:
    held = make.a_round(network, by="adam")
    with edge():
        signing.cancel_round(network.actors["adam"], held, reason="Wrong outlet")
    assert make.fresh(held).status is RoundStatus.CANCELLED
    assert make.version_of(held).status is VersionStatus.DRAFT
    told = [to for kind, to in kinds() if kind == "ended"]
    assert told == ["omar@demo.test", "adam@demo.test"]
    with pytest.raises(errors.RoundOver, match="Stopped"):
        make.sign(held, "Omar", make.by(network, "omar"))
    with pytest.raises(errors.RoundOver), edge():
        signing.cancel_round(network.actors["adam"], held, reason="Again")


def test_what_all_have_signed_cannot_be_stopped(network: SmallNetwork, held: SigningRound) -> None:
    make.sign(held, "Omar", make.by(network, "omar"))
    make.sign(held, "Hanna", make.by(network, "hanna"))
    with pytest.raises(errors.RoundOver, match="Signed by all"), edge():
        signing.cancel_round(network.actors["hanna"], held, reason="Late regret")


def test_after_its_last_day_it_ends_by_itself_once(
    network: SmallNetwork, held: SigningRound
) -> None:
    with days_later(14):
        keep_signing()
        assert make.fresh(held).status is RoundStatus.OPEN, "the last day is included"
    with days_later(15):
        with pytest.raises(errors.TimeIsUp):
            make.sign(held, "Omar", make.by(network, "omar"))
        keep_signing()
        keep_signing()
    assert make.fresh(held).status is RoundStatus.EXPIRED
    assert make.version_of(held).status is VersionStatus.DRAFT
    assert [kind for kind, _ in kinds()].count("ended") == 2  # Omar, and Hanna who sent it out


# ---- reminding


def test_each_reminder_is_sent_once(network: SmallNetwork) -> None:
    held = make.a_round(network, remind_every=3)

    def reminded() -> int:
        return kinds().count(("reminder", "omar@demo.test"))

    for days, sent in ((2, 0), (3, 1), (3, 1), (4, 1), (6, 2), (12, 3)):
        with days_later(days):
            keep_signing()
            keep_signing()
        assert reminded() == sent, days
    assert count(SigningReminder) == 3
    with days_later(12):
        make.sign(held, "Omar", make.by(network, "omar"))
        keep_signing()
    assert reminded() == 3
    assert ("reminder", "hanna@demo.test") not in kinds()


def test_two_workers_remind_once(network: SmallNetwork, held: SigningRound) -> None:
    with days_later(3):
        with edge():
            assert signing.remind_by_itself(held.signatories[0].id, 1)
        with edge():
            assert not signing.remind_by_itself(held.signatories[0].id, 1)


def test_without_reminders_nobody_is_reminded(network: SmallNetwork) -> None:
    make.a_round(network, remind_every=0)
    with days_later(9):
        keep_signing()
    assert [kind for kind, _ in kinds()] == ["invitation"]


def test_the_office_sends_the_mail_again_and_the_old_link_stops_working(
    network: SmallNetwork,
) -> None:
    version = make.a_guaranteed_draft(network)
    senior = Chosen(key="guarantor:0", email=make.SENIOR)
    held = make.a_round(network, version, signers=[senior, *make.both(network)])
    before = held.signatories[0].token_hash
    with edge():
        signing.remind(network.actors["hanna"], held.signatories[0])
    assert make.fresh(held).signatories[0].token_hash not in {before, None}
    assert ("reminder", make.SENIOR) in kinds()
    with pytest.raises(errors.NotPending, match="Hanna"), edge():
        signing.remind(network.actors["hanna"], one(held, "Hanna"))


# ---- replacing


def test_somebody_else_of_the_party_signs_instead(
    network: SmallNetwork, held: SigningRound
) -> None:
    make.sign(held, "Omar", make.by(network, "omar"))
    hanna = one(held, "Hanna")
    with edge():
        signing.replace_signer(
            network.actors["hanna"], hanna, by=make.key(network, "adam"), reason="On leave"
        )
    assert ("replaced", "hanna@demo.test") in kinds()
    assert ("invitation", "adam@demo.test") in kinds()
    gone = next(signer for signer in make.fresh(held).signatories if signer.name == "Hanna")
    assert (gone.status, gone.reason) == (SignatoryStatus.REPLACED, "On leave")
    with pytest.raises(errors.RoundOver), edge():
        signatures.sign(
            gone.id,
            held.id,
            typed_name="Hanna",
            consent=make.CONSENT_GIVEN,
            seen_sha256=held.shown_sha256,
            how=make.by(network, "hanna"),
        )
    make.sign(held, "Adam", make.by(network, "adam"))
    run_waiting()
    assert [mark.signature.name for mark in make.executed(held).marks] == ["Omar", "Adam"]


def test_a_successor_who_is_not_yet_asked_waits_too(
    network: SmallNetwork, held: SigningRound
) -> None:
    with edge():
        signing.replace_signer(
            network.actors["hanna"],
            one(held, "Hanna"),
            by=make.key(network, "adam"),
            reason="On leave",
        )
    assert one(held, "Adam").status is SignatoryStatus.WAITING
    assert [to for _, to in kinds()] == ["omar@demo.test"]


def test_a_successor_of_another_party_is_no_party_here(
    network: SmallNetwork, held: SigningRound
) -> None:
    with pytest.raises(errors.NotAParty), edge():
        signing.replace_signer(
            network.actors["hanna"],
            one(held, "Omar"),
            by=make.key(network, "adam"),
            reason="Nonsense",
        )


def test_whoever_has_signed_is_not_replaced(network: SmallNetwork, held: SigningRound) -> None:
    make.sign(held, "Omar", make.by(network, "omar"))
    with pytest.raises(errors.NotPending), edge():
        signing.replace_signer(
            network.actors["hanna"], one(held, "Omar"), by=make.key(network, "omar"), reason="x"
        )
