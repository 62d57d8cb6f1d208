"""Giving, reading and answering notices on their pages, from both sides."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.roles import Side
from franchise_portal.contracts.clock_jobs import send_notice
from franchise_portal.contracts.enums import DutyKind, NoticeEntryKind, NoticeKind, NoticeStatus
from franchise_portal.contracts.models import Notice
from franchise_portal.contracts.queries import notices as queries
from franchise_portal.contracts.reports import letters
from franchise_portal.database import db
from franchise_portal.reports import writing
from tests.builders.duties import WORDS, a_duty, a_notice, contract_of, fresh
from tests.support.page import Browser
from tests.support.people import SmallNetwork

LATE = date(2026, 10, 1)


def one() -> Notice:
    db.session.rollback()
    return db.session.scalars(select(Notice)).one()


def test_a_notice_is_worked_out_looked_at_and_given(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, due_on=LATE)
    contract = contract_of(network)
    browser.sign_in("rosa")
    browser.get(f"/contracts/{contract.id}/notices/new?kind=default&duty={duty.id}")
    assert browser.page
    assert "12 November 2026" in browser.page.text
    for words in ("An accident without cover", "Ask your insurer", "glad to hear from you"):
        assert words in browser.page.html
    form = {"kind": "default", "duty_id": str(duty.id), **WORDS}
    harsh = {**form, "what": "You FAILED to send it!", "look": "1"}
    browser.post(f"/contracts/{contract.id}/notices", harsh)
    assert "An exclamation mark sounds like shouting" in browser.page.text
    assert db.session.scalars(select(Notice)).all() == []
    browser.post(f"/contracts/{contract.id}/notices", {**form, "help": ""}, status=422)
    assert "Say who helps" in browser.page.text
    browser.post(f"/contracts/{contract.id}/notices", form)
    assert "The letter is being made" in browser.page.text
    assert one().number in browser.page.text


def test_the_usual_words_are_in_the_addressee_s_language(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, Side.FRANCHISOR, due_on=LATE, kind=DutyKind.VISIT, title="Visit")
    browser.sign_in("omar")
    url = f"/contracts/{contract_of(network).id}/notices/new"
    browser.get(f"{url}?kind=default&duty={duty.id}")
    assert browser.page
    assert "A visit is the moment" in browser.page.html
    assert "omar@demo.test" in browser.page.html


@pytest.mark.parametrize("kind", [kind.value for kind in NoticeKind])
def test_every_kind_can_be_asked_for_or_says_why_not(
    network: SmallNetwork, browser: Browser, kind: str
) -> None:
    browser.sign_in("omar")
    url = f"/contracts/{contract_of(network).id}/notices/new"
    browser.get(f"{url}?kind={kind}&duty=nonsense&state=XX")
    assert browser.page
    refused = "This notice cannot be given now" in browser.page.text
    assert refused is (kind in {"default", "lifting"})


def test_outside_its_window_it_is_refused_with_what_can_be_done(
    network: SmallNetwork, browser: Browser
) -> None:
    from franchise_portal.contracts.rules.terms import Notice as Agreed  # noqa: PLC0415
    from franchise_portal.kit.durations import Duration  # noqa: PLC0415
    from tests.contracts.test_notices_services import agree  # noqa: PLC0415

    agree(
        network,
        notice=Agreed(at_least=Duration.parse("6 months"), at_most=Duration.parse("12 months")),
    )
    browser.sign_in("omar")
    contract = contract_of(network)
    browser.get(f"/contracts/{contract.id}/notices/new?kind=non_renewal")
    assert browser.page
    assert "28 February 2028 to 31 August 2028" in browser.page.text
    form = {"kind": "non_renewal", **WORDS}
    browser.post(f"/contracts/{contract.id}/notices", form, status=422)
    assert "Come back on 28 February 2028" in browser.page.text
    assert WORDS["what"] in browser.page.html


def test_steps_that_are_left_out_need_a_reason_that_both_sides_read(
    network: SmallNetwork, browser: Browser
) -> None:
    contract = contract_of(network)
    form = {"kind": "termination", "effective_on": "2027-03-31", **WORDS}
    browser.sign_in("rosa")
    browser.post(f"/contracts/{contract.id}/notices", form, status=422)
    assert browser.page
    assert "ask somebody who may leave them out" in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.post(f"/contracts/{contract.id}/notices", form, status=422)
    assert "write below why they are left out" in browser.page.text
    browser.post(
        f"/contracts/{contract.id}/notices", {**form, "skip_reason": "Insolvency was filed."}
    )
    assert "Insolvency was filed." in browser.page.text
    assert "Steps before it were left out by Omar" in browser.page.text


def test_the_other_side_s_reading_is_noted_once_and_its_answer_kept(
    network: SmallNetwork, browser: Browser
) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    url = f"/contracts/notices/{notice.id}"
    browser.sign_in("rosa")
    browser.get(url)
    assert browser.page
    assert "Nobody of the other side has opened it" in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(url)
    browser.get(url)
    browser.post(f"{url}/replies", {"reply-words": ""}, status=422)
    file = (io.BytesIO(b"%PDF-1.7 proof"), "proof.pdf")
    browser.post(f"{url}/replies", {"reply-words": "It was sent.", "reply-file": file})
    assert "It was sent." in browser.page.text
    [link] = [a["href"] for a in browser.page.all("a") if str(a.get("href")).endswith("/file")]
    with browser.client.get(str(link)) as answer:
        assert answer.data == b"%PDF-1.7 proof"
    db.session.rollback()
    kinds = [entry.kind for entry in queries.notice_entries(notice.id)]
    assert kinds == [NoticeEntryKind.READ, NoticeEntryKind.REPLY]
    browser.sign_out()
    browser.sign_in("rosa")
    browser.get(url)
    assert "Answered" in browser.page.text


def test_it_is_withdrawn_with_a_reason_and_stays_on_file(
    network: SmallNetwork, browser: Browser
) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    url = f"/contracts/notices/{notice.id}"
    browser.sign_in("rosa")
    sent = {"withdraw-version": str(notice.version), "withdraw-words": ""}
    browser.post(f"{url}/withdrawal", sent, status=422)
    stale = {**sent, "withdraw-version": "77", "withdraw-words": "By mistake."}
    browser.post(f"{url}/withdrawal", stale, status=409)
    assert browser.page
    assert "By mistake." in browser.page.html
    browser.post(f"{url}/withdrawal", {**sent, "withdraw-words": "By mistake."})
    assert one().status is NoticeStatus.WITHDRAWN
    assert WORDS["what"] in browser.page.text


def test_it_is_settled_by_who_gave_it(network: SmallNetwork, browser: Browser) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    url = f"/contracts/notices/{notice.id}"
    browser.sign_in("rosa")
    sent = {"settle-version": str(notice.version), "settle-words": "Thank you."}
    browser.post(f"{url}/settlement", sent)
    assert one().status is NoticeStatus.SETTLED


def test_the_letter_is_on_the_page_once_it_is_made(network: SmallNetwork, browser: Browser) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    url = f"/contracts/notices/{notice.id}"
    browser.sign_in("omar")
    browser.get(f"{url}/letter", status=404)
    send_notice(notice_id=str(notice.id))
    browser.get(url)
    assert browser.page
    assert "Letter (PDF)" in browser.page.text
    with browser.client.get(f"{url}/letter") as answer:
        assert answer.data.startswith(b"%PDF-")
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(f"{url}/letter", status=404)


def test_the_letter_says_what_why_how_and_how_to_answer(network: SmallNetwork) -> None:
    notice = a_notice(
        network, a_duty(network, due_on=date(2026, 12, 1)), skip_reason="The roof is falling."
    )
    from franchise_portal.access.actor import SYSTEM  # noqa: PLC0415

    found = queries.notice_for(SYSTEM, notice.id)
    with writing.speaking("en", "Europe/Berlin"):
        html = writing.html_of(letters.TEMPLATE, letters.build(found), "en")
    for words in (*WORDS.values(), "The roof is falling.", "Put right by", "not legal advice"):
        assert words in html, words
    for language in ("zh_Hans", "zh_Hant"):
        with writing.speaking(language, "Asia/Shanghai"):
            assert WORDS["what"] in writing.html_of(
                letters.TEMPLATE, letters.build(found), language
            )


def test_the_list_narrows_and_sorts(network: SmallNetwork, browser: Browser) -> None:
    a_notice(network, a_duty(network, due_on=LATE))
    a_notice(network, a_duty(network, Side.FRANCHISOR, due_on=LATE), "omar")
    browser.sign_in("rosa")
    browser.get("/contracts/notices")
    assert browser.page
    assert "CT-F-001-TL-N1" in browser.page.text
    assert "CT-F-001-TL-N2" in browser.page.text
    browser.get("/contracts/notices?giver=franchisee&sort=-until&status=given&kind=default")
    assert "CT-F-001-TL-N1" not in browser.page.text
    browser.get("/contracts/notices?q=omar&sort=franchisee")
    assert "CT-F-001-TL-N2" in browser.page.text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get("/contracts/notices")
    assert "CT-F-001" not in browser.page.text


def test_a_notice_of_another_is_not_found_and_a_manager_sees_none(
    network: SmallNetwork, browser: Browser
) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    browser.sign_in("olga")
    browser.get(f"/contracts/notices/{notice.id}", status=404)
    browser.sign_out()
    browser.sign_in("mina")
    browser.get(f"/contracts/notices/{notice.id}", status=403)


def test_a_contract_whose_notice_is_given_for_its_duty(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, due_on=LATE)
    a_notice(network, duty)
    browser.sign_in("omar")
    browser.get(f"/contracts/duties/{fresh(duty).id}")
    assert browser.page
    assert "There is time to put it right until" in browser.page.text


def test_a_notice_that_nobody_has_answered_waits_at_home(
    network: SmallNetwork, browser: Browser
) -> None:
    notice = a_notice(network, a_duty(network, due_on=LATE))
    browser.sign_in("omar")
    browser.get("/")
    assert browser.page
    assert f"/contracts/notices/{notice.id}" in browser.page.html
    assert "Read and answer" in browser.page.text
    browser.sign_in("rosa")
    browser.get("/")
    assert "Read and answer" not in browser.page.text
