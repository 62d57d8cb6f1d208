"""A month in draft: shown, postponed, taken back, corrected, and issued once its day has come."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from franchise_portal import jobs
from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.draft_enums import DraftEnd, Occasion
from franchise_portal.fees.draft_errors import (
    DraftsEnded,
    DraftsShown,
    MonthIsAssessed,
    NoGrace,
    NothingToDraft,
)
from franchise_portal.fees.draft_jobs import issue_drafts
from franchise_portal.fees.models import Charge, Invoice, MonthDraft, SalesReport
from franchise_portal.fees.queries.month_drafts import open_draft
from franchise_portal.fees.queries.months import latest_job
from franchise_portal.fees.services import month_drafts
from franchise_portal.fees.services.assessment_requests import reassess, request_assessment
from franchise_portal.jobs import Job, JobStatus
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.mail import Message
from tests.builders.drafts import TENTH_DAY, give_grace, preview, show
from tests.builders.fees import OCTOBER, a_report, all_report, assess, invoices


@pytest.fixture
def reported(network):
    all_report(network)
    db.session.commit()
    return network


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def work():
    """Let the jobs that wait run, as a worker does."""
    db.session.commit()
    jobs.run_waiting()
    db.session.expire_all()


def issue_due():
    """What the calendar does, with the jobs that it asks for."""
    db.session.commit()
    issue_drafts()
    work()


def corrected(report, gross):
    """The next version of a report, current instead of it."""
    report.is_current = False
    db.session.flush()
    outlet = type("Outlet", (), {"id": report.outlet_id})
    return a_report(outlet, gross=gross, version=report.version + 1)


def test_a_network_without_grace_shows_no_drafts(reported):
    with pytest.raises(NoGrace):
        month_drafts.show_drafts(reported.actors["felix"], month=OCTOBER)
    assert count(MonthDraft) == 0


def test_showing_drafts_issues_nothing_and_tells_until_when(reported):
    draft = show(reported)
    assert (draft.opened_on, draft.issues_on) == (date(2026, 11, 2), date(2026, 11, 12))
    assert (draft.opened_by_name, draft.is_open) == ("Felix", True)
    assert (count(Invoice), count(Charge)) == (0, 0)


def test_only_those_who_may_assess_show_postpone_and_take_back(reported):
    draft = show(reported)
    for name in ("sami", "omar", "audrey"):
        actor = reported.actors[name]
        with pytest.raises(NotAllowed):
            month_drafts.show_drafts(actor, month=OCTOBER)
        with pytest.raises(NotAllowed):
            month_drafts.postpone(actor, draft, to=date(2026, 11, 20))
        with pytest.raises(NotAllowed):
            month_drafts.take_back(actor, draft)


def test_drafts_are_shown_once_at_a_time(reported):
    show(reported)
    with pytest.raises(DraftsShown):
        show(reported)
    assert count(MonthDraft) == 1


def test_two_who_show_them_at_the_same_moment_show_them_once(reported):
    give_grace(reported)
    actor = reported.actors["felix"]
    month_drafts._opened(actor, OCTOBER, date(2026, 11, 12))
    with pytest.raises(DraftsShown):
        month_drafts._opened(actor, OCTOBER, date(2026, 11, 12))
    assert count(MonthDraft) == 1


def test_a_month_of_which_nothing_waits_has_no_drafts(reported):
    assess()
    with pytest.raises(NothingToDraft):
        show(reported)


def test_a_draft_is_what_assessing_then_issues(reported):
    show(reported)
    before = {code: preview(reported, code) for code in ("F-001", "F-002")}
    assess()
    for code, seen in before.items():
        [invoice] = invoices(reported.franchisees[code])
        [draft] = seen.drafts
        assert (draft.total, draft.fund, draft.tax) == (
            invoice.total_minor,
            invoice.fund_minor,
            invoice.tax_minor,
        )


def test_a_corrected_report_changes_the_draft_and_correcting_back_changes_it_back(reported):
    [report] = [one for one in _reports() if one.outlet_id == reported.outlets["HX-001"].id]
    show(reported)
    first = preview(reported, "F-002").totals
    higher = corrected(report, "90000")
    assert preview(reported, "F-002").totals != first
    corrected(higher, "50000")
    assert preview(reported, "F-002").totals == first
    assert count(Invoice) == 0


def test_a_report_that_cannot_be_charged_is_named_beside_the_draft(reported):
    a_report(reported.outlets["HX-001"], "2026-10-01/2026-10-07", currency="USD")
    seen = preview(reported, "F-002")
    assert len(seen.drafts) == 1
    assert [one.outlet for one in seen.skipped] == ["HX-001"]
    assert seen.reports == 2


def test_drafts_are_issued_once_their_day_has_come(reported):
    show(reported)
    with clock.fixed(TENTH_DAY - timedelta(days=1)):
        issue_due()
        assert count(Invoice) == 0
    with clock.fixed(TENTH_DAY):
        issue_due()
        assert [one.number for one in invoices()] == ["2026-0001", "2026-0002"]
        assert {one.issued_on for one in invoices()} == {date(2026, 11, 12)}
        [draft] = db.session.scalars(select(MonthDraft))
        assert (draft.ended_how, draft.ended_at) == (DraftEnd.ISSUED, clock.now())


def test_nothing_is_issued_at_night(reported):
    show(reported)
    with clock.fixed(TENTH_DAY.replace(hour=1)):
        issue_due()
        assert latest_job("2026-10") is None


def test_asking_again_and_again_issues_once(reported):
    show(reported)
    with clock.fixed(TENTH_DAY):
        for _ in range(2):
            db.session.commit()
            issue_drafts()
        assert (
            len(db.session.scalars(select(Job).where(Job.name == "fees.assess_month")).all()) == 1
        )
        work()
        issue_due()
        db.session.execute(
            update(Job)
            .where(Job.name == "fees.assess_month")
            .values(status=JobStatus.WAITING, finished_at=None)
        )
        work()
    assert (len(invoices()), count(Charge)) == (2, 9)


def test_what_a_crash_interrupted_is_issued_to_the_end(reported, monkeypatch):
    monkeypatch.setattr("franchise_portal.fees.services.assessment.FRANCHISEES_AT_ONCE", 1)
    show(reported)
    db.session.commit()
    with clock.fixed(TENTH_DAY):
        run = services.MonthRun(SYSTEM, month=OCTOBER, occasion=Occasion.DRAFTS_DUE)
        run.next_portion()
        db.session.commit()
        assert len(invoices()) == 1
        assert open_draft("2026-10") is not None
        issue_due()
        assert [one.number for one in invoices()] == ["2026-0001", "2026-0002"]
        assert open_draft("2026-10") is None


def test_a_crash_before_the_drafts_were_ended_ends_them_the_next_time(reported):
    show(reported)
    with clock.fixed(TENTH_DAY):
        run = services.MonthRun(SYSTEM, month=OCTOBER, occasion=Occasion.DRAFTS_DUE)
        while run.next_portion():
            pass
        db.session.commit()
        issue_due()
        assert open_draft("2026-10") is None
    assert len(invoices()) == 2


def test_a_month_whose_drafts_were_taken_back_is_not_issued(reported):
    draft = show(reported)
    db.session.commit()
    month_drafts.take_back(reported.actors["felix"], draft)
    assert (draft.ended_how, draft.ended_by_name) == (DraftEnd.WITHDRAWN, "Felix")
    with clock.fixed(TENTH_DAY):
        run = services.MonthRun(SYSTEM, month=OCTOBER, occasion=Occasion.DRAFTS_DUE)
        assert not run.next_portion()
        assert run.finish().invoices == 0
        issue_due()
    assert count(Invoice) == 0
    assert show(reported).is_open


def test_a_run_for_a_day_that_was_postponed_issues_nothing(reported):
    draft = show(reported)
    month_drafts.postpone(reported.actors["felix"], draft, to=date(2026, 11, 20))
    with clock.fixed(TENTH_DAY):
        run = services.MonthRun(SYSTEM, month=OCTOBER, occasion=Occasion.DRAFTS_DUE)
        assert not run.next_portion()
        run.finish()
    assert (count(Invoice), draft.is_open) == (0, True)


@pytest.mark.parametrize("day", ["2026-11-02", "2026-11-12", "2026-12-29", "2027-11-12"])
def test_a_day_that_is_no_later_or_too_late_is_refused(reported, day):
    draft = show(reported)
    with pytest.raises(Refused):
        month_drafts.postpone(reported.actors["felix"], draft, to=date.fromisoformat(day))
    assert draft.issues_on == date(2026, 11, 12)


def test_who_decides_on_what_somebody_else_has_changed_is_told(reported):
    felix, hanna = reported.actors["felix"], reported.actors["hanna"]
    draft = show(reported)
    seen = draft.version
    month_drafts.postpone(hanna, draft, to=date(2026, 11, 20), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        month_drafts.postpone(felix, draft, to=date(2026, 11, 25), seen=seen)
    assert draft.issues_on == date(2026, 11, 20)


def test_what_has_ended_is_not_decided_on_again(reported):
    felix = reported.actors["felix"]
    draft = show(reported)
    month_drafts.take_back(felix, draft)
    with pytest.raises(DraftsEnded):
        month_drafts.take_back(felix, draft)
    with pytest.raises(DraftsEnded):
        month_drafts.postpone(felix, draft, to=date(2026, 11, 20))
    assert draft.ended_how is DraftEnd.WITHDRAWN


def test_nothing_moves_under_a_run_that_waits(reported):
    felix = reported.actors["felix"]
    draft = show(reported)
    request_assessment(felix, month=OCTOBER)
    with pytest.raises(MonthIsAssessed):
        month_drafts.take_back(felix, draft)
    with pytest.raises(MonthIsAssessed):
        month_drafts.postpone(felix, draft, to=date(2026, 11, 20))
    work()
    assert open_draft("2026-10") is None
    assert len(invoices()) == 2


def test_assessing_at_once_ends_the_drafts(reported):
    show(reported)
    assess()
    [draft] = db.session.scalars(select(MonthDraft))
    assert draft.ended_how is DraftEnd.ISSUED
    assert len(invoices()) == 2


def test_a_late_report_of_an_issued_month_goes_its_own_way(reported):
    show(reported)
    assess()
    a_report(reported.outlets["TL-001"], "2026-10-01/2026-10-07", gross="1000")
    assess()
    assert len(invoices()) == 3


def test_correcting_what_was_charged_leaves_drafts_of_the_month_alone(reported):
    [before] = [one for one in _reports() if one.outlet_id == reported.outlets["HX-001"].id]
    assess()
    a_report(reported.outlets["TL-001"], "2026-10-01/2026-10-07", gross="1000")
    show(reported)
    corrected(before, "60000")
    reassess(OCTOBER)
    work()
    [_first, *more] = invoices(reported.franchisees["F-002"])
    assert len(more) == 1
    assert len(invoices(reported.franchisees["F-001"])) == 1
    assert open_draft("2026-10") is not None
    assert preview(reported, "F-001").reports == 1


def test_issuing_now_is_not_forgotten_behind_a_correction_that_waits(reported):
    show(reported)
    reassess(OCTOBER)
    request_assessment(reported.actors["felix"], month=OCTOBER)
    work()
    assert len(invoices()) == 2
    assert open_draft("2026-10") is None


def test_everybody_with_a_draft_is_written_to_once_in_their_language(reported):
    draft = show(reported)
    work()
    found = mails()
    assert sorted(found) == ["olga@demo.test", "omar@demo.test"]
    assert "12 November 2026" in found["omar@demo.test"]
    job = db.session.scalars(select(Job).where(Job.name == "fees.tell_of_drafts")).one()
    job.status = JobStatus.WAITING
    work()
    assert len(mails()) == count(Message) == 2
    assert db.session.get_one(MonthDraft, draft.id).told_at is not None


def test_telling_goes_on_where_it_was_interrupted(reported, monkeypatch):
    from franchise_portal.fees.services import draft_letters  # noqa: PLC0415

    monkeypatch.setattr(draft_letters, "AT_ONCE", 1)
    draft = show(reported)
    assert draft_letters.tell_some(draft.id)
    db.session.commit()
    assert count(Message) == 1
    work()
    assert sorted(mails()) == ["olga@demo.test", "omar@demo.test"]
    assert count(Message) == 2


def test_nobody_is_written_to_about_drafts_that_were_taken_back(reported):
    month_drafts.take_back(reported.actors["felix"], show(reported))
    work()
    assert count(Message) == 0


def test_every_step_stands_in_the_audit(reported):
    felix = reported.actors["felix"]
    draft = show(reported)
    month_drafts.postpone(felix, draft, to=date(2026, 11, 20))
    month_drafts.take_back(felix, draft)
    show(reported)
    assess()
    found = db.session.scalars(select(Entry.action).where(Entry.subject_type == "month_drafts"))
    assert sorted(found) == [
        "fees.drafts.issued",
        "fees.drafts.postponed",
        "fees.drafts.shown",
        "fees.drafts.shown",
        "fees.drafts.withdrawn",
    ]


def _reports():
    return db.session.scalars(select(SalesReport)).all()


def mails():
    """The text of each mail, by its address."""
    return {one.to_address: one.text for one in db.session.scalars(select(Message))}
