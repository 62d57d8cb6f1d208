"""A plan as plain JSON, as a file, and in other terms: exact forms."""

import tomllib
from datetime import date
from hashlib import sha256

import pytest

from franchise_portal.fees.rules import (
    MonthDay,
    digest_of,
    parse_plan,
    plan_to_json,
)
from franchise_portal.fees.rules.plan_writing import plan_to_toml
from franchise_portal.fees.rules.simulating import with_terms
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.money import Money
from tests.fees.plans import TIERS, fee, plan

FLAT = {"basis": "outlet", "method": "flat"}
FULL_FORM = {
    "currency": "USD",
    "year_starts": "07-01",
    "change_notice": "6 months",
    "reporting": {
        "period": "week", "due_days": 3, "estimate_days": 9, "average_of": 4, "factor": "1.2",
    },
    "fee": [
        {
            "name": "royalty", "clause": "6.1", "basis": "net_sales",
            "deduct": ["refunds", "discounts"], "discount_cap": "0.05", "method": "marginal",
            "tiers": [{"up_to": "10000", "rate": "0.08"}, {"rate": "0.06"}],
            "thresholds": "year_to_date", "minimum": "900.00", "maximum": "6000.00",
            "yearly_minimum": "12000.00", "prorate": "days", "every": "month", "fund": True,
            "schedule": [
                {"from_month": 13, "rate": "0.05"},
                {"from_month": 25, "tiers": [{"rate": "0.01"}]},
            ],
            "opened": {"S-1": "2026-10-12", "S-2": "2026-01-01"}, "closed": {"S-1": "2027-10-12"},
        },
        {
            "name": "entry", "kind": "transfer", "clause": "7", "basis": "outlet",
            "method": "flat", "amount": "5000.00",
        },
    ],
}  # fmt: skip
FULL_FILE = """\
# The whole
#
# of it
currency = "USD"
year_starts = "07-01"
change_notice = "6 months"

[reporting]
period = "week"
due_days = 3
estimate_days = 9
average_of = 4
factor = "1.2"

[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["refunds", "discounts"]
discount_cap = "0.05"
method = "marginal"
tiers = [{ up_to = "10000", rate = "0.08" }, { rate = "0.06" }]
thresholds = "year_to_date"
minimum = "900.00"
maximum = "6000.00"
yearly_minimum = "12000.00"
prorate = "days"
every = "month"
fund = true
opened = { "S-1" = 2026-10-12, "S-2" = 2026-01-01 }
closed = { "S-1" = 2027-10-12 }

[[fee.schedule]]
from_month = 13
rate = "0.05"

[[fee.schedule]]
from_month = 25
tiers = [{ rate = "0.01" }]

[[fee]]
name = "entry"
kind = "transfer"
clause = "7"
basis = "outlet"
method = "flat"
amount = "5000.00"
"""


def test_the_canonical_form_says_everything_in_a_fixed_order():
    made = parse_plan(FULL_FORM)
    form = plan_to_json(made)
    assert form == FULL_FORM
    assert list(form) == list(FULL_FORM)
    assert [list(one) for one in form["fee"]] == [list(one) for one in FULL_FORM["fee"]]


def test_the_digest_is_of_the_form_with_sorted_keys():
    made = parse_plan(plan(fee(name="é")))
    text = (
        '{"currency":"USD","fee":[{"basis":"gross_sales","clause":"6.1","method":"percent",'
        '"name":"é","rate":"0.02"}],"year_starts":"01-01"}'
    )
    assert digest_of(made) == sha256(text.encode()).hexdigest()


def test_the_file_of_a_plan_is_written_as_a_person_would():
    made = parse_plan(FULL_FORM)
    assert plan_to_toml(made, heading="The whole\n\nof it") == FULL_FILE
    assert plan_to_toml(made) == FULL_FILE.partition("of it\n")[2]
    assert parse_plan(tomllib.loads(FULL_FILE)) == made


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('a"b', '"a\\"b"'),
        ("a\\b", '"a\\\\b"'),
        ("a\x7fb", '"a\\u007Fb"'),
        ("a\x01b", '"a\\u0001b"'),
        ("a\tb\nc\rd", '"a\\tb\\nc\\rd"'),
        ("a b ~ é", '"a b ~ é"'),
    ],
)
def test_a_name_is_escaped_as_the_format_asks(name, written):
    made = parse_plan(plan(fee(name=name)))
    assert f"\nname = {written}\n" in plan_to_toml(made)


def test_a_whole_plan_is_read_with_every_word():
    made = parse_plan(FULL_FORM)
    royalty, entry = made.fees
    assert made.year_starts == MonthDay(7, 1)
    assert made.change_notice == Duration(6, Unit.MONTHS)
    assert royalty.opened == {"S-1": date(2026, 10, 12), "S-2": date(2026, 1, 1)}
    assert [step.from_month for step in royalty.schedule] == [13, 25]
    assert royalty.yearly_minimum == Money(1_200_000, "USD")
    assert (royalty.fund, entry.fund, entry.kind) == (True, False, "transfer")
    assert made.fee("entry") is entry


def test_terms_are_put_in_the_place_of_those_of_one_fee():
    before = parse_plan(
        plan(
            fee(name="a", minimum="5", maximum="9", basis="net_sales", deduct=["refunds"]),
            fee(name="b"),
        )
    )
    after = with_terms(before, "a", {"method": "marginal", "tiers": TIERS, "basis": "outlet"})
    assert after == parse_plan(
        plan(
            fee(name="a", basis="net_sales", deduct=["refunds"], method="marginal", tiers=TIERS),
            fee(name="b"),
        )
    )
    assert with_terms(before, "c", {"method": "flat", "amount": "1"}) is before


def test_a_figure_that_is_not_said_again_is_gone():
    before = parse_plan(plan(fee(method="cliff", tiers=TIERS, thresholds="year_to_date")))
    after = with_terms(before, "fee", {"method": "percent", "rate": "0.01"})
    assert after == parse_plan(plan(fee(rate="0.01")))


def test_terms_that_do_not_fit_are_refused():
    with pytest.raises(BadInput):
        with_terms(parse_plan(plan(fee())), "fee", {"method": "stairs"})
    with pytest.raises(BadInput):
        with_terms(parse_plan(plan(fee())), "fee", {})


def test_later_terms_stay_where_the_method_still_has_them():
    steps = [{"from_month": 13, "rate": "0.05"}, {"from_month": 25, "tiers": TIERS}]
    before = parse_plan(plan(fee(method="marginal", tiers=TIERS, schedule=steps)))

    def months(terms):
        return [step.from_month for step in with_terms(before, "fee", terms).fees[0].schedule]

    assert months({"method": "cliff", "tiers": TIERS}) == [13, 25]
    assert months({"method": "percent", "rate": "0.01"}) == [13]
    assert months({"method": "flat", "amount": "5"}) == []
