"""The mails of signing, word for word: the copies stand in `golden/` beside this file."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from franchise_portal.contracts.signing_enums import RoundStatus
from franchise_portal.mail.outbox import write
from tests.support import golden
from tests.support.people import SmallNetwork

HERE = Path(__file__).parent / "golden"
ID = UUID("019a0000-0000-7000-8000-000000000001")
FACTS: dict[str, Any] = {
    "reader": "Iris <Lang> & 郎",
    "email": "iris@example.test",
    "number": "CT-2026-0118",
    "contract_id": ID,
    "title": "Franchise agreement",
    "franchisee": "Omar & Sons",
    "brand": "Tallow Lane",
    "sender": "Hanna Keller",
    "message": "Welcome to us.",
    "expires_on": date(2026, 11, 16),
    "status": RoundStatus.CANCELLED,
    "reason": "The fee clause is wrong.",
    "decliner": "Omar",
    "signatory_id": ID,
    "executed_id": ID,
    "has_signed": True,
    "token": None,
}
KINDS = (
    "signing_invitation",
    "signing_reminder",
    "signing_replaced",
    "signing_declined",
    "signing_ended",
    "signing_completed",
)


@pytest.mark.parametrize("name", KINDS)
def test_a_mail_reads_as_approved(network: SmallNetwork, name: str) -> None:
    subject, text, html = write(f"contracts/{name}", "en", "", FACTS)
    golden.check(HERE / f"{name}.txt", f"Subject: {subject}\n\n{text}")
    golden.check(HERE / f"{name}.html", html)


@pytest.mark.parametrize("name", ["signing_invitation", "signing_completed"])
def test_without_an_account_the_mail_holds_a_link_of_its_own(
    network: SmallNetwork, name: str
) -> None:
    facts = {**FACTS, "token": "the-token", "signatory_id": None}
    _, text, html = write(f"contracts/{name}", "en", "", facts)
    golden.check(HERE / f"{name}_by_link.txt", text)
    assert "/sign/the-token" in html
    assert "/contracts/to-sign" not in text


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", KINDS)
def test_a_mail_speaks_the_recipients_language(
    network: SmallNetwork, name: str, language: str
) -> None:
    _, _, html = write(f"contracts/{name}", language, "", FACTS)
    assert f'<html lang="{language.replace("_", "-")}">' in html


def test_an_expired_round_says_when_it_ended(network: SmallNetwork) -> None:
    facts = {**FACTS, "status": RoundStatus.EXPIRED, "has_signed": False}
    _, text, _ = write("contracts/signing_ended", "en", "", facts)
    assert "ended on 16 November 2026 without all signatures" in text
    assert "binds nobody" not in text


def test_names_are_text_in_both_parts(network: SmallNetwork) -> None:
    _, text, html = write("contracts/signing_invitation", "en", "", FACTS)
    assert "Iris <Lang> & 郎" in text
    assert "Iris &lt;Lang&gt; &amp; 郎" in html
