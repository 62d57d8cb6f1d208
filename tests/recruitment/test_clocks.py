"""When a disclosure counts, what stands against signing, what we must show, what is forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.law import pack, packs
from franchise_portal.recruitment.enums import Delivery, Point, PointState, Stage
from franchise_portal.recruitment.rules import (
    Checklist,
    clock_starts,
    is_to_be_forgotten,
    is_untouched,
    obstacles_to_signing,
    open_points,
    points,
)

GIVEN, ACKNOWLEDGED = date(2026, 3, 1), date(2026, 3, 5)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("delivery", Delivery)
def test_a_link_counts_from_the_receipt_and_all_else_from_the_delivery(delivery) -> None:
    expected = ACKNOWLEDGED if delivery is Delivery.LINK else GIVEN
    assert clock_starts(delivery, GIVEN, ACKNOWLEDGED) == expected
    assert clock_starts(delivery, GIVEN, None) == (None if delivery is Delivery.LINK else GIVEN)


def day(slug: str, on: date, **facts: object):
    usual = {"disclosed_on": GIVEN, "is_given": True, "is_acknowledged": True}
    return obstacles_to_signing(pack(slug), on=on, **{**usual, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slug", "last_refused", "first_allowed"),
    [
        ("cn", date(2026, 3, 30), date(2026, 3, 31)),
        ("us-ftc", date(2026, 3, 15), date(2026, 3, 16)),
    ],
)
def test_signing_is_refused_up_to_the_day_before_the_packs_first(
    slug, last_refused, first_allowed
) -> None:
    early = day(slug, last_refused)
    assert not early.is_possible
    assert early.earliest == first_allowed
    assert early.obstacles[0].params["day"] == first_allowed
    assert early.obstacles[0].params["source"] == early.clock.rule.source
    assert day(slug, first_allowed).is_possible


@pytest.mark.parametrize("slug", ["cn", "us-ftc", "au"])
def test_without_a_disclosure_or_its_receipt_nobody_signs(slug) -> None:
    never = day(slug, date(2030, 1, 1), disclosed_on=None, is_given=False, is_acknowledged=False)
    assert [one.message for one in never.obstacles] == [
        "The disclosure document has not been given yet."
    ]
    silent = day(slug, date(2030, 1, 1), is_acknowledged=False)
    assert len(silent.obstacles) == 1
    assert "acknowledged" in silent.obstacles[0].message


def test_without_a_law_pack_nothing_stands_against_signing() -> None:
    found = day("none", GIVEN, disclosed_on=None, is_given=False, is_acknowledged=False)
    assert (found.obstacles, found.earliest, found.clock) == ((), None, None)


def test_an_agreement_that_we_changed_ourselves_starts_a_clock_of_its_own() -> None:
    found = day("us-ftc", date(2026, 6, 5), final_agreement_on=date(2026, 6, 1))
    assert found.earliest == pack("us-ftc").earliest_signing(
        GIVEN, final_agreement_on=date(2026, 6, 1)
    )
    assert not found.is_possible


@given(
    st.sampled_from(packs()),
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(-5, 60),
)
def test_what_is_refused_is_exactly_what_lies_before_the_earliest_day(law_pack, given_on, later):
    on = given_on + timedelta(days=later)
    found = obstacles_to_signing(
        law_pack, disclosed_on=given_on, is_given=True, is_acknowledged=True, on=on
    )
    assert found.is_possible is (found.earliest is None or on >= found.earliest)


FULL = Checklist(
    enterprise="Tamberley Ltd, 91310000",
    outlets_opened_on=(date(2024, 3, 1), date(2025, 4, 10)),
    support="Two trainers, a manual, a visit each month.",
    document_reviewed_on=date(2026, 3, 1),
    claims_checked_on=date(2026, 3, 1),
)


def states(checklist: Checklist, on: date) -> dict[Point, PointState]:
    return {one.point: one.state for one in points(pack("cn"), checklist, on=on)}


class TestChecklist:
    def test_an_empty_one_is_open_but_for_what_comes_after_the_first_contract(self) -> None:
        found = states(Checklist(), date(2026, 6, 1))
        assert {point for point, state in found.items() if state is PointState.NOT_DUE} == {
            Point.FILING,
            Point.YEARLY_REPORT,
        }
        assert len(open_points(points(pack("cn"), Checklist(), on=date(2026, 6, 1)))) == 5

    def test_a_full_one_has_no_open_point(self) -> None:
        assert open_points(points(pack("cn"), FULL, on=date(2026, 6, 1))) == ()

    @pytest.mark.parametrize(
        ("on", "state"),
        [
            (date(2026, 4, 10), PointState.OPEN),
            (date(2026, 4, 11), PointState.MET),
        ],
    )
    def test_the_second_outlet_must_have_run_for_more_than_a_year(self, on, state) -> None:
        assert states(FULL, on)[Point.OUTLETS] is state

    def test_one_outlet_is_too_few_however_old(self) -> None:
        one = Checklist(outlets_opened_on=(date(2000, 1, 1),))
        assert states(one, date(2026, 6, 1))[Point.OUTLETS] is PointState.OPEN

    @pytest.mark.parametrize(
        ("on", "state"),
        [(date(2027, 3, 1), PointState.MET), (date(2027, 3, 2), PointState.OPEN)],
    )
    def test_document_and_claims_are_looked_through_once_a_year(self, on, state) -> None:
        found = states(FULL, on)
        assert found[Point.DOCUMENT] is found[Point.CLAIMS] is state

    @pytest.mark.parametrize(
        ("on", "number", "state"),
        [
            (date(2026, 5, 16), "", PointState.NOT_DUE),
            (date(2026, 5, 17), "", PointState.OPEN),
            (date(2026, 5, 17), "2026-310000-0042", PointState.MET),
        ],
    )
    def test_filing_is_due_fifteen_days_after_the_first_contract(self, on, number, state) -> None:
        checklist = Checklist(first_contract_on=date(2026, 5, 1), filing_number=number)
        assert states(checklist, on)[Point.FILING] is state

    @pytest.mark.parametrize(
        ("on", "reported", "state"),
        [
            (date(2026, 12, 31), None, PointState.NOT_DUE),
            (date(2027, 3, 31), None, PointState.NOT_DUE),
            (date(2027, 4, 1), None, PointState.OPEN),
            (date(2027, 4, 1), 2025, PointState.OPEN),
            (date(2027, 4, 1), 2026, PointState.MET),
            (date(2028, 3, 31), 2026, PointState.MET),
            (date(2028, 4, 1), 2026, PointState.OPEN),
        ],
    )
    def test_a_years_contracts_are_reported_by_the_end_of_march(self, on, reported, state) -> None:
        checklist = Checklist(first_contract_on=date(2026, 5, 1), reported_year=reported)
        assert states(checklist, on)[Point.YEARLY_REPORT] is state

    @pytest.mark.parametrize("slug", ["none", "us-ftc", "au"])
    def test_other_packs_ask_the_franchisor_to_prove_nothing_here(self, slug) -> None:
        assert points(pack(slug), Checklist(), on=date(2026, 6, 1)) == ()


class TestKeeping:
    WEEK = timedelta(days=7)

    @pytest.mark.parametrize("stage", Stage)
    def test_who_is_open_and_untouched_for_a_week_is_remembered_once(self, stage) -> None:
        week_ago = NOON - self.WEEK
        facts = {"touched_at": week_ago, "at": NOON, "patience": self.WEEK}
        assert is_untouched(stage, reminded_at=None, **facts) is stage.is_open
        assert not is_untouched(stage, reminded_at=NOON, **facts)
        before = week_ago - timedelta(days=1)
        assert is_untouched(stage, reminded_at=before, **facts) is stage.is_open
        facts["touched_at"] = week_ago + timedelta(seconds=1)
        assert not is_untouched(stage, reminded_at=None, **facts)

    @pytest.mark.parametrize("stage", Stage)
    def test_only_rejected_and_withdrawn_applications_are_forgotten(self, stage) -> None:
        over = stage in {Stage.REJECTED, Stage.WITHDRAWN}
        facts = {"at": NOON, "retention": self.WEEK}
        assert is_to_be_forgotten(stage, stage_since=NOON - self.WEEK, **facts) is over
        early = NOON - self.WEEK + timedelta(seconds=1)
        assert not is_to_be_forgotten(stage, stage_since=early, **facts)
