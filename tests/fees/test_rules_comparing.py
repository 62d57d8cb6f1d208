"""A plan walked through, tried out and compared with another: exact figures."""

from datetime import date
from decimal import Decimal

from franchise_portal.fees.rules import Standing, parse_plan, quote
from franchise_portal.fees.rules.examples import parts_of, try_out
from franchise_portal.fees.rules.impact import (
    NO_EFFECT,
    Effect,
    Totals,
    charged,
    compare,
    distribution,
    totals,
)
from franchise_portal.fees.rules.plan_changes import (
    USUAL_NOTICE,
    FeeChange,
    changes,
    earliest_start,
    notice_of,
)
from franchise_portal.fees.rules.quotes import walk
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.kit.period import Period
from tests.fees.figures import a_sales
from tests.fees.plans import TIERS, fee, plan, reports

FLAT = {"basis": "outlet", "method": "flat"}


def test_every_report_knows_how_the_year_stood_before_it():
    terms = {"thresholds": "year_to_date", "method": "marginal", "tiers": TIERS}
    made = parse_plan(plan(fee(name="a", **terms), fee(name="b"), year_starts="02-01"))
    sold = reports(("2026-01", "5"), ("2026-02", "7"), ("2026-03", "11"))
    found = [lines[0].situation for lines in walk(made, sold, days=(date(2020, 1, 1), None))]
    assert [dict(one.standings) for one in found] == [
        {},
        {},
        {"a": Standing(Decimal("7.00"), 56)},
    ]
    assert [one.previous for one in found] == [
        None, Period.parse("2026-01"), Period.parse("2026-02"),
    ]  # fmt: skip
    assert {(one.opened, one.closed, one.first) for one in found} == {
        (date(2020, 1, 1), None, Period.parse("2026-01"))
    }
    assert [one.is_last_of_year for one in found] == [True, False, None]


def test_the_days_of_operation_can_be_told_from_outside():
    made = parse_plan(plan(fee(**FLAT, amount="310", prorate="days")))
    [[line]] = walk(made, reports(("2026-10", "0")), days=(date(2026, 10, 11), date(2026, 10, 20)))
    assert line.amount_minor == 100_00


def test_outlets_of_one_file_are_counted_apart():
    made = parse_plan(plan(fee(method="cliff", tiers=TIERS, thresholds="year_to_date"),
                           currency="EUR"))  # fmt: skip
    rows = [
        a_sales("2026-02", gross=1_000_000, row=2),
        a_sales("2026-01", gross=100, row=3)._replace(outlet="TL-002"),
        a_sales("2026-01", gross=100_000, row=4),
        a_sales("2026-02", gross=100, row=5)._replace(outlet="TL-002"),
    ]
    lines = quote(made, rows)
    assert [(line.sales.row, line.before) for line in lines] == [
        (2, 100_000), (3, 0), (4, 0), (5, 100),
    ]  # fmt: skip


def test_a_comparison_counts_what_ends_in_the_window():
    before, after = parse_plan(plan(fee())), parse_plan(plan(fee(rate="0.05")))
    rows = reports(
        ("2026-09", "100"),
        ("2026-10", "1000", {"sales_tax": "100", "refunds": "50", "discounts": "7"}),
        ("2026-11", "10000"),
    )
    window = Period.parse("2026-10")
    effect = compare(before, after, rows, window=window)
    assert effect == Effect(sales=85_000, before=2_000, after=5_000, reports=1)
    assert (effect.difference, effect.share) == (3_000, Decimal(3_000) / 85_000)
    assert charged(after, rows, window=window, days=(None, None)) == 5_000
    assert Effect(0, 1, 2, 1).share is None
    assert Effect(1, 1, 2, 1).share == 1


def test_a_comparison_knows_the_days_of_operation():
    flat = parse_plan(plan(fee(**FLAT, amount="310", prorate="days")))
    days = (date(2026, 10, 11), date(2026, 10, 20))
    rows = reports(("2026-10", "0"))
    effect = compare(flat, flat, rows, window=Period.parse("2026-10"), days=days)
    assert effect == Effect(0, 10_000, 10_000, 1)


def test_effects_add_up_figure_by_figure():
    assert Effect(1, 2, 3, 4) + Effect(10, 20, 30, 40) == Effect(11, 22, 33, 44)
    assert totals([]) == Totals(NO_EFFECT, 0, 0, 0, 0, 0)
    found = [Effect(1, 10, 12, 1), Effect(2, 10, 13, 1), Effect(3, 10, 6, 1), Effect(4, 5, 5, 1)]
    assert totals(found) == Totals(Effect(10, 35, 36, 4), 2, 1, 1, 5, 4)


def test_all_outlets_are_counted_whatever_stands_before_them():
    shares = [0, -21, -20, -10, -5, 1, 6, 20, 21]
    effects = [Effect(1000, 100, 100 + share, 1) for share in (*shares, *shares)]
    nothing_sold = [Effect(0, 5, 5 + more, 1) for more in (-1, -2, 1, 2, 0)]
    assert distribution([*effects, *nothing_sold]) == (4, 2, 2, 2, 3, 2, 2, 2, 4)


def test_the_notice_of_a_plan_is_its_own_or_the_usual_one():
    own = parse_plan(plan(fee(), change_notice="2 months"))
    assert notice_of(own) == Duration(2, Unit.MONTHS)
    assert notice_of(parse_plan(plan(fee()))) == USUAL_NOTICE == Duration(3, Unit.MONTHS)
    assert notice_of(None) == USUAL_NOTICE
    assert earliest_start(own, decided_on=date(2026, 10, 31)) == date(2027, 1, 1)


def test_a_changed_fee_has_both_its_forms():
    before = parse_plan(plan(fee(name="a"), fee(name="b"), fee(name="c")))
    after = parse_plan(plan(fee(name="c"), fee(name="b", rate="0.03"), fee(name="d")))
    assert changes(before, after) == (
        FeeChange("b", before.fee("b"), after.fee("b")),
        FeeChange("d", None, after.fee("d")),
        FeeChange("a", before.fee("a"), None),
    )


def test_an_example_counts_months_back_from_its_report():
    made = parse_plan(
        plan(
            fee(name="a", schedule=[{"from_month": 3, "rate": "0.05"}]),
            fee(
                name="m",
                kind="supply_margin",
                basis="cost_of_goods",
                rate="0.1",
            ),
        )
    )
    [sales] = reports(("2026-01", "100", {"cost_of_goods": "50"}))
    found = try_out(made, sales, month=3)
    assert found.sales is sales
    assert [line.situation.opened for line in (*found.lines, *found.margins)] == (
        [date(2025, 11, 1)] * 2
    )
    assert [line.amount_minor for line in found.lines] == [500]
    assert [line.amount_minor for line in found.margins] == [500]
    assert found.total == 500


def test_parts_are_those_of_tiers_that_nothing_overrules():
    tiers = [{"up_to": "0.25", "rate": "0.02"}, {"rate": "0.02"}]
    # Two half cents are a cent, as parts two: just what the minimum asks for.
    for words in ({"method": "marginal", "minimum": "0.02"}, {"method": "cliff"}):
        [line] = quote(parse_plan(plan(fee(**words, tiers=tiers))), reports(("2026-10", "0.50")))
        assert parts_of(line) == ()
    cliff = fee(method="cliff", tiers=[{"up_to": "100", "rate": "0.02"}, {"rate": "0.02"}])
    [line] = quote(parse_plan(plan(cliff)), reports(("2026-10", "200")))
    assert (line.amount_minor, parts_of(line)) == (400, ())


def test_where_no_fee_looks_at_the_year_no_report_is_called_its_last():
    [[line]] = walk(parse_plan(plan(fee())), reports(("2026-12", "5")))
    assert line.situation.is_last_of_year is False


def test_parts_are_told_where_they_add_up_to_the_amount():
    tiers = [{"up_to": "0.25", "rate": "0.02"}, {"up_to": "0.50", "rate": "0.02"}, {"rate": "0"}]
    made = parse_plan(plan(fee(method="marginal", tiers=tiers)))

    def parts(gross):
        [line] = quote(made, reports(("2026-10", gross)))
        return parts_of(line)

    # Each half cent is rounded up, so two of them would make two cents of one.
    assert parts("0.50") == ()
    assert parts("0.25") == ()
    wide = parse_plan(plan(fee(method="marginal", tiers=TIERS)))
    [line] = quote(wide, reports(("2026-10", "20000")))
    assert parts_of(line) == (80_000, 60_000)
