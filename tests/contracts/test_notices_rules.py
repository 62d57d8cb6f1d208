"""When notices may be given, how long they run, and holidays: tables and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal import law
from franchise_portal.access.roles import Side
from franchise_portal.contracts.duty_errors import OutsideWindow
from franchise_portal.contracts.enums import DutyKind, NoticeKind
from franchise_portal.contracts.rules.notices import (
    act_by,
    cause_of,
    period_of,
    require_open,
    term_window,
    tone_remarks,
)
from franchise_portal.contracts.rules.terms import Notice
from franchise_portal.kit.durations import Duration

D = date
DAY = timedelta(days=1)
NONE, CN, US = law.pack("none"), law.pack("cn"), law.pack("us-ftc")
END = D(2031, 2, 28)
NON_RENEWAL = NoticeKind.NON_RENEWAL
HALF_TO_ONE_YEAR = Notice(at_least=Duration.parse("6 months"), at_most=Duration.parse("12 months"))


def window(agreed=HALF_TO_ONE_YEAR, pack=NONE, giver=Side.FRANCHISEE, ends_on=END, **kw):
    return term_window(kw.pop("kind", NON_RENEWAL), ends_on, agreed, pack, giver=giver, **kw)


def test_the_window_is_what_the_contract_says() -> None:
    found = window()
    assert (found.opens_on, found.closes_on) == (D(2030, 2, 28), D(2030, 8, 31))
    assert found.rule is None


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        (D(2030, 2, 27), False),
        (D(2030, 2, 28), True),
        (D(2030, 8, 31), True),
        (D(2030, 9, 1), False),
    ],
)
def test_both_ends_of_the_window_count(on, is_open) -> None:
    if is_open:
        require_open(window(), on)
        return
    with pytest.raises(OutsideWindow) as refused:
        require_open(window(), on)
    assert refused.value.params["last"] == D(2030, 8, 31)


def test_a_refusal_says_what_can_be_done() -> None:
    with pytest.raises(OutsideWindow, match="Come back on 2030-02-28"):
        require_open(window(), D(2029, 1, 1))
    with pytest.raises(OutsideWindow, match="amendment"):
        require_open(window(), D(2030, 12, 1))


def test_the_law_closes_the_window_earlier_for_the_franchisor_alone() -> None:
    short = Notice(at_least=Duration.parse("30 days"))
    theirs, ours = window(short, CN), window(short, CN, Side.FRANCHISOR)
    assert theirs.closes_on == D(2031, 1, 29)
    assert ours.closes_on == D(2030, 9, 1)
    assert ours.rule
    assert ours.rule.id == "cn.notice.renewal"


def test_wishing_for_a_renewal_is_not_held_to_the_law_s_time() -> None:
    short = Notice(at_least=Duration.parse("30 days"))
    assert window(short, CN, Side.FRANCHISOR, kind=NoticeKind.RENEWAL).rule is None


def test_a_window_that_the_law_closes_before_it_opens_is_open_at_once() -> None:
    late = Notice(at_least=Duration.parse("30 days"), at_most=Duration.parse("60 days"))
    found = window(late, CN, Side.FRANCHISOR)
    assert found.opens_on is None
    assert found.is_open(D(2030, 9, 1))


def test_without_anything_agreed_notice_may_come_until_the_last_day() -> None:
    found = window(None)
    assert (found.opens_on, found.closes_on) == (None, D(2031, 2, 28))


def test_notice_on_a_holiday_is_safe_only_on_the_working_day_before() -> None:
    """31 August 2030 is a Saturday; a notice that must come before a day is never moved later."""
    found = window(pack=CN)
    assert (found.closes_on, found.act_by) == (D(2030, 8, 31), D(2030, 8, 30))


@pytest.mark.parametrize(
    ("day", "pack", "is_before", "expected"),
    [
        (D(2026, 10, 1), CN, False, D(2026, 10, 8)),
        (D(2026, 10, 4), CN, True, D(2026, 9, 30)),
        (D(2026, 11, 2), CN, False, D(2026, 11, 2)),
        (D(2026, 10, 4), US, False, D(2026, 10, 4)),
        (D(2026, 10, 4), NONE, True, D(2026, 10, 4)),
    ],
)
def test_deadlines_move_off_holidays_as_the_law_has_it(day, pack, is_before, expected) -> None:
    assert act_by(day, pack, is_before=is_before) == expected


@pytest.mark.parametrize(
    ("kind", "pack", "facts", "days", "is_usual"),
    [
        (law.NoticeKind.CURE, NONE, {}, 30, True),
        (law.NoticeKind.CURE, NONE, {"cause": law.Cause.PAYMENT}, 10, True),
        (law.NoticeKind.CURE, NONE, {"agreed_days": 45}, 45, False),
        (law.NoticeKind.CURE, CN, {}, 30, False),
        (law.NoticeKind.CURE, CN, {"cause": law.Cause.INSURANCE}, 10, False),
        (law.NoticeKind.CURE, CN, {"cause": law.Cause.INSURANCE, "agreed_days": 5}, 10, False),
        (law.NoticeKind.CURE, CN, {"agreed_days": 60}, 60, False),
        (law.NoticeKind.CURE, US, {"state": "AR"}, 30, False),
        (law.NoticeKind.TERMINATION, US, {"state": "AR"}, 90, False),
        (law.NoticeKind.TERMINATION, US, {}, 30, False),
    ],
)
def test_of_contract_and_law_the_longer_time_counts(kind, pack, facts, days, is_usual) -> None:
    period = period_of(kind, D(2026, 11, 2), pack, **facts)
    assert (period.days, period.is_usual) == (days, is_usual)
    assert period.until == D(2026, 11, 2) + days * DAY


def test_money_and_insurance_have_their_own_causes() -> None:
    assert cause_of(DutyKind.FEE_PAYMENT, CN) is law.Cause.PAYMENT
    assert cause_of(DutyKind.INSURANCE, CN) is law.Cause.INSURANCE
    assert cause_of(DutyKind.VISIT, CN) is law.Cause.OTHER


def test_the_same_again_counts_where_the_law_says_so() -> None:
    assert cause_of(DutyKind.VISIT, US, state="AR", is_repeated=True) is law.Cause.REPEATED
    assert cause_of(DutyKind.INSURANCE, CN, is_repeated=True) is law.Cause.INSURANCE


@given(
    st.dates(D(2027, 1, 1), D(2045, 12, 31)),
    st.integers(1, 24),
    st.integers(0, 24),
    st.sampled_from(["days", "weeks", "months"]),
)
def test_notice_on_the_last_day_leaves_the_whole_time(ends_on, least, more, unit) -> None:
    agreed = Notice(
        at_least=Duration.parse(f"{least} {unit}"),
        at_most=Duration.parse(f"{least + more} {unit}"),
    )
    found = window(agreed, ends_on=ends_on)
    assert agreed.at_least.after(found.closes_on) <= ends_on
    assert agreed.at_least.after(found.closes_on + DAY) > ends_on
    assert found.opens_on is None or found.opens_on <= found.act_by <= found.closes_on


@given(st.dates(D(2026, 1, 1), D(2026, 12, 31)), st.sampled_from(["cn", "au"]))
def test_no_deadline_falls_on_a_day_off(day, slug) -> None:
    pack = law.pack(slug)
    later, earlier = act_by(day, pack), act_by(day, pack, is_before=True)
    assert earlier <= day <= later
    assert act_by(later, pack) == later
    assert act_by(earlier, pack, is_before=True) == earlier


def test_a_notice_that_shouts_or_does_not_help_is_remarked_on() -> None:
    harsh = {"what": "You FAILED to pay!", "how": "Pay.", "help": ""}
    messages = " ".join(remark.message for remark in tone_remarks(harsh))
    for words in ("exclamation", "capitals", "who helps", "step by step"):
        assert words in messages
    kind = {
        "what": "The evidence of insurance for 2026 has not reached us.",
        "how": "Ask your insurer for a confirmation and attach it on this page.",
        "help": "Rosa Lind helps you with it and is glad about a call.",
    }
    assert tone_remarks(kind) == []
