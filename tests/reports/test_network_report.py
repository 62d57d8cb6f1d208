"""The network's month: figures that agree with each other, and a PDF in each language."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from franchise_portal.fees.reports import network
from franchise_portal.fees.reports.kinds import NETWORK
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.reports import renderer, writing
from tests.builders.fees import OCTOBER


def eur(text: str) -> Money:
    return Money.parse(text, "EUR")


def built(language="en", month=OCTOBER):
    with writing.speaking(language, "Europe/Berlin"):
        return network.build(month, None)


@pytest.fixture
def report(october):
    return built().report


def test_the_sales_of_all_parts_make_the_whole(report):
    assert report.sales == eur("69500")
    for parts in (report.brands, report.regions):
        assert Money.total((part.amount for part in parts), "EUR") == report.sales
        assert sum(part.count for part in parts) == 3


def test_it_compares_with_the_same_month_a_year_before(report):
    assert report.change_words == "up 82.9% on October 2025"
    assert [(row.name, row.change) for row in report.brands] == [
        ("Tallow Lane", "+32.9%"),
        ("Hexiang", "–"),
    ]
    assert [(row.outlet, row.change) for row in report.best] == [("TL-001 Quay House", "+30.3%")]
    assert report.worst == ()


def test_fees_and_fund_are_told_apart(report):
    assert [(row.name, row.amount) for row in report.fees] == [
        ("Royalty", eur("5010")),
        ("Technology", eur("750")),
        ("Together", eur("5760")),
    ]
    assert [(row.name, row.amount) for row in report.fund] == [("Advertising fund", eur("1390"))]


def test_every_franchisee_stands_in_the_list_with_its_balance(report):
    [rows] = report.accounts
    assert [(row.code, row.outlets, row.balance) for row in rows] == [
        ("F-001", 2, eur("4380")),
        ("F-002", 1, eur("1770")),
    ]
    assert report.accounts_total.balance == eur("6150")


def test_who_is_late_is_named_with_days(october):
    with clock.fixed(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        late = built().report.late
    assert [(row.name, row.days, row.overdue) for row in late] == [
        ("Omar & Sons", 10, eur("4380")),
        ("Olga Trading", 10, eur("1770")),
    ]


def test_outlets_without_a_report_are_named(october):
    missing = built(month=Period.parse("2025-10")).report.missing
    assert [row.outlet for row in missing] == ["HX-001 Canal Street", "TL-003 Mill Lane"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "All franchisees"), ("zh_Hans", "全部"), ("zh_Hant", "全部")]
)
def test_it_prints_in_every_language(october, language, words):
    document = built(language)
    with writing.speaking(language, "Europe/Berlin"):
        html = writing.html_of(NETWORK.template, document, language)
    pdf = PdfReader(BytesIO(renderer.engine().write(html, NETWORK.stylesheets).data))
    assert len(pdf.pages) == 3
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "69,500.00" in text
    assert words in text
