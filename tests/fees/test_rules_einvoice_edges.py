"""Rules of EN 16931 at their edges: what just holds, and what just does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.rules import einvoice as e
from franchise_portal.fees.rules.einvoice_checks import broken_rules
from tests.fees.einvoices import an_invoice

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def whole(made, **changes):
    return replace(made, **changes)


def line(made, **changes):
    return replace(made, lines=(replace(made.lines[0], **changes), *made.lines[1:]))


def group(made, **changes):
    return replace(made, groups=(replace(made.groups[0], **changes), *made.groups[1:]))


def seller(made, **changes):
    return replace(made, seller=replace(made.seller, **changes))


def buyer(made, **changes):
    return replace(made, buyer=replace(made.buyer, **changes))


def sums(made, **changes):
    numbers = {name: Decimal(value) for name, value in changes.items()}
    return replace(made, sums=replace(made.sums, **numbers))


def paying(made, **changes):
    return replace(made, pay_by=e.PayBy(**changes))


NOBODY = {"registration": "", "vat_number": "", "tax_number": "", "identifier": ""}


@pytest.mark.parametrize(
    ("category", "change", "changes", "rules"),
    [
        # Who and when.
        ("O", seller, {"registration": "", "identifier": "12"}, []),
        ("E", seller, {"registration": ""}, []),
        ("E", seller, NOBODY, ["BR-CO-26", "BR-E-02"]),
        ("E", seller, {"vat_number": ""}, []),
        ("E", seller, {"tax_number": ""}, []),
        ("E", seller, {"vat_number": "D1"}, ["BR-CO-09"]),
        ("E", seller, {"vat_number": "DE"}, []),
        ("E", buyer, {"vat_number": "1E5"}, ["BR-CO-09"]),
        ("E", buyer, {"vat_number": ""}, []),
        ("AE", buyer, {"vat_number": ""}, []),
        ("AE", buyer, {"registration": ""}, []),
        ("O", buyer, {"vat_number": "DE1"}, ["BR-O-02"]),
        ("O", whole, {"starts_on": LAST, "ends_on": LAST}, []),
        ("O", whole, {"starts_on": LAST, "ends_on": FIRST}, ["BR-29"]),
        ("O", whole, {"starts_on": LAST, "ends_on": None}, []),
        ("O", whole, {"starts_on": None, "ends_on": FIRST}, []),
        ("O", whole, {"type": ""}, ["BR-04"]),
        # Lines.
        ("O", line, {"starts_on": LAST, "ends_on": LAST}, []),
        ("O", line, {"starts_on": LAST, "ends_on": FIRST}, ["BR-30"]),
        ("O", line, {"starts_on": LAST, "ends_on": None}, []),
        ("O", line, {"starts_on": None, "ends_on": FIRST}, []),
        ("O", line, {"price": Decimal("1500.05"), "quantity": Decimal(2)}, []),
        ("O", line, {"price": Decimal("3000.104")}, []),
        ("O", line, {"price": Decimal("3000.106")}, ["BT-131"]),
        ("E", line, {"rate": None}, ["BR-E-05"]),
        ("S", line, {"rate": None}, ["BR-S-05", "BR-S-08"]),
        # Breakdowns.
        ("S", group, {"tax": Decimal("807.51")}, ["BR-CO-14", "BR-CO-17"]),
        ("S", group, {"rate": None}, ["BR-48", "BR-CO-17", "BR-S-08"]),
        ("O", group, {"rate": Decimal(0)}, []),
        ("E", group, {"category": "", "rate": None},
         ["BR-47", "BR-48", "BR-E-01"]),
        ("O", group, {"tax": Decimal("0.01")}, ["BR-CO-14", "BR-CO-17", "BR-O-09"]),
        # How to pay.
        ("O", paying, {"means": "30"}, ["BR-61"]),
        ("O", paying, {"means": "58"}, ["BR-61"]),
        ("O", paying, {"means": "30", "account": "DE"}, []),
        ("O", paying, {"means": "59"}, []),
        ("O", paying, {"means": ""}, ["BR-49"]),
        ("O", whole, {"pay_by": None}, []),
        # Sums.
        ("O", sums, {"paid": "1", "due": "4249.13"}, []),
        ("O", sums, {"rounding": "0.07", "due": "4250.20"}, []),
        ("O", sums, {"paid": "1", "rounding": "1"}, []),
        ("O", sums, {"allowances": "1", "charges": "1"}, ["BR-CO-11", "BR-CO-12"]),
        ("O", sums, {"lines": "4250.131"}, ["BR-CO-10", "BR-CO-13", "BR-DEC-09"]),
        ("O", sums, {"without_tax": "4250.131"}, ["BR-CO-13", "BR-CO-15", "BR-DEC-12"]),
        ("O", sums, {"tax": "0.001"}, ["BR-CO-14", "BR-CO-15", "BR-DEC-13"]),
        ("O", sums, {"with_tax": "4250.131"}, ["BR-CO-15", "BR-CO-16", "BR-DEC-14"]),
        ("O", sums, {"due": "4250.131"}, ["BR-CO-16", "BR-DEC-18"]),
        ("O", group, {"basis": Decimal("4250.131")}, ["BR-O-08", "BR-DEC-19"]),
        ("O", group, {"tax": Decimal("0.001")},
         ["BR-CO-14", "BR-CO-17", "BR-O-09", "BR-DEC-20"]),
    ],
)  # fmt: skip
def test_what_just_holds_and_what_just_does_not(category, change, changes, rules):
    found = broken_rules(change(an_invoice(category), **changes))
    assert [broken.rule for broken in found] == rules


@pytest.mark.parametrize(("due", "is_missed"), [("0.01", True), ("0", False), ("-0.01", False)])
def test_only_what_is_due_needs_a_day(due, is_missed):
    made = sums(whole(an_invoice("O"), due_on=None), due=due)
    assert ("BR-CO-25" in {broken.rule for broken in broken_rules(made)}) is is_missed


@pytest.mark.parametrize(
    ("digits", "tax", "is_right"),
    [
        (2, "0.19", True), (2, "0.20", True), (2, "0.18", True), (2, "0.21", False),
        (2, "0.17", False), (0, "0", True), (0, "1", True), (0, "1.01", False), (3, "0.20", True),
        (3, "0.21", False), (1, "0.3", True), (1, "0.31", False),
    ],
)  # fmt: skip
def test_a_credit_note_may_be_a_step_off_what_it_takes_back_bit_by_bit(digits, tax, is_right):
    made = group(whole(an_invoice("S", "-1"), digits=digits), tax=Decimal(tax))
    rules = {broken.rule for broken in broken_rules(made)}
    assert ("BR-CO-17" not in rules) is is_right


def test_an_invoice_may_not_be_a_step_off():
    made = group(an_invoice("S", "1"), tax=Decimal("0.20"))
    assert "BR-CO-17" in {broken.rule for broken in broken_rules(made)}


def test_the_sums_of_no_line_are_written_as_nought():
    sums = e.sums_of((), ())
    assert {format(one, "f") for one in (sums.lines, sums.tax, sums.due)} == {"0"}


def with_two_rates():
    made = an_invoice("S", "100", "200")
    low = replace(made.lines[1], rate=Decimal(7))
    groups = (
        replace(made.groups[0], basis=Decimal(100), tax=Decimal(19)),
        replace(made.groups[0], rate=Decimal(7), basis=Decimal(200), tax=Decimal(14)),
    )
    lines = (made.lines[0], low)
    return replace(made, lines=lines, groups=groups, sums=e.sums_of(lines, groups))


def test_two_rates_of_one_category_have_a_breakdown_each():
    assert broken_rules(with_two_rates()) == ()


def test_a_breakdown_counts_the_lines_of_its_own_rate():
    made = with_two_rates()
    swapped = replace(made, lines=(made.lines[0], replace(made.lines[1], rate=Decimal(19))))
    assert [broken.rule for broken in broken_rules(swapped)] == ["BR-S-08", "BR-S-08"]


def test_a_category_at_zero_has_one_breakdown():
    made = an_invoice("E", "100", "200")
    [whole_group] = made.groups
    halves = (replace(whole_group, basis=Decimal(100)), replace(whole_group, basis=Decimal(200)))
    found = [broken.rule for broken in broken_rules(replace(made, groups=halves))]
    assert found == ["BR-E-01", "BR-E-08", "BR-E-08"]


def test_a_breakdown_without_a_line_counts_nothing():
    made = an_invoice("E", "100")
    empty = replace(made.groups[0], category="Z", basis=Decimal(0), reason="")
    assert broken_rules(replace(made, groups=(*made.groups, empty))) == ()
    wrong = replace(empty, basis=Decimal(1))
    found = broken_rules(replace(made, groups=(*made.groups, wrong)))
    assert [broken.rule for broken in found] == ["BR-Z-08"]


def test_what_is_not_subject_stands_alone():
    made = an_invoice("O", "100", "200")
    mixed = replace(
        made,
        lines=(made.lines[0], replace(made.lines[1], category="E", rate=Decimal(0))),
        groups=(
            replace(made.groups[0], basis=Decimal(100)),
            replace(made.groups[0], category="E", rate=Decimal(0), basis=Decimal(200)),
        ),
    )
    found = [broken.rule for broken in broken_rules(mixed)]
    assert found == ["BR-O-11", "BR-O-12"]


def test_a_category_that_nobody_knows_is_named():
    made = an_invoice("O")
    odd = replace(made, lines=tuple(replace(one, category="XX") for one in made.lines))
    found = {broken.rule: broken.what for broken in broken_rules(odd)}
    assert found["BR-CL-17"] == "XX is a category that we know"


def beside(made, **changes):
    return replace(
        made, groups=(*made.groups, replace(made.groups[0], basis=Decimal(0), **changes))
    )


@pytest.mark.parametrize(
    ("category", "change", "changes", "told"),
    [
        ("E", whole, {"type": ""}, "BR-04: an invoice has a type (BT-3)"),
        ("E", buyer, {"vat_number": "1"},
         "BR-CO-09: the buyer's VAT number begins with a country's letters"),
        ("O", beside, {"category": "E", "rate": Decimal(0)},
         "BR-O-11: what is not subject to VAT has the only VAT breakdown"),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_in_words(category, change, changes, told):
    assert [str(one) for one in broken_rules(change(an_invoice(category), **changes))] == [told]


def test_half_a_per_cent_is_a_rate():
    found = {one.rule for one in broken_rules(line(an_invoice("S"), rate=Decimal("0.5")))}
    assert "BR-S-05" not in found
