"""Ten fee structures known in the trade, quoted from their files; figures worked out by hand."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from franchise_portal.cli.fees_quote import command
from franchise_portal.fees.plan_files import read_plan

PLANS = Path(__file__).resolve().parents[2] / "examples" / "plans"


def quoted(tmp_path, name, *rows, header="outlet,period,gross_sales"):
    """What `fees quote` prints, as (period, fee, amount)."""
    sales = tmp_path / "sales.csv"
    sales.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    path = str(PLANS / f"{name}.toml")
    result = CliRunner().invoke(command, ["--plan", path, "--sales", str(sales)])
    assert result.exit_code == 0, result.output
    lines = csv.DictReader(io.StringIO(result.stdout))
    return [(line["period"], line["fee"], line["amount"]) for line in lines]


def test_there_are_ten_and_each_names_its_source():
    files = sorted(PLANS.glob("*.toml"))
    assert len(files) == 10
    for file in files:
        told = file.read_text(encoding="utf-8")
        assert "# Source: " in told, file.name
        assert "# Checked in November 2026: " in told, file.name
        assert read_plan(file).fees


def test_mcdonalds_takes_a_share_of_sales_and_the_greater_of_two_rents(tmp_path):
    # 8.5 % of 250,000 is 21,250; of 100,000 it would be 8,500, below the base rent of 12,000.
    assert quoted(tmp_path, "mcdonalds", "S,2026-10,250000", "S,2026-11,100000") == [
        ("2026-10", "service fee", "10000.00"),
        ("2026-10", "rent", "21250.00"),
        ("2026-10", "advertising", "10000.00"),
        ("2026-11", "service fee", "4000.00"),
        ("2026-11", "rent", "12000.00"),
        ("2026-11", "advertising", "4000.00"),
    ]


def test_subway_charges_each_week_on_sales_without_tax(tmp_path):
    # 10,800 less 800 of tax; 8 % and 4.5 % of 10,000. The franchise fee comes with no report.
    header = "outlet,period,gross_sales,sales_tax"
    rows = ("S,2026-W41,10800,800", "S,2026-W42,5400,400")
    assert quoted(tmp_path, "subway", *rows, header=header) == [
        ("2026-W41", "royalty", "800.00"),
        ("2026-W41", "advertising", "450.00"),
        ("2026-W42", "royalty", "400.00"),
        ("2026-W42", "advertising", "225.00"),
    ]


def test_seven_eleven_splits_gross_profit_by_classes_of_the_year(tmp_path):
    # Gross profit 180,000: 45 %. Then 90,000: 20,000 at 45, 50,000 at 49, 20,000 at 54 %.
    header = "outlet,period,gross_sales,cost_of_goods"
    rows = ("S,2026-01,500000,320000", "S,2026-02,250000,160000")
    assert quoted(tmp_path, "seven-eleven", *rows, header=header) == [
        ("2026-01", "7-Eleven charge", "81000.00"),
        ("2026-02", "7-Eleven charge", "44300.00"),  # 9,000 + 24,500 + 10,800
    ]


def test_seven_eleven_takes_more_of_a_year_that_goes_well(tmp_path):
    # 500,000 at once: 90,000 + 24,500 + 27,000 + 27,500 + 28,000 + 28,500 + 58 % of 50,000.
    header = "outlet,period,gross_sales,cost_of_goods"
    assert quoted(tmp_path, "seven-eleven", "S,2026-01,900000,400000", header=header) == [
        ("2026-01", "7-Eleven charge", "254500.00"),
    ]


def test_liberty_tax_asks_for_nothing_more_in_a_good_year(tmp_path):
    # 14 % of 100,000 is above the 11,000 of the year.
    assert quoted(tmp_path, "liberty-tax", "S,2026-02,100000", "S,2026-04,0")[::2] == [
        ("2026-02", "royalty", "14000.00"),
        ("2026-04", "royalty", "0.00"),
    ]


@pytest.mark.parametrize(
    ("name", "fee", "clause", "amount"),
    [
        ("anytime-fitness", "initial franchise fee", "5.A", 42_500_00),
        ("subway", "franchise fee", "1", 15_000_00),
    ],
)
def test_what_is_paid_when_the_contract_begins_is_no_fee_on_sales(name, fee, clause, amount):
    [initial] = [one for one in read_plan(PLANS / f"{name}.toml").fees if one.name == fee]
    assert (initial.kind, initial.clause, initial.amount.minor) == ("initial", clause, amount)
    assert not initial.is_charged


def test_liberty_tax_trues_the_year_up_to_its_minimum(tmp_path):
    # 14 % of 40,000 and 20,000 are 8,400 for the year to April; 2,600 are missing to 11,000.
    rows = ("S,2026-02,40000", "S,2026-03,20000", "S,2026-04,0")
    assert quoted(tmp_path, "liberty-tax", *rows) == [
        ("2026-02", "royalty", "5600.00"),
        ("2026-02", "advertising", "2000.00"),
        ("2026-03", "royalty", "2800.00"),
        ("2026-03", "advertising", "1000.00"),
        ("2026-04", "royalty", "2600.00"),
        ("2026-04", "advertising", "0.00"),
    ]


@pytest.mark.parametrize(
    ("gross", "royalty", "advertising"),
    [
        ("3000", "195.00", "95.00"),  # 150 and 90 would be below the least
        ("10000", "500.00", "300.00"),
        ("20000", "795.00", "395.00"),  # 1,000 and 600 would be above the most
    ],
)
def test_curves_keeps_its_shares_between_a_least_and_a_most(tmp_path, gross, royalty, advertising):
    assert quoted(tmp_path, "curves", f"S,2026-10,{gross}") == [
        ("2026-10", "royalty", royalty),
        ("2026-10", "advertising", advertising),
    ]


def test_remax_charges_for_each_agent_and_a_share_of_commissions(tmp_path):
    # 20 agents: 2,460 a month, 8,000 of dues with the year's first report; 1 % of 150,000.
    header = "outlet,period,gross_sales,units"
    rows = ("S,2026-01,150000,20", "S,2026-02,80000,21")
    assert quoted(tmp_path, "remax", *rows, header=header) == [
        ("2026-01", "continuing franchise fee", "2460.00"),
        ("2026-01", "annual dues", "8000.00"),
        ("2026-01", "broker fee", "1500.00"),
        ("2026-02", "continuing franchise fee", "2583.00"),
        ("2026-02", "broker fee", "800.00"),
    ]


def test_anytime_fitness_charges_the_same_each_month(tmp_path):
    assert quoted(tmp_path, "anytime-fitness", "S,2026-10,9000", "S,2026-11,90000") == [
        ("2026-10", "monthly fee", "549.00"),
        ("2026-11", "monthly fee", "549.00"),
    ]


def test_kumon_takes_less_from_the_thirteenth_month_on(tmp_path):
    # 45 % of 10,000 in the first month, 40 % in the thirteenth; 50 for each of 4 and 2 enrolments.
    header = "outlet,period,gross_sales,customers"
    rows = ("S,2025-10,10000,4", "S,2026-09,10000,0", "S,2026-10,10000,2")
    assert quoted(tmp_path, "kumon", *rows, header=header) == [
        ("2025-10", "tuition royalty", "4500.00"),
        ("2025-10", "enrolment royalty", "200.00"),
        ("2026-09", "tuition royalty", "4500.00"),
        ("2026-09", "enrolment royalty", "0.00"),
        ("2026-10", "tuition royalty", "4000.00"),
        ("2026-10", "enrolment royalty", "100.00"),
    ]


def test_dominos_charges_each_week_and_for_each_digital_order(tmp_path):
    # 5.5 % and 6 % of 24,000; 650 orders at 35.5 cents are 230.75. The supply margin is no fee.
    header = "outlet,period,gross_sales,sales_tax,transactions"
    assert quoted(tmp_path, "dominos", "S,2026-W41,25680,1680,650", header=header) == [
        ("2026-W41", "royalty", "1320.00"),
        ("2026-W41", "advertising fund", "1440.00"),
        ("2026-W41", "technology", "230.75"),
    ]


def test_planet_fitness_takes_a_share_of_dues(tmp_path):
    # 7 % and 2 % of 118,450 after refunds of 1,550; no fee for a renewal or a transfer among them.
    header = "outlet,period,gross_sales,refunds"
    assert quoted(tmp_path, "planet-fitness", "S,2026-10,120000,1550", header=header) == [
        ("2026-10", "royalty", "8291.50"),
        ("2026-10", "national advertising fund", "2369.00"),
    ]
