"""Relief: asked for in words, decided with reasons, once; no money moves by itself."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.benefit.enums import ReliefKind, ReliefStatus
from franchise_portal.benefit.errors import ReliefDecided, ReliefOpen
from franchise_portal.benefit.models import ReliefRequest
from franchise_portal.benefit.services import relief
from franchise_portal.database import db
from franchise_portal.fees.models import JournalEntry
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.mail.models import Message
from tests.builders.benefit import a_place, a_request


@pytest.fixture
def outlet(network):
    return network.outlets["TL-001"]


@pytest.fixture
def asked(network, outlet):
    row = a_request(outlet, network.actors["omar"])
    db.session.commit()
    return row


def subjects():
    return [row.subject for row in db.session.scalars(select(Message).order_by(Message.created_at))]


def test_a_franchisee_asks_and_the_office_answers_with_reasons(browser, network, outlet):
    browser.sign_in("omar")
    address = f"/benefit/outlets/{outlet.id}/relief"
    browser.get(f"{address}/new")
    browser.post(address, {"kind": "deferral", "words": ""}, status=422)
    browser.post(address, {"words": "Help."}, status=422)
    browser.post(address, {"kind": "deferral", "words": "The street is closed."})
    assert "To be decided" in browser.page.text
    browser.post(address, {"kind": "plan", "words": "Again."}, status=409)
    [row] = db.session.scalars(select(ReliefRequest))
    browser.post(f"/benefit/relief/{row.id}/decision", {"granted": "plan"}, status=403)
    browser.sign_out()
    browser.sign_in("felix")
    browser.get("/benefit/relief")
    assert "Omar & Sons" in browser.page.text
    browser.get(f"/benefit/relief/{row.id}")
    assert "The street is closed." in browser.page.text
    decision = {"version": str(row.version), "granted": "plan", "until": "2027-01-31"}
    browser.post(f"/benefit/relief/{row.id}/decision", decision, status=422)
    decision["reasons"] = "Three parts are fair."
    browser.post(f"/benefit/relief/{row.id}/decision", decision)
    assert "Granted: Payment in parts" in browser.page.text
    browser.post(f"/benefit/relief/{row.id}/decision", decision, status=409)
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(f"/benefit/relief/{row.id}")
    assert "Three parts are fair." in browser.page.text
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_both_sides_are_told_by_mail(network, asked):
    relief.decline_relief(network.actors["hanna"], row=asked, reasons="It is open again.")
    db.session.commit()
    told = subjects()
    assert any("asks for relief for TL-001" in subject for subject in told)
    assert any("is declined" in subject for subject in told)


def test_one_request_at_a_time_and_another_after_the_answer(network, outlet, asked):
    with pytest.raises(ReliefOpen):
        a_request(outlet, network.actors["omar"])
    relief.withdraw_relief(network.actors["omar"], row=asked)
    assert asked.status is ReliefStatus.WITHDRAWN
    a_request(outlet, network.actors["omar"])


def test_what_was_decided_stays_decided(network, asked):
    hanna = network.actors["hanna"]
    with pytest.raises(Refused, match="reasons"):
        relief.decline_relief(hanna, row=asked, reasons=" ")
    with pytest.raises(Refused, match="today on"):
        relief.grant_relief(
            hanna,
            row=asked,
            granted=ReliefKind.DEFERRAL,
            reasons="Yes.",
            until=date(2026, 11, 1),
        )
    with pytest.raises(ChangedMeanwhile):
        relief.decline_relief(hanna, row=asked, reasons="No.", seen=9)
    relief.grant_relief(hanna, row=asked, granted=ReliefKind.LOWER, reasons="Yes.")
    for act in (
        lambda: relief.decline_relief(hanna, row=asked, reasons="No."),
        lambda: relief.withdraw_relief(network.actors["omar"], row=asked),
    ):
        with pytest.raises(ReliefDecided):
            act()
    assert asked.granted is ReliefKind.LOWER


def test_others_may_not_ask_decide_or_read(browser, network, outlet, asked):
    for who in ("rosa", "audrey", "adam"):
        with pytest.raises(NotAllowed):
            relief.decline_relief(network.actors[who], row=asked, reasons="No.")
    with pytest.raises(NotFound):
        a_place(outlet, actor=network.actors["olga"])
    browser.sign_in("olga")
    browser.get(f"/benefit/relief/{asked.id}", status=404)
    browser.post(f"/benefit/relief/{asked.id}/withdrawal", status=404)
    browser.get(f"/benefit/outlets/{outlet.id}/relief/new", status=404)
    browser.get("/benefit/relief")
    assert "TL-001" not in browser.page.text
