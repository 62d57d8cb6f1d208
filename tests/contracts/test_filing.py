"""The yearly report and the first filing in China, as values."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_portal.contracts.rules import filing as rules
from franchise_portal.contracts.rules.filing import ContractEnd, ContractYear, FilingState


def test_contracts_are_counted_by_region_and_year() -> None:
    contracts = [
        ContractYear(number="1", region="East", signed_on=date(2025, 1, 1)),
        ContractYear(number="2", region="East", signed_on=date(2024, 12, 31)),
        ContractYear(
            number="3",
            region="West",
            signed_on=date(2025, 3, 1),
            ended_on=date(2025, 3, 20),
            end=ContractEnd.CANCELLED,
        ),
        ContractYear(
            number="4",
            region="West",
            signed_on=date(2019, 3, 1),
            ended_on=date(2025, 12, 31),
            end=ContractEnd.ENDED,
            renewed_on=(date(2022, 3, 1), date(2025, 3, 1)),
        ),
        ContractYear(number="5", region="South", signed_on=date(2023, 1, 1)),
    ]
    east, west = rules.yearly_report(contracts, 2025)
    assert (east.region, east.signed, east.ended) == ("East", 1, 0)
    assert (west.signed, west.cancelled, west.ended, west.renewed) == (1, 1, 1, 1)
    whole = rules.total([east, west])
    assert (whole.signed, whole.cancelled, whole.ended, whole.renewed) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("on", "filed", "state"),
    [
        (date(2026, 3, 31), None, FilingState.DUE),
        (date(2026, 4, 1), None, FilingState.LATE),
        (date(2026, 4, 1), date(2026, 3, 1), FilingState.FILED),
    ],
)
def test_a_filing_is_late_the_day_after(on: date, filed: date | None, state: FilingState) -> None:
    assert rules.state(date(2026, 3, 31), on=on, filed_on=filed) is state


@pytest.mark.parametrize(
    ("since", "on", "counts"),
    [
        (date(2025, 11, 2), date(2026, 11, 2), 0),
        (date(2025, 11, 1), date(2026, 11, 2), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
    ],
)
def test_an_own_outlet_counts_once_it_is_older_than_a_year(
    since: date, on: date, counts: int
) -> None:
    outlet = rules.OwnOutlet(name="A", since=since)
    assert len(rules.ready_to_franchise([outlet], on=on)) == counts


contracts = st.lists(
    st.builds(
        ContractYear,
        number=st.just("n"),
        region=st.sampled_from(["East", "West", ""]),
        signed_on=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        ended_on=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        end=st.none() | st.sampled_from(ContractEnd),
        renewed_on=st.lists(st.dates(date(2023, 1, 1), date(2026, 12, 31)), max_size=3).map(tuple),
    ),
    max_size=20,
)


@settings(deadline=None)
@given(contracts)
def test_over_all_years_every_signature_end_and_renewal_is_counted_once(
    found: list[ContractYear],
) -> None:
    years = [rules.total(rules.yearly_report(found, year)) for year in range(2023, 2027)]
    assert sum(year.signed for year in years) == sum(c.signed_on is not None for c in found)
    assert sum(year.cancelled + year.ended for year in years) == sum(
        c.ended_on is not None and c.end is not None for c in found
    )
    assert sum(year.renewed for year in years) == sum(len(c.renewed_on) for c in found)
