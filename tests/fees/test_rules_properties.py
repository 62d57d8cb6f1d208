"""What must hold for every plan and every report."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from franchise_portal.fees.rules import (
    Amount,
    ReasonKind,
    digest_of,
    explain,
    in_words,
    parse_plan,
    plan_from_json,
    plan_to_json,
    quote,
)
from franchise_portal.fees.sales_files import read_sales
from tests.fees import oracle, plans

ROOMY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]


def lines_of(plan, rows):
    reading = read_sales(enumerate(rows, start=2), place="sales", currency=plan["currency"])
    assert not reading.problems
    return quote(parse_plan(plan), reading.rows)


def plain(lines):
    return [(line.sales.row - 2, line.fee, line.basis_amount, line.amount_minor) for line in lines]


@ROOMY
@given(plans.fees(name="first"), plans.fees(name="second"), plans.rows(), st.data())
def test_the_rule_agrees_with_a_second_independent_one(first, second, rows, data):
    starts = data.draw(st.sampled_from(["01-01", "07-01", "04-06"]))
    plan = plans.plan(first, second, year_starts=starts)
    expected = oracle.charges(plan, rows)
    assert plain(lines_of(plan, rows)) == expected


@ROOMY
@given(st.sampled_from([("JPY", 0), ("KWD", 3)]), st.data())
def test_it_agrees_in_currencies_with_other_minor_units(kind, data):
    currency, digits = kind
    plan = plans.plan(data.draw(plans.fees(digits=digits)), currency=currency)
    rows = data.draw(plans.rows(digits=digits))
    assert plain(lines_of(plan, rows)) == oracle.charges(plan, rows)


@ROOMY
@given(plans.tiers(), plans.amounts())
def test_the_slices_add_up_to_the_amount(tiers, gross):
    [line] = lines_of(
        plans.plan(plans.fee(method="marginal", tiers=tiers)),
        [{"outlet": "S", "period": "2026-10", "gross_sales": gross}],
    )
    kinds = {ReasonKind.TIER_FIRST, ReasonKind.TIER_BETWEEN, ReasonKind.TIER_LAST}
    parts = [reason.params for reason in explain(line) if reason.kind in kinds]
    total = sum(part["amount"].value for part in parts)
    assert Fraction(*line.exact) == Fraction(total) * 100
    assert sum(part["part"].value for part in parts) == Decimal(gross)
    for part in parts:
        assert part["part"].value * part["rate"].rate == part["amount"].value


@ROOMY
@given(plans.tiers(), st.integers(0, 12_000_000), st.integers(0, 1000))
def test_a_marginal_fee_never_falls_and_never_leaps(tiers, minor, more):
    period = {"outlet": "S", "period": "2026-10"}
    plan = plans.plan(plans.fee(method="marginal", tiers=tiers))
    amounts = []
    for cents in (minor, minor + more):
        [line] = lines_of(plan, [period | {"gross_sales": f"{Decimal(cents).scaleb(-2):f}"}])
        amounts.append(line.amount_minor)
    assert 0 <= amounts[1] - amounts[0] <= more + 1


@ROOMY
@given(plans.tiers(), plans.amounts())
def test_a_cliff_is_one_rate_for_all_of_it(tiers, gross):
    [line] = lines_of(
        plans.plan(plans.fee(method="cliff", tiers=tiers)),
        [{"outlet": "S", "period": "2026-10", "gross_sales": gross}],
    )
    exact = Fraction(*line.exact) / 100
    assert exact in {Fraction(gross) * Fraction(tier["rate"]) for tier in tiers}


@ROOMY
@given(plans.fees(name="royalty"), plans.rows())
def test_the_fund_is_never_touched_by_another_fee(royalty, rows):
    fund = plans.fee(name="fund", rate="0.02", fund=True)
    alone = plain(lines_of(plans.plan(fund), rows))
    beside = plain(lines_of(plans.plan(royalty, fund), rows))
    assert [line for line in beside if line[1] == "fund"] == alone


@ROOMY
@given(
    st.sampled_from(["marginal", "cliff"]), plans.tiers(), st.lists(plans.amounts(), max_size=12)
)
def test_periods_of_a_year_to_date_fee_come_to_the_fee_on_the_whole_year(method, tiers, sales):
    plan = plans.plan(plans.fee(method=method, tiers=tiers, thresholds="year_to_date"))
    rows = [
        {"outlet": "S", "period": month, "gross_sales": gross}
        for month, gross in zip(MONTHS, sales, strict=False)
    ]
    by_month = sum(Fraction(*line.exact) for line in lines_of(plan, rows))
    total = sum(map(Decimal, sales), Decimal(0))
    year = {"outlet": "S", "period": "2026-01-01/2026-12-31", "gross_sales": f"{total:f}"}
    [whole] = lines_of(plan, [year])
    assert by_month == Fraction(*whole.exact)


@ROOMY
@given(plans.fees(), plans.rows())
def test_an_amount_is_rounded_once_and_half_up(fee, rows):
    for line in lines_of(plans.plan(fee), rows):
        exact = Fraction(*line.exact)
        assert abs(line.amount_minor - exact) <= Fraction(1, 2)
        if abs(line.amount_minor - exact) == Fraction(1, 2):
            assert abs(line.amount_minor) > abs(exact)


@ROOMY
@given(plans.days, plans.days, plans.amounts(1000), plans.rows())
def test_a_part_period_owes_at_most_the_whole(one, other, amount, rows):
    opened, closed = sorted([one, other])
    days = {"opened": {"S-001": opened, "S-002": opened}, "closed": {"S-001": closed}}
    words = {"basis": "outlet", "method": "flat", "amount": amount}
    whole = lines_of(plans.plan(plans.fee(**words)), rows)
    part = lines_of(plans.plan(plans.fee(**words, **days, prorate="days")), rows)
    for full, some in zip(whole, part, strict=True):
        assert 0 <= some.amount_minor <= full.amount_minor
        first, last = oracle.span(full.sales.period_text)
        if opened <= first and (last <= closed or full.sales.outlet == "S-002"):
            assert some.amount_minor == full.amount_minor


@ROOMY
@given(plans.fees(), plans.rows())
def test_no_fee_is_negative_but_a_cliff_over_the_year(fee, rows):
    is_year_cliff = fee["method"] == "cliff" and fee["thresholds"] == "year_to_date"
    if not is_year_cliff:
        assert all(line.amount_minor >= 0 for line in lines_of(plans.plan(fee), rows))


@ROOMY
@given(plans.fees(), plans.rows(), st.randoms())
def test_the_order_of_the_file_changes_no_amount(fee, rows, random):
    plan = plans.plan(fee)
    shuffled = random.sample(rows, len(rows))
    before = {(line.sales.outlet, line.sales.period): line.amount for line in lines_of(plan, rows)}
    after = lines_of(plan, shuffled)
    assert before == {(line.sales.outlet, line.sales.period): line.amount for line in after}
    assert [line.sales.row for line in after] == sorted(line.sales.row for line in after)


@ROOMY
@given(plans.fees(name="first"), plans.fees(name="second"))
def test_the_canonical_form_leads_back_to_the_same_plan(first, second):
    plan = parse_plan(plans.plan(first, second))
    again = plan_from_json(plan_to_json(plan))
    assert again == plan
    assert digest_of(again) == digest_of(plan)
    assert plan_to_json(again) == plan_to_json(plan)


@ROOMY
@given(plans.fees(), plans.rows())
def test_every_explanation_is_whole_sentences_that_end_with_the_amount(fee, rows):
    for line in lines_of(plans.plan(fee), rows):
        words = in_words(line)
        assert words.endswith(f"he fee is {line.amount.text}.")
        assert "%(" not in words
        assert explain(line) == explain(line)
        for reason in explain(line):
            for value in reason.params.values():
                if isinstance(value, Amount):
                    assert value.currency == "USD"
