"""The pages of duties and calendars, as people of both sides use them."""

import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.roles import Side
from franchise_portal.contracts import services as contract_services
from franchise_portal.contracts.clock_jobs import read_duties
from franchise_portal.contracts.enums import ClauseKind, DutyStatus
from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.models import Approval, Duty, Obligation
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import Terms
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress
from tests.builders.duties import TODAY, a_duty, a_notice, contract_of, fresh
from tests.support.page import Browser
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

LATE = date(2026, 10, 1)
PDF = b"%PDF-1.7\n%policy"


def page(duty: Duty) -> str:
    return f"/contracts/duties/{duty.id}"


def act(duty: Duty, turn: str, **fields: object) -> dict[str, object]:
    """What the page of a duty sends for one of its forms."""
    values = {"version": str(fresh(duty).version), **fields}
    return {f"{turn}-{name}": value for name, value in values.items()}


def test_the_list_shows_what_is_open_and_narrows(network: SmallNetwork, browser: Browser) -> None:
    a_duty(network, due_on=LATE, title="Policy of the year")
    a_duty(network, Side.FRANCHISOR, title="Visit in winter", business="F-002")
    browser.sign_in("hanna")
    browser.get("/contracts/duties")
    assert browser.page
    assert "Policy of the year" in browser.page.text
    assert "Visit in winter" in browser.page.text
    browser.get("/contracts/duties?owner=franchisor&kind=insurance&sort=-franchisee")
    assert "Policy of the year" not in browser.page.text
    browser.get("/contracts/duties?q=olga")
    assert "Policy of the year" not in browser.page.text
    browser.get("/contracts/duties?q=winter&state=open&state=nonsense")
    assert "Visit in winter" in browser.page.text
    browser.get("/contracts/duties?q=nothing+of+the+kind")
    assert "No duty matches" in browser.page.text


def test_a_franchisee_sees_its_own_duties_and_the_franchisor_s(
    network: SmallNetwork, browser: Browser
) -> None:
    mine = a_duty(network, Side.FRANCHISOR, due_on=LATE, title="Visit in autumn")
    theirs = a_duty(network, business="F-002", title="Of another")
    browser.sign_in("omar")
    browser.get("/contracts/duties")
    assert browser.page
    assert "Visit in autumn" in browser.page.text
    assert "Of another" not in browser.page.text
    browser.get(page(mine))
    assert "Report it as not delivered" in browser.page.text
    browser.get(page(theirs), status=404)
    browser.sign_out()
    browser.sign_in("mina")
    browser.get("/contracts/duties", status=403)


def test_evidence_goes_up_is_looked_at_and_comes_down(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network)
    browser.sign_in("omar")
    browser.get(page(duty))
    browser.post(f"{page(duty)}/evidence", act(duty, "evidence"), status=422)
    assert browser.page
    assert "say in a sentence" in browser.page.text
    file = (io.BytesIO(PDF), "policy.pdf")
    browser.post(f"{page(duty)}/evidence", act(duty, "evidence", words="To June.", file=file))
    assert "gave evidence" in browser.page.text
    [link] = [a["href"] for a in browser.page.all("a") if str(a.get("href")).endswith("/file")]
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(str(link), status=404)
    browser.sign_out()
    browser.sign_in("rosa")
    with browser.client.get(str(link)) as answer:
        assert answer.data == PDF
    browser.post(f"{page(duty)}/return", act(duty, "return", words=""), status=422)
    browser.post(f"{page(duty)}/return", act(duty, "return", words="The sum is missing."))
    assert "The sum is missing." in browser.page.text
    browser.post(f"{page(duty)}/acceptance", act(duty, "accept"))
    assert fresh(duty).status is DutyStatus.DONE


def test_a_file_that_is_no_document_is_refused(network: SmallNetwork, browser: Browser) -> None:
    duty = a_duty(network)
    browser.sign_in("omar")
    for data, name, words in (
        (b"", "empty.pdf", "empty"),
        (b"MZ\x90", "program.exe", "Attach a PDF"),
        (b"<script>", "page.pdf", "Only PDF"),
    ):
        sent = act(duty, "evidence", words="See.", file=(io.BytesIO(data), name))
        browser.post(f"{page(duty)}/evidence", sent, status=422)
        assert browser.page
        assert words in browser.page.text
        assert "See." in browser.page.html
    assert fresh(duty).status is DutyStatus.OPEN


@pytest.mark.parametrize(
    ("owner", "who", "turn", "fields", "words"),
    [
        (Side.FRANCHISOR, "omar", "report", {"words": "Nobody came."}, "as not delivered"),
        (Side.FRANCHISOR, "rosa", "answer", {"words": "On Friday."}, "answered"),
        (Side.FRANCHISEE, "hanna", "extend", {"words": "x", "until": "2027-01-08"}, "more time"),
        (Side.FRANCHISOR, "omar", "extend", {"words": "x", "until": "2027-01-08"}, "more time"),
        (Side.FRANCHISEE, "rosa", "waive", {"words": "The outlet was closed."}, "waived"),
    ],
)
def test_each_side_has_its_acts(  # noqa: PLR0917 - a table of cases
    network: SmallNetwork,
    browser: Browser,
    owner: Side,
    who: str,
    turn: str,
    fields: dict[str, str],
    words: str,
) -> None:
    nouns = {"report": "report", "answer": "answers", "extend": "extension", "waive": "waiver"}
    duty = a_duty(network, owner, due_on=LATE)
    browser.sign_in(who)
    browser.get(page(duty))
    browser.post(f"{page(duty)}/{nouns[turn]}", act(duty, turn, **fields))
    assert browser.page
    assert words in browser.page.text


def test_a_consequence_names_what_is_missing(network: SmallNetwork, browser: Browser) -> None:
    duty = a_duty(network, due_on=LATE)
    a_notice(network, duty)
    browser.sign_in("hanna")
    sent = act(duty, "consequence", consequence="plan", words="A plan, please.")
    browser.post(f"{page(duty)}/consequence", sent, status=422)
    assert browser.page
    assert "Not put right in time" in browser.page.text
    sent = act(
        duty, "consequence", consequence="plan", words="A plan, please.", skip_reason="Danger."
    )
    browser.post(f"{page(duty)}/consequence", sent)
    assert "A written plan with dates" in browser.page.text


def test_of_two_at_once_the_second_keeps_every_word(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, due_on=LATE)
    old = act(duty, "waive", words="Enough of this.")
    browser.sign_in("hanna")
    browser.post(
        f"{page(duty)}/extension", act(duty, "extend", words="Insurer", until="2027-01-08")
    )
    browser.post(f"{page(duty)}/waiver", old, status=409)
    assert browser.page
    assert "Somebody else acted on this" in browser.page.text
    assert "Enough of this." in browser.page.html
    versions = re.findall(r'name="waive-version"[^>]*value="(\d+)"', browser.page.html)
    browser.post(f"{page(duty)}/waiver", {**old, "waive-version": versions[0]})
    assert fresh(duty).status is DutyStatus.WAIVED


def test_more_time_than_one_may_grant_asks_a_second_person(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, due_on=date(2026, 10, 30))
    browser.sign_in("rosa")
    early = act(duty, "extend", words="Insurer", until="2026-10-20")
    browser.post(f"{page(duty)}/extension", early, status=422)
    assert browser.page
    assert "Choose a day after 30 October 2026" in browser.page.text
    browser.post(
        f"{page(duty)}/extension", act(duty, "extend", words="Insurer", until="2026-11-10")
    )
    assert fresh(duty).extended_to == date(2026, 11, 10)
    browser.post(
        f"{page(duty)}/extension", act(duty, "extend", words="Builders", until="2027-01-31")
    )
    assert "A second person has been asked" in browser.page.text
    assert fresh(duty).extended_to == date(2026, 11, 10)
    approval = db.session.scalars(
        select(Approval).where(Approval.status == ApprovalStatus.ASKED)
    ).one()
    with edge():
        approvals.grant(network.actors["hanna"], approval)
    assert fresh(duty).extended_to == date(2027, 1, 31)


def test_a_duty_is_added_changed_and_ended_by_page(network: SmallNetwork, browser: Browser) -> None:
    contract = contract_of(network)
    browser.sign_in("rosa")
    browser.get(f"/contracts/{contract.id}/duties/new")
    form = {
        "owner": "franchisor",
        "kind": "visit",
        "title": "Visit with a written report",
        "rule": "every",
        "first_on": "2026-12-01",
        "every": "3 months",
        "remind": "14, 3",
        "event": "",
        "needs_evidence": "y",
    }
    browser.post(f"/contracts/{contract.id}/duties", {**form, "every": "often"}, status=422)
    browser.post(f"/contracts/{contract.id}/duties", {**form, "every": ""}, status=422)
    assert browser.page
    assert "until the next" in browser.page.text
    browser.post(f"/contracts/{contract.id}/duties", {**form, "remind": "soon"}, status=422)
    assert "30, 7" in browser.page.text
    browser.post(f"/contracts/{contract.id}/duties", form)
    assert "Every 3 months" in browser.page.text
    one = db.session.scalars(select(Obligation)).one()
    url = f"/contracts/obligations/{one.id}"
    browser.get(f"{url}/particulars")
    changed = {**form, "every": "6 months", "version": str(one.version)}
    browser.post(f"{url}/particulars", changed)
    assert "Every 6 months" in browser.page.text
    browser.post(f"{url}/particulars", {**changed, "title": "Mine"}, status=409)
    assert "Mine" in browser.page.html
    browser.post(f"{url}/end", {"words": ""}, status=422)
    browser.post(f"{url}/end", {"words": "Agreed in the council."})
    assert "Nothing more is owed" in browser.page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rule": "on"}, "Choose the day"),
        ({"rule": "after", "after": "15 days"}, "after what it is due"),
        ({"rule": "after", "after": "15 days", "event": "other"}, "which day it happened"),
        ({"rule": "before_end"}, "Say how long"),
    ],
)
def test_a_rule_asks_for_its_parts(
    network: SmallNetwork, browser: Browser, fields: dict[str, str], words: str
) -> None:
    browser.sign_in("rosa")
    form = {"owner": "franchisee", "kind": "other", "title": "Something", "event": "", **fields}
    browser.post(f"/contracts/{contract_of(network).id}/duties", form, status=422)
    assert browser.page
    assert words in browser.page.text


def test_clauses_hint_at_duties_that_nobody_has_entered(
    network: SmallNetwork, browser: Browser
) -> None:
    contract = contract_of(network)
    with edge():
        contract_services.record_paper_version(
            network.actors["hanna"],
            contract,
            terms=Terms(starts_on=STARTS_ON, ends_on=ENDS_ON),
            clauses=(ClauseText(number="8.1", title="Support", body="…", kind=ClauseKind.SUPPORT),),
            title="Contract",
            reason="From paper.",
        )
    browser.sign_in("rosa")
    browser.get(f"/contracts/{contract.id}/duties")
    assert browser.page
    assert "What the clauses hint at" in browser.page.text
    [link] = [str(a["href"]) for a in browser.page.all("a") if "kind=visit" in str(a.get("href"))]
    browser.get(link)
    assert 'value="3 months"' in browser.page.html
    assert 'value="8.1"' in browser.page.html
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(f"/contracts/{contract.id}/duties")
    assert "What the clauses hint at" not in browser.page.text


def test_a_legal_clock_is_started_on_its_page(network: SmallNetwork, browser: Browser) -> None:
    contract = contract_of(network)
    url = f"/contracts/{contract.id}/legal-clocks"
    browser.sign_in("rosa")
    browser.get(f"{url}/new")
    assert browser.page
    assert "No event starts a clock" in browser.page.text
    contract.pack = "cn"
    db.session.commit()
    browser.get(f"{url}/new")
    assert "not legal advice" in browser.page.text
    form = {"duty": "cn.filing_change", "on": "2026-11-01"}
    browser.post(url, {**form, "duty": "cn.nothing"}, status=422)
    browser.post(url, form)
    assert "Report a change of what was filed" in browser.page.text
    browser.post(url, form)
    assert "noted before" in browser.page.text


def test_what_is_late_on_both_sides_stands_side_by_side(
    network: SmallNetwork, browser: Browser
) -> None:
    for owner, giver in ((Side.FRANCHISEE, "hanna"), (Side.FRANCHISOR, "omar")):
        a_notice(network, a_duty(network, owner, due_on=LATE, title=f"Of the {owner}"), giver)
    browser.sign_in("hanna")
    browser.get("/contracts/duties/late")
    assert browser.page
    text = browser.page.text
    assert text.index("The franchisor is late with") < text.index("Franchisees are late with")
    assert "Enforcement index 1.0" in text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get("/contracts/duties/late")
    assert "Of the" not in browser.page.text


def test_the_calendar_goes_month_by_month(network: SmallNetwork, browser: Browser) -> None:
    a_duty(network, due_on=date(2026, 12, 1), title="In December")
    a_duty(network, Side.FRANCHISOR, due_on=date(2026, 12, 24), title="Visit")
    browser.sign_in("omar")
    browser.get("/contracts/calendar?month=2026-12")
    assert browser.page
    assert "1 December 2026" in browser.page.text
    browser.get("/contracts/calendar?month=2026-12&owner=franchisor")
    assert "In December" not in browser.page.text
    browser.get("/contracts/calendar?month=nonsense&owner=nobody")
    assert "November 2026" in browser.page.text
    browser.get("/contracts/calendar/ahead")
    assert "In December" in browser.page.text
    assert "December 2026" in browser.page.text


def test_the_contract_and_the_business_show_what_comes_next(
    network: SmallNetwork, browser: Browser
) -> None:
    duty = a_duty(network, title="Evidence of insurance")
    a_notice(network, a_duty(network, due_on=LATE))
    browser.sign_in("hanna")
    browser.get(f"/contracts/{contract_of(network).id}")
    assert browser.page
    assert "CT-F-001-TL-N1" in browser.page.text
    browser.get(f"/network/franchisees/{network.franchisees['F-001'].id}")
    assert "Evidence of insurance" in browser.page.text
    browser.get(page(duty))
    assert "Give notice" in browser.page.text


def test_the_renewal_calendar_shows_windows_of_both_sides(
    network: SmallNetwork, browser: Browser
) -> None:
    contract = contract_of(network)
    contract.ends_on = date(2027, 12, 31)
    db.session.commit()
    browser.sign_in("hanna")
    browser.get("/contracts/renewal-calendar")
    assert browser.page
    assert "31 December 2027" in browser.page.text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get("/contracts/renewal-calendar")
    assert "No term ends" in browser.page.text


def test_a_duty_of_the_law_says_that_it_is_no_legal_advice(
    network: SmallNetwork, browser: Browser
) -> None:
    contract = contract_of(network)
    contract.pack, contract.is_first, contract.signed_on = "cn", True, TODAY
    db.session.commit()
    read_duties(progress=Progress())
    duty = db.session.scalars(
        select(Duty)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(Obligation.origin == "law:cn.filing")
    ).one()
    browser.sign_in("omar")
    browser.get(page(duty))
    assert browser.page
    assert "not legal advice" in browser.page.text
    assert "File the franchise" in browser.page.text
