"""The mails of this feature, word for word: the copies stand in `golden/` beside this file."""

from pathlib import Path

import pytest

from franchise_portal.mail.outbox import write
from tests.support import golden
from tests.support.people import SmallNetwork

HERE = Path(__file__).parent / "golden"
FACTS = {
    "user_name": "Iris <Lang> & 郎",
    "email": "iris@demo.test",
    "token": "the-token-of-the-link",
    "inviter": "Hanna Keller",
    "at_franchisee": True,
}


@pytest.mark.parametrize("name", ["invitation", "password_reset", "password_changed"])
def test_a_mail_reads_as_approved(network: SmallNetwork, name: str) -> None:
    subject, text, html = write(f"accounts/{name}", "en", "", FACTS)
    golden.check(HERE / f"{name}.txt", f"Subject: {subject}\n\n{text}")
    golden.check(HERE / f"{name}.html", html)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", ["invitation", "password_reset", "password_changed"])
def test_a_mail_speaks_the_recipients_language(
    network: SmallNetwork, name: str, language: str
) -> None:
    _, _, html = write(f"accounts/{name}", language, "", FACTS)
    assert f'<html lang="{language.replace("_", "-")}">' in html


def test_the_office_is_told_something_else_than_a_franchisee(network: SmallNetwork) -> None:
    _, text, _ = write("accounts/invitation", "en", "", {**FACTS, "at_franchisee": False})
    assert "franchisees and outlets of the network" in text


def test_names_are_text_in_both_parts(network: SmallNetwork) -> None:
    _, text, html = write("accounts/invitation", "en", "", FACTS)
    assert "Iris <Lang> & 郎" in text
    assert "<Lang>" not in html
    assert "Iris &lt;Lang&gt; &amp; 郎" in html
