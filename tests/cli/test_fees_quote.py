"""`fees quote` as a person runs it."""

import csv
import io
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from franchise_portal.cli.fees_quote import COLUMNS, command

PLAN = """\
currency = "USD"

[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "marginal"
tiers = [{ up_to = "10000", rate = "0.08" }, { up_to = "50000", rate = "0.06" }, { rate = "0.04" }]
minimum = "900"

[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "net_sales"
method = "percent"
rate = "0.02"
fund = true

[[fee]]
name = "technology"
clause = "6.5"
basis = "outlet"
method = "flat"
amount = "250"
every = "month"
"""
SALES = "outlet,period,gross_sales,refunds\nS-002,2026-10,60000,\nS-001,2026-W41,5,1.50\n"


@pytest.fixture
def run(tmp_path):
    """Run the command on the text of a plan and a sales file."""

    def quote(plan=PLAN, sales=SALES, *options):
        plan_file, sales_file = tmp_path / "plan.toml", tmp_path / "sales.csv"
        plan_file.write_bytes(plan.encode() if isinstance(plan, str) else plan)
        sales_file.write_bytes(sales.encode() if isinstance(sales, str) else sales)
        arguments = ["--plan", str(plan_file), "--sales", str(sales_file), *options]
        result = CliRunner().invoke(command, arguments)
        problems = result.stderr.replace(f"{tmp_path}/", "")
        return result.exit_code, result.stdout, problems

    return quote


def table(output):
    return list(csv.DictReader(io.StringIO(output)))


def test_a_quote_has_one_row_a_fee_and_period(run):
    code, output, problems = run()
    assert (code, problems) == (0, "")
    assert output.splitlines()[0] == ",".join(COLUMNS)
    rows = [tuple(row.values())[:-1] for row in table(output)]
    assert rows == [
        ("S-002", "2026-10", "royalty", "net_sales", "60000.00", "3600.00", "USD"),
        ("S-002", "2026-10", "advertising fund", "net_sales", "60000.00", "1200.00", "USD"),
        ("S-002", "2026-10", "technology", "outlet", "1", "250.00", "USD"),
        ("S-001", "2026-W41", "royalty", "net_sales", "3.50", "900.00", "USD"),
        ("S-001", "2026-W41", "advertising fund", "net_sales", "5.00", "0.10", "USD"),
        ("S-001", "2026-W41", "technology", "outlet", "1", "250.00", "USD"),
    ]


def test_the_same_quote_comes_as_json(run):
    _, as_csv, _ = run()
    code, output, _ = run(PLAN, SALES, "--format", "json")
    assert code == 0
    assert json.loads(output) == table(as_csv)


def test_every_row_is_explained(run):
    _, output, _ = run()
    assert table(output)[3]["explanation"] == (
        "Clause 6.1. Gross sales are 5.00. Refunds of 1.50 are taken off. Net sales are 3.50. "
        "Up to 10000.00: 3.50 × 8% = 0.28. 0.28 is below the minimum, so the minimum of 900.00 "
        "is charged. The fee is 900.00."
    )


def test_periods_are_printed_as_they_were_written(run):
    sales = "outlet,period,gross_sales\nS,2026-10-05/2026-10-11,1\n"
    assert table(run(sales=sales)[1])[0]["period"] == "2026-10-05/2026-10-11"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(run):
    expected = run()[1]
    sales = b"\xef\xbb\xbf" + SALES.replace("\n", "\r\n").encode()
    assert run(b"\xef\xbb\xbf" + PLAN.encode(), sales) == (0, expected, "")


def test_a_spreadsheet_gives_the_same_quote(run):
    book = Workbook()
    for row in csv.reader(io.StringIO(SALES)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert run(PLAN, file.getvalue())[1] == run()[1]


def test_names_that_would_run_as_formulas_are_made_harmless(run):
    output = run(PLAN, "outlet,period,gross_sales\n=1+1,2026-10,1\n")[1]
    assert table(output)[0]["outlet"] == "'=1+1"
    output = run(PLAN, "outlet,period,gross_sales\n=1+1,2026-10,1\n", "--format", "json")[1]
    assert json.loads(output)[0]["outlet"] == "=1+1"


@pytest.mark.parametrize(
    ("sales", "problems"),
    [
        ("", ["sales.csv: The file is empty."]),
        ("outlet,period,gross_sales\n", ["sales.csv: The file has no rows."]),
        ("outlet,period\nS,2026-10\n", ["sales.csv:1: gross_sales: "]),
        (
            "outlet,period,gross_sales,refund\nS,2026-10,1,1\n",
            ["sales.csv:1: refund: "],
        ),
        (
            (
                "outlet,period,gross_sales,currency\n"
                'S,2026-10,"48,210.50",USD\nS,2026-10,-5,EUR\nT,2026-13,4821O,\n'
            ),
            [
                "sales.csv:2: gross_sales: “48,210.50” has thousands separators.",
                "sales.csv:3: period: Row 2 reports the same period of outlet S.",
                "sales.csv:3: gross_sales: “-5” is negative.",
                "sales.csv:3: currency: The currency is “EUR”",
                "sales.csv:4: period: “2026-13” is not in the calendar.",
                "sales.csv:4: gross_sales: “4821O” contains a letter",
            ],
        ),
        (
            "outlet,period,gross_sales\nS,2026-10\nT,2026-10,x\n",
            ["sales.csv:2: gross_sales: ", "sales.csv:3: gross_sales: "],
        ),
        (SALES.encode("utf-16"), ["sales.csv: The file is encoded in UTF-16."]),
    ],
)
def test_a_bad_sales_file_gives_one_line_a_problem_and_no_output(run, sales, problems):
    code, output, errors = run(PLAN, sales)
    assert (code, output) == (2, "")
    lines = errors.splitlines()
    assert len(lines) == len(problems)
    for line, beginning in zip(lines, problems, strict=True):
        assert line.startswith(beginning)


def test_a_bad_plan_gives_one_line_a_problem_and_no_output(run):
    code, output, errors = run(PLAN.replace('clause = "6.3"\n', "").replace("0.06", "1.06"))
    assert (code, output) == (2, "")
    assert [line.split(" The ")[0] for line in errors.splitlines()] == [
        'plan.toml:9: fee "royalty", tier 2, rate:',
        'plan.toml:12: fee "advertising fund", clause:',
    ]


def test_a_column_that_a_fee_is_counted_on_is_asked_for(run):
    plan = PLAN.replace('basis = "outlet"', 'basis = "customers"')
    plan = plan.replace('method = "flat"\namount = "250"', 'method = "per_unit"\nrate = "0.5"')
    code, output, errors = run(plan)
    assert (code, output) == (2, "")
    assert errors.startswith("sales.csv:1: customers: ")


def test_days_reported_twice_are_refused_and_nothing_is_printed(run):
    sales = "outlet,period,gross_sales\nS,2026-10,1\nS,2026-W41,1\nT,2026-W41,x\n"
    code, output, errors = run(PLAN, sales)
    assert (code, output) == (2, "")
    again, unreadable = errors.splitlines()
    assert again == (
        "sales.csv:3: period: 2026-W41 shares days with 2026-10 of the same outlet in row 2. "
        "Report each day once."
    )
    assert unreadable.startswith("sales.csv:4: gross_sales: ")


def test_missing_files_and_wrong_options_are_refused(run, tmp_path):
    result = CliRunner().invoke(command, ["--plan", str(tmp_path / "x"), "--sales", "y"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be opened" in result.stderr
    assert run(PLAN, SALES, "--format", "xml")[0] == 2
    assert CliRunner().invoke(command, []).exit_code == 2


def test_help_shows_an_example():
    result = CliRunner().invoke(command, ["--help"])
    assert result.exit_code == 0
    assert "franchise-portal fees quote --plan plan.toml --sales sales.csv" in result.stdout


def test_real_weekly_sales_are_quoted_with_limits_over_the_year(run, shared):
    plan = """\
currency = "USD"
[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "marginal"
tiers = [{ up_to = "20000000", rate = "0.06" }, { rate = "0.05" }]
thresholds = "year_to_date"
[[fee]]
name = "fund"
clause = "6.3"
basis = "gross_sales"
method = "percent"
rate = "0.02"
fund = true
"""
    sales = (shared / "data" / "sales" / "weekly-45-stores.csv").read_text(encoding="utf-8")
    code, output, _ = run(plan, sales)
    rows = table(output)
    assert (code, len(rows)) == (0, 2 * (len(sales.splitlines()) - 1))
    for store in {row["outlet"] for row in rows}:
        for year in ("2010", "2011", "2012"):
            mine = [
                row for row in rows
                if row["outlet"] == store and row["fee"] == "royalty"
                and row["period"].split("/")[1].startswith(year)
            ]  # fmt: skip
            total = sum(Decimal(row["basis_amount"]) for row in mine)
            owed = min(total, Decimal(20_000_000)) * Decimal("0.06")
            owed += max(total - 20_000_000, Decimal(0)) * Decimal("0.05")
            charged = sum(Decimal(row["amount"]) for row in mine)
            assert abs(charged - owed) <= Decimal("0.005") * len(mine)
