"""The scorecard: a draft that can be changed, versions that cannot."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from franchise_portal.database import db
from franchise_portal.kit.errors import ChangedMeanwhile, Refused
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.models import (
    DraftCriterion,
    ScorecardCriterion,
    ScorecardDraft,
    ScorecardVersion,
)
from franchise_portal.recruitment.rules.starter import STARTER
from tests.builders.recruitment import CRITERIA, FAMILY, FUNDS, RECORD, a_scorecard
from tests.support.page import Browser


@pytest.mark.parametrize("table", ["scorecard_versions", "scorecard_criteria"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_published(network, table, sql) -> None:
    a_scorecard(network.actors["hanna"])
    db.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(sql.format(table)))
    db.session.rollback()
    assert len(db.session.scalars(select(ScorecardCriterion)).all()) == 3


def test_the_next_draft_begins_from_the_published_version(network) -> None:
    hanna = network.actors["hanna"]
    a_scorecard(hanna)
    draft = services.begin_draft(hanna, starter=())
    assert [one.name for one in draft.criteria] == [one.name for one in CRITERIA]
    assert services.begin_draft(hanna, starter=()) is draft


def test_publishing_counts_up_and_the_draft_is_gone(network) -> None:
    hanna = network.actors["hanna"]
    assert a_scorecard(hanna).number == 1
    assert a_scorecard(hanna).number == 2
    assert db.session.scalars(select(ScorecardDraft)).all() == []
    assert db.session.scalars(select(DraftCriterion)).all() == []
    assert queries.current_version().number == 2
    assert [one.number for one in queries.versions()] == [2, 1]


@pytest.mark.parametrize(
    ("criteria", "words"),
    [((), "at least 3 criteria"), ((FUNDS, FAMILY), "at least 3"), ((FAMILY,) * 3, "At least one")],
)
def test_a_scorecard_without_substance_is_not_published(network, criteria, words) -> None:
    hanna = network.actors["hanna"]
    draft = services.begin_draft(hanna, starter=criteria)
    with pytest.raises(Refused) as refusal:
        services.publish_draft(hanna, draft, version=None)
    assert words in str(refusal.value)
    assert queries.current_version() is None


def test_two_people_changing_one_criterion_see_each_other(network) -> None:
    hanna = network.actors["hanna"]
    draft = services.begin_draft(hanna, starter=CRITERIA)
    criterion = draft.criteria[1]
    services.change_criterion(hanna, draft, criterion, FAMILY, version=1)
    heavier = type(FAMILY)(**{f: getattr(FAMILY, f) for f in FAMILY.__slots__} | {"weight": 9})
    services.change_criterion(hanna, draft, criterion, heavier, version=None)
    with pytest.raises(ChangedMeanwhile):
        services.change_criterion(hanna, draft, criterion, FAMILY, version=1)


def test_two_criteria_of_one_name_are_refused(network) -> None:
    hanna = network.actors["hanna"]
    draft = services.begin_draft(hanna, starter=CRITERIA)
    with pytest.raises(Refused) as refusal:
        services.add_criterion(hanna, draft, RECORD)
    assert refusal.value.field == "name"


def test_criteria_move_up_and_stay_at_the_top(network) -> None:
    hanna = network.actors["hanna"]
    draft = services.begin_draft(hanna, starter=CRITERIA)
    last = draft.criteria[2]
    for _ in range(3):
        services.move_criterion(draft, last, by=-1)
    order = sorted(draft.criteria, key=lambda one: one.position)
    assert [one.name for one in order] == [RECORD.name, FUNDS.name, FAMILY.name]


def test_family_support_weighs_three_times_any_other_trait_and_three_are_hard() -> None:
    weights = {one.name: one.weight for one in STARTER}
    family = weights.pop("Support of family and friends")
    assert {family / weight for weight in weights.values()} == {3}
    assert {one.name for one in STARTER if one.fail_below} == {
        "Own funds",
        "Law and record",
        "References",
    }


class TestPages:
    def criterion(self, **facts: str) -> dict[str, str]:
        usual = {
            "name": "Patience",
            "question": "Can they wait?",
            "weight": "2",
            "fail_below": "0",
            "one": "No",
            "three": "A little",
            "five": "Yes",
        }
        return {**usual, **facts}

    def test_from_the_proposal_to_a_published_version_by_pages(self, network, browser: Browser):
        browser.sign_in("dora")
        browser.get("/recruitment/scorecard")
        assert "No scorecard is published" in browser.page.text
        browser.post("/recruitment/scorecard/draft")
        assert "Support of family and friends" in browser.page.text
        browser.get("/recruitment/scorecard/draft/criteria/new")
        browser.post("/recruitment/scorecard/draft/criteria", self.criterion())
        db.session.rollback()
        added = db.session.scalars(
            select(DraftCriterion).where(DraftCriterion.name == "Patience")
        ).one()
        address = f"/recruitment/scorecard/draft/criteria/{added.id}"
        browser.get(address)
        browser.post(address, self.criterion(version="1", fail_below="2"))
        browser.post(f"{address}/ascent")
        draft = queries.draft()
        browser.post(
            "/recruitment/scorecard/draft/particulars",
            {"version": str(draft.version), "pass_mark": "3.5", "remark": "With patience"},
        )
        db.session.expire_all()
        browser.post(
            "/recruitment/scorecard/draft/publication", {"version": str(queries.draft().version)}
        )
        assert "Version 1, in force" in browser.page.text
        assert "hard: fails below 2" in browser.page.text
        version = db.session.scalars(select(ScorecardVersion)).one()
        browser.get(f"/recruitment/scorecard/versions/{version.id}")
        assert "3.50" in browser.page.text
        assert "With patience" in browser.page.text

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"name": ""}, "Give the criterion a name"),
            ({"weight": "0"}, "from 1 to 20"),
            ({"weight": "x"}, "integer"),
            ({"fail_below": "5"}, "valid choice"),
            ({"three": ""}, "in words"),
        ],
    )
    def test_a_criterion_that_nobody_could_score_by_is_refused(
        self, network, browser, facts, words
    ):
        browser.sign_in("dora")
        browser.post("/recruitment/scorecard/draft")
        browser.post("/recruitment/scorecard/draft/criteria", self.criterion(**facts), status=422)
        assert words in browser.page.text

    def test_a_draft_can_be_discarded_and_criteria_removed(self, network, browser: Browser):
        browser.sign_in("dora")
        browser.post("/recruitment/scorecard/draft")
        first = queries.draft().criteria[0].id
        browser.post(f"/recruitment/scorecard/draft/criteria/{first}/removal")
        assert "Own funds" not in browser.page.text
        browser.post("/recruitment/scorecard/draft/removal")
        browser.get("/recruitment/scorecard/draft", status=404)

    def test_a_draft_that_changed_meanwhile_is_not_published_unseen(self, network, browser):
        draft = services.begin_draft(network.actors["hanna"], starter=CRITERIA)
        db.session.commit()
        seen = draft.version
        services.change_draft(
            network.actors["hanna"],
            draft,
            pass_mark=draft.pass_mark,
            remark="Changed",
            version=None,
        )
        db.session.commit()
        browser.sign_in("dora")
        browser.post("/recruitment/scorecard/draft/publication", {"version": str(seen)}, status=409)
        assert queries.current_version() is None
