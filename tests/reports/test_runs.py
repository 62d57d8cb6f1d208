"""Asking for reports and making them: once, whatever happens in between."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.fees.reports.kinds import STATEMENT
from franchise_portal.jobs import Job, JobStatus, run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotAllowed, NotFound
from franchise_portal.kit.period import Period
from franchise_portal.reports import jobs, kinds, queries, services
from franchise_portal.reports.enums import ReportStatus, RunStatus
from franchise_portal.reports.errors import (
    AlreadyOver,
    NothingToReport,
    NothingToTryAgain,
    UnknownKind,
)
from franchise_portal.reports.models import Report, ReportRun
from franchise_portal.storage.models import StoredFile
from tests.builders.fees import OCTOBER

SEPTEMBER = Period.parse("2026-09")


def ask(actor=SYSTEM, kind="statement", period=OCTOBER, franchisee_id=None):
    with edge():
        return services.request_run(actor, kind, period, franchisee_id).id


def reports(run_id):
    """The rows as they are now, in no transaction."""
    db.session.rollback()
    rows = list(
        db.session.scalars(
            select(Report).where(Report.run_id == run_id).order_by(Report.subject_key)
        )
    )
    db.session.expunge_all()
    db.session.rollback()
    return rows


def view(run_id):
    db.session.rollback()
    found = queries.run_for(SYSTEM, run_id)
    db.session.expunge_all()
    db.session.rollback()
    return found


def run(run_id):
    """The run in the transaction in hand."""
    return queries.run_for(SYSTEM, run_id).run


def count(model):
    db.session.rollback()
    found = db.session.execute(select(func.count()).select_from(model)).scalar_one()
    db.session.rollback()
    return found


class TestAsking:
    def test_each_franchisee_that_was_invoiced_gets_a_statement_in_its_language(self, october):
        run_id = ask()
        made = reports(run_id)
        assert [(one.subject_key, one.language, one.zone) for one in made] == [
            ("F-001", "en", "Europe/Berlin"),
            ("F-002", "zh_Hans", "Europe/Berlin"),
        ]
        assert {one.status for one in made} == {ReportStatus.WAITING}

    def test_one_franchisee_alone_can_be_asked_for(self, october):
        run_id = ask(franchisee_id=october.franchisees["F-002"].id)
        assert [one.subject_key for one in reports(run_id)] == ["F-002"]

    def test_asking_again_while_it_is_made_is_asking_once(self, october):
        first = ask()
        assert ask() == first
        assert count(ReportRun) == 1
        assert count(Report) == 2

    def test_asking_again_when_it_is_over_makes_new_ones_in_the_place_of_the_old(self, october):
        first = ask()
        run_waiting()
        second = ask()
        assert second != first
        assert {one.is_current for one in reports(first)} == {True}
        run_waiting()
        assert {one.is_current for one in reports(first)} == {False}
        assert {one.is_current for one in reports(second)} == {True}

    def test_a_month_that_is_not_assessed_says_so(self, october):
        with pytest.raises(NothingToReport) as refusal:
            ask(period=SEPTEMBER)
        assert "2026-09" in str(refusal.value)

    def test_somebody_without_a_statement_is_not_found(self, october):
        with pytest.raises(NotFound):
            ask(period=OCTOBER, franchisee_id=october.network.id)

    def test_an_unknown_kind_is_not_found(self, october):
        with pytest.raises(UnknownKind):
            ask(kind="horoscope")

    def test_a_kind_that_one_may_not_read_cannot_be_asked_for(self, october):
        with pytest.raises(NotAllowed):
            ask(actor=october.actors["rosa"], kind="network")

    def test_it_is_noted_who_asked(self, october):
        ask(actor=october.actors["hanna"])
        entry = db.session.scalars(
            select(Entry).where(Entry.action == "reports.run.requested")
        ).one()
        assert entry.actor_name == "Hanna"

    def test_the_office_report_is_in_the_language_of_who_asked(self, october):
        actor = october.actors["felix"]
        run_id = ask(actor=actor, kind="network")
        [report] = reports(run_id)
        assert (report.subject_key, report.franchisee_id) == ("network", None)
        assert report.language == actor.language


class TestMaking:
    def test_the_workers_make_them_and_the_run_is_over(self, october):
        run_id = ask()
        run_waiting()
        made = reports(run_id)
        assert {one.status for one in made} == {ReportStatus.READY}
        assert all(one.pages >= 2 and one.size > 10_000 for one in made)
        assert view(run_id).status is RunStatus.READY
        file = db.session.get(StoredFile, made[0].file_id)
        assert file.name == "statement-2026-10-F-001.pdf"
        assert storage.read(file).startswith(b"%PDF-")

    def test_a_repeated_job_makes_nothing_twice(self, october):
        run_id = ask()
        run_waiting()
        files = count(StoredFile)
        db.session.execute(update(Job).values(status=JobStatus.WAITING, due_at=clock.wall()))
        db.session.commit()
        run_waiting()
        assert count(StoredFile) == files
        assert [one.attempts for one in reports(run_id)] == [1, 1]

    def test_what_a_killed_job_held_is_made_by_the_next(self, october):
        run_id = ask()
        first = reports(run_id)[0].id
        with edge():
            held = services.claim(first)
        assert held is not None
        run_waiting()
        first, second = reports(run_id)
        assert {first.status, second.status} == {ReportStatus.READY}
        assert first.attempts == 2

    def test_what_a_job_believed_dead_brings_late_is_not_kept(self, october):
        run_id = ask()
        report_id = reports(run_id)[0].id
        with edge():
            late = services.claim(report_id)
        with edge():
            services.release_part(run_id, 0)
        run_waiting()
        with edge():
            file = storage.put(b"late", name="late.pdf", content_type="application/pdf")
            assert services.keep(late, file, pages=1) is False
        assert storage.read(db.session.get(StoredFile, reports(run_id)[0].file_id)) != b"late"

    def test_a_report_can_be_claimed_once(self, october):
        report_id = reports(ask())[0].id
        with edge():
            assert services.claim(report_id) is not None
        with edge():
            assert services.claim(report_id) is None

    def test_the_database_refuses_a_second_current_report(self, october):
        run_id = ask()
        run_waiting()
        again = ask()
        with pytest.raises(Exception, match=r"(?i)unique"), edge():
            db.session.execute(update(Report).where(Report.run_id == again).values(is_current=True))
        assert sum(one.is_current for one in reports(run_id)) == 2


class TestFailing:
    @pytest.fixture
    def broken(self, october, app):
        """The statement of F-001 cannot be built."""
        kind = kinds.find("statement")
        wrong = october.franchisees["F-001"].id

        def build(period, franchisee_id):
            if franchisee_id == wrong:
                raise LookupError("no such thing as omar@demo.test")
            return kind.build(period, franchisee_id)

        known = app.extensions["report_kinds"]
        known["statement"] = kinds.ReportKind(
            **{name: getattr(kind, name) for name in kind.__slots__} | {"build": build}
        )
        yield october
        known["statement"] = kind

    def test_one_that_cannot_be_made_says_why_and_the_others_are_made(self, broken):
        run_id = ask()
        run_waiting()
        first, second = reports(run_id)
        assert first.status is ReportStatus.FAILED
        assert first.attempts == 3
        assert first.error.startswith("LookupError")
        assert "omar@" not in first.error
        assert second.status is ReportStatus.READY
        assert view(run_id).status is RunStatus.INCOMPLETE

    def test_trying_again_makes_only_what_is_missing(self, broken, app):
        run_id = ask()
        run_waiting()
        before = reports(run_id)[1].file_id
        app.extensions["report_kinds"]["statement"] = STATEMENT
        with edge():
            assert services.try_again(SYSTEM, run(run_id)) == 1
        run_waiting()
        first, second = reports(run_id)
        assert {first.status, second.status} == {ReportStatus.READY}
        assert second.file_id == before
        assert view(run_id).status is RunStatus.READY

    def test_there_is_nothing_to_try_again_when_all_are_ready(self, october):
        run_id = ask()
        run_waiting()
        with pytest.raises(NothingToTryAgain), edge():
            services.try_again(SYSTEM, run(run_id))

    def test_a_job_that_fails_for_good_fails_what_it_did_not_make(self, october):
        run_id = ask()
        with edge():
            jobs.write_off(run_id=str(run_id), part=0, reason="It took longer than it may.")
        assert {one.status for one in reports(run_id)} == {ReportStatus.FAILED}
        assert view(run_id).status is RunStatus.INCOMPLETE


class TestStopping:
    def test_a_stopped_run_makes_nothing_more_and_can_be_taken_up_again(self, october):
        run_id = ask()
        with edge():
            assert services.stop_run(SYSTEM, run(run_id)) == 2
        run_waiting()
        assert {one.status for one in reports(run_id)} == {ReportStatus.STOPPED}
        assert view(run_id).status is RunStatus.STOPPED
        with edge():
            services.try_again(SYSTEM, run(run_id))
        run_waiting()
        assert view(run_id).status is RunStatus.READY

    def test_the_one_in_hand_is_finished(self, october):
        run_id = ask()
        first = reports(run_id)[0].id
        with edge():
            held = services.claim(first)
            services.stop_run(SYSTEM, run(run_id))
        assert view(run_id).is_running
        with edge():
            file = storage.put(b"in time", name="a.pdf", content_type="application/pdf")
            assert services.keep(held, file, pages=1)
            services.end_if_done(run_id)
        stopped = view(run_id)
        assert (stopped.ready, stopped.stopped, stopped.is_running) == (1, 1, False)

    def test_what_is_over_cannot_be_stopped(self, october):
        run_id = ask()
        run_waiting()
        with pytest.raises(AlreadyOver), edge():
            services.stop_run(SYSTEM, run(run_id))


class TestSchedules:
    def plan(self, kind="network", day=5, hour=6):
        with edge():
            services.plan(SYSTEM, kind, day_of_month=day, hour=hour, zone="Europe/Berlin")

    def test_the_fifth_at_six_asks_for_the_month_before_once(self, october):
        self.plan()
        with clock.fixed(clock.now() + timedelta(days=2, hours=16)):
            jobs.keep_schedules()
            assert count(ReportRun) == 0
        with clock.fixed(clock.now() + timedelta(days=3)):
            jobs.keep_schedules()
            jobs.keep_schedules()
        run = db.session.scalars(select(ReportRun)).one()
        assert (run.kind, run.period) == ("network", "2026-10")
        assert run.requested_by_name == SYSTEM.name

    def test_a_month_that_cannot_be_reported_yet_is_asked_for_again_later(self, network):
        self.plan(kind="statement")
        with clock.fixed(clock.now() + timedelta(days=4)):
            jobs.keep_schedules()
            assert count(ReportRun) == 0
        assert queries.schedules()[0].last_period == "2026-09"

    def test_planning_a_kind_again_changes_its_schedule(self, october):
        self.plan()
        self.plan(day=7, hour=8)
        [schedule] = queries.schedules()
        assert (schedule.day_of_month, schedule.hour) == (7, 8)
