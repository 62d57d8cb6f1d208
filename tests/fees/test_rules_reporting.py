"""What a plan says of reports: read strictly, kept only where it differs, and its days."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.enums import ReportingPeriod
from franchise_portal.fees.rules.canonical import digest_of, plan_from_json, plan_to_json
from franchise_portal.fees.rules.reporting import PLAIN, Reporting
from franchise_portal.fees.rules.telling import (
    Known,
    asked_figures,
    changes,
    says_the_same,
    trouble_with,
    unusual,
)
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.period import Period
from tests.builders.fees import FUND, TECHNOLOGY, a_plan
from tests.fees.figures import a_sales

OCTOBER = Period.parse("2026-10")
KNOWN = Known("TL-001", date(2024, 3, 1), None, is_covered=True, other=None, audit="")


def test_a_plan_that_says_nothing_keeps_its_digest():
    plan = a_plan()
    assert "reporting" not in plan_to_json(plan)
    assert digest_of(a_plan(reporting={"due_days": 5, "factor": "1.10"})) == digest_of(plan)


REPORTINGS = st.builds(
    Reporting,
    st.sampled_from(ReportingPeriod),
    st.integers(0, 90),
    st.integers(0, 90),
    st.integers(1, 60),
    st.decimals("0.01", "2", places=2),
)


@given(REPORTINGS)
def test_what_a_plan_says_is_read_back(reporting):
    form = plan_to_json(a_plan())
    form["reporting"] = {
        "period": reporting.period.value,
        "due_days": reporting.due_days,
        "estimate_days": reporting.estimate_days,
        "average_of": reporting.average_of,
        "factor": f"{reporting.factor:f}",
    }
    plan = plan_from_json(form)
    assert plan.reporting == reporting
    assert plan_from_json(plan_to_json(plan)) == plan


@pytest.mark.parametrize(
    ("table", "key", "says"),
    [
        ([], "reporting", "must be a table"),
        ({"day": 1}, "day", "is not known here"),
        ({"period": "year"}, "period", "week, month"),
        ({"due_days": -1}, "due_days", "from 0 to 90"),
        ({"due_days": "5"}, "due_days", "without quotes"),
        ({"estimate_days": True}, "estimate_days", "from 0 to 90"),
        ({"average_of": 0}, "average_of", "one or more"),
        ({"average_of": 61}, "average_of", "more than 60"),
        ({"factor": "0"}, "factor", "above 0"),
        ({"factor": "2.1"}, "factor", "at most 2"),
        ({"factor": "110%"}, "factor", "per cent"),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(table, key, says):
    with pytest.raises(BadInput) as caught:
        a_plan(reporting=table)
    (problem,) = caught.value.problems
    assert key in (problem.column or "")
    assert says in str(problem)


def test_the_most_that_a_plan_may_ask_for_is_taken():
    most = {"due_days": 90, "estimate_days": 90, "average_of": 60, "factor": "2"}
    found = a_plan(reporting=most).reporting
    assert found == Reporting(ReportingPeriod.MONTH, 90, 90, 60, Decimal(2))


def test_the_first_and_the_last_period_of_an_outlet_are_told():
    opening = KNOWN._replace(opened=date(2026, 10, 31))
    closing = KNOWN._replace(closed=date(2026, 10, 1))
    for known in (opening, closing):
        assert trouble_with(OCTOBER, known, on=date(2026, 11, 2)) is None


def test_days_of_a_report():
    rule = Reporting(due_days=5, estimate_days=7)
    assert rule.due_on(OCTOBER) == date(2026, 11, 5)
    assert rule.estimated_from(OCTOBER) == date(2026, 11, 13)
    weekly = Reporting(ReportingPeriod.WEEK)
    assert weekly.period_of(date(2026, 11, 1)) == Period.parse("2026-W44")
    assert PLAIN.period_of(date(2026, 11, 1)) == Period.parse("2026-11")


def test_only_what_the_fees_depend_on_is_asked_for():
    assert asked_figures(a_plan(TECHNOLOGY)) == ("gross_sales",)
    assert asked_figures(a_plan(FUND)) == ("gross_sales", "sales_tax", "refunds")


@pytest.mark.parametrize(
    ("known", "on", "says"),
    [
        (KNOWN, date(2026, 10, 30), "not over until"),
        (KNOWN._replace(opened=date(2026, 11, 1)), date(2026, 11, 2), "opened on"),
        (KNOWN._replace(closed=date(2026, 9, 30)), date(2026, 11, 2), "closed on"),
        (KNOWN._replace(is_covered=False), date(2026, 11, 2), "No contract covers"),
        (KNOWN._replace(other=Period.parse("2026-W41")), date(2026, 11, 2), "shares days"),
        (KNOWN._replace(audit="SA-2026-0001"), date(2026, 11, 2), "SA-2026-0001"),
    ],
)
def test_a_period_that_cannot_be_told_says_why(known, on, says):
    trouble = trouble_with(OCTOBER, known, on=on)
    assert trouble is not None
    assert says in str(trouble)


@pytest.mark.parametrize("on", [date(2026, 10, 31), date(2026, 11, 30)])
def test_a_period_can_be_told_from_its_last_day_on(on):
    assert trouble_with(OCTOBER, KNOWN, on=on) is None


@pytest.mark.parametrize(
    ("now", "before", "share"),
    [
        (140, 100, Decimal("0.4")),
        (139, 100, None),
        (60, 100, Decimal("-0.4")),
        (61, 100, None),
        (5, 0, None),
    ],
)
def test_a_change_of_two_fifths_deserves_a_second_look(now, before, share):
    assert unusual(a_sales(gross=now), a_sales("2026-09", gross=before)) == share


def test_two_versions_are_compared_figure_by_figure():
    before = a_sales(gross=100, refunds=5, customers=Decimal(3))
    after = a_sales(gross=120, refunds=5)
    assert not says_the_same(before, after)
    assert says_the_same(before, before._replace(row=9, written_period="2026-10"))
    found = {one.name: (one.is_changed, one.difference) for one in changes(before, after)}
    assert found == {
        "gross_sales": (True, 20),
        "refunds": (False, 0),
        "customers": (True, None),
    }
