"""The working of a posted charge by what is known later, and its edges: cents, last days, plans."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.dunning.enums import LateKind
from franchise_portal.dunning.rules.interest import Agreed, Balance
from franchise_portal.dunning.rules.lowering import Known, Posted, known_now

FIRST, LAST = "2026-10-01", "2026-10-31"


def october(day):
    return date(2026, 10, day)


def owed(*steps):
    return (
        Balance(date.min, steps[0]),
        *(Balance(october(day), minor) for day, minor in steps[1:]),
    )


def a_part(first, last, base, amount, rate="0.365"):
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return {
        "base_minor": base,
        "from": first,
        "until": last,
        "days": days,
        "rate": rate,
        "every": "year",
        "amount_minor": amount,
    }


WHOLE = a_part(FIRST, LAST, 100_000, 3_100)


def interest(*parts):
    working = {"about": "2026-0031", "grace_days": 5, "parts": list(parts)}
    return Posted(LateKind.INTEREST, sum(part["amount_minor"] for part in parts), working)


@pytest.mark.parametrize(
    ("still", "minor", "parts"),
    [
        (owed(100_000), 3_100, [WHOLE]),
        # More open than was thought: nothing is charged afterwards, and the piece stays whole.
        (owed(200_000, (11, 150_000)), 3_100, [WHOLE]),
        (owed(0), 0, []),
        ((), 0, []),
        (
            owed(100_000, (11, 40_000)),
            1_840,
            [
                a_part(FIRST, "2026-10-10", 100_000, 1_000),
                a_part("2026-10-11", LAST, 40_000, 840),
            ],
        ),
        (owed(100_000, (31, 0)), 3_000, [a_part(FIRST, "2026-10-30", 100_000, 3_000)]),
        (owed(0, (31, 100_000)), 100, [a_part(LAST, LAST, 100_000, 100)]),
        (owed(1_000_000, (1, 1)), 0, [a_part(FIRST, LAST, 1, 0)]),
    ],
)
def test_the_working_of_interest_names_each_piece_that_is_left(still, minor, parts):
    whole = {"about": "2026-0031", "grace_days": 5}
    assert known_now(interest(WHOLE), still) == Known(minor, {**whole, "parts": parts})


def test_each_piece_of_interest_keeps_its_rate_and_days_left_out_stay_so():
    posted = interest(
        a_part(FIRST, "2026-10-10", 100_000, 1_000),
        a_part("2026-10-21", LAST, 100_000, 2_200, rate="0.73"),
    )
    found = known_now(posted, owed(100_000, (6, 50_000)))
    assert found.minor == 500 + 250 + 1_100
    assert found.working["parts"] == [
        a_part(FIRST, "2026-10-05", 100_000, 500),
        a_part("2026-10-06", "2026-10-10", 50_000, 250),
        a_part("2026-10-21", LAST, 50_000, 1_100, rate="0.73"),
    ]


DAILY = {
    "about": "2026-0031",
    "from": FIRST,
    "until": LAST,
    "days": 20,
    "a_day_minor": 250,
    "grace_days": 5,
}


@pytest.mark.parametrize(
    ("still", "days"),
    [
        (owed(100), 20),  # eleven of the month
        (owed(100, (11, 0)), 10),
        (owed(100, (2, 0)), 1),
        (owed(0), 0),
        (owed(0, (31, 1)), 1),
    ],
)
def test_days_that_were_left_out_are_not_charged_afterwards(still, days):
    found = known_now(Posted(LateKind.DAILY, 5_000, DAILY), still)
    assert found == Known(days * 250, {**DAILY, "days": days})


def test_days_of_a_payment_plan_cost_nothing_a_day():
    agreed = [Agreed(october(1), october(28), Decimal(0))]
    found = known_now(Posted(LateKind.DAILY, 5_000, DAILY), owed(100), agreed)
    assert (found.minor, found.working["days"]) == (750, 3)


@pytest.mark.parametrize(
    ("still", "minor"),
    [
        (owed(100), 4_000),
        (owed(1), 4_000),
        (owed(100, (6, 0)), 0),  # paid on the day from which it cost something
        (owed(100, (7, 0)), 4_000),
        (owed(0), 0),
    ],
)
def test_a_fixed_amount_stays_whole_or_falls_away(still, minor):
    working = {"about": "2026-0031", "from": "2026-10-06", "grace_days": 5, "every": "once"}
    assert known_now(Posted(LateKind.FLAT, 4_000, working), still) == Known(minor, working)
