"""The one ladder, the days of duties, and what follows from terms: tables and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal import law
from franchise_portal.access.roles import Side
from franchise_portal.contracts.enums import (
    ClauseKind,
    DueRule,
    DutyEvent,
    DutyKind,
    InsuranceKind,
    LadderStep,
    RenewalMode,
    Rhythm,
)
from franchise_portal.contracts.rules.duties import Due, Enforcement, Span, due_days
from franchise_portal.contracts.rules.ladder import (
    Clock,
    beats,
    cure_ends,
    missing_steps,
    standing,
)
from franchise_portal.contracts.rules.promises import (
    hints_for,
    promise_after,
    promises_of,
    promises_to_authorities,
)
from franchise_portal.contracts.rules.terms import (
    AuditRight,
    Deposit,
    DevelopmentStep,
    Insurance,
    MinimumPurchase,
    Notice,
    Renewal,
    Terms,
)
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.money import Money

D = date
DAY = timedelta(days=1)
ACT_BY = D(2026, 11, 30)
DAYS = st.dates(D(2020, 1, 1), D(2040, 12, 31))


@pytest.mark.parametrize(
    ("on", "step", "key", "next_on"),
    [
        (D(2026, 10, 30), LadderStep.AHEAD, None, D(2026, 10, 31)),
        (D(2026, 10, 31), LadderStep.REMINDED, "remind-30", D(2026, 11, 23)),
        (D(2026, 11, 22), LadderStep.REMINDED, "remind-30", D(2026, 11, 23)),
        (D(2026, 11, 23), LadderStep.REMINDED, "remind-7", D(2026, 11, 30)),
        (D(2026, 11, 30), LadderStep.DUE, "due", D(2026, 12, 6)),
        (D(2026, 12, 5), LadderStep.DUE, "due", D(2026, 12, 6)),
        (D(2026, 12, 6), LadderStep.OVERDUE, "overdue", None),
        (D(2029, 1, 1), LadderStep.OVERDUE, "overdue", None),
    ],
)
def test_the_clock_climbs_by_itself_only_up_to_overdue(on, step, key, next_on) -> None:
    where = standing(Clock(act_by=ACT_BY, grace_days=5), on)
    assert (where.step, where.next_on) == (step, next_on)
    assert (where.beat.key if where.beat else None) == (f"{key}@2026-11-30" if key else None)


@pytest.mark.parametrize(
    ("on", "step", "next_on"),
    [
        (D(2026, 12, 10), LadderStep.CURING, D(2027, 1, 2)),
        (D(2027, 1, 2), LadderStep.CURING, D(2027, 1, 10)),
        (D(2027, 1, 9), LadderStep.CURING, D(2027, 1, 10)),
        (D(2027, 1, 10), LadderStep.CURE_OVER, None),
    ],
)
def test_after_a_notice_the_cure_period_runs_to_its_last_day(on, step, next_on) -> None:
    clock = Clock(act_by=ACT_BY, noticed_on=D(2026, 12, 10), cure_until=D(2027, 1, 9))
    where = standing(clock, on, before=LadderStep.CURING)
    assert (where.step, where.next_on) == (step, next_on)


def test_a_short_cure_period_is_not_reminded_of_before_it_began() -> None:
    clock = Clock(act_by=ACT_BY, noticed_on=D(2026, 12, 10), cure_until=D(2026, 12, 15))
    assert [beat.step for beat in beats(clock)] == [LadderStep.CURE_OVER]


def test_the_day_of_the_notice_is_not_counted() -> None:
    assert cure_ends(D(2026, 12, 10), 30) == D(2027, 1, 9)


def test_evidence_that_waits_stops_the_clock_and_reminds_the_other_side() -> None:
    clock = Clock(act_by=ACT_BY, given_on=D(2026, 11, 28))
    where = standing(clock, D(2026, 12, 5), before=LadderStep.REMINDED)
    assert where.step is LadderStep.REMINDED
    assert where.beat
    assert (where.beat.to_owner, where.beat.to_other) == (False, True)
    assert where.next_on == D(2026, 12, 12)


def test_a_choice_is_never_late() -> None:
    where = standing(Clock(act_by=ACT_BY, is_choice=True), D(2027, 6, 1))
    assert (where.step, where.next_on) == (LadderStep.REMINDED, None)


def test_nobody_else_is_told_of_what_is_owed_to_an_authority() -> None:
    clock = Clock(act_by=ACT_BY, has_other_side=False)
    assert not any(beat.to_other for beat in beats(clock))


def test_a_proposed_consequence_is_left_to_people() -> None:
    where = standing(Clock(act_by=ACT_BY), D(2030, 1, 1), before=LadderStep.CONSEQUENCE)
    assert (where.step, where.beat, where.next_on) == (LadderStep.CONSEQUENCE, None, None)


@pytest.mark.parametrize(
    ("current", "wanted", "missing"),
    [
        (LadderStep.OVERDUE, LadderStep.CURING, ()),
        (LadderStep.CURE_OVER, LadderStep.CURING, ()),
        (LadderStep.DUE, LadderStep.CURING, (LadderStep.OVERDUE,)),
        (
            LadderStep.AHEAD,
            LadderStep.CURING,
            (LadderStep.REMINDED, LadderStep.DUE, LadderStep.OVERDUE),
        ),
        (LadderStep.CURE_OVER, LadderStep.CONSEQUENCE, ()),
        (LadderStep.OVERDUE, LadderStep.CONSEQUENCE, (LadderStep.CURING, LadderStep.CURE_OVER)),
    ],
)
def test_a_step_before_its_turn_names_the_missing_ones(current, wanted, missing) -> None:
    assert missing_steps(current, wanted) == missing


CLOCKS = st.builds(
    Clock,
    act_by=DAYS,
    remind_days=st.lists(st.integers(0, 400), max_size=4).map(tuple),
    grace_days=st.integers(0, 120),
    is_choice=st.booleans(),
    has_other_side=st.booleans(),
)


@given(CLOCKS, DAYS, st.integers(0, 500))
def test_a_clock_never_climbs_down_and_always_looks_ahead(clock, on, later) -> None:
    before, after = standing(clock, on), standing(clock, on + later * DAY)
    assert after.step.place >= before.step.place
    assert before.next_on is None or before.next_on > on
    assert [beat.on for beat in beats(clock)] == sorted(beat.on for beat in beats(clock))


@given(CLOCKS, DAYS, st.lists(st.integers(1, 90), max_size=12))
def test_looked_at_rarely_it_ends_where_it_would_looked_at_daily(clock, start, gaps) -> None:
    """Following `next_on` from sweep to sweep misses nothing, and says no beat twice."""
    end = start + sum(gaps) * DAY
    spoken: list[str] = []
    on, next_on = start, start
    for gap in [0, *gaps]:
        on += gap * DAY
        if next_on is not None and next_on <= on:
            where = standing(clock, on)
            next_on = where.next_on
            if where.beat:
                spoken.append(where.beat.key)
    assert len(spoken) == len(set(spoken))
    last = standing(clock, end).beat
    assert not last or (spoken and spoken[-1] == last.key)


# ---- days


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(rule=DueRule.ON, first_on=D(2026, 5, 1)), [D(2026, 5, 1)]),
        (Due(rule=DueRule.ON, first_on=D(2028, 5, 1)), []),
        (
            Due(rule=DueRule.EVERY, first_on=D(2026, 1, 31), every=Duration.parse("1 month")),
            [D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 31), D(2026, 4, 30), D(2026, 5, 31)],
        ),
        (
            Due(
                rule=DueRule.EVERY,
                first_on=D(2024, 2, 29),
                every=Duration.parse("1 year"),
            ),
            [D(2026, 2, 28)],
        ),
        (
            Due(rule=DueRule.AFTER, event=DutyEvent.SIGNED, offset=Duration.parse("15 days")),
            [D(2026, 1, 16)],
        ),
        (Due(rule=DueRule.BEFORE_END, offset=Duration.parse("6 months")), []),
    ],
)
def test_the_days_of_a_duty(due, expected) -> None:
    span = Span(signed_on=D(2026, 1, 1), starts_on=D(2026, 1, 1), ends_on=D(2027, 6, 30))
    assert list(due_days(due, span, from_on=D(2026, 1, 1), until=D(2026, 5, 31))) == expected


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [(D(2031, 2, 28), D(2030, 8, 31)), (D(2030, 12, 31), D(2030, 6, 30))],
)
def test_before_the_end_means_that_the_whole_time_is_over_by_then(ends_on, expected) -> None:
    due = Due(rule=DueRule.BEFORE_END, offset=Duration.parse("6 months"))
    assert due_days(due, Span(ends_on=ends_on), from_on=D(2026, 1, 1), until=D(2035, 1, 1)) == (
        expected,
    )


def test_a_contract_that_is_over_owes_only_what_comes_after_its_end() -> None:
    span = Span(starts_on=D(2024, 1, 1), ends_on=D(2026, 6, 30), is_over=True)
    days = {"from_on": D(2026, 1, 1), "until": D(2027, 6, 30)}
    monthly = Due(rule=DueRule.EVERY, first_on=D(2024, 1, 1), every=Duration.parse("1 month"))
    deposit = Due(rule=DueRule.AFTER, event=DutyEvent.ENDED, offset=Duration.parse("60 days"))
    step = Due(rule=DueRule.ON, first_on=D(2026, 9, 1))
    notice = Due(rule=DueRule.BEFORE_END, offset=Duration.parse("1 month"))
    assert due_days(monthly, span, **days)[-1] == D(2026, 6, 1)
    assert due_days(deposit, span, **days) == (D(2026, 8, 29),)
    assert due_days(step, span, **days) == ()
    assert due_days(notice, span, **days) == ()


@given(DAYS, st.integers(1, 24), st.integers(0, 800), st.integers(1, 800))
def test_however_a_year_is_cut_the_days_are_the_same(first, months, skip, length) -> None:
    due = Due(rule=DueRule.EVERY, first_on=first, every=Duration.parse(f"{months} months"))
    begin = first + skip * DAY
    end, middle = begin + length * DAY, begin + (length // 2) * DAY
    whole = due_days(due, Span(), from_on=begin, until=end)
    parts = [
        *due_days(due, Span(), from_on=begin, until=middle),
        *due_days(due, Span(), from_on=middle + DAY, until=end),
    ]
    assert list(whole) == parts
    assert all(begin <= day <= end for day in whole)


def test_a_rule_that_lacks_a_part_is_no_rule() -> None:
    with pytest.raises(ValueError, match="lacks"):
        Due(rule=DueRule.EVERY, first_on=D(2026, 1, 1))


# ---- what follows from terms


EUR = Money(500_000, "EUR")
WHOLE = Terms(
    starts_on=D(2026, 3, 15),
    length=Duration.parse("5 years"),
    renewal=Renewal(count=2, each=Duration.parse("5 years"), mode=RenewalMode.AUTOMATIC),
    notice=Notice(at_least=Duration.parse("6 months"), at_most=Duration.parse("1 year")),
    development=(
        DevelopmentStep(
            number=1, due_on=D(2026, 12, 31), outlets_open=2, grace=Duration.parse("60 days")
        ),
        DevelopmentStep(number=2, due_on=D(2027, 12, 31), outlets_open=4),
    ),
    deposit=Deposit(amount=EUR, return_within=Duration.parse("30 days")),
    minimum_purchase=MinimumPurchase(amount=EUR, every=Rhythm.QUARTER),
    insurance=(
        Insurance(kind=InsuranceKind.LIABILITY, evidence_every=Rhythm.YEAR),
        Insurance(kind=InsuranceKind.CYBER),
    ),
    audit=AuditRight(times_a_year=2),
    cooling_off=Duration.parse("14 days"),
)


def found(terms: Terms = WHOLE, pack: str = "none", **facts):
    promises = promises_of(terms, starts_on=D(2026, 3, 15), pack=law.pack(pack), **facts)
    return {promise.origin: promise for promise in promises}


def test_every_part_of_the_terms_that_has_a_day_becomes_a_duty_of_its_side() -> None:
    owners = {origin: promise.owner for origin, promise in found().items()}
    assert owners == {
        "cooling_off": Side.FRANCHISEE,
        "notice:franchisor": Side.FRANCHISOR,
        "notice:franchisee": Side.FRANCHISEE,
        "development:1": Side.FRANCHISEE,
        "development:2": Side.FRANCHISEE,
        "deposit": Side.FRANCHISOR,
        "purchases": Side.FRANCHISEE,
        "insurance:liability": Side.FRANCHISEE,
        "audit": Side.FRANCHISOR,
    }
    assert found()["development:1"].grace_days == 60
    assert found()["insurance:liability"].clause is ClauseKind.INSURANCE


def test_a_quarter_of_purchases_is_due_on_its_last_day() -> None:
    purchases = found()["purchases"].due
    days = due_days(purchases, Span(), from_on=D(2026, 3, 15), until=D(2027, 1, 1))
    assert days == (D(2026, 6, 14), D(2026, 9, 14), D(2026, 12, 14))


def test_terms_without_days_make_no_duties() -> None:
    assert found(Terms(starts_on=D(2026, 1, 1))) == {}
    assert "notice:franchisee" not in found(
        Terms(is_indefinite=True, notice=Notice(at_least=Duration.parse("1 month")))
    )


def test_the_first_contract_in_china_is_filed_within_fifteen_days() -> None:
    filing = found(pack="cn", is_first=True)["law:cn.filing"]
    assert filing.owner is Side.FRANCHISOR
    assert filing.basis
    span = Span(signed_on=D(2026, 2, 10))
    days = {"from_on": D(2026, 1, 1), "until": D(2027, 1, 1)}
    assert due_days(filing.due, span, **days) == (D(2026, 2, 25),)
    assert "law:cn.filing" not in found(pack="cn")


@pytest.mark.parametrize(
    ("pack", "agreed", "length"),
    [
        ("cn", "14 days", "14 days"),
        ("cn", None, "30 days"),
        ("au", "7 days", "14 days"),
        ("au", "21 days", "21 days"),
        ("none", None, None),
    ],
)
def test_cooling_off_is_the_longer_unless_the_law_leaves_it_to_the_contract(
    pack, agreed, length
) -> None:
    terms = Terms(cooling_off=Duration.parse(agreed) if agreed else None)
    promise = found(terms, pack).get("cooling_off")
    assert (promise.due.offset.text if promise else None) == length


@pytest.mark.parametrize(
    ("on", "first"),
    [(D(2026, 3, 31), D(2026, 3, 31)), (D(2026, 4, 1), D(2027, 3, 31))],
)
def test_the_yearly_report_comes_next_on_the_last_of_march(on, first) -> None:
    [report] = promises_to_authorities(law.pack("cn"), on=on)
    assert report.kind is DutyKind.YEARLY_REPORT
    assert report.due.first_on == first


def test_an_event_starts_a_clock_of_the_law() -> None:
    [change] = law.pack("cn").duties_after(law.Trigger.CHANGE)
    promise = promise_after(change, on=D(2026, 11, 2))
    assert promise.due.first_on == D(2026, 12, 2)
    assert promise.origin == "law:cn.filing_change:2026-11-02"


def test_a_clause_about_support_hints_at_what_the_franchisor_owes() -> None:
    assert {hint.owner for hint in hints_for(ClauseKind.SUPPORT)} == {Side.FRANCHISOR}
    assert hints_for(ClauseKind.GENERAL) == ()


# ---- how evenly both sides insist


@pytest.mark.parametrize(
    ("counts", "index", "lopsided"),
    [
        ((6, 2, 60, 20), "3", False),
        ((6, 1, 12, 20), "6", True),
        ((6, 0, 60, 20), None, True),
        ((4, 0, 4, 20), None, False),
        ((0, 0, 0, 0), None, False),
        ((4, 0, 8, 0), None, False),
    ],
)
def test_the_index_is_fair_to_the_side_that_is_late_more_often(counts, index, lopsided) -> None:
    found = Enforcement(*counts)
    assert (str(found.index) if found.index is not None else None) == index
    assert found.is_lopsided is lopsided


@given(on=DAYS, act_by=DAYS)
def test_a_right_ends_with_its_day_and_nobody_is_late(on, act_by) -> None:
    where = standing(Clock(act_by=act_by, is_choice=True), on)
    assert where.is_past is (on > act_by)
    assert not where.step.is_late
    assert (where.next_on is None) is (on > act_by)
    assert where.next_on is None or on < where.next_on <= act_by + DAY
