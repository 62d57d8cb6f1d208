"""Renewals that tile, windows, development schedules, and what keeps an exit open."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from franchise_portal.contracts.enums import RenewalMode
from franchise_portal.contracts.event_enums import (
    ExitReason,
    InterviewStatus,
    ReturnStatus,
    StepStatus,
)
from franchise_portal.contracts.event_errors import NoRenewalAgreed, NoRenewalLeft, OutsideWindow
from franchise_portal.contracts.rules import development, exits, renewal, windows
from franchise_portal.contracts.rules.development import Trading
from franchise_portal.contracts.rules.exits import ExitFacts, Told
from franchise_portal.contracts.rules.terms import (
    NO_END,
    Deposit,
    DevelopmentStep,
    Notice,
    Renewal,
    Terms,
)
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.kit.money import Money

DAY = timedelta(days=1)


def span(text: str) -> Duration:
    return Duration.parse(text)


def terms(count: int | None = 2, each: str = "5 years", **more: object) -> Terms:
    usual = {"starts_on": date(2026, 3, 1), "length": span("5 years")}
    return Terms(
        renewal=Renewal(count=count, each=span(each), mode=RenewalMode.BY_REQUEST),
        **{**usual, **more},  # type: ignore[arg-type]
    )


def test_the_next_term_begins_on_the_day_after() -> None:
    found = renewal.next_term(terms(), number="CT-1", term_number=1, ends_on=date(2031, 2, 28))
    assert (found.number, found.starts_on, found.ends_on, found.left) == (
        2,
        date(2031, 3, 1),
        date(2036, 2, 29),
        1,
    )


def test_after_the_last_renewal_a_new_contract_is_the_remedy() -> None:
    with pytest.raises(NoRenewalLeft, match="make a new contract"):
        renewal.next_term(terms(2), number="CT-1", term_number=3, ends_on=date(2041, 2, 28))


@pytest.mark.parametrize(
    ("agreed", "ends_on", "words"),
    [
        (None, date(2031, 2, 28), "allow no renewal"),
        (Terms(), date(2031, 2, 28), "allow no renewal"),
        (terms(), NO_END, "has no last day"),
    ],
)
def test_what_was_not_agreed_cannot_be_renewed(
    agreed: Terms | None, ends_on: date, words: str
) -> None:
    with pytest.raises(NoRenewalAgreed, match=words):
        renewal.next_term(agreed, number="CT-1", term_number=1, ends_on=ends_on)


def test_without_a_limit_there_is_always_another() -> None:
    found = renewal.next_term(terms(None), number="CT-1", term_number=40, ends_on=date(2031, 2, 28))
    assert found.left is None


lengths = st.builds(
    Duration, st.integers(1, 14), st.sampled_from([Unit.MONTHS, Unit.YEARS])
) | st.builds(Duration, st.integers(1, 90), st.just(Unit.DAYS))
starts = st.dates(date(2020, 1, 1), date(2036, 12, 31))


@given(starts, lengths, lengths, st.integers(1, 8))
def test_renewals_tile_and_do_not_drift(
    start: date, first: Duration, each: Duration, count: int
) -> None:
    agreed = terms(count, starts_on=start, length=first, each=each.text)
    ends_on = agreed.term_end()
    assert ends_on is not None
    assume(ends_on >= start)
    ledger = [renewal.Term(1, start, ends_on)]
    for number in range(1, count + 1):
        found = renewal.next_term(
            agreed, number="CT-1", term_number=number, ends_on=ledger[-1].ends_on
        )
        ledger.append(renewal.Term(found.number, found.starts_on, found.ends_on))
    assert renewal.gaps(tuple(ledger)) == ()
    assert all(term.ends_on >= term.starts_on for term in ledger)
    assert ledger[-1].ends_on == agreed.last_possible_end
    with pytest.raises(NoRenewalLeft):
        renewal.next_term(agreed, number="CT-1", term_number=count + 1, ends_on=ledger[-1].ends_on)


@given(starts, lengths, st.integers(1, 6))
def test_terms_with_a_last_day_tile_too(start: date, each: Duration, count: int) -> None:
    agreed = terms(count, starts_on=start, length=None, ends_on=start + 400 * DAY, each=each.text)
    ends_on, ledger = start + 400 * DAY, []
    for number in range(1, count + 1):
        found = renewal.next_term(agreed, number="CT-1", term_number=number, ends_on=ends_on)
        ledger.append(renewal.Term(found.number, found.starts_on, found.ends_on))
        ends_on = found.ends_on
    assert renewal.gaps(tuple(ledger)) == ()


def test_an_end_that_an_amendment_moved_is_where_the_next_term_begins() -> None:
    found = renewal.next_term(terms(), number="CT-1", term_number=1, ends_on=date(2030, 6, 30))
    assert (found.starts_on, found.ends_on) == (date(2030, 7, 1), date(2035, 6, 30))


def test_a_ledger_with_a_gap_is_noticed() -> None:
    wrong = renewal.gaps(
        (
            renewal.Term(1, date(2026, 1, 1), date(2026, 12, 31)),
            renewal.Term(3, date(2027, 1, 2), date(2027, 12, 31)),
        )
    )
    assert len(wrong) == 2


NOTICE = Notice(at_least=span("6 months"), at_most=span("12 months"))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2030, 2, 27), "too early"),
        (date(2030, 2, 28), ""),
        (date(2030, 8, 31), ""),
        (date(2030, 9, 1), "closed on 2030-08-31"),
    ],
)
def test_a_wish_outside_the_window_is_refused_with_the_window(on: date, words: str) -> None:
    window = windows.notice_window(NOTICE, ends_on=date(2031, 2, 28))
    if not words:
        renewal.require_in_window(window, on=on, number="CT-1")
        return
    with pytest.raises(OutsideWindow, match=words):
        renewal.require_in_window(window, on=on, number="CT-1")


def test_without_notice_agreed_there_is_no_window() -> None:
    assert windows.notice_window(None, ends_on=date(2031, 2, 28)) is None
    assert windows.notice_window(NOTICE, ends_on=NO_END) is None
    renewal.require_in_window(None, on=date(2026, 1, 1), number="CT-1")


STEP = DevelopmentStep(number=1, due_on=date(2026, 6, 30), outlets_open=2, grace=span("60 days"))


@pytest.mark.parametrize(
    ("openings", "on", "status"),
    [
        ([], date(2026, 6, 30), StepStatus.AHEAD),
        ([], date(2026, 7, 1), StepStatus.IN_GRACE),
        ([], date(2026, 8, 29), StepStatus.IN_GRACE),
        ([], date(2026, 8, 30), StepStatus.MISSED),
        ([date(2026, 1, 1)], date(2026, 8, 30), StepStatus.MISSED),
        ([date(2026, 1, 1), date(2026, 6, 30)], date(2026, 12, 1), StepStatus.MET),
        ([date(2026, 1, 1), date(2026, 7, 1)], date(2026, 12, 1), StepStatus.MET_LATE),
        ([date(2026, 1, 1), date(2026, 12, 1)], date(2026, 7, 1), StepStatus.IN_GRACE),
    ],
)
def test_a_step_stands_as_the_outlets_open(
    openings: list[date], on: date, status: StepStatus
) -> None:
    [found] = development.standing([STEP], [Trading(day) for day in openings], on=on)
    assert found.status is status


def test_an_extension_moves_the_day_and_the_grace() -> None:
    [found] = development.standing(
        [STEP], [], on=date(2026, 9, 30), extensions={1: date(2026, 8, 31)}
    )
    assert (found.due_on, found.last_day) == (date(2026, 8, 31), date(2026, 10, 30))
    assert found.status is StepStatus.IN_GRACE
    assert found.is_extended
    assert found.shortfall == 2


def test_an_outlet_that_closed_before_the_second_opened_does_not_count() -> None:
    outlets = [Trading(date(2026, 1, 1), date(2026, 3, 1)), Trading(date(2026, 4, 1))]
    [found] = development.standing([STEP], outlets, on=date(2026, 7, 1))
    assert (found.status, found.is_open) == (StepStatus.IN_GRACE, 1)


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6),
    st.integers(1, 5),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_a_step_once_met_stays_met(
    openings: list[date], wanted: int, first: date, second: date
) -> None:
    step = DevelopmentStep(number=1, due_on=date(2026, 9, 30), outlets_open=wanted)
    earlier, later = sorted((first, second))
    outlets = [Trading(day) for day in openings]
    [before] = development.standing([step], outlets, on=earlier)
    [after] = development.standing([step], outlets, on=later)
    if before.met_on is not None:
        assert after.met_on == before.met_on


SETTLED = ExitFacts(
    returns=[ReturnStatus.RETURNED, ReturnStatus.NOT_NEEDED],
    interview=InterviewStatus.HELD,
    has_reasons=True,
)


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.mark.parametrize(
    ("changes", "open_keys"),
    [
        ({}, []),
        ({"open_amounts": [euro(100)]}, ["account"]),
        ({"open_amounts": [euro(100)], "is_given_up": True}, []),
        ({"to_assess": 1}, ["reports"]),
        ({"charges": 1}, ["charges"]),
        ({"credit": [euro(5)]}, ["credit"]),
        ({"credit": [euro(5)], "credit_paid": True}, []),
        ({"deposit": euro(100)}, ["deposit"]),
        ({"deposit": euro(100), "deposit_returned": euro(60)}, ["deposit"]),
        ({"deposit": euro(100), "deposit_returned": euro(60), "deposit_kept": euro(40)}, []),
        ({"returns": [ReturnStatus.OPEN]}, ["returns"]),
        ({"interview": InterviewStatus.OPEN}, ["interview"]),
        ({"has_reasons": False}, ["reasons"]),
    ],
)
def test_an_exit_closes_once_everything_is_settled(
    changes: dict[str, object], open_keys: list[str]
) -> None:
    facts = ExitFacts(
        **{
            "returns": SETTLED.returns,
            "interview": SETTLED.interview,
            "has_reasons": True,
            **changes,  # type: ignore[arg-type]
        }
    )
    found = exits.what_is_open(facts)
    assert [one.task.value for one in found] == open_keys
    assert all(one.words and one.remedy for one in found)


def test_a_deposit_is_due_when_the_contract_says_or_after_thirty_days() -> None:
    ended = date(2026, 1, 31)
    agreed = Deposit(amount=euro(1), return_within=span("1 month"))
    assert exits.deposit_due_on(agreed, ended_on=ended) == date(2026, 2, 28)
    assert exits.deposit_due_on(Deposit(amount=euro(1)), ended_on=ended) == date(2026, 3, 2)


def test_reasons_are_compared_side_by_side() -> None:
    rows = exits.reasons_by_side(
        [
            Told(
                by_franchisor=frozenset({ExitReason.MONEY}),
                by_franchisee=frozenset({ExitReason.FEES, ExitReason.MONEY}),
            ),
            Told(by_franchisor=frozenset(), by_franchisee=frozenset({ExitReason.FEES})),
        ]
    )
    assert [(row.reason, row.by_franchisor, row.by_franchisee, row.by_both) for row in rows] == [
        (ExitReason.FEES, 0, 2, 0),
        (ExitReason.MONEY, 1, 1, 1),
    ]
    assert rows[0].gap == 2
