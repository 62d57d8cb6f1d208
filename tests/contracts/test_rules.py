"""A term that makes sense, and no outlet under two contracts on one day."""

from datetime import date
from uuid import UUID

import pytest

from franchise_portal.contracts.errors import EndsBeforeStart
from franchise_portal.contracts.rules import Covering, first_overlap, require_term

OUTLET, OTHER = UUID(int=1), UUID(int=2)
COVERING = Covering(OUTLET, "CT-1", date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), False),
        (date(2023, 1, 1), date(2024, 1, 1), True),
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2023, 1, 1), date(2030, 1, 1), True),
        (date(2026, 12, 31), date(2028, 1, 1), True),
        (date(2027, 1, 1), date(2028, 1, 1), False),
    ],
)
def test_the_last_day_counts(starts_on: date, ends_on: date, overlaps: bool) -> None:  # noqa: FBT001
    assert COVERING.overlaps(starts_on, ends_on) is overlaps


def test_another_outlet_is_no_overlap() -> None:
    term = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 2, 1)}
    assert first_overlap([COVERING], outlet_id=OTHER, **term) is None
    assert first_overlap([COVERING], outlet_id=OUTLET, **term) is COVERING


def test_the_earliest_overlap_is_named() -> None:
    earlier = Covering(OUTLET, "CT-0", date(2020, 1, 1), date(2023, 12, 31))
    found = first_overlap(
        [COVERING, earlier], outlet_id=OUTLET, starts_on=date(2023, 6, 1), ends_on=date(2025, 1, 1)
    )
    assert found is earlier


def test_a_term_of_one_day_is_a_term() -> None:
    require_term(date(2026, 1, 1), date(2026, 1, 1))


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(EndsBeforeStart, match="last day"):
        require_term(date(2026, 1, 2), date(2026, 1, 1))
