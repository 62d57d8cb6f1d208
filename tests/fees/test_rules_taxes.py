"""Taxes as a rule: which applies, rounded once for each rate, taken back to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules.taxes import (
    Rate,
    Rule,
    Scope,
    Taxed,
    TaxSum,
    rate_on,
    rule_trouble,
    tax_for,
    tax_on,
    tax_trouble,
    taxes_back,
    taxes_of,
)
from franchise_portal.fees.tax_enums import TaxKind

S, Z, E, O = TaxKind.STANDARD, TaxKind.ZERO, TaxKind.EXEMPT, TaxKind.NOT_SUBJECT  # noqa: E741
DAY = date(2026, 10, 31)
EVERYTHING = Scope()
STANDARD = Rate(1, S, Decimal("0.19"), "VAT")
REDUCED = Rate(2, S, Decimal("0.07"), "VAT, reduced")


def rule(tax, starts_on="2026-01-01", **scope):
    return Rule(Scope(**scope), date.fromisoformat(starts_on), tax)


HIS_NO_MORE = rule(None, "2026-05-01", franchisee="F-001")
LINE = Scope("royalty", "TL", "F-001")


@pytest.mark.parametrize(
    ("rules", "tax"),
    [
        ([], None),
        ([rule("all")], "all"),
        ([rule("all", "2026-10-31")], "all"),
        ([rule("all", "2026-11-01")], None),
        ([rule("old"), rule("new", "2026-06-01")], "new"),
        ([rule("all"), rule("fee", fee="royalty")], "fee"),
        ([rule("all"), rule("fee", fee="technology")], "all"),
        ([rule("fee", fee="royalty"), rule("brand", brand="TL")], "brand"),
        ([rule("brand", brand="TL"), rule("whose", franchisee="F-001")], "whose"),
        ([rule("both", brand="TL", fee="royalty"), rule("whose", franchisee="F-001")], "whose"),
        ([rule("all"), rule("his", franchisee="F-001"), HIS_NO_MORE], "all"),
        ([rule("all"), rule(None, "2026-05-01")], None),
    ],
)  # fmt: skip
def test_the_rule_that_says_most_applies_from_its_day_on(rules, tax):
    assert tax_for(rules, LINE, on=DAY) == tax


ELSE = Scope("technology", "HX", "F-002")


@pytest.mark.parametrize(
    ("scope", "line", "is_covered"),
    [
        (EVERYTHING, LINE, True),
        (Scope(fee="royalty"), LINE, True),
        (Scope(brand="TL"), LINE, True),
        (Scope(franchisee="F-001"), LINE, True),
        (LINE, LINE, True),
        (Scope(fee="royalty"), ELSE, False),
        (Scope(brand="TL"), ELSE, False),
        (Scope(franchisee="F-001"), ELSE, False),
        (LINE._replace(fee="technology"), LINE, False),
        (LINE._replace(brand="HX"), LINE, False),
        (LINE._replace(franchisee="F-002"), LINE, False),
    ],
)
def test_a_scope_covers_what_it_says_and_what_it_leaves_open(scope, line, is_covered):
    assert scope.covers(line) is is_covered


def test_of_two_rules_of_one_day_the_later_named_counts():
    assert tax_for([rule("one"), rule("other")], LINE, on=DAY) == "other"
    assert tax_for([rule("new", "2026-06-01"), rule("old")], LINE, on=DAY) == "new"


def test_taxes_are_told_with_their_names_in_the_order_of_the_lines():
    exempt = Rate(3, E, Decimal(0), "None", "Art. 132")
    named_else = STANDARD._replace(label="never")
    found = taxes_of([Taxed(exempt, 5), Taxed(STANDARD, 100), Taxed(named_else, 50)])
    assert found == (
        TaxSum(E, Decimal(0), "None", "Art. 132", 5, 0),
        TaxSum(S, Decimal("0.19"), "VAT", "", 150, 29),
    )


def test_what_goes_back_is_below_zero_and_keeps_its_name():
    left = [Taxed(STANDARD, 3), Taxed(STANDARD, 3)]
    # 0.57 + 0.57 are 1.14, so 1 was owed; 0.57 stay, of which 1 is owed still.
    assert taxes_back(left, [Taxed(STANDARD, 3)]) == (TaxSum(S, Decimal("0.19"), "VAT", "", -3, 0),)
    assert taxes_back(left, left) == (TaxSum(S, Decimal("0.19"), "VAT", "", -6, -1),)
    assert taxes_back([], [Taxed(REDUCED, 100)]) == (
        TaxSum(S, Decimal("0.07"), "VAT, reduced", "", -100, -7),
    )


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2025-12-31", None), ("2026-01-01", "0.19"), ("2026-06-30", "0.19"), ("2026-07-01", "0.16")],
)
def test_the_rate_of_a_day_is_the_latest_that_has_begun(day, rate):
    rates = [(date(2026, 7, 1), Decimal("0.16")), (date(2026, 1, 1), Decimal("0.19"))]
    assert rate_on(rates, date.fromisoformat(day)) == (Decimal(rate) if rate else None)


@pytest.mark.parametrize(
    ("basis", "rate", "tax"),
    [(4_250_00, "0.19", 807_50), (3, "0.19", 1), (2, "0.25", 1), (-2, "0.25", -1), (1, "0.19", 0)],
)
def test_tax_is_rounded_half_away_from_zero(basis, rate, tax):
    assert tax_on(basis, Decimal(rate)) == tax


def test_each_rate_is_rounded_once_over_all_its_lines():
    lines = [Taxed(STANDARD, 3), Taxed(REDUCED, 100), Taxed(STANDARD, 3), Taxed(STANDARD, 3)]
    sums = {one.rate: (one.basis, one.tax) for one in taxes_of(lines)}
    # Three lines rounded one by one would owe 3 instead of 2.
    assert sums == {STANDARD.rate: (9, 2), REDUCED.rate: (100, 7)}


lines = st.lists(
    st.tuples(st.sampled_from([STANDARD, REDUCED]), st.integers(1, 10**9)), min_size=1, max_size=6
)


@given(lines=lines, parts=st.lists(st.integers(0, 100), min_size=1, max_size=5))
def test_what_is_taken_back_bit_by_bit_comes_to_the_tax_of_the_invoice(lines, parts):
    left = [Taxed(rate, minor) for rate, minor in lines]
    owed = sum(one.tax for one in taxes_of(left))
    back = 0
    for share in [*parts, 100]:
        taken = [one._replace(minor=one.minor * share // 100) for one in left]
        back += sum(one.tax for one in taxes_back(left, taken))
        left = [
            one._replace(minor=one.minor - part.minor)
            for one, part in zip(left, taken, strict=True)
        ]
    assert all(one.minor == 0 for one in left)
    assert back == -owed


@given(lines=lines)
def test_the_tax_of_a_document_the_other_way_round_is_its_negative(lines):
    there = taxes_of(Taxed(rate, minor) for rate, minor in lines)
    back = taxes_of(Taxed(rate, -minor) for rate, minor in lines)
    assert [one.tax for one in back] == [-one.tax for one in there]


@pytest.mark.parametrize(
    ("kind", "rate", "reason", "field"),
    [
        (S, "0.19", "", None),
        (S, "1", "", None),
        (S, "0", "", "rate"),
        (S, "1.01", "", "rate"),
        (Z, "0", "", None),
        (Z, "0.05", "", "rate"),
        (E, "0", " ", "reason"),
        (E, "0", "Art. 132", None),
        (O, "0", "", None),
    ],
)
def test_a_tax_has_a_rate_that_its_kind_can_have_and_its_law(kind, rate, reason, field):
    trouble = tax_trouble(kind, Decimal(rate), reason)
    assert (trouble.field if trouble else None) == field


FEE, WHOSE = Scope(fee="royalty"), Scope(franchisee="F-001")


@pytest.mark.parametrize(
    ("others", "scope", "kind", "field"),
    [
        ([], EVERYTHING, S, None),
        ([], EVERYTHING, O, None),
        ([], WHOSE, S, None),
        ([], FEE, S, "scope"),
        ([(WHOSE, S)], FEE, S, "scope"),
        ([(EVERYTHING, S)], FEE, Z, None),
        ([(EVERYTHING, S)], FEE, O, "tax"),
        ([(EVERYTHING, O)], FEE, S, "scope"),
        ([(EVERYTHING, S), (WHOSE, O)], FEE, S, "scope"),
        ([(EVERYTHING, S), (FEE, Z)], WHOSE, O, "tax"),
        ([(EVERYTHING, S), (FEE, Z)], EVERYTHING, E, None),
        ([(EVERYTHING, S), (FEE, Z)], EVERYTHING, None, "tax"),
        ([(EVERYTHING, S), (FEE, Z)], FEE, None, None),
        ([(EVERYTHING, S)], EVERYTHING, None, None),
        ([(EVERYTHING, S)], WHOSE, O, None),
    ],
)
def test_no_invoice_can_mix_what_the_standard_keeps_apart(others, scope, kind, field):
    trouble = rule_trouble(others, scope, kind)
    assert (trouble.field if trouble else None) == field
