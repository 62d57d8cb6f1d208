"""The mails of this feature, word for word: the copies stand in `golden/` beside this file."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from franchise_portal.mail.outbox import write
from franchise_portal.recruitment.enums import Stage
from tests.support import golden
from tests.support.people import SmallNetwork

HERE = Path(__file__).parent / "golden"
FACTS = {
    "name": "Ana <Lind> & 林",
    "reference": "AP-2026-0007",
    "words": "",
    "days": 180,
    "host": "Rosa",
    "day": date(2026, 11, 12),
    "time": "14:30",
    "zone": "Europe/Berlin",
    "place": "Head office",
    "people": "Rosa, Dora",
    "title": "Disclosure document, edition 2026",
    "sha256": "ab" * 32,
    "token": "the-token-of-the-link",
    "applicants": [
        {
            "id": UUID(int=7),
            "reference": "AP-2026-0007",
            "stage": Stage.CONTACTED,
            "since": date(2026, 10, 20),
        }
    ],
}
NAMES = (
    "enquiry_received",
    "interview_invitation",
    "approved",
    "rejected",
    "disclosure",
    "untouched",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_reads_as_approved(network: SmallNetwork, name: str) -> None:
    subject, text, html = write(f"recruitment/{name}", "en", "", FACTS)
    golden.check(HERE / f"{name}.txt", f"Subject: {subject}\n\n{text}")
    golden.check(HERE / f"{name}.html", html)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_speaks_the_recipients_language(
    network: SmallNetwork, name: str, language: str
) -> None:
    _, _, html = write(f"recruitment/{name}", language, "", FACTS)
    assert f'<html lang="{language.replace("_", "-")}">' in html


@pytest.mark.parametrize("name", ["approved", "rejected"])
def test_what_somebody_adds_is_text_in_both_parts(network: SmallNetwork, name: str) -> None:
    facts = {**FACTS, "words": "Call <me> & ask"}
    _, text, html = write(f"recruitment/{name}", "en", "", facts)
    assert "Call <me> & ask" in text
    assert "Call &lt;me&gt; &amp; ask" in html
    assert "<me>" not in html
