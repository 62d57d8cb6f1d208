"""A year that two versions of a plan charge: which of their fees go on, and which begin anew."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.fees.models import Charge, SalesReport
from franchise_portal.fees.queries.charges import explained
from franchise_portal.fees.queries.foreseen import foreseen_fees
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.taken_back import is_live
from franchise_portal.fees.queries.telling import Place
from franchise_portal.fees.rules import Sales
from franchise_portal.fees.rules.plan_parsing import parse_plan
from franchise_portal.fees.rules.year_so_far import YearSoFar
from franchise_portal.fees.services.assigning import keep_plan
from franchise_portal.kit.period import Period
from tests.builders.corrections import corrected
from tests.builders.fees import ROYALTY, a_plan, a_report, assess, give_plan
from tests.fees.plans import fee, plan

OCTOBER = date(2026, 10, 1)
TIERED = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "marginal",
    "tiers": [{"up_to": "60000", "rate": "0.1"}, {"rate": "0.04"}],
    "thresholds": "year_to_date",
}
OF_GROSS = {**TIERED, "basis": "gross_sales", "deduct": []}
AT_LEAST = {**ROYALTY, "minimum": "0", "yearly_minimum": "12000"}
RENAMED = {"name": "licence fee"}


@pytest.fixture
def outlet(network):
    return network.outlets["HX-001"]


def versions(network, first, second, **keys):
    """Two versions of a plan for Olga's outlet; the second holds from October on."""
    contract = network.contracts["CT-F-002-HX"]
    give_plan(contract, a_plan(first, **keys))
    give_plan(contract, a_plan(second, **keys), starts_on=OCTOBER)
    db.session.commit()


def charged_by_month():
    query = select(Charge.month, Charge.amount_minor).where(is_live()).order_by(Charge.month)
    return [minor // 100 for _, minor in db.session.execute(query)]


@pytest.mark.parametrize(
    ("second", "october"),
    [
        # 80,000 net came before: all of October lies above the first tier.
        (TIERED, 1_600),
        ({**TIERED, "method": "cliff"}, 1_600),
        # Counted on something else, or under another name, the year begins in October.
        (OF_GROSS, 4_000),
        ({**TIERED, **RENAMED}, 4_000),
    ],
)
def test_tiers_over_the_year_go_on_where_name_and_basis_are_the_same(
    network, outlet, second, october
):
    versions(network, TIERED, second)
    for month in ("2026-08", "2026-09", "2026-10"):
        a_report(outlet, month, gross="40000")
        assess(month)
    assert charged_by_month() == [4_000, 2_800, october]
    assert check_ledger(with_rule=True).agrees


def test_what_a_fee_charged_counts_for_its_yearly_minimum_whatever_it_was_counted_on(
    network, outlet
):
    second = {**AT_LEAST, "basis": "gross_sales", "deduct": []}
    versions(network, AT_LEAST, second, year_starts="11-01")
    for month in ("2026-08", "2026-09", "2026-10"):
        a_report(outlet, month, gross="40000")
        assess(month)
    assert charged_by_month() == [2_400, 2_400, 12_000 - 4_800]


def test_a_fee_under_another_name_owes_its_yearly_minimum_in_full(network, outlet):
    versions(network, AT_LEAST, {**AT_LEAST, **RENAMED}, year_starts="11-01")
    for month in ("2026-09", "2026-10"):
        a_report(outlet, month, gross="40000")
        assess(month)
    assert charged_by_month() == [2_400, 12_000]


def test_a_correction_changes_later_months_only_as_far_as_they_count_the_same(network, outlet):
    versions(network, TIERED, OF_GROSS)
    reports = {}
    for month in ("2026-08", "2026-09", "2026-10"):
        reports[month] = a_report(outlet, month, gross="40000")
        assess(month)
    corrected(reports["2026-08"], "10000")
    assess("2026-08")
    assert charged_by_month() == [1_000, 4_000, 4_000]
    assert check_ledger(with_rule=True).agrees


def test_the_year_so_far_of_a_line_adds_up_what_was_counted_alike(network, outlet):
    versions(network, TIERED, OF_GROSS)
    for month in ("2026-09", "2026-10"):
        a_report(outlet, month, gross="40000")
        assess(month)
    [charges] = explained(SalesReport.month == "2026-10")
    year = charges.lines[0].year
    assert (year.basis, year.amount.minor) == (Decimal(40_000), 8_000_00)
    assert [(one.month, one.basis) for one in year.months] == [
        ("2026-09", Decimal(0)),
        ("2026-10", Decimal(40_000)),
    ]


def test_what_a_report_would_cost_is_told_by_the_same_year(network, outlet):
    versions(network, TIERED, OF_GROSS)
    a_report(outlet, "2026-09", gross="40000")
    assess("2026-09")
    franchisee_id = network.franchisees["F-002"].id
    for second, told in ((OF_GROSS, 6_000_00), (TIERED, 3_600_00)):
        plan_id = keep_plan(a_plan(second), name="Second").id
        period = Period.parse("2026-10")
        place = Place(
            outlet=outlet,
            period=period,
            franchisee_id=franchisee_id,
            contract_id=None,
            contract="CT-F-002-HX",
            plan_id=plan_id,
        )
        [line] = foreseen_fees(place, Sales("HX-001", period, "EUR", 60_000_00))
        assert line.amount_minor == told


def test_a_year_stands_for_each_fee_by_its_name_and_basis():
    year = YearSoFar()
    year.add("royalty", "net_sales", Decimal("100.50"), 600)
    year.add("royalty", "net_sales", Decimal("-0.50"), -100)
    year.add("royalty", "customers", Decimal(7), 350)
    year.add("technology", "outlet", Decimal(1), 250)
    net = {"basis": "net_sales"}
    for words, standing in (
        (net, (Decimal("100.00"), 850)),
        ({"basis": "gross_sales"}, (Decimal(0), 850)),
        ({"basis": "customers", "method": "per_unit", "rate": "1"}, (Decimal(7), 850)),
    ):
        found = year.standings(parse_plan(plan(fee(name="royalty", **words), fee(name="new"))))
        assert found == {"royalty": standing}
