"""Where the bars, lines and words of a chart stand."""

from decimal import Decimal

import pytest

from franchise_portal.web.charts import (
    PANEL,
    SHEET,
    WIDE,
    Bar,
    Chart,
    Emphasis,
    Size,
    Swatch,
    bar_chart,
    shares,
    sparkline,
)


def shapes(chart: Chart, kind: str, role: str = "") -> list:
    return [one for one in chart.shapes if one.kind == kind and role in {"", one.role}]


def words(chart: Chart) -> list[str]:
    return [one.text for one in shapes(chart, "text")]


def thousands(amount: Decimal) -> str:
    return f"{amount:,.0f}"


def test_bars_are_as_high_as_their_amounts():
    one, two = shapes(bar_chart([Bar((100,)), Bar((50,))]), "rect")
    assert float(one.height) == pytest.approx(2 * float(two.height), abs=0.1)


def test_bars_stand_on_one_base_line():
    chart = bar_chart([Bar((100,)), Bar((50,))])
    feet = {round(float(one.y) + float(one.height)) for one in shapes(chart, "rect")}
    (rule,) = shapes(chart, "line", "rule")
    assert feet == {round(float(rule.y1))}


def test_everything_stays_inside_the_drawing():
    bars = [
        Bar((Decimal(index * 1000), Decimal(500)), label="Oct 2026", figure="1,000")
        for index in range(24)
    ]
    chart = bar_chart(bars, size=SHEET, tick=thousands)
    for one in shapes(chart, "rect"):
        assert float(one.x) >= 0
        assert float(one.y) >= 0
        assert float(one.x) + float(one.width) <= SHEET.width
        assert float(one.y) + float(one.height) <= SHEET.height
    for one in shapes(chart, "text"):
        assert 0 < float(one.y) <= SHEET.height


def test_a_second_outlet_is_stacked_on_the_first_in_a_lighter_role():
    chart = bar_chart([Bar((80, 20), emphasis=Emphasis.NOW)])
    first, second = shapes(chart, "rect")
    assert (first.role, second.role) == ("bar-now", "bar-now-second")
    assert float(second.y) + float(second.height) < float(first.y)


def test_the_same_month_of_last_year_has_its_own_role():
    (bar,) = shapes(bar_chart([Bar((80,), emphasis=Emphasis.BEFORE)]), "rect")
    assert bar.role == "bar-before"


def test_a_month_that_cost_money_hangs_below_the_base_line():
    chart = bar_chart([Bar((310,), figure="310"), Bar((-62,), figure="−62")])
    gain, loss = shapes(chart, "rect")
    (rule,) = shapes(chart, "line", "rule")
    assert loss.role == "bar-worse"
    assert float(loss.y) == pytest.approx(float(rule.y1))
    assert float(gain.y) < float(rule.y1)
    below = next(one for one in shapes(chart, "text") if one.text == "−62")
    assert float(below.y) > float(rule.y1)


def test_the_scale_names_a_few_round_amounts():
    assert words(bar_chart([Bar((98_090,))], tick=thousands)) == ["50,000", "100,000"]
    assert words(bar_chart([Bar((74_000,))], tick=thousands)) == ["20,000", "40,000", "60,000"]
    assert words(bar_chart([Bar((79_294,))], tick=thousands))[-1] == "80,000"
    assert words(bar_chart([Bar((Decimal("0.4"),))], tick=str)) == ["0.2", "0.4"]


def test_a_long_figure_of_the_scale_stands_clear_of_the_last_column():
    for amount in (98_090, 2_388_501, 410_000_000):
        chart = bar_chart([Bar((amount,))] * 24, size=SHEET, tick=thousands)
        last = shapes(chart, "rect")[-1]
        longest = max(len(text) for text in words(chart))
        begins = SHEET.width - longest * SHEET.type_size * 0.56
        assert float(last.x) + float(last.width) <= begins


def test_no_figure_is_struck_through_by_a_line_of_the_scale():
    for amount in range(40_000, 120_000, 1_700):
        bars = [Bar((amount,), figure="x"), Bar((120_000,))]
        chart = bar_chart(bars, tick=thousands)
        (figure,) = [one for one in shapes(chart, "text") if one.text == "x"]
        baseline, size = float(figure.y), WIDE.type_size
        for line in shapes(chart, "line", "grid"):
            assert not baseline - size * 0.8 < float(line.y1) < baseline


def test_a_limit_is_a_dashed_line_at_its_amount():
    chart = bar_chart([Bar((3000,))], size=PANEL, limit=1500)
    (limit,) = shapes(chart, "line", "limit")
    (bar,) = shapes(chart, "rect")
    assert limit.dash
    assert float(limit.y1) == pytest.approx(float(bar.y) + float(bar.height) / 2, abs=0.2)


def test_a_limit_above_every_bar_is_still_inside():
    (limit,) = shapes(bar_chart([Bar((10,))], limit=1500), "line", "limit")
    assert 0 <= float(limit.y1) < WIDE.height


def test_words_at_the_edges_begin_and_end_with_their_bars():
    bars = [Bar((1,), label="November 2024"), *[Bar((1,))] * 22, Bar((1,), label="October 2026")]
    first, last = shapes(bar_chart(bars), "text")
    assert (first.anchor, last.anchor) == ("start", "end")


def test_of_two_notes_that_would_collide_the_first_is_kept():
    bars = [Bar((5,)), Bar((5,), note="Station Arcade opens"), Bar((5,), note="Quay opens")]
    chart = bar_chart([*bars, *[Bar((5,))] * 20])
    assert words(chart) == ["Station Arcade opens"]
    assert len(shapes(chart, "line", "leader")) == 1


@pytest.mark.parametrize("bars", [[], [Bar((0,))], [Bar(())]])
def test_nothing_to_show_draws_an_empty_frame(bars):
    chart = bar_chart(bars, tick=thousands)
    assert not shapes(chart, "rect")
    assert len(shapes(chart, "line", "rule")) == 1


def test_every_shape_carries_a_literal_colour_for_paper():
    chart = bar_chart([Bar((5, 2), label="Oct", figure="7", note="opens")], tick=str, limit=3)
    assert all(one.colour.startswith("#") for one in chart.shapes)
    assert Swatch("bar-now", "this month").colour.startswith("#")


def test_the_height_on_paper_keeps_the_proportions():
    assert bar_chart([], size=Size(504, 170)).height_mm(123) == "41.5"


def test_a_sparkline_marks_its_last_value():
    chart = sparkline([1, 3, 2], alt="Falling")
    (course,) = shapes(chart, "polyline")
    (dot,) = shapes(chart, "dot")
    assert course.points.endswith(f"{dot.x},{dot.y}")
    assert course.points.startswith("3,25")


def test_a_level_sparkline_runs_through_the_middle():
    (course,) = shapes(sparkline([7, 7], alt="Level"), "polyline")
    assert course.points == "3,14 85,14"


def test_one_value_is_no_course():
    assert not sparkline([7], alt="").shapes


def test_shares_fill_the_whole_width_and_leave_out_nothing_but_zero():
    chart = shares([("success", 14), ("danger", 0), ("neutral", 6)], alt="14 for, 6 abstain")
    one, two = shapes(chart, "rect")
    assert float(two.x) + float(two.width) == pytest.approx(288)
    assert float(one.width) / float(two.width) == pytest.approx(14 / 6, abs=0.02)
