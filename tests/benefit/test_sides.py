"""The picture of both sides: one scale, losses to the left of one line, words as they are given."""

from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.web.charts import PALETTE, Side, sides

AMOUNTS = st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=5)


def boxes(chart):
    return [shape for shape in chart.shapes if shape.kind == "rect"]


def test_parts_stand_one_after_the_other_on_one_scale():
    chart = sides([Side("A", (("bar-now", 300), ("bar", 100))), Side("B", (("bar", 200),))])
    first, second, third = boxes(chart)
    assert (first.x, first.width) == ("0", "543.5")
    assert (second.x, second.width) == ("544.5", "180.5")
    assert (third.x, third.width) == ("0", "362")


def test_a_loss_hangs_to_the_left_of_a_line():
    chart = sides([Side("A", (("bar", 300),)), Side("B", (("bar-worse", -100),))])
    first, second = boxes(chart)
    assert first.x == "181.5"
    assert second.x == "0"
    [line] = [shape for shape in chart.shapes if shape.kind == "line"]
    assert line.x1 == "181.5"


def test_nothing_at_all_draws_words_only():
    chart = sides([Side("A", (), "0.00")])
    assert [shape.kind for shape in chart.shapes] == ["text", "text"]


@given(st.lists(AMOUNTS, min_size=1, max_size=3))
def test_every_part_lies_inside_the_picture(rows):
    chart = sides([Side("A", tuple(("bar", amount) for amount in row)) for row in rows])
    for box in boxes(chart):
        assert box.role in PALETTE
        assert float(box.x) >= -0.11
        assert float(box.x) + float(box.width) <= float(chart.width) + 0.8
