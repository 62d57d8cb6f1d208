"""What of a deposit has come, when it stands on a debit note with other lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules.deposits import received_of


@pytest.mark.parametrize(
    ("paid", "total", "lines", "credited", "came"),
    [
        (0, 1_000, [1_000], [0], (0,)),
        (400, 1_000, [1_000], [0], (400,)),
        (1_000, 1_000, [1_000], [0], (1_000,)),
        (400, 1_000, [600], [0], (0,)),  # what else the note asks for is paid first
        (401, 1_000, [600], [0], (1,)),
        (1_190, 1_190, [1_000], [0], (1_000,)),  # with its tax
        (700, 1_000, [500, 500], [0, 0], (500, 200)),
        (1_000, 1_000, [1_000], [250], (750,)),
        (300, 1_000, [1_000], [1_000], (0,)),
        (300, 1_000, [500, 500], [400, 0], (100, 0)),
        (-5, 1_000, [1_000], [0], (0,)),
    ],
)
def test_a_deposit_has_come_as_far_as_all_else_is_paid(paid, total, lines, credited, came):
    assert received_of(paid, total=total, lines=lines, credited=credited) == came


@given(
    st.lists(st.tuples(st.integers(1, 9_999), st.integers(0, 9_999)), min_size=1, max_size=4),
    st.integers(0, 50_000),
    st.integers(0, 9_999),
)
def test_no_more_comes_than_was_paid_or_is_left_of_each(pairs, paid, others):
    lines, credited = [minor for minor, _ in pairs], [min(pair) for pair in pairs]
    came = received_of(paid, total=sum(lines) + others, lines=lines, credited=credited)
    assert sum(came) <= max(0, paid - others)
    for minor, back, one in zip(lines, credited, came, strict=True):
        assert 0 <= one <= minor - back


def test_lines_and_what_was_taken_back_of_them_go_together():
    with pytest.raises(ValueError, match="zip"):
        received_of(1, total=1, lines=[1], credited=[])
