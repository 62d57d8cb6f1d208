"""What a plan becomes as a file, from when on a change may hold, and who gains how much by it."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from franchise_portal.fees.rules import parse_plan, quote
from franchise_portal.fees.rules.examples import parts_of, try_out
from franchise_portal.fees.rules.giving import Footing
from franchise_portal.fees.rules.impact import (
    EDGES,
    Effect,
    compare,
    distribution,
    first_and_last,
    totals,
)
from franchise_portal.fees.rules.plan_changes import (
    ENDS_BEFORE,
    IN_TERMS,
    LACKS_CLAUSES,
    NOT_YET,
    OTHER_CURRENCY,
    Difference,
    begins_anew,
    changes,
    earliest_start,
    reason_to_stay,
)
from franchise_portal.fees.rules.plan_writing import plan_to_toml
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.period import Period
from tests.fees.plans import TIERS, fee, fees, plan, reports

ODD = 'royalty "new" \\ 10% \t é 店 \x7f'
YEAR = Period.of_days(date(2025, 11, 1), date(2026, 10, 31))


@given(fees())
def test_any_plan_is_the_same_after_it_was_written_to_a_file(terms):
    made = parse_plan(plan(terms, year_starts="04-01"))
    assert parse_plan(tomllib.loads(plan_to_toml(made, heading="Plan\nof 2027"))) == made


def test_names_with_odd_characters_survive_the_file():
    made = parse_plan(plan(fee(name=ODD.strip()), change_notice="18 months"))
    assert parse_plan(tomllib.loads(plan_to_toml(made))) == made


@pytest.mark.parametrize(
    ("notice", "decided", "earliest"),
    [
        ("3 months", date(2026, 11, 2), date(2027, 3, 1)),
        ("3 months", date(2026, 11, 1), date(2027, 2, 1)),  # on the very first of a month
        ("3 months", date(2026, 11, 30), date(2027, 3, 1)),  # 28 February, then March
        ("30 days", date(2026, 11, 2), date(2027, 1, 1)),
        ("1 year", date(2026, 2, 28), date(2027, 3, 1)),
        (None, date(2026, 11, 2), date(2027, 3, 1)),  # three months where nothing is said
    ],
)
def test_a_change_keeps_the_notice_and_begins_with_a_month(notice, decided, earliest):
    words = {"change_notice": notice} if notice else {}
    assert earliest_start(parse_plan(plan(fee(), **words)), decided_on=decided) == earliest


def test_what_follows_no_plan_can_begin_at_once():
    assert earliest_start(None, decided_on=date(2026, 11, 2)) == date(2026, 11, 2)


def test_changes_are_told_fee_by_fee():
    before = parse_plan(plan(fee(name="royalty"), fee(name="fund"), fee(name="old")))
    after = parse_plan(plan(fee(name="new"), fee(name="royalty", rate="0.03"), fee(name="fund")))
    assert [(one.name, one.difference) for one in changes(before, after)] == [
        ("new", Difference.ADDED),
        ("royalty", Difference.CHANGED),
        ("old", Difference.REMOVED),
    ]


def footing(**changed):
    return Footing(
        **{
            "contract": "CT-1",
            "starts_on": date(2024, 3, 1),
            "ends_on": date(2029, 2, 28),
            "has_plan": True,
            "currency": "USD",
            "clauses": frozenset({"6.1"}),
            "may_add_clauses": True,
            "is_in_terms": False,
            "charged": Period.parse("2026-10"),
            **changed,
        }
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({}, None),
        ({"is_in_terms": True}, IN_TERMS),
        ({"ends_on": date(2027, 2, 28)}, ENDS_BEFORE),
        ({"ends_on": date(2027, 3, 1)}, None),
        ({"charged": Period.parse("2027-03")}, NOT_YET),
        ({"charged": Period.parse("2027-02")}, None),
        ({"charged": None}, None),
        ({"currency": "EUR"}, OTHER_CURRENCY),
        ({"clauses": frozenset({"6.2"})}, LACKS_CLAUSES),
    ],
)
def test_a_contract_moves_where_its_terms_allow_it(changed, message):
    stay = reason_to_stay(parse_plan(plan(fee())), footing(**changed), on=date(2027, 3, 1))
    assert (stay.message if stay else None) == message


def test_a_comparison_counts_the_window_and_knows_the_year_before_it():
    # Tiers run over the calendar year: 40,000 were sold before the window begins.
    before = parse_plan(plan(fee(method="marginal", tiers=TIERS, thresholds="year_to_date")))
    after = parse_plan(plan(fee(rate="0.05")))
    sold = reports(("2026-01", "40000"), ("2026-02", "20000"))
    window = Period.parse("2026-02")
    effect = compare(before, after, sold, window=window)
    # 10,000 at 6 % and 10,000 at 4 %; 5 % of 20,000.
    assert effect == Effect(20_000_00, 1_000_00, 1_000_00, 1)
    assert effect.share == 0


@given(fees(), fees())
def test_changing_there_and_back_is_nothing(one, other):
    old, new = parse_plan(plan(one)), parse_plan(plan(other))
    sold = reports(
        *((f"2026-{month:02d}", "30000", {"customers": "10", "units": "3"}) for month in (1, 2, 3))
    )
    there = compare(old, new, sold, window=YEAR)
    back = compare(new, old, sold, window=YEAR)
    assert there.difference == -back.difference
    assert there.before == sum(line.amount_minor for line in quote(old, sold))


def test_totals_tell_winners_from_losers():
    found = totals(
        [Effect(100, 10, 15, 1), Effect(100, 10, 7, 1), Effect(100, 10, 10, 1), Effect(0, 0, 1, 1)]
    )
    assert (found.losers, found.winners, found.unchanged) == (2, 1, 1)
    assert (found.lost, found.won, found.whole.difference) == (6, 3, 3)


@pytest.mark.parametrize(
    ("difference", "sales", "place"),
    [
        (-21, 1000, 0), (-20, 1000, 1), (-11, 1000, 1), (-10, 1000, 2), (-5, 1000, 3),
        (-1, 1000, 3), (0, 1000, 4), (1, 1000, 5), (5, 1000, 5), (6, 1000, 6), (10, 1000, 6),
        (20, 1000, 7), (21, 1000, 8), (5, 0, 8), (-5, 0, 0), (0, 0, 4),
    ],
)  # fmt: skip
def test_each_outlet_stands_in_one_class_of_the_distribution(difference, sales, place):
    counts = distribution([Effect(sales, 100, 100 + difference, 1)])
    assert len(counts) == len(EDGES) + 2
    assert counts == tuple(int(n == place) for n in range(len(counts)))


def test_of_a_long_list_both_ends_are_shown():
    assert first_and_last(range(1000)) == range(1000)
    assert first_and_last(range(1001)) == [*range(500), *range(501, 1001)]


def test_an_example_names_the_parts_of_its_tiers():
    tiered = parse_plan(plan(fee(method="marginal", tiers=TIERS), fee(name="flat", rate="0.02")))
    found = try_out(tiered, reports(("2026-10", "60000"))[0], month=13)
    assert [parts_of(line) for line in found.lines] == [(80_000, 240_000, 160_000 - 120_000), ()]
    assert found.total == 360_000 + 120_000


def test_parts_that_a_minimum_overrules_are_not_named():
    held_up = parse_plan(plan(fee(method="marginal", tiers=TIERS, minimum="9000")))
    found = try_out(held_up, reports(("2026-10", "60000"))[0], month=13)
    assert [parts_of(line) for line in found.lines] == [()]


def test_an_example_in_a_month_of_operation_uses_the_terms_of_that_month():
    ramped = parse_plan(plan(fee(schedule=[{"from_month": 13, "rate": "0.05"}])))
    sold = reports(("2026-10", "10000"))[0]
    assert try_out(ramped, sold, month=12).total == 200_00
    assert try_out(ramped, sold, month=13).total == 500_00


def test_a_margin_on_supplies_is_worked_out_beside_the_fees():
    margin = fee(name="goods", kind="supply_margin", basis="cost_of_goods", rate="0.1", clause="9")
    made = parse_plan(plan(fee(), margin))
    found = try_out(made, reports(("2026-10", "10000", {"cost_of_goods": "4000"}))[0], month=1)
    assert (found.total, [line.amount_minor for line in found.margins]) == (200_00, [400_00])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"kind": "deposit"}, "single amounts"),
        ({"kind": "transfer", "basis": "customers", "method": "per_unit"}, "single amounts"),
        ({"kind": "renewal", "method": "flat", "basis": None, "amount": "5", "every": "year"},
         "not charged with the sales reports"),
        ({"kind": "deposit", "method": "flat", "basis": None, "amount": "5", "fund": True},
         "not charged with the sales reports"),
        ({"kind": "supply_margin", "method": "flat", "basis": None, "amount": "5"},
         "a share of what is bought"),
        ({"kind": "tip"}, "is not one of the words"),
    ],
)  # fmt: skip
def test_a_kind_that_does_not_fit_its_terms_is_refused(words, message):
    if words.get("method") == "per_unit":
        words = {**words, "rate": "1"}
    with pytest.raises(BadInput) as refusal:
        parse_plan(plan(fee(**words)))
    assert any(message in str(problem) for problem in refusal.value.problems)


def test_a_fee_on_the_cost_of_goods_needs_it_reported():
    made = parse_plan(plan(fee(basis="cost_of_goods", rate="0.1")))
    assert dict(made.needed_columns) == {"cost_of_goods": "fee"}
    [line] = quote(made, reports(("2026-10", "0", {"cost_of_goods": "5000"})))
    assert (line.amount.text, line.basis_amount) == ("500.00", Decimal(5000))


OVER_THE_YEAR = {"method": "marginal", "tiers": TIERS, "thresholds": "year_to_date"}


@pytest.mark.parametrize(
    ("before", "after", "day", "anew"),
    [
        (fee(**OVER_THE_YEAR), fee(**OVER_THE_YEAR), date(2027, 7, 1), ()),
        (fee(**OVER_THE_YEAR), fee(**OVER_THE_YEAR, minimum="5"), date(2027, 7, 1), ()),
        (fee(**OVER_THE_YEAR), fee(**OVER_THE_YEAR, basis="net_sales"), date(2027, 7, 1), ("fee",)),
        (fee(**OVER_THE_YEAR), fee(**OVER_THE_YEAR, basis="net_sales"), date(2027, 4, 1), ()),
        (fee(**OVER_THE_YEAR), fee(**OVER_THE_YEAR, name="Fee"), date(2027, 7, 1), ("Fee",)),
        (fee(), fee(**OVER_THE_YEAR), date(2027, 7, 1), ()),
        (fee(), fee(name="other"), date(2027, 7, 1), ()),
        (fee(), fee(name="other", yearly_minimum="5"), date(2027, 7, 1), ("other",)),
        (fee(yearly_minimum="5"), fee(basis="net_sales", yearly_minimum="5"), date(2027, 7, 1), ()),
    ],
)
def test_a_fee_that_counts_over_the_year_begins_anew_under_another_name_or_basis(
    before, after, day, anew
):
    old, new = (parse_plan(plan(one, year_starts="04-01")) for one in (before, after))
    assert tuple(change.name for change in begins_anew(old, new, on=day)) == anew
