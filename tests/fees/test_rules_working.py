"""What is kept of a situation, so that a charge can be worked out again from it alone."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules import Situation, Standing, fees_due, parse_plan
from franchise_portal.fees.rules.working import packed, packed_for, unpacked
from franchise_portal.kit.period import Period
from tests.fees.figures import a_sales
from tests.fees.plans import TIERS, fee, plan

WEEK = Period.of_week(2026, 40)
YEARLY = fee(name="yearly", method="marginal", tiers=TIERS, thresholds="year_to_date")


@pytest.mark.parametrize(
    ("situation", "form"),
    [
        (Situation(), {}),
        (Situation(opened=date(2026, 10, 12)), {"opened": "2026-10-12"}),
        (Situation(closed=date(2026, 10, 12)), {"closed": "2026-10-12"}),
        (Situation(previous=WEEK), {"previous": "2026-09-28/2026-10-04"}),
        (Situation(is_last_of_year=False), {"last_of_year": False}),
        (Situation(is_last_of_year=True), {"last_of_year": True}),
        (Situation(first=WEEK), {}),
        (Situation(standings={"fee": Standing(Decimal(5), 3)}), {}),
    ],
)
def test_only_what_the_rule_would_miss_is_kept(situation, form):
    assert packed(situation) == form
    again = unpacked(form, "fee")
    assert again == situation._replace(first=None, standings={})


def test_a_fee_that_looks_at_the_year_keeps_how_the_year_stood():
    terms = parse_plan(plan(fee(name="plain"), YEARLY, currency="EUR"))
    standings = {"yearly": Standing(Decimal("1E+3"), 77), "plain": Standing(Decimal(1), 1)}
    plain, yearly = fees_due(terms, a_sales(), Situation(standings=standings))
    shared = {"opened": "2026-10-12"}
    assert packed_for(plain, shared) is shared
    kept = packed_for(yearly, shared)
    assert kept == {"opened": "2026-10-12", "year_basis": "1000", "year_charged": 77}
    assert shared == {"opened": "2026-10-12"}
    assert unpacked(kept, "yearly") == Situation(
        opened=date(2026, 10, 12), standings={"yearly": Standing(Decimal(1000), 77)}
    )


def test_a_year_of_which_nothing_is_known_keeps_nothing():
    terms = parse_plan(plan(YEARLY, currency="EUR"))
    [line] = fees_due(terms, a_sales(), Situation())
    shared = {"last_of_year": True}
    assert packed_for(line, shared) is shared


@given(
    st.none() | st.dates(), st.none() | st.dates(), st.none() | st.booleans(),
    st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(Period.month_of),
)  # fmt: skip
def test_what_was_kept_is_read_back(opened, closed, is_last, previous):
    situation = Situation(opened=opened, closed=closed, previous=previous, is_last_of_year=is_last)
    assert unpacked(packed(situation), "fee") == situation
