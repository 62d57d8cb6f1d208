"""What a role may grant alone, and who may decide about the rest: tables and properties."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.contracts.event_enums import Measure
from franchise_portal.contracts.rules import authority as rules
from franchise_portal.contracts.rules.authority import UNLIMITED, Decider, Limit, Size


def euro(minor: int) -> Size:
    return Size(Measure.AMOUNT, minor, "EUR")


@pytest.mark.parametrize(
    ("limit", "size", "before", "is_within"),
    [
        (Limit(500_00), euro(500_00), 0, True),
        (Limit(500_00), euro(500_01), 0, False),
        (Limit(500_00), euro(300_00), 200_00, True),
        (Limit(500_00), euro(300_00), 200_01, False),
        (Limit(0), euro(1), 0, False),
        (UNLIMITED, euro(10**12), 10**12, True),
        (UNLIMITED, Size(Measure.AMOUNT, 1, "USD"), 0, True),
        (Limit(500_00), Size(Measure.AMOUNT, 1, "USD"), 0, False),
        (Limit(30), Size(Measure.DAYS, 30), 0, True),
        (Limit(30), Size(Measure.DAYS, 20), 11, False),
        (Limit(1), Size(Measure.EACH_TIME, 1), 0, True),
        (Limit(1), Size(Measure.EACH_TIME, 1), 1, False),
    ],
)
def test_a_limit_counts_together_what_was_granted_before(
    limit: Limit,
    size: Size,
    before: int,
    is_within: bool,  # noqa: FBT001
) -> None:
    judged = rules.judge(limit, size, currency="EUR", granted_before=before)
    assert judged.is_within is is_within
    assert judged.why


@pytest.mark.parametrize(
    "wrong",
    [
        (Measure.AMOUNT, 0, "EUR"),
        (Measure.AMOUNT, -1, "EUR"),
        (Measure.AMOUNT, 5, ""),
        (Measure.DAYS, 5, "EUR"),
    ],
)
def test_nothing_and_nonsense_cannot_be_asked_for(wrong: tuple[Measure, int, str]) -> None:
    with pytest.raises(ValueError, match=r"asked|amount"):
        Size(*wrong)


people = st.lists(
    st.builds(
        Decider,
        st.integers(1, 6).map(lambda number: UUID(int=number)),
        st.just(UNLIMITED) | st.integers(0, 1000).map(Limit),
    ),
    max_size=6,
    unique_by=lambda person: person.user_id,
)


@given(people, st.integers(1, 1000), st.integers(1, 6))
def test_nobody_decides_above_their_limit_or_about_their_own(
    found: list[Decider], minor: int, asker: int
) -> None:
    chosen = rules.deciders(found, euro(minor), asked_by=UUID(int=asker), currency="EUR")
    assert UUID(int=asker) not in chosen
    by_id = {person.user_id: person.limit for person in found}
    for user_id in chosen:
        assert by_id[user_id].is_unlimited or by_id[user_id].value >= minor
    left_out = set(by_id) - set(chosen) - {UUID(int=asker)}
    assert all(
        not by_id[user_id].is_unlimited and by_id[user_id].value < minor for user_id in left_out
    )


@given(st.lists(st.integers(1, 400), max_size=20), st.integers(0, 1000))
def test_small_favours_never_add_up_to_more_than_the_limit(asked: list[int], limit: int) -> None:
    granted = 0
    for minor in asked:
        if rules.judge(Limit(limit), euro(minor), currency="EUR", granted_before=granted).is_within:
            granted += minor
    assert granted <= limit
