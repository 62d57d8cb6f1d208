"""The pages: what is being made, the list, one file, all as one, schedules; and who sees what."""

import io
import zipfile

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.reports import services
from franchise_portal.reports.models import Report, ReportRun, ReportSchedule
from tests.builders.fees import OCTOBER
from tests.support.page import Browser


def ask(kind="statement"):
    with edge():
        return services.request_run(SYSTEM, kind, OCTOBER).id


def one(query):
    """The one row of a query, read in a transaction of its own."""
    db.session.rollback()
    found = db.session.scalars(query).one()
    db.session.expunge_all()
    db.session.rollback()
    return found


def report_of(key):
    return one(select(Report).where(Report.subject_key == key, Report.is_current))


def actions():
    db.session.rollback()
    found = set(db.session.scalars(select(Entry.action)))
    db.session.rollback()
    return found


@pytest.fixture
def made(october, app, database):
    """Each statement of October and the network's report; they are laid out once a process."""

    def make() -> None:
        ask()
        ask("network")
        run_waiting()

    database.once(app, "statements of October", make)
    return october


class TestList:
    def test_an_empty_list_says_what_to_do_first(self, browser: Browser, network):
        browser.sign_in("hanna")
        browser.get("/reports/")
        assert "Assess a month, then make its statements" in browser.page.text

    def test_the_office_sees_all_reports_and_what_was_made_last(self, browser: Browser, made):
        browser.sign_in("hanna")
        browser.get("/reports/")
        assert "Statement, October 2026" in browser.page.text
        assert "Network report, October 2026" in browser.page.text
        assert "奥尔加商贸" in browser.page.text
        assert "Being made, and made last" in browser.page.text

    def test_the_title_of_a_report_opens_it(self, browser: Browser, made):
        browser.sign_in("omar")
        browser.get("/reports/")
        report = report_of("F-001")
        links = {link.get("href") for link in browser.page.all("a")}
        assert {f"/reports/{report.id}/file", f"/reports/{report.id}/download"} <= links
        assert f"/reports/{report.id}" not in links

    def test_a_franchisee_sees_its_own_alone(self, browser: Browser, made):
        browser.sign_in("omar")
        browser.get("/reports/")
        assert "1 to 1 of 1" in browser.page.text
        assert "Olga" not in browser.page.text
        assert "Network report" not in browser.page.text
        assert "made last" not in browser.page.text

    def test_who_may_not_read_the_ledger_does_not_see_the_network_report(
        self, browser: Browser, made
    ):
        browser.sign_in("rosa")
        browser.get("/reports/")
        assert "Statement, October 2026" in browser.page.text
        assert "Network report" not in browser.page.text
        browser.get(f"/reports/{report_of('network').id}/file", status=404)

    def test_filters_stand_in_the_address(self, browser: Browser, made):
        browser.sign_in("hanna")
        browser.get("/reports/?kind=statement&q=olga")
        assert "F-002" in browser.page.text
        assert "F-001" not in browser.page.text
        browser.get("/reports/?month=2026-10&q=nobody")
        assert "No report matches" in browser.page.text

    def test_an_outlet_manager_does_not_see_reports_at_all(self, browser: Browser, made):
        browser.sign_in("mina")
        browser.get("/reports/", status=403)


class TestRun:
    def test_asking_leads_to_a_page_that_shows_how_far_it_is(self, browser: Browser, october):
        browser.sign_in("hanna")
        browser.post("/reports/runs", {"kind": "statement", "month": "2026-10"})
        assert "Statements, October 2026" in browser.page.text
        assert "0 of 2" in browser.page.text
        assert 'hx-trigger="every 2s"' in browser.page.html
        assert "Look again" in browser.page.text
        run_waiting()
        browser.get(f"/reports/runs/{one(select(ReportRun.id))}")
        assert "All 2 reports are ready." in browser.page.text
        assert 'hx-trigger="every 2s"' not in browser.page.html

    def test_a_month_that_is_not_assessed_says_what_to_do(self, browser: Browser, october):
        browser.sign_in("hanna")
        browser.post("/reports/runs", {"kind": "statement", "month": "2026-09"}, status=409)
        assert "Assess the month first" in browser.page.text

    @pytest.mark.parametrize("month", ["2026-11", "2026-13", "october", ""])
    def test_a_month_that_has_not_ended_or_is_none_is_refused(
        self, browser: Browser, october, month
    ):
        browser.sign_in("hanna")
        browser.post("/reports/runs", {"kind": "statement", "month": month}, status=422)

    def test_a_month_of_long_ago_is_offered_when_it_is_asked_for(self, browser: Browser, october):
        browser.sign_in("hanna")
        browser.get("/reports/new")
        assert "2019-05" not in browser.page.html
        browser.get("/reports/new?kind=statement&month=2019-05")
        assert '<option selected value="2019-05">' in browser.page.html
        browser.post("/reports/runs", {"kind": "statement", "month": "2019-05"}, status=409)
        assert "Assess the month first" in browser.page.text

    def test_it_can_be_stopped_and_taken_up_again(self, browser: Browser, october):
        browser.sign_in("felix")
        run_id = ask()
        browser.post(f"/reports/runs/{run_id}/stop")
        assert "2 reports were left out" in browser.page.text
        browser.post(f"/reports/runs/{run_id}/attempts")
        assert "0 of 2" in browser.page.text
        run_waiting()
        browser.get(f"/reports/runs/{run_id}")
        assert "All 2 reports are ready." in browser.page.text

    def test_who_only_reads_can_look_but_not_stop(self, browser: Browser, october):
        run_id = ask()
        browser.sign_in("audrey")
        browser.get(f"/reports/runs/{run_id}")
        assert "Stop" not in browser.page.text
        browser.post(f"/reports/runs/{run_id}/stop", status=403)

    def test_a_franchisee_does_not_find_runs(self, browser: Browser, made):
        run_id = one(select(ReportRun.id).limit(1))
        browser.sign_in("omar")
        browser.get(f"/reports/runs/{run_id}", status=404)
        browser.get(f"/reports/runs/{run_id}/archive", status=404)


class TestFiles:
    def test_one_opens_in_the_browser_and_is_noted(self, browser: Browser, made):
        browser.sign_in("omar")
        response = browser.get(f"/reports/{report_of('F-001').id}/file")
        assert response.mimetype == "application/pdf"
        assert response.data.startswith(b"%PDF-1.7")
        assert response.headers["Content-Disposition"].startswith("inline;")
        assert "statement-2026-10-F-001.pdf" in response.headers["Content-Disposition"]
        response.close()
        assert "reports.report.opened" in actions()

    def test_one_is_saved_and_noted(self, browser: Browser, made):
        browser.sign_in("omar")
        response = browser.get(f"/reports/{report_of('F-001').id}/download")
        assert response.headers["Content-Disposition"].startswith("attachment;")
        response.close()
        assert "reports.report.downloaded" in actions()

    def test_somebody_elses_does_not_exist(self, browser: Browser, made):
        report = report_of("F-001")
        browser.sign_in("olga")
        browser.get(f"/reports/{report.id}/file", status=404)
        browser.get(f"/reports/{report.id}/download", status=404)
        assert "reports.report.opened" not in actions()

    def test_what_is_not_ready_cannot_be_opened(self, browser: Browser, october):
        ask()
        report = one(select(Report).limit(1))
        browser.sign_in("hanna")
        browser.get(f"/reports/{report.id}/file", status=404)

    def test_all_come_as_one_file_with_safe_names(self, browser: Browser, made):
        run_id = report_of("F-001").run_id
        browser.sign_in("hanna")
        response = browser.get(f"/reports/runs/{run_id}/archive")
        assert response.mimetype == "application/zip"
        assert "statement-2026-10.zip" in response.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == [
                "statement-2026-10-F-001.pdf",
                "statement-2026-10-F-002.pdf",
            ]
            assert archive.read("statement-2026-10-F-001.pdf").startswith(b"%PDF-")
        assert "reports.run.downloaded" in actions()

    def test_a_run_with_nothing_ready_has_no_archive(self, browser: Browser, october):
        run_id = ask()
        browser.sign_in("hanna")
        browser.get(f"/reports/runs/{run_id}/archive", status=409)

    def test_one_can_be_made_anew(self, browser: Browser, made):
        old = report_of("F-001")
        browser.sign_in("hanna")
        browser.post(f"/reports/{old.id}/regeneration")
        assert "Statement, October 2026, Omar & Sons" in browser.page.text
        run_waiting()
        assert report_of("F-001").id != old.id

    def test_a_franchisee_cannot_have_one_made_anew(self, browser: Browser, made):
        browser.sign_in("omar")
        browser.post(f"/reports/{report_of('F-001').id}/regeneration", status=403)


class TestSchedules:
    def test_a_report_is_put_on_the_schedule_and_taken_off(self, browser: Browser, october):
        browser.sign_in("felix")
        browser.get("/reports/schedules")
        assert "Nothing comes by itself yet" in browser.page.text
        browser.post("/reports/schedules", {"kind": "network", "day_of_month": "5", "hour": "6"})
        assert "on day 5 of the month, at 06:00" in browser.page.text
        assert "October 2026" in browser.page.text
        schedule_id = one(select(ReportSchedule.id))
        browser.post(f"/reports/schedules/{schedule_id}/removal")
        assert "Nothing comes by itself yet" in browser.page.text
        assert {"reports.schedule.added", "reports.schedule.removed"} <= actions()

    def test_a_day_that_not_every_month_has_is_refused(self, browser: Browser, october):
        browser.sign_in("felix")
        browser.post(
            "/reports/schedules",
            {"kind": "network", "day_of_month": "31", "hour": "6"},
            status=422,
        )
        assert "every month has them" in browser.page.text

    def test_who_may_not_plan_does_not_see_the_page(self, browser: Browser, october):
        browser.sign_in("rosa")
        browser.get("/reports/schedules", status=403)
