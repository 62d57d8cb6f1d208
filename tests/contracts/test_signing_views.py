"""The pages of signing, as the office, the franchisee and somebody with a link see them."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.contracts.enums import VersionStatus
from franchise_portal.contracts.models import Signature, SigningRound
from franchise_portal.contracts.services.signing import Chosen
from franchise_portal.contracts.signing_enums import RoundStatus, SigningMethod
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.mail import Message
from tests.builders import signing as make
from tests.builders.network import a_person
from tests.contracts.test_signing_services import days_later, disclosed
from tests.support.page import Browser
from tests.support.people import SmallNetwork

AGREE = {"consent": "y"}


def link_in(address: str) -> str:
    """The address in the newest mail to somebody."""
    db.session.rollback()
    query = select(Message).where(Message.to_address == address).order_by(Message.id.desc())
    mail = db.session.scalars(query.limit(1)).one()
    found = re.search(r"https?://[^/\s]+(/sign/\S+)", mail.text)
    assert found, mail.text
    return found[1]


def download(browser: Browser, url: str) -> bytes:
    """A file; a download holds it open until somebody has read it."""
    with browser.get(url) as answer:
        return answer.get_data()


def page_of(held: SigningRound, name: str) -> str:
    signatory = next(one for one in make.fresh(held).signatories if one.name == name)
    return f"/contracts/to-sign/{signatory.id}"


# ---- the whole way by pages


def test_sent_out_signed_by_both_and_downloaded_by_pages(
    network: SmallNetwork, browser: Browser
) -> None:
    version = make.a_draft(network)
    browser.sign_in("hanna")
    browser.get(f"/contracts/{version.contract_id}")
    assert browser.page
    assert "Send out for signature" in browser.page.text
    browser.get(f"/contracts/versions/{version.id}/signing")
    assert "Omar" in browser.page.text
    browser.post(
        f"/contracts/versions/{version.id}/signing",
        {
            "signer0": f"user:{network.users['omar'].id}",
            "signer1": f"user:{network.users['hanna'].id}",
            "order": "sequential",
            "expires_on": "2026-11-16",
            "remind_every": "3",
            "message": "Welcome to us.",
        },
    )
    assert "The document is being made" in browser.page.text
    run_waiting()
    held = db.session.scalars(select(SigningRound)).one()

    omar = Browser(browser.app)
    omar.sign_in("omar")
    omar.get("/contracts/to-sign")
    assert omar.page
    assert "Franchise agreement" in omar.page.text
    omar.get(page_of(held, "Omar"))
    fresh = make.fresh(held)
    assert fresh.shown_sha256 in omar.page.text
    assert "Welcome to us." in omar.page.text
    assert "2 December 2026" in omar.page.text, "until when one may step back"
    assert fresh.shown is not None
    assert download(omar, f"{page_of(held, 'Omar')}/document") == storage.read(fresh.shown)
    omar.post(
        f"{page_of(held, 'Omar')}/signature",
        {"typed_name": "omar", "seen": fresh.shown_sha256, **AGREE},
    )
    assert "You have signed" in omar.page.text

    browser.get("/contracts/to-sign")
    assert "Waiting for your signature" in browser.page.text
    browser.post(
        f"{page_of(held, 'Hanna')}/signature",
        {"typed_name": "Hanna", "seen": fresh.shown_sha256, **AGREE},
    )
    run_waiting()
    document = make.executed(held)
    browser.get(f"/contracts/signing-rounds/{held.id}")
    assert document.sha256 in browser.page.text
    assert "127.0.0.1" in browser.page.text
    for person in (browser, omar):
        assert download(person, f"/contracts/executed/{document.id}") == make.bytes_of(document)
    omar.get(page_of(held, "Omar"))
    assert "Signed by all" in omar.page.text


def test_a_guarantor_reads_signs_and_fetches_the_file_by_the_links_of_the_mails(
    network: SmallNetwork, browser: Browser
) -> None:
    version = make.a_guaranteed_draft(network)
    senior = Chosen(key="guarantor:0", email=make.SENIOR)
    held = make.a_round(network, version, signers=[*make.both(network), senior])
    make.sign(held, "Omar", make.by(network, "omar"))
    make.sign(held, "Hanna", make.by(network, "hanna"))
    link = link_in(make.SENIOR)
    browser.get(link)
    assert browser.page
    assert "Omar Senior" in browser.page.text
    assert download(browser, f"{link}/document").startswith(b"%PDF-")
    browser.get(f"{link}/signed-file", status=404)
    browser.post(
        f"{link}/signature",
        {"typed_name": "Omar Senior", "seen": held.shown_sha256, **AGREE},
        headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/600"},
    )
    assert "You have signed" in browser.page.text
    run_waiting()
    signature = db.session.scalars(select(Signature).where(Signature.name == "Omar Senior")).one()
    assert signature.method is SigningMethod.LINK
    assert signature.user_id is None
    assert "iPhone" in signature.user_agent
    newest = link_in(make.SENIOR)
    assert newest.removesuffix("/signed-file") != link
    assert download(browser, newest) == make.bytes_of(make.executed(held))
    browser.get(link, status=410)
    assert "no longer works" in browser.page.text
    with days_later(31):
        browser.get(newest, status=410)


def test_a_link_that_is_guessed_is_slowed_down(network: SmallNetwork, browser: Browser) -> None:
    for _ in range(20):
        browser.get("/sign/made-up", status=410)
    browser.get("/sign/made-up", status=429)
    assert browser.page
    assert "Wait" in browser.page.text


# ---- what the pages refuse


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"typed_name": "Omar"}, "Tick this if you agree"),
        ({**AGREE}, "Type your name"),
        ({"typed_name": "Olga", **AGREE}, "Type your name as it stands in this document: Omar"),
    ],
)
def test_a_signature_needs_the_tick_and_the_name(
    network: SmallNetwork, held: SigningRound, browser: Browser, form: dict[str, str], words: str
) -> None:
    browser.sign_in("omar")
    url = f"{page_of(held, 'Omar')}/signature"
    browser.post(url, {"seen": held.shown_sha256, **form}, status=422)
    assert browser.page
    assert words in browser.page.text
    assert db.session.scalars(select(Signature)).all() == []


def test_a_page_that_shows_an_older_document_is_told_so(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    url = f"{page_of(held, 'Omar')}/signature"
    browser.post(url, {"seen": "0" * 64, "typed_name": "Omar", **AGREE}, status=409)
    assert browser.page
    assert "Load the page again" in browser.page.text


def test_signing_in_a_second_tab_is_answered_with_what_is_so(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    url, form = (
        f"{page_of(held, 'Omar')}/signature",
        {
            "typed_name": "Omar",
            "seen": held.shown_sha256,
            **AGREE,
        },
    )
    browser.post(url, form)
    browser.post(url, form)
    assert browser.page
    assert "Omar has signed already" in browser.page.text
    assert len(db.session.scalars(select(Signature)).all()) == 1


def test_before_the_laws_day_the_page_of_sending_says_when(
    network: SmallNetwork, browser: Browser
) -> None:
    version = make.a_draft(network, pack="us-ftc")
    disclosed(version, date(2026, 10, 26))
    browser.sign_in("hanna")
    browser.get(f"/contracts/versions/{version.id}/signing")
    assert browser.page
    assert "Too early to sign" in browser.page.text
    assert "10 November 2026" in browser.page.text
    assert "not legal advice" in browser.page.text
    browser.post(
        f"/contracts/versions/{version.id}/signing",
        {
            "signer0": f"user:{network.users['omar'].id}",
            "signer1": f"user:{network.users['hanna'].id}",
            "order": "sequential",
            "expires_on": "2026-12-16",
            "remind_every": "3",
        },
        status=409,
    )
    assert "can be signed from" in browser.page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signer0": ""}, "Nobody is chosen for “Franchisee”"),
        ({"signer0": "user:made-up"}, "Not a valid choice"),
        ({"expires_on": "2026-10-01"}, "must be 2 November 2026 or later"),
        ({"remind_every": "99"}, "Write a number from 0 to 30"),
        ({"email2": "nonsense"}, "Write an e-mail address"),
    ],
)
def test_the_form_says_what_is_missing(
    network: SmallNetwork, browser: Browser, changes: dict[str, str], words: str
) -> None:
    version = make.a_draft(network)
    browser.sign_in("hanna")
    form = {
        "signer0": f"user:{network.users['omar'].id}",
        "signer1": f"user:{network.users['hanna'].id}",
        "order": "sequential",
        "expires_on": "2026-11-16",
        "remind_every": "3",
        **changes,
    }
    browser.post(f"/contracts/versions/{version.id}/signing", form, status=422)
    assert browser.page
    assert words in browser.page.text
    assert db.session.scalars(select(SigningRound)).all() == []


# ---- whose page it is


def test_nobody_sees_a_document_before_it_is_their_turn(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get(page_of(held, "Hanna"), status=404)
    browser.get(f"{page_of(held, 'Hanna')}/document", status=404)
    make.sign(held, "Omar", make.by(network, "omar"))
    browser.get(page_of(held, "Hanna"))


def test_nobody_signs_for_somebody_else(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("hanna")
    form = {"typed_name": "Omar", "seen": held.shown_sha256, **AGREE}
    browser.post(f"{page_of(held, 'Omar')}/signature", form, status=404)
    browser.post(f"{page_of(held, 'Omar')}/refusal", {"reason": "x"}, status=404)


@pytest.mark.parametrize("who", ["felix", "sami", "audrey", "mina"])
def test_who_may_not_sign_has_no_such_page(
    network: SmallNetwork, browser: Browser, who: str
) -> None:
    browser.sign_in(who)
    browser.get("/contracts/to-sign", status=403)


def test_the_other_franchisee_sees_nothing_of_it(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("olga")
    browser.get(f"/contracts/signing-rounds/{held.id}", status=404)
    document = make.signed_by_all(network, held)
    browser.get(f"/contracts/executed/{document.id}", status=404)


def test_the_auditor_sees_the_round_and_no_acts(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("audrey")
    browser.get(f"/contracts/signing-rounds/{held.id}")
    assert browser.page
    assert "Stop the signing" not in browser.page.text
    assert "Send again" not in browser.page.text


def test_the_franchisee_finds_it_on_the_contracts_page(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    browser.get(f"/contracts/{held.contract_id}")
    assert browser.page
    assert "Your signature is asked for" in browser.page.text


# ---- keeping it


def test_the_office_reminds_replaces_and_stops_by_pages(
    network: SmallNetwork, browser: Browser
) -> None:
    with edge():
        person = a_person(network, "Olivia Partner")
        person.email = "olivia@example.test"
    held = make.a_round(network)
    omar = held.signatories[0]
    browser.sign_in("hanna")
    browser.post(f"/contracts/signatories/{omar.id}/reminders")
    assert browser.page
    assert "A mail is on its way to Omar" in browser.page.text
    browser.get(f"/contracts/signatories/{omar.id}/successor")
    browser.post(
        f"/contracts/signatories/{omar.id}/successor", {"who": "", "reason": ""}, status=422
    )
    browser.post(
        f"/contracts/signatories/{omar.id}/successor",
        {"who": f"person:{person.id}", "reason": "Omar travels"},
    )
    assert "Olivia Partner signs instead of Omar" in browser.page.text
    olivia = next(one for one in make.fresh(held).signatories if one.name == "Olivia Partner")
    browser.post(
        f"/contracts/signatories/{olivia.id}/successor",
        {"who": f"user:{network.users['omar'].id}", "reason": "Back", "email": "nonsense"},
        status=422,
    )
    assert link_in("olivia@example.test")
    browser.get(f"/contracts/signing-rounds/{held.id}/cancellation")
    browser.post(f"/contracts/signing-rounds/{held.id}/cancellation", {"reason": ""}, status=422)
    browser.post(f"/contracts/signing-rounds/{held.id}/cancellation", {"reason": "New terms"})
    assert "New terms" in browser.page.text
    assert make.fresh(held).status is RoundStatus.CANCELLED
    assert make.version_of(held).status is VersionStatus.DRAFT


def test_the_office_reads_what_the_signers_are_shown(
    network: SmallNetwork, browser: Browser
) -> None:
    held = make.a_round(network, is_prepared=False)
    browser.sign_in("hanna")
    browser.get(f"/contracts/signing-rounds/{held.id}/document", status=404)
    run_waiting()
    found = download(browser, f"/contracts/signing-rounds/{held.id}/document")
    assert found.startswith(b"%PDF-")


def test_declining_by_page_says_why_to_everybody(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    browser.post(f"{page_of(held, 'Omar')}/refusal", {"reason": ""}, status=422)
    browser.post(f"{page_of(held, 'Omar')}/refusal", {"reason": "Too dear."})
    assert browser.page
    assert "Omar declined: Too dear." in browser.page.text
    browser.sign_in("hanna")
    browser.get(f"/contracts/signing-rounds/{held.id}")
    assert "Too dear." in browser.page.text


def test_after_the_last_day_the_page_says_so(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    with days_later(15):
        browser.get(page_of(held, "Omar"))
        assert browser.page
        assert "The time for signing ended on 16 November 2026" in browser.page.text


def test_reading_and_signing_stand_in_the_history(
    network: SmallNetwork, held: SigningRound, browser: Browser
) -> None:
    browser.sign_in("omar")
    download(browser, f"{page_of(held, 'Omar')}/document")
    make.sign(held, "Omar", make.by(network, "omar"))
    browser.sign_in("hanna")
    browser.get("/audit")
    assert browser.page
    assert "Omar opened “Franchise agreement”" in browser.page.text
    assert "Omar signed “Franchise agreement”" in browser.page.text
    assert "asked Omar, Hanna to sign" in browser.page.text
