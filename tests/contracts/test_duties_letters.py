"""The mails about duties and notices, word for word, and the renewal calendar as a PDF."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from franchise_portal.access.roles import Side
from franchise_portal.contracts.enums import (
    ConsequenceKind,
    DutyEntryKind,
    DutyKind,
    DutyStatus,
    LadderStep,
    NoticeEntryKind,
    NoticeKind,
)
from franchise_portal.contracts.models import Obligation
from franchise_portal.contracts.queries.duties import DutyRow
from franchise_portal.contracts.reports import renewal_calendar
from franchise_portal.database import db
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.period import Period
from franchise_portal.mail.outbox import write
from franchise_portal.reports import services as reports
from franchise_portal.reports import writing
from franchise_portal.reports.enums import ReportStatus
from franchise_portal.reports.models import Report
from tests.builders.duties import contract_of
from tests.support import golden
from tests.support.people import SmallNetwork

HERE = Path(__file__).parent / "golden"
ID = UUID(int=7)
OBLIGATION = Obligation(title="Evidence of insurance <2026>", kind=DutyKind.INSURANCE)
NOTICE = {
    "notice_id": ID,
    "notice_kind": NoticeKind.DEFAULT,
    "number": "CT-2026-0118-N1",
    "contract": "CT-2026-0118",
    "title": "Evidence of insurance",
    "giver": Side.FRANCHISOR,
    "act_by": date(2026, 12, 2),
    "answer_until": date(2026, 11, 12),
}


def row(**facts: object) -> DutyRow:
    usual = {
        "id": ID,
        "obligation_id": ID,
        "kind": DutyKind.INSURANCE,
        "owner": Side.FRANCHISEE,
        "title": "Evidence of insurance <2026>",
        "heading": None,
        "due_on": date(2026, 10, 1),
        "extended_to": None,
        "act_by": date(2026, 10, 8),
        "status": DutyStatus.OPEN,
        "step": LadderStep.OVERDUE,
        "cure_until": None,
        "contract_id": ID,
        "number": "CT-2026-0118",
        "franchisee_id": ID,
        "franchisee": "Omar & Sons",
        "franchisee_local": "",
    }
    return DutyRow(**{**usual, **facts})  # type: ignore[arg-type]


MAILS = {
    "duty_digest": {
        "side": Side.FRANCHISEE,
        "day": date(2026, 11, 2),
        "more": 1,
        "items": [
            {"duty": row(), "step": LadderStep.OVERDUE},
            {"duty": row(owner=Side.FRANCHISOR, title="Visit"), "step": LadderStep.OVERDUE},
            {
                "duty": row(kind=DutyKind.NOTICE_WINDOW, title="Last day for notice"),
                "step": LadderStep.REMINDED,
            },
        ],
    },
    "duty_entry": {
        "entry_kind": DutyEntryKind.PROPOSED,
        "by": "Hanna Keller",
        "words": "A plan with dates, please.",
        "consequence": ConsequenceKind.PLAN,
        "obligation": OBLIGATION,
        "number": "CT-2026-0118",
        "day": date(2026, 10, 1),
        "act_by": date(2026, 10, 8),
        "duty_id": ID,
    },
    "notice_given": NOTICE,
    "notice_entry": {
        **NOTICE,
        "entry_kind": NoticeEntryKind.WITHDRAWN,
        "by": "Hanna Keller",
        "words": "It was found. Sorry & thank you.",
    },
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_reads_as_approved(network: SmallNetwork, name: str) -> None:
    facts = {"recipient": "Omar <Haddad>", **MAILS[name]}
    subject, text, html = write(f"contracts/{name}", "en", "", facts)
    golden.check(HERE / f"{name}.txt", f"Subject: {subject}\n\n{text}")
    golden.check(HERE / f"{name}.html", html)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_can_be_written_in_every_language(
    network: SmallNetwork, name: str, language: str
) -> None:
    facts = {"recipient": "奥尔加", **MAILS[name]}
    _, _, html = write(f"contracts/{name}", language, "", facts)
    assert f'<html lang="{language.replace("_", "-")}">' in html


def test_the_office_is_told_what_it_may_do_about_the_other_side(network: SmallNetwork) -> None:
    facts = {
        "recipient": "Rosa",
        "side": Side.FRANCHISOR,
        "day": date(2026, 11, 2),
        "more": 0,
        "items": [{"duty": row(), "step": LadderStep.OVERDUE}],
    }
    subject, text, _ = write("contracts/duty_digest", "en", "", facts)
    assert subject == "Evidence of insurance <2026>, by 8 October 2026"
    assert "with Omar & Sons" in text
    assert "give notice" in text


NOVEMBER = Period.parse_month("2026-11")


def test_the_renewal_calendar_names_the_last_safe_days(network: SmallNetwork) -> None:
    contract = contract_of(network)
    contract.ends_on = date(2027, 12, 31)
    db.session.commit()
    with writing.speaking("en", "Europe/Berlin"):
        document = renewal_calendar.build(NOVEMBER, None)
        html = writing.html_of(renewal_calendar.KIND.template, document, "en")
    [month] = document.months
    assert (month.month, month.rows[0].number) == ("December 2027", "CT-F-001-TL")
    assert month.rows[0].theirs == "31 December 2027"
    assert month.rows[0].renewal == "none left"
    assert "Omar &amp; Sons" in html


def test_it_is_made_by_the_workers_for_the_office(network: SmallNetwork) -> None:
    contract = contract_of(network)
    contract.ends_on = date(2027, 12, 31)
    db.session.commit()
    reports.request_run(network.actors["hanna"], renewal_calendar.SLUG, NOVEMBER)
    db.session.commit()
    run_waiting()
    db.session.rollback()
    report = db.session.scalars(select(Report)).one()
    assert (report.status, report.franchisee_id) == (ReportStatus.READY, None)


def test_without_a_term_that_ends_there_is_nothing_to_report(network: SmallNetwork) -> None:
    for contract in network.contracts.values():
        contract.ends_on = date(2035, 12, 31)
    db.session.commit()
    assert renewal_calendar.the_office(NOVEMBER, None) == ()
