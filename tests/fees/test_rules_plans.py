"""Plans that are refused, each with the place and the remedy, and what the good ones hold."""

from decimal import Decimal
from pathlib import Path

import pytest

from franchise_portal.fees.enums import Basis, Deduction, Every, Method, ReportingPeriod
from franchise_portal.fees.plan_files import plan_from_toml, read_plan
from franchise_portal.fees.rules import (
    MonthDay,
    digest_of,
    parse_plan,
    plan_from_json,
    plan_to_json,
)
from franchise_portal.fees.rules.plan_parsing import kept_plan
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.money import Money
from tests.fees.mistakes import MISTAKES
from tests.fees.plans import fee, plan

WHOLE = b"""\
currency = "USD"
year_starts = "01-01"            # for year-to-date thresholds and yearly minimums

[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["sales_tax", "refunds", "discounts", "excluded_sales"]
discount_cap = "0.05"
method = "marginal"
tiers = [{ up_to = "10000", rate = "0.08" }, { up_to = "50000", rate = "0.06" }, { rate = "0.04" }]
thresholds = "period"
minimum = "900"
maximum = "6000"
yearly_minimum = "12000"
prorate = "days"
opened = { "S-014" = 2026-10-12 }
closed = {}

[[fee.schedule]]
from_month = 13
rate = "0.05"

[[fee]]
name = "technology"
clause = "6.5"
basis = "outlet"
method = "flat"
amount = "250"
every = "month"
"""


def problems(mapping):
    with pytest.raises(BadInput) as refusal:
        parse_plan(mapping)
    return {(problem.column, str(problem)) for problem in refusal.value.problems}


def trouble_of_toml(data):
    with pytest.raises(BadInput) as refusal:
        plan_from_toml(data, place="plan.toml")
    return [str(problem) for problem in refusal.value.problems]


def test_a_whole_plan_is_read():
    read = plan_from_toml(WHOLE, place="plan.toml")
    royalty, technology = read.fees
    assert (read.currency, read.year_starts) == ("USD", MonthDay(1, 1))
    assert (royalty.basis, royalty.method) == (Basis.NET_SALES, Method.MARGINAL)
    assert royalty.deduct == tuple(Deduction)
    assert [tier.up_to for tier in royalty.tiers] == [Decimal(10000), Decimal(50000), None]
    assert royalty.minimum == Money(90000, "USD")
    assert royalty.schedule[0].rate == Decimal("0.05")
    assert technology.every is Every.MONTH
    assert read.fee("technology") is technology
    with pytest.raises(KeyError, match="rent"):
        read.fee("rent")


@pytest.mark.parametrize(("mapping", "place", "part"), MISTAKES)
def test_a_plan_with_a_mistake_is_refused_by_place_and_remedy(mapping, place, part):
    found = [text for column, text in problems(mapping) if column and column.startswith(place)]
    assert any(part in text for text in found), problems(mapping)


def test_every_mistake_is_reported_and_not_only_the_first():
    mapping = plan(fee(clause=None, rate="2"), fee(name="other", every="day"), color="red")
    assert {column for column, _ in problems(mapping)} == {
        "color", 'fee "fee", clause', 'fee "fee", rate', 'fee "other", every',
    }  # fmt: skip


def test_a_problem_without_a_line_comes_before_those_with_one():
    with pytest.raises(BadInput) as caught:
        parse_plan({}, locate=lambda path: 1 if path == ("currency",) else None)
    found = [(problem.place, problem.row, problem.column) for problem in caught.value.problems]
    assert found == [("plan", None, "fee"), ("plan", 1, "currency")]


def test_plain_numbers_are_taken_where_they_are_exact():
    mapping = plan(fee(rate=Decimal("0.05"), minimum=900))
    assert parse_plan(mapping) == parse_plan(plan(fee(rate="0.05", minimum="900.00")))


def test_a_rate_of_one_and_a_minimum_equal_to_the_maximum_are_right():
    assert parse_plan(plan(fee(rate="1", minimum="5", maximum="5"))).fees[0].rate == 1


@pytest.mark.parametrize(
    ("words", "reporting"),
    [
        ({"maximum": "0.01"}, {}),
        ({"maximum": "150", "yearly_minimum": "1800"}, {}),
        ({"maximum": "150", "yearly_minimum": "1800"}, {"due_days": 9}),
        ({"maximum": "150", "yearly_minimum": "7950"}, {"period": "week"}),
        ({"maximum": "150", "yearly_minimum": "7950", "every": "week"}, {}),
        ({"maximum": "150", "yearly_minimum": "150", "every": "year"}, {"period": "week"}),
    ],
)
def test_a_yearly_minimum_that_a_year_of_maxima_reaches_is_right(words, reporting):
    assert parse_plan(plan(fee(**words), reporting=reporting)).fees[0].maximum


def test_a_quote_takes_weekly_reports_by_a_plan_that_does_not_speak_of_reports(tmp_path: Path):
    file = tmp_path / "plan.toml"
    words = 'currency = "USD"\n[[fee]]\nname = "a"\nclause = "1"\nbasis = "gross_sales"\n'
    words += 'method = "percent"\nrate = "0.05"\nmaximum = "150"\nyearly_minimum = "7950"\n'
    file.write_text(words, encoding="utf-8")
    assert read_plan(file, unsaid=ReportingPeriod.WEEK).fees[0].yearly_minimum
    with pytest.raises(BadInput, match="mistakes"):
        read_plan(file)
    file.write_text(words + '[reporting]\nperiod = "month"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="mistakes"):
        read_plan(file, unsaid=ReportingPeriod.WEEK)


def test_a_plan_that_was_kept_before_it_was_called_unclear_is_still_read():
    mapping = plan(
        fee(name="royalty", maximum="0"), fee(name="Royalty", maximum="1", yearly_minimum="13")
    )
    assert len(problems(mapping)) == 3
    kept = kept_plan(mapping)
    assert plan_from_json(plan_to_json(kept)) == kept
    with pytest.raises(BadInput, match="mistakes") as refused:
        kept_plan(plan(fee(clause=None)))
    assert [(problem.where, problem.column) for problem in refused.value.problems] == [
        ('plan: fee "fee", clause', 'fee "fee", clause')
    ]


def test_a_name_of_a_hundred_and_a_clause_of_sixty_characters_are_right():
    read = parse_plan(plan(fee(name="n" * 100, clause="6" * 60))).fees[0]
    assert (read.name, read.clause) == ("n" * 100, "6" * 60)


def test_a_flat_fee_may_leave_out_its_basis():
    assert parse_plan(plan(fee(method="flat", basis=None, amount="1"))).fees[0].basis == "outlet"


def test_plans_that_say_the_same_have_the_same_digest():
    one = plan(fee(rate="0.05", minimum="900", thresholds="period", fund=False))
    other = {
        "fee": [fee(rate="0.050", minimum="900.00")],
        "currency": "USD",
        "year_starts": "01-01",
    }
    assert digest_of(parse_plan(one)) == digest_of(parse_plan(other))
    assert digest_of(parse_plan(one)) != digest_of(parse_plan(plan(fee(rate="0.051"))))


def test_the_canonical_form_says_only_what_is_said():
    form = plan_to_json(parse_plan(plan(fee())))
    assert form == {
        "currency": "USD",
        "year_starts": "01-01",
        "fee": [
            {
                "name": "fee",
                "clause": "6.1",
                "basis": "gross_sales",
                "method": "percent",
                "rate": "0.02",
            }
        ],
    }


def test_columns_that_a_fee_is_counted_on_are_needed():
    terms = parse_plan(
        plan(
            fee(name="a", basis="customers", method="per_unit", rate="1"),
            fee(name="b", basis="gross_profit"),
            fee(name="c", basis="customers", method="per_unit", rate="1"),
        )
    )
    assert terms.needed_columns == {"customers": "a", "cost_of_goods": "b"}


def test_each_problem_names_its_line_of_the_file():
    data = WHOLE.replace(b'"0.06"', b'"1.06"').replace(b'minimum = "900"', b'minimum = "9,0"')
    data = data.replace(b'clause = "6.5"\n', b"").replace(b'rate = "0.05"', b'rate = "5"')
    assert [line.split(": ")[0] for line in trouble_of_toml(data)] == [
        "plan.toml:11", "plan.toml:13", "plan.toml:22", "plan.toml:24",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'currency = "USD"\nfee = [\n', "plan.toml:2: "),
        (b'currency = "USD\n', "plan.toml:1: "),
        (b'currency = "USD"\ncurrency = "EUR"\n', "plan.toml:2: "),
        (b'currency = "USD"\n\xff\n', "plan.toml:2: The file is not in UTF-8."),
        (b"", "plan.toml:1: "),
        (b"x" * 2_000_000, "plan.toml: The file is too large"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_line(data, place):
    assert trouble_of_toml(data)[0].startswith(place)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    data = b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n")
    assert plan_from_toml(data, place="x") == plan_from_toml(WHOLE, place="x")


def test_a_plan_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(BadInput) as refusal:
        read_plan(tmp_path / "none.toml")
    assert "cannot be opened" in str(refusal.value.problems[0])
