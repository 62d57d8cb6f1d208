"""Fees of every kind on reports of every kind: what each line holds and says.

The approved copy stands in `golden/`; with `ACCEPT_GOLDEN=1` it is written anew. The amounts are
those of the independent rule as well (`test_rules_properties`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from franchise_portal.fees.enums import Every
from franchise_portal.fees.rules import (
    Amount,
    FeeLine,
    Situation,
    Standing,
    explain,
    fees_due,
    in_words,
    parse_plan,
    quote,
)
from franchise_portal.fees.rules.assessment import Bound, open_days, opening_of, yearly_minimum
from franchise_portal.fees.rules.explaining import _cut, _decimals_of
from franchise_portal.fees.rules.reasons import PLAIN_ENGLISH, exact_text
from franchise_portal.kit.period import Period
from tests.fees.figures import a_sales
from tests.fees.plans import TIERS, fee, plan, reports
from tests.support import golden

FLAT = {"basis": "outlet", "method": "flat", "amount": "250"}
OPENED = {"S-001": date(2026, 10, 12)}
CLOSED = {"S-001": date(2026, 11, 20)}
ALL = {
    "sales_tax": "10", "refunds": "20", "discounts": "300", "excluded_sales": "40",
    "cost_of_goods": "5000", "transactions": "12", "customers": "7", "units": "2.5",
}  # fmt: skip
OFF = {"basis": "net_sales", "deduct": ["sales_tax", "refunds", "discounts", "excluded_sales"]}
YEAR = {"thresholds": "year_to_date"}
STEPS = {"opened": OPENED, "schedule": [{"from_month": 2, "rate": "0.05"}]}
SMALL = [{"up_to": "5", "rate": "2"}, {"rate": "1.25"}]
AUTUMN = [("2026-10", "10000", ALL), ("2026-11", "60000"), ("2026-12", "5", {"refunds": "9"})]
COUNTED = [(period, gross, {**ALL, **more}) for period, gross, *other in AUTUMN
           for more in (other[0] if other else {},)]  # fmt: skip

FEES = [
    fee(),
    fee(rate="0.0333", minimum="100", maximum="300"),
    fee(basis="cost_of_goods", rate="0.01"),
    fee(**OFF),
    fee(**OFF, discount_cap="0.01"),
    fee(**OFF, discount_cap="0.03"),
    fee(**OFF, discount_cap="0"),
    fee(basis="net_sales", deduct=["refunds"]),
    fee(basis="net_sales"),
    fee(basis="gross_profit", deduct=["discounts"], rate="0.5", minimum="1"),
    fee(basis="gross_profit", deduct=["discounts"], discount_cap="0.02"),
    *(fee(basis=basis, method="per_unit", rate="0.15") for basis in
      ("transactions", "customers", "units", "outlet")),
    fee(basis="units", method="marginal", tiers=SMALL),
    fee(basis="customers", method="cliff", tiers=SMALL, **YEAR),
    fee(method="marginal", tiers=TIERS),
    fee(method="marginal", tiers=TIERS, **YEAR),
    fee(method="cliff", tiers=TIERS),
    fee(method="cliff", tiers=TIERS, **YEAR),
    fee(method="cliff", tiers=TIERS, **YEAR, minimum="700", maximum="2000"),
    fee(**FLAT),
    *(fee(**FLAT, every=every.value) for every in Every),
    fee(**FLAT, every="once", **STEPS | {"schedule": [{"from_month": 1, "amount": "1"}]}),
    fee(**FLAT, prorate="days", opened=OPENED, closed=CLOSED),
    fee(minimum="930", maximum="940", prorate="days", opened=OPENED, closed=CLOSED),
    fee(**STEPS),
    fee(schedule=STEPS["schedule"]),
    fee(method="marginal", tiers=TIERS, **STEPS),
    fee(yearly_minimum="12000"),
    fee(yearly_minimum="1400"),
    fee(yearly_minimum="12000", prorate="days", opened=OPENED),
    fee(yearly_minimum="12000", prorate="days", closed=CLOSED),
    fee(**FLAT, every="quarter", yearly_minimum="3650", prorate="days", opened=OPENED),
    fee(**FLAT, every="quarter", yearly_minimum="5", prorate="days", opened=OPENED),
]  # fmt: skip


def _told(line: FeeLine) -> Iterator[str]:
    yield (
        f"{line.sales.period_text} due={line.is_due} basis={line.basis} before={line.before} "
        f"terms={line.by_terms} {line.bound.name} within={line.within} exact={line.exact} "
        f"amount={line.amount_minor} trued up={line.is_trued_up} counted={line.basis_amount}"
    )
    yield f"  {in_words(line)}"
    for reason in explain(line):
        yield f"  {reason.kind.name} {dict(reason.params)}"


def test_every_line_holds_what_its_sentences_say():
    told = []
    for words in FEES:
        for rows in (AUTUMN, [("2026-W40", "100", ALL), ("2026-W41", "200000", ALL)]):
            if words["basis"] in {"transactions", "customers", "units"}:
                rows = COUNTED if rows is AUTUMN else rows  # noqa: PLW2901
            told.append(f"# {words}")
            for line in quote(parse_plan(plan(words)), reports(*rows)):
                told += _told(line)
    golden.check(Path(__file__).parent / "golden" / "lines.txt", "\n".join([*told, ""]))


@pytest.mark.parametrize(
    ("amount", "per", "decimals"),
    [(1, 1, 0), (1, 2, 1), (1, 4, 2), (1, 8, 3), (1, 5, 1), (1, 25, 2), (1, 10, 1), (1, 20, 2),
     (1, 40, 3), (1, 50, 2), (1, 3, None), (1, 30, None), (3, 30, 1), (31, 31, 0), (0, 31, 0),
     (1, 7, None), (20, 31, None), (1, 10**25, 25)],
)  # fmt: skip
def test_a_ratio_has_decimals_that_end_or_has_none(amount, per, decimals):
    assert _decimals_of(amount, per) == decimals


@pytest.mark.parametrize(
    ("amount", "per", "units"), [(2, 3, 6666), (-2, 3, -6666), (1, 7, 1428), (0, 3, 0)]
)
def test_what_does_not_end_is_cut_after_four_decimals_of_a_minor_unit(amount, per, units):
    assert _cut(amount, per, "USD") == Amount(units, 6, "USD", is_cut=True)
    assert _cut(amount, per, "JPY") == Amount(units, 4, "JPY", is_cut=True)


def test_plain_english_writes_every_kind_of_value():
    assert PLAIN_ENGLISH.money(Amount(12_345, 3, "USD")) == "12.345"
    assert PLAIN_ENGLISH.money(Amount(12_300, 3, "USD", is_cut=True)) == "12.30…"
    assert PLAIN_ENGLISH.number(Decimal("12.50")) == "12.5"
    assert PLAIN_ENGLISH.percent(Decimal("0.0550")) == "5.5%"
    assert PLAIN_ENGLISH.day(date(2026, 1, 2)) == "2026-01-02"
    assert PLAIN_ENGLISH.month(date(2026, 1, 2)) == "2026-01"
    assert Amount(-5, 3, "USD").value == Decimal("-0.005")


@pytest.mark.parametrize(
    ("units", "decimals", "least", "text"),
    [
        (10, 1, 1, "1.0"), (100, 2, 0, "1"), (100, 2, 1, "1.0"), (5, 1, 0, "0.5"), (5, 0, 1, "5.0"),
        (-1, 0, 0, "-1"), (1, 3, 3, "0.001"), (99, 2, 2, "0.99"), (999, 2, 2, "9.99"),
        (100, 3, 2, "0.10"),
    ],
)  # fmt: skip
def test_decimals_are_written_as_far_as_they_say_something(units, decimals, least, text):
    assert exact_text(units, decimals, least) == text


OCTOBER = a_sales("2026-10", gross=100_000)


def due(words, situation=None, sales=OCTOBER):
    return fees_due(parse_plan(plan(words, currency="EUR")), sales, situation or Situation())


def test_a_year_is_trued_up_by_what_was_charged_before():
    standings = {"fee": Standing(Decimal(5), 90_000), "else": Standing(Decimal(7), 7)}
    told = Situation(standings=standings, is_last_of_year=True)
    [line] = due(fee(yearly_minimum="1000"), told)
    assert (line.within, line.exact, line.is_trued_up) == ((200_000, 100), (10_000, 1), True)
    [line] = due(fee(yearly_minimum="920"), told)
    assert (line.exact, line.is_trued_up) == ((200_000, 100), False)
    [line] = due(fee(yearly_minimum="920.01"), told)
    assert (line.exact, line.amount_minor) == ((2_001, 1), 2_001)
    [line] = due(fee(yearly_minimum="1000"), told._replace(is_last_of_year=False))
    assert not line.is_trued_up


def test_a_part_of_a_yearly_minimum_that_is_reached_adds_nothing():
    words = fee(rate="0.2", yearly_minimum="3650", prorate="days")
    told = Situation(opened=date(2026, 12, 22), is_last_of_year=True)
    [line] = due(words, told)
    # Ten of 365 days owe 100.00, and the period itself has 200.00.
    assert (line.is_trued_up, line.amount_minor) == (False, 20_000)
    [line] = due({**words, "rate": "0.05"}, told)
    assert (line.is_trued_up, line.amount_minor) == (True, 10_000)


def test_the_calendar_and_the_closing_end_a_year_where_nobody_says_so():
    words = fee(yearly_minimum="1000")
    assert not due(words)[0].is_trued_up
    assert due(words, Situation(closed=date(2026, 10, 31)))[0].is_trued_up
    assert not due(words, Situation(closed=date(2026, 11, 1)))[0].is_trued_up
    assert due(words, sales=a_sales("2026-12"))[0].is_trued_up


@pytest.mark.parametrize(("words", "ends"), [({}, False), ({"yearly_minimum": "1000"}, True)])
def test_only_for_a_yearly_minimum_is_it_asked_which_report_ends_the_year(words, ends):
    [line] = quote(parse_plan(plan(fee(**words))), reports(("2026-12", "1")))
    assert line.situation.is_last_of_year is ends


def test_a_line_for_the_true_up_alone_holds_nothing_else():
    words = fee(**FLAT, every="year", yearly_minimum="1000")
    told = Situation(previous=Period.parse("2026-09"), is_last_of_year=True)
    [line] = due(words, told)
    assert line == FeeLine(
        line.meter, OCTOBER, told, is_due=False, terms=line.meter.terms, basis=0, before=0,
        by_terms=(0, 1), bound=Bound.NONE, within=(0, 1), exact=(100_000, 1), amount_minor=100_000,
    )  # fmt: skip
    assert due(words, told._replace(is_last_of_year=False)) == ()
    reached = told._replace(standings={"fee": Standing(Decimal(0), 100_000)})
    assert due(words, reached) == ()


@pytest.mark.parametrize(
    ("opened", "closed", "prorate", "days"),
    [
        (None, None, "days", (1, 1)),
        (date(2026, 10, 31), None, "days", (1, 31)),
        (None, date(2026, 10, 30), "days", (30, 31)),
        (date(2026, 10, 1), None, "days", (1, 1)),
        (date(2026, 11, 1), None, "days", (0, 31)),
        (date(2026, 10, 31), None, "none", (1, 1)),
    ],
)
def test_days_of_operation_are_a_share_of_the_period(opened, closed, prorate, days):
    [line] = due(fee(minimum="31", prorate=prorate), Situation(opened, closed))
    assert open_days(line.meter, OCTOBER, line.situation) == days
    [low] = due(fee(rate="0", minimum="31", prorate=prorate), Situation(opened, closed))
    assert low.within == (3_100 * days[0], days[1]) or not days[0]
    assert low.bound is (Bound.MINIMUM if days[0] else Bound.NONE)


@pytest.mark.parametrize(
    ("rate", "bound", "within"),
    [
        ("0.0099", Bound.MINIMUM, (1_000, 1)),
        ("0.01", Bound.NONE, (100_000, 100)),
        ("0.02", Bound.NONE, (200_000, 100)),
        ("0.0201", Bound.MAXIMUM, (2_000, 1)),
    ],
)
def test_an_amount_equal_to_its_bound_is_not_bound(rate, bound, within):
    [line] = due(fee(rate=rate, minimum="10", maximum="20"))
    assert (line.bound, line.within) == (bound, within)


def test_the_year_of_the_yearly_minimum_is_that_of_the_last_day():
    words = fee(yearly_minimum="3650", prorate="days")
    [line] = due(words, Situation(opened=date(2026, 12, 22), is_last_of_year=True))
    assert yearly_minimum(line.meter, OCTOBER, line.situation) == ((3_650_000, 365), (10, 365))
    whole = line.situation._replace(opened=date(2026, 1, 1))
    assert yearly_minimum(line.meter, OCTOBER, whole) == ((365_000, 1), (1, 1))
    later = line.situation._replace(opened=date(2027, 1, 1))
    assert yearly_minimum(line.meter, OCTOBER, later) is None
    [plain] = due(fee())
    assert yearly_minimum(plain.meter, OCTOBER, plain.situation) is None


def test_months_of_operation_are_counted_from_what_is_known_best():
    [line] = due(fee(), Situation(opened=date(2026, 3, 4), first=Period.parse("2026-05")))
    assert opening_of(line.meter, OCTOBER, line.situation) == (date(2026, 3, 4), True)
    first = line.situation._replace(opened=None)
    assert opening_of(line.meter, OCTOBER, first) == (date(2026, 5, 31), False)
    assert opening_of(line.meter, OCTOBER, Situation()) == (date(2026, 10, 31), False)


@pytest.mark.parametrize(
    ("opened", "previous", "is_it"),
    [
        (None, None, True),
        (None, "2026-09", False),
        ("2026-10-12", None, True),
        ("2026-10-12", "2026-09", True),
        ("2026-10-12", "2026-10-01/2026-10-11", True),
        ("2026-10-12", "2026-10-01/2026-10-12", False),
        ("2026-10-31", None, True),
        ("2026-11-01", None, False),
        ("2026-09-30", None, False),
        ("2026-10-01", None, True),
    ],
)
def test_once_is_due_in_the_first_report_of_operation(opened, previous, is_it):
    told = Situation(
        opened=date.fromisoformat(opened) if opened else None,
        previous=Period.parse(previous) if previous else None,
    )
    assert bool(due(fee(**FLAT, every="once"), told)) is is_it


@pytest.mark.parametrize(
    ("every", "previous", "is_it"),
    [
        ("month", None, True), ("month", "2026-09", True), ("month", "2026-10", False),
        ("quarter", "2026-09", True), ("quarter", "2026-10", False), ("year", "2025-12", True),
        ("year", "2026-01", False), ("week", "2026-W39", True), ("week", "2026-W40", False),
    ],
)  # fmt: skip
def test_a_fee_is_due_with_the_first_report_of_its_span(every, previous, is_it):
    told = Situation(previous=Period.parse(previous) if previous else None)
    assert bool(due(fee(**FLAT, every=every), told)) is is_it


def test_a_line_names_its_fee_and_its_money():
    [line] = due(fee(name="royalty", rate="0.0333"), sales=replace_gross(10_01))
    assert (line.fee, line.amount.text, line.amount.currency) == ("royalty", "0.33", "EUR")
    assert (line.counted, line.basis_amount) == (1001, Decimal("10.01"))


def replace_gross(minor):
    return OCTOBER._replace(gross_sales=minor)


def test_a_plan_is_made_ready_once():
    made = parse_plan(plan(fee()))
    assert made.meters is made.meters
    assert replace(made, currency="EUR").meters[0].currency == "EUR"
