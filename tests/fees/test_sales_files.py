"""Rows of a sales file: what is read, and how each wrong cell is named."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.reported_days import reported_twice
from franchise_portal.fees.rules import Sales
from franchise_portal.fees.sales_files import read_sales, sales_columns
from franchise_portal.kit.period import Period

CODES = {"TL-018", "TL-019", "MX-001"}
GOOD = {"outlet": "TL-018", "period": "2026-10", "gross_sales": "48210.50"}


def read(*rows, currency="USD", outlets=CODES, needed=None):
    numbered = enumerate(rows, start=2)
    return read_sales(numbered, place="s.csv", currency=currency, outlets=outlets, needed=needed)


def troubles(*rows, **words):
    return [str(problem) for problem in read(*rows, **words).problems]


def test_a_row_is_read_exactly():
    row = GOOD | {
        "sales_tax": "10.00", "refunds": "1", "discounts": "2", "excluded_sales": "3",
        "cost_of_goods": "20000.05", "transactions": "900", "customers": "1100",
        "units": "12.125", "currency": "USD",
    }  # fmt: skip
    [sales] = read(row).rows
    assert sales == Sales(
        "TL-018", Period.of_month(2026, 10), "USD", 4821050, 1000, 100, 200, 300, 2000005,
        Decimal(900), Decimal(1100), Decimal("12.125"), "2026-10", 2,
    )  # fmt: skip


def test_what_is_not_said_is_nothing_or_not_known():
    [sales] = read(GOOD | {"refunds": " ", "units": ""}).rows
    assert (sales.refunds, sales.units, sales.customers) == (0, None, None)


def test_amounts_are_in_the_minor_units_of_the_currency():
    assert read(GOOD | {"gross_sales": "1500"}, currency="JPY").rows[0].gross_sales == 1500
    assert read(GOOD | {"gross_sales": "1.500"}, currency="KWD").rows[0].gross_sales == 1500


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        ({"outlet": ""}, "s.csv:2: outlet: The outlet is missing. Write its code."),
        (
            {"outlet": "TL-O18"},
            "s.csv:2: outlet: There is no outlet “TL-O18”. Did you mean “TL-018”?",
        ),
        (
            {"outlet": "ZZZZ"},
            "s.csv:2: outlet: There is no outlet “ZZZZ”. Check the code, or add the outlet first.",
        ),
        ({"period": ""}, "s.csv:2: period: The period is missing."),
        ({"period": "Oct 2026"}, "s.csv:2: period: “Oct 2026” is not a period."),
        ({"period": "2026-W54"}, "s.csv:2: period: “2026-W54” is not in the calendar."),
        ({"gross_sales": ""}, "s.csv:2: gross_sales: The amount is missing."),
        (
            {"gross_sales": "-5"},
            "s.csv:2: gross_sales: “-5” is negative. Write the sales before refunds",
        ),
        ({"gross_sales": "48,210.50"}, "s.csv:2: gross_sales: “48,210.50” has thousands"),
        ({"refunds": "5,50"}, "s.csv:2: refunds: “5,50” has a decimal comma."),
        ({"sales_tax": "-1"}, "s.csv:2: sales_tax: “-1” is negative. Write an amount of zero"),
        ({"discounts": "$5"}, "s.csv:2: discounts: “$5” contains a currency."),
        ({"excluded_sales": "1O"}, "s.csv:2: excluded_sales: “1O” contains a letter"),
        ({"cost_of_goods": "?"}, "s.csv:2: cost_of_goods: “?” is not an amount."),
        ({"customers": "many"}, "s.csv:2: customers: “many” is not a number."),
        ({"customers": "3.5"}, "s.csv:2: customers: “3.5” is not a whole number."),
        ({"transactions": "-1"}, "s.csv:2: transactions: “-1” is negative."),
        ({"units": "1.1234567"}, "s.csv:2: units: “1.1234567” has more than 6 decimals."),
        (
            {"currency": "EUR"},
            "s.csv:2: currency: The currency is “EUR”, but fees here are counted in USD.",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_its_remedy(cells, trouble):
    [found] = troubles(GOOD | cells)
    assert found.startswith(trouble)


def test_every_wrong_cell_is_named():
    assert (
        len(troubles(GOOD | {"outlet": "", "period": "x", "gross_sales": "x", "units": "x"})) == 4
    )


def test_good_rows_are_kept_beside_bad_ones():
    reading = read(
        GOOD, GOOD | {"outlet": "TL-019", "gross_sales": "x"}, GOOD | {"outlet": "MX-001"}
    )
    assert [sales.row for sales in reading.rows] == [2, 4]
    assert [problem.row for problem in reading.problems] == [3]


@pytest.mark.parametrize("again", ["2026-W41", "2026-10-05/2026-10-11"])
def test_the_same_period_twice_is_refused_however_it_is_written(again):
    [found] = troubles(
        GOOD | {"period": "2026-W41"}, GOOD | {"outlet": "TL-019"}, GOOD | {"period": again}
    )
    assert found == (
        "s.csv:4: period: Row 2 reports the same period of outlet TL-018. Keep one of the two rows."
    )


def test_outlets_are_not_checked_where_none_are_known():
    assert troubles(GOOD | {"outlet": "anything"}, outlets=None) == []


def test_what_a_fee_is_counted_on_may_not_be_empty():
    [found] = troubles(GOOD, needed={"customers": "royalty"})
    assert found == (
        "s.csv:2: customers: The cell is empty, and the fee “royalty” is counted on it. "
        "Write the number; 0 if there were none."
    )
    assert troubles(GOOD | {"customers": "0"}, needed={"customers": "royalty"}) == []


def test_needed_columns_are_required():
    columns = sales_columns({"customers": "royalty"})
    assert columns.required == ("outlet", "period", "gross_sales", "customers")
    assert "customers" not in columns.optional
    assert set(columns.known) == set(sales_columns().known)


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        (("2026-09", "2026-10", "2026-11"), []),
        (("2026-09", "2026-10", "2026-W41"), [(4, 3)]),
        # The row that comes later in the file is the wrong one, whatever its days.
        (("2026-W41", "2026-10"), [(3, 2)]),
        (("2026-10", "2026-10-31/2026-11-06", "2026-11-07/2026-11-13"), [(3, 2)]),
        (("2026-W41", "2026-W43", "2026-W42"), []),
        (("2026-W41", "2026-W43", "2026-10-01/2026-10-31", "2026-W42"), [(4, 2)]),
    ],
)
def test_rows_that_report_a_day_again_are_found(periods, found):
    rows = read(*(GOOD | {"period": period} for period in periods)).rows
    again = reported_twice(rows, place="s.csv")
    assert [(problem.row, problem.params["row"]) for problem in again] == found


def test_reports_of_two_outlets_may_share_days():
    rows = read(GOOD, GOOD | {"outlet": "TL-019"}).rows
    assert list(reported_twice(rows, place="s.csv")) == []


def test_very_many_rows_are_read():
    day = Period.of_days(date(2026, 10, 1), date(2026, 10, 1))
    rows = [GOOD | {"outlet": f"S-{number}", "period": day.text} for number in range(20_000)]
    assert len(read(*rows, outlets=None).rows) == 20_000
