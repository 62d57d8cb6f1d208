"""Several who decide on the drafts of a month at the same moment: one of them has decided."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.draft_enums import DraftEnd, Occasion
from franchise_portal.fees.draft_errors import DraftsEnded, DraftsShown
from franchise_portal.fees.models import Invoice, MonthDraft
from franchise_portal.fees.queries.month_drafts import draft_by_id
from franchise_portal.fees.services import draft_letters, month_drafts
from franchise_portal.mail import Message
from tests.builders.drafts import give_grace, show
from tests.builders.fees import OCTOBER, all_report
from tests.fees.test_at_once import together


@pytest.fixture
def reported(network):
    all_report(network)
    give_grace(network)
    db.session.commit()
    return network


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_four_who_show_drafts_at_once_show_them_once(reported, app):
    def showing():
        with edge():
            month_drafts.show_drafts(SYSTEM, month=OCTOBER)

    raised = together(app, *[showing] * 4)
    assert [type(error) for error in raised] == [DraftsShown] * 3
    assert count(MonthDraft) == 1


def test_drafts_that_are_taken_back_as_their_day_comes_are_issued_whole_or_not_at_all(
    reported, app
):
    draft = show(reported)
    draft.issues_on = date(2026, 11, 2)
    db.session.commit()
    draft_id = draft.id

    def taking_back():
        with edge():
            month_drafts.take_back(SYSTEM, draft_by_id(draft_id))

    def issuing():
        with edge():
            run = services.MonthRun(SYSTEM, month=OCTOBER, occasion=Occasion.DRAFTS_DUE)
            while run.next_portion():
                pass
            run.finish()

    raised = together(app, taking_back, issuing, issuing)
    db.session.expire_all()
    ended = draft_by_id(draft_id).ended_how
    if ended is DraftEnd.WITHDRAWN:
        assert (raised, count(Invoice)) == ([], 0)
    else:
        assert ended is DraftEnd.ISSUED
        assert ([type(error) for error in raised], count(Invoice)) == ([DraftsEnded], 2)


def test_two_workers_that_tell_of_drafts_write_to_everybody_once(reported, app, monkeypatch):
    monkeypatch.setattr(draft_letters, "AT_ONCE", 1)
    draft_id = show(reported).id
    db.session.commit()

    def telling():
        has_more = True
        while has_more:
            with edge():
                has_more = draft_letters.tell_some(draft_id)

    assert together(app, telling, telling) == []
    assert sorted(db.session.scalars(select(Message.to_address))) == [
        "olga@demo.test",
        "omar@demo.test",
    ]
