"""Dates, words and areas, as tables of cases."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.kit.errors import Unreadable
from franchise_portal.network import rules
from franchise_portal.network.enums import FranchiseeStatus, ImportKind, OutletStatus
from franchise_portal.network.errors import Refused
from franchise_portal.network.rules import cells
from franchise_portal.network.rules.areas import placed
from franchise_portal.network.rules.masterdata import RowReader

OPENED, CLOSED = date(2024, 3, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("closed_on", "on", "status"),
    [
        (None, date(2024, 2, 29), OutletStatus.PLANNED),
        (None, OPENED, OutletStatus.OPEN),
        (CLOSED, CLOSED, OutletStatus.OPEN),
        (CLOSED, date(2026, 7, 1), OutletStatus.CLOSED),
    ],
)
def test_an_outlet_is_open_from_its_first_day_to_its_last(closed_on, on, status):
    assert rules.outlet_status(OPENED, closed_on, on=on) is status


@pytest.mark.parametrize("on", [OPENED, date(2024, 1, 1)])
def test_a_transfer_cannot_begin_before_the_owners_second_day(on):
    with pytest.raises(Refused, match="since 2024-03-01"):
        rules.require_transfer_day(on=on, owned_since=OPENED, closed_on=None)


def test_a_transfer_cannot_begin_after_the_last_day_of_trading():
    with pytest.raises(Refused, match="until 2026-06-30"):
        rules.require_transfer_day(on=date(2026, 7, 1), owned_since=OPENED, closed_on=CLOSED)


@pytest.mark.parametrize(
    ("birthday", "on", "kept_on"),
    [
        (date(1980, 11, 9), date(2026, 11, 2), date(2026, 11, 9)),
        (date(1980, 11, 2), date(2026, 11, 2), date(2026, 11, 2)),
        (date(1980, 11, 1), date(2026, 11, 2), date(2027, 11, 1)),
        (date(1992, 2, 29), date(2026, 11, 2), date(2027, 2, 28)),
        (date(1992, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_birthday_is_kept_every_year(birthday, on, kept_on):
    assert rules.next_birthday(birthday, on=on) == kept_on


def test_birthdays_around_the_new_year_are_found():
    assert rules.is_birthday_between(date(1970, 1, 3), date(2026, 12, 28), date(2027, 1, 4))
    assert not rules.is_birthday_between(date(1970, 1, 5), date(2026, 12, 28), date(2027, 1, 4))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mill-Lane 3", {"milllane", "mill", "lane", "3"}),
        ("TL-001", {"tl001", "tl", "001"}),
        ("陈氏商贸", {"陈氏商贸", "氏商贸", "商贸", "贸"}),
        ("Café Zoë", {"cafe", "zoe"}),
        ("+49 30 123456", {"49", "30", "123456", "4930123456"}),
        ("Guo Wei郭伟", {"guo", "wei", "郭伟", "伟"}),
        ("&", set()),
        ("", set()),
    ],
)
def test_a_text_is_found_by_its_words(text, words):
    assert rules.search_words([text]) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("mill la", ("mill", "la")),
        ("tl-00", ("tl00",)),
        ("MILL", ("mill",)),
        ("氏商", ("氏商",)),
        ("+49 (30) 12", ("493012",)),
        ("a b c d e f", ("a", "b", "c", "d")),
        ("  ", ()),
        ("%_*", ()),
    ],
)
def test_what_is_typed_becomes_beginnings_of_words(typed, terms):
    assert rules.search_terms(typed) == terms


@pytest.mark.parametrize(
    ("name", "typed"),
    [("O’Brien & Sons", "obrien"), ("Müller", "mull"), ("ＡＢＣ", "abc"), ("Straße", "strass")],
)
def test_a_name_is_found_however_it_is_typed(name, typed):
    (term,) = rules.search_terms(typed)
    assert any(word.startswith(term) for word in rules.search_words([name]))


def test_postcodes_are_sorted_and_stand_once():
    assert rules.postcodes_of("10117, 10115;10117\n 101* ,sw1a  1aa") == (
        "101*", "10115", "10117", "SW1A 1AA",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["10115, ?", "*", "1*1", "a" * 20])
def test_what_is_no_postcode_is_named(text):
    with pytest.raises(Refused, match="is not a postcode"):
        rules.postcodes_of(text)


SQUARE = "13.0 52.0\n13.1, 52.0\n13.1;52.1\n13.0 52.1\n13.0 52.0"


def test_a_polygon_is_read_and_need_not_close():
    corners = rules.polygon_of(SQUARE)
    assert len(corners) == 4
    assert corners[0] == (Decimal("13.0"), Decimal("52.0"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("13 52\n13.1 52", "between 3 and 200 corners"),
        ("13 52\nhere\n13 53", "Line 2, “here”, is not a corner"),
        ("13 52\n13 NaN\n13 53", "is not a corner"),
        ("52 113\n52 114\n53 114", "outside the world"),
        ("0 0\n1 1\n1 0\n0 1", "crosses the side after corner"),
        ("0 0\n1 1\n2 2", "lie on one line"),
    ],
)
def test_a_wrong_polygon_is_explained(text, words):
    with pytest.raises(Refused, match=words):
        rules.polygon_of(text)


def test_a_polygon_is_drawn_north_up_in_the_middle_of_its_box():
    area = placed(rules.polygon_of(SQUARE), width=320, height=200, margin=12)
    points = [tuple(map(float, point.split(","))) for point in area.points.split()]
    assert all(12 <= x <= 308 and 12 <= y <= 188 for x, y in points)
    assert points[0][1] > points[2][1]  # the southern corner lies lower
    assert sum(x for x, _ in points) / 4 == pytest.approx(160, abs=0.2)


def test_a_drawing_carries_a_rule_of_a_round_length():
    area = placed(rules.polygon_of(SQUARE), width=320, height=200, margin=12)
    # A tenth of a degree of latitude, 11.12 km, is drawn 176 units high.
    assert (area.rule_km, area.rule) == ("2", "31.7")


@pytest.mark.parametrize(
    ("read", "good", "value"),
    [
        (cells.day, "2026-02-28", date(2026, 2, 28)),
        (cells.email, "Omar@Demo.test", "omar@demo.test"),
        (cells.phone, "+49 (30) 12-34.5 ext 6", "+49 (30) 12-34.5 ext 6"),
        (cells.language, "zh-Hans", "zh_Hans"),
        (cells.language, "ZH_HANT", "zh_Hant"),
        (cells.country, "de", "DE"),
        (cells.zone, "Asia/Shanghai", "Asia/Shanghai"),
        (cells.one_of(FranchiseeStatus), "Active", FranchiseeStatus.ACTIVE),
    ],
)
def test_cells_that_are_read(read, good, value):
    assert read(good) == value


@pytest.mark.parametrize(
    ("read", "bad"),
    [
        (cells.day, "31.10.2026"),
        (cells.day, "20261031"),
        (cells.day, "2026-02-30"),
        (cells.day, "0026-02-03"),
        (cells.email, "omar"),
        (cells.email, "a@b"),
        (cells.email, "x" * 300 + "@demo.test"),
        (cells.phone, "call me"),
        (cells.phone, "1" * 100_000 + "x"),
        (cells.language, "Klingon"),
        (cells.country, "XX"),
        (cells.zone, "Mars/Olympus"),
        (cells.one_of(FranchiseeStatus), "asleep"),
        (cells.text_up_to(3), "four"),
    ],
)
def test_cells_that_are_refused_say_what_to_write(read, bad):
    with pytest.raises(Unreadable) as refusal:
        read(bad)
    assert refusal.value.remedy


def test_every_wrong_cell_of_a_row_is_named():
    reader = RowReader(ImportKind.OUTLETS, "outlets.csv")
    blank = dict.fromkeys(
        (
            "code", "name", "brand", "franchisee", "opened_on", "name_local", "closed_on", "region",
            "format", "country", "city", "postcode", "address", "zone", "state",
        ),
        "",
    )  # fmt: skip
    assert reader.read(7, {**blank, "code": "A", "opened_on": "soon", "country": "?"}) is None
    assert [problem.column for problem in reader.problems] == [
        "name", "brand", "franchisee", "opened_on", "country",
    ]  # fmt: skip
    assert str(reader.problems[3]) == (
        "outlets.csv:7: opened_on: “soon” is not a day. Write it like 2026-10-31."
    )


def test_an_unknown_name_is_told_beside_the_nearest_that_is_known():
    reader = RowReader(ImportKind.OUTLETS, "outlets.csv")
    reader.unknown(2, "franchisee", "F-0O1", "F-001")
    assert "Write “F-001” if that is meant." in str(reader.problems[0])
