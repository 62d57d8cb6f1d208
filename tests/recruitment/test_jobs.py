"""Reminding and forgetting: once each, however often the job runs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.mail import Message
from franchise_portal.network.enums import PersonRole
from franchise_portal.recruitment import jobs, queries, services
from franchise_portal.recruitment.enums import NoteKind, Proof, Stage, Statement
from franchise_portal.recruitment.errors import Purged
from franchise_portal.recruitment.models import Applicant, RecruitmentSettings
from franchise_portal.reports import services as report_services
from franchise_portal.reports.models import Report
from franchise_portal.storage import FileMissing
from tests.builders.recruitment import PDF, a_scorecard, an_applicant, assessed
from tests.support.page import Browser

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SECRETS = (
    "Lindqvist",
    "ana@example.test",
    "+49 30 555",
    "Quiet Valley",
    "baked for six years",
    "Jonas",
    "Harbour Bank",
    "because of",
    "thinks so",
    "Too little money",
    "hidden talk",
)


def after(days: float):
    return clock.fixed(NOON + timedelta(days=days))


def mails(kind: str) -> list[Message]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.to_address))
    )


class TestReminding:
    def run(self) -> None:
        jobs.remind()

    def test_the_responsible_person_is_told_once_until_something_happens(self, network):
        ana = an_applicant(network, keeper_id=network.users["dora"].id)
        db.session.commit()
        with after(6.9):
            self.run()
        assert mails("recruitment/untouched") == []
        with after(7):
            self.run()
            self.run()
        [message] = mails("recruitment/untouched")
        assert message.to_address == "dora@demo.test"
        assert ana.reference in message.text
        assert "Lindqvist" not in message.text
        with after(8):
            services.add_note(
                network.actors["dora"],
                db.session.get_one(Applicant, ana.id),
                kind=NoteKind.CALL,
                text="Called",
            )
            db.session.commit()
        with after(14.9):
            self.run()
        assert len(mails("recruitment/untouched")) == 1
        with after(15.1):
            self.run()
        assert len(mails("recruitment/untouched")) == 2

    def test_what_nobody_is_responsible_for_is_told_to_all_who_take_care(self, network):
        an_applicant(network)
        an_applicant(network, "Bo")
        db.session.commit()
        with after(8):
            self.run()
        sent = mails("recruitment/untouched")
        assert [one.to_address for one in sent] == [
            "adam@demo.test",
            "dora@demo.test",
            "hanna@demo.test",
        ]
        assert all("AP-2026-0001" in one.text and "AP-2026-0002" in one.text for one in sent)

    def test_a_keeper_who_left_does_not_swallow_the_reminder(self, network):
        an_applicant(network, keeper_id=network.users["dora"].id)
        network.users["dora"].disabled_at = clock.now()
        db.session.commit()
        with after(8):
            self.run()
        assert {one.to_address for one in mails("recruitment/untouched")} == {
            "adam@demo.test",
            "hanna@demo.test",
        }

    def test_what_is_over_is_let_rest(self, network):
        services.reject(network.actors["dora"], an_applicant(network), reason="No")
        db.session.commit()
        with after(30):
            self.run()
        assert mails("recruitment/untouched") == []

    def test_the_patience_is_a_setting(self, network):
        an_applicant(network)
        db.session.add(
            RecruitmentSettings(
                lock=1, is_open=True, pack="none", patience_days=2, retention_days=180
            )
        )
        db.session.commit()
        with after(2):
            self.run()
        assert len(mails("recruitment/untouched")) == 3


def everything_written_anywhere() -> str:
    """All text in the database, so that a table that was forgotten is found here."""
    db.session.rollback()
    found = [
        f"{table.name}: {tuple(row)}"
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
    ]
    db.session.rollback()
    return "\n".join(found)


class TestForgetting:
    @pytest.fixture
    def rejected(self, network) -> Applicant:
        """Somebody of whom much is known, assessed and rejected on 2 November."""
        a_scorecard(network.actors["hanna"])
        dora, rosa = network.actors["dora"], network.actors["rosa"]
        ana = an_applicant(
            network,
            phone="+49 30 555",
            place="Quiet Valley",
            experience="baked for six years",
            deposit_minor=100,
            deposit_on=date(2026, 10, 1),
        )
        services.add_note(dora, ana, kind=NoteKind.CALL, text="hidden talk")
        services.add_person(dora, ana, name="Jonas", role=PersonRole.FAMILY)
        services.ask_reference(
            dora, ana, name="Harbour Bank", relation="", contact="", asked_on=date(2026, 10, 1)
        )
        services.plan_interview(
            rosa, ana, at=NOON, zone="UTC", place="Quiet Valley", people="Jonas", invites=True
        )
        services.state_expectation(
            dora,
            ana,
            stated_on=date(2026, 10, 5),
            statement=Statement.INTERVIEW,
            monthly_sales=None,
            payback_months=None,
            support="Lindqvist",
            reason="",
        )
        stored = storage.put(PDF, name="Lindqvist.pdf", content_type="application/pdf")
        services.add_document(dora, ana, stored=stored, kind=Proof.FUNDS, title="Lindqvist")
        ana = assessed(network, ana)
        services.reject(dora, ana, reason="Too little money", words="Dear Ana Lindqvist")
        db.session.commit()
        with edge():
            report_services.request_paper(SYSTEM, "assessment", ana.id)
        run_waiting()
        return db.session.get_one(Applicant, ana.id)

    def test_what_is_personal_is_gone_everywhere_and_what_names_nobody_stays(self, rejected):
        ana_id, reference = rejected.id, rejected.reference
        before = everything_written_anywhere()
        assert all(secret in before for secret in SECRETS)
        files = queries.documents_of(db.session.get_one(Applicant, ana_id))[0].file
        paper = db.session.scalars(select(Report)).one().file_id
        paper_file = db.session.get(storage.StoredFile, paper)
        db.session.expunge_all()
        db.session.rollback()
        with after(180):
            jobs.forget()
        kept = everything_written_anywhere()
        assert [secret for secret in SECRETS if secret in kept] == []
        for file in (files, paper_file):
            with pytest.raises(FileMissing):
                storage.read(file)
        ana = db.session.get_one(Applicant, ana_id)
        assert (ana.reference, ana.stage) == (reference, Stage.REJECTED)
        assert ana.purged_at == NOON + timedelta(days=180)
        standing = queries.standing(SYSTEM, ana)
        assert [str(result.mean) for result in standing.combined.results] == ["23/5", "21/5"]

    def test_not_a_day_too_early_and_twice_is_once(self, rejected):
        ana_id = rejected.id
        with after(179.9):
            jobs.forget()
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana_id).purged_at is None
        with after(181):
            jobs.forget()
        with after(200):
            jobs.forget()
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana_id).purged_at == NOON + timedelta(days=181)

    def test_who_becomes_a_franchisee_is_not_forgotten(self, network):
        ana = assessed(network)
        db.session.commit()
        with after(4000):
            jobs.forget()
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana.id).name == "Ana Lindqvist"

    def test_a_second_application_keeps_its_mails(self, network):
        first, second = an_applicant(network), an_applicant(network)
        services.reject(network.actors["dora"], first, reason="No")
        db.session.commit()
        with after(180):
            jobs.forget()
        assert len(mails("recruitment/rejected")) == 1
        services.reject(network.actors["dora"], second, reason="No")
        db.session.commit()
        with after(400):
            jobs.forget()
        assert mails("recruitment/rejected") == []

    def test_nothing_is_done_to_what_is_forgotten_and_its_page_says_so(
        self, network, rejected, browser: Browser
    ):
        ana_id = rejected.id
        with after(181):
            jobs.forget()
        ana = queries.applicant_for(network.actors["dora"], ana_id)
        for act in (
            lambda: services.add_note(
                network.actors["dora"], ana, kind=NoteKind.NOTE, text="Again"
            ),
            lambda: services.move(
                network.actors["dora"], ana, Stage.CONTACTED, reason="Again", version=None
            ),
        ):
            with pytest.raises(Purged):
                act()
        db.session.rollback()
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana_id}")
        assert "This application is forgotten." in browser.page.text
        for tail in ("/assessment", "/disclosure"):
            browser.get(f"/recruitment/applicants/{ana_id}{tail}")
        browser.get("/recruitment/applicants")
        assert "Forgotten" in browser.page.text
