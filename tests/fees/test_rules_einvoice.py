"""E-invoices: their sums, and each rule of EN 16931 broken once, for us and the official ones."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import facturx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules import einvoice as e
from franchise_portal.fees.rules.einvoice_checks import broken_rules
from franchise_portal.fees.rules.einvoice_needs import needs_of_buyer, needs_of_seller
from franchise_portal.fees.rules.einvoice_terms import terms_of
from tests.fees.einvoices import BUYER, SELLER, an_invoice, official_findings
from tests.support import golden

Change = Callable[[e.Document], e.Document]
CATEGORIES = ("O", "E", "AE", "Z", "S")


def sums(**changes: str) -> Change:
    numbers = {name: Decimal(value) for name, value in changes.items()}
    return lambda made: replace(made, sums=replace(made.sums, **numbers))


def line(**changes: object) -> Change:
    return lambda made: replace(made, lines=(replace(made.lines[0], **changes), *made.lines[1:]))


def group(**changes: object) -> Change:
    return lambda made: replace(made, groups=(replace(made.groups[0], **changes),))


def seller(**changes: str) -> Change:
    return lambda made: replace(made, seller=replace(made.seller, **changes))


def buyer(**changes: str) -> Change:
    return lambda made: replace(made, buyer=replace(made.buyer, **changes))


def whole(**changes: object) -> Change:
    return lambda made: replace(made, **changes)


NO_NUMBERS = {"vat_number": "", "tax_number": ""}

#: Rule, category, and the change that breaks it. The official rules must say the same.
BREAKING = [
    ("BR-CO-10", "O", sums(lines="4250.14")),
    ("BR-CO-13", "O", sums(without_tax="4250.14")),
    ("BR-CO-14", "S", sums(tax="807.51")),
    ("BR-CO-15", "O", sums(with_tax="4250.14")),
    ("BR-CO-16", "O", sums(due="4250.12")),
    ("BR-CO-17", "S", group(tax=Decimal("800.00"))),
    ("BR-CO-26", "O", seller(registration="")),
    ("BR-CO-09", "E", seller(vat_number="136695976")),
    ("BR-09", "O", seller(country="")),
    ("BR-11", "O", buyer(country="")),
    ("BR-27", "O", line(price=Decimal("-3000.10"), quantity=Decimal(-1))),
    ("BR-DEC-23", "O", line(net=Decimal("3000.105"))),
    ("BR-O-02", "O", seller(vat_number="DE136695976")),
    ("BR-O-05", "O", line(rate=Decimal(19))),
    ("BR-O-08", "O", group(basis=Decimal("4350.13"))),
    ("BR-O-09", "O", group(tax=Decimal(1))),
    ("BR-E-02", "E", seller(**NO_NUMBERS)),
    ("BR-E-05", "E", line(rate=Decimal(19))),
    ("BR-E-08", "E", group(basis=Decimal("4350.13"))),
    ("BR-E-09", "E", group(tax=Decimal(1))),
    ("BR-E-10", "E", group(reason="")),
    ("BR-AE-02", "AE", seller(**NO_NUMBERS)),
    ("BR-AE-02", "AE", buyer(vat_number="", registration="")),
    ("BR-AE-05", "AE", line(rate=Decimal(19))),
    ("BR-AE-08", "AE", group(basis=Decimal("4350.13"))),
    ("BR-AE-09", "AE", group(tax=Decimal(1))),
    ("BR-Z-02", "Z", seller(**NO_NUMBERS)),
    ("BR-Z-05", "Z", line(rate=Decimal(19))),
    ("BR-Z-08", "Z", group(basis=Decimal("4350.13"))),
    ("BR-Z-09", "Z", group(tax=Decimal(1))),
    ("BR-Z-10", "Z", group(reason="Because")),
    ("BR-S-02", "S", seller(**NO_NUMBERS)),
    ("BR-S-05", "S", line(rate=Decimal(0))),
    ("BR-S-08", "S", group(basis=Decimal("4350.13"))),
    ("BR-S-10", "S", group(reason="Because")),
]
#: What only we see: the library would not write it at all, fills it in, or leaves the part out.
OURS_ALONE = [
    ("BR-CO-25", "O", whole(due_on=None)),
    ("BR-29", "O", whole(ends_on=date(2026, 9, 30))),
    ("BR-30", "O", line(ends_on=date(2026, 9, 30))),
    ("BR-61", "O", whole(pay_by=e.PayBy(means="58"))),
    ("BR-02", "O", whole(number="")),
    ("BR-05", "O", whole(currency="")),
    ("BR-06", "O", seller(name="")),
    ("BR-07", "O", buyer(name="")),
    ("BR-16", "O", whole(lines=())),
    ("BR-21", "O", line(id="")),
    ("BR-23", "O", line(unit="")),
    ("BR-25", "O", line(name="")),
    ("BR-49", "O", whole(pay_by=e.PayBy(means=""))),
    ("BR-47", "O", group(category="")),
    ("BR-48", "E", group(rate=None)),
    ("BR-CL-17", "O", line(category="XX")),
    ("BR-CO-04", "O", line(category="")),
    ("BR-CO-11", "O", sums(allowances="1")),
    ("BR-CO-12", "O", sums(charges="1")),
    ("BR-CO-18", "O", whole(groups=())),
    ("BR-O-01", "O", whole(groups=())),
    ("BR-S-01", "S", whole(groups=())),
    ("BR-O-12", "O", line(category="E", rate=Decimal(0))),
    ("BR-O-10", "O", group(reason="")),
    ("BR-AE-10", "AE", group(reason="")),
    ("BT-131", "O", line(price=Decimal("3000.11"))),
    ("BR-DEC-18", "O", sums(due="4250.135")),
]


def as_cii(document: e.Document) -> bytes:
    """Whatever it is, without any check of ours."""
    data: bytes = facturx.generate_cii_xml(
        terms_of(document), level="en16931", check_xsd=False, check_schematron=None
    )
    return data


def ours(document: e.Document) -> set[str]:
    return {broken.rule for broken in broken_rules(document)}


def officially(document: e.Document) -> set[str]:
    found = official_findings(as_cii(document))
    return {match[1] for text in found if (match := re.match(r"\[([A-Z0-9-]+)\]", text))}


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize(
    "amounts", [("3000.10", "1000.03", "250"), ("0",), ("-5", "7.5"), ("-5", "2"), ("-1000.01",)]
)
def test_an_invoice_of_ours_breaks_no_rule(category: str, amounts: tuple[str, ...]) -> None:
    made = an_invoice(category, *amounts)
    assert broken_rules(made) == ()
    assert official_findings(as_cii(made)) == []
    facturx.xml_check_xsd(as_cii(made), flavor="factur-x", level="en16931")


@pytest.mark.parametrize(("rule", "category", "change"), BREAKING)
def test_a_broken_rule_is_found_by_us_and_by_the_official_rules(
    rule: str, category: str, change: Change
) -> None:
    broken = change(an_invoice(category))
    assert rule in ours(broken)
    assert rule in officially(broken)


@pytest.mark.parametrize(("rule", "category", "change"), OURS_ALONE)
def test_a_part_that_is_missing_or_impossible_is_found(
    rule: str, category: str, change: Change
) -> None:
    assert rule in ours(change(an_invoice(category)))


def test_every_broken_rule_is_told_in_words() -> None:
    """`ACCEPT_GOLDEN=1` writes the approved copy anew."""
    told = []
    for rule, category, change in [*BREAKING, *OURS_ALONE]:
        told += [f"# {rule} {category}", *map(str, broken_rules(change(an_invoice(category))))]
    golden.check(Path(__file__).parent / "golden" / "broken_rules.txt", "\n".join([*told, ""]))


def test_two_breakdowns_beside_what_is_not_subject_are_found() -> None:
    made = an_invoice("O")
    other = replace(made.groups[0], category="E", rate=Decimal(0), basis=Decimal(0))
    assert "BR-O-11" in ours(replace(made, groups=(*made.groups, other)))


def test_what_is_given_back_in_all_is_a_credit_note_of_positive_amounts() -> None:
    made = an_invoice("O", "-5", "2")
    assert made.type == e.CREDIT_NOTE
    assert made.sums.due == Decimal(3)
    assert [(one.quantity, one.price) for one in made.lines] == [(1, 5), (-1, 2)]
    assert made.pay_by is None


def test_a_part_given_back_stays_on_the_invoice_with_a_quantity_below_zero() -> None:
    made = an_invoice("O", "-5", "7.5")
    assert made.type == e.INVOICE
    assert [(one.quantity, one.price, one.net) for one in made.lines] == [
        (-1, Decimal(5), Decimal(-5)),
        (1, Decimal("7.5"), Decimal("7.5")),
    ]


def test_who_is_not_subject_to_vat_shows_no_number_of_it() -> None:
    made = an_invoice("O")
    assert (made.seller.vat_number, made.buyer.vat_number) == ("", "")
    assert an_invoice("E").seller.vat_number == SELLER.vat_number


amounts = st.lists(
    st.integers(-(10**9), 10**9).map(lambda minor: Decimal(minor).scaleb(-2)), min_size=1
)


@given(amounts, st.sampled_from(CATEGORIES))
def test_sums_hold_whatever_is_charged(charged: list[Decimal], category: str) -> None:
    made = an_invoice(category, *map(str, charged))
    assert broken_rules(made) == ()
    assert abs(made.sums.without_tax) == abs(sum(charged))
    assert made.sums.lines >= 0
    if category != "S":
        assert made.sums.due == made.sums.lines


@pytest.mark.parametrize(
    ("basis", "tax"), [("0.02", "0.00"), ("0.03", "0.01"), ("2.50", "0.48"), ("-2.50", "-0.48")]
)
def test_tax_is_rounded_half_up_once(basis: str, tax: str) -> None:
    assert e.tax_on(Decimal(basis), Decimal(19)) == Decimal(tax)


NOTHING = e.Party(name="A", country="")


@pytest.mark.parametrize(
    ("category", "party", "reason", "rules"),
    [
        ("O", SELLER, "", []),
        ("O", NOTHING, "", ["BR-09", "BR-CO-26"]),
        ("O", replace(NOTHING, country="DE", vat_number="DE136695976"), "", ["BR-CO-26"]),
        ("E", SELLER, "§ 4 UStG", []),
        ("E", SELLER, "", ["BR-E-10"]),
        ("E", replace(NOTHING, country="DE", vat_number="DE136695976"), "x", []),
        ("E", replace(NOTHING, country="DE", registration="HRB 1"), "x", ["BR-E-02"]),
        ("Z", replace(NOTHING, country="DE", registration="HRB 1"), "", ["BR-Z-02"]),
        ("AE", replace(NOTHING, country="DE", registration="1", tax_number="2"), "", []),
    ],
)
def test_what_the_franchisor_has_to_enter(
    category: str, party: e.Party, reason: str, rules: list[str]
) -> None:
    assert [need.rule for need in needs_of_seller(party, category=category, reason=reason)] == rules


@pytest.mark.parametrize(
    ("category", "party", "rules"),
    [
        ("O", BUYER, []),
        ("O", NOTHING, ["BR-11"]),
        ("AE", replace(NOTHING, country="FR"), ["BR-AE-02"]),
        ("AE", replace(NOTHING, country="FR", registration="123"), []),
    ],
)
def test_what_has_to_be_entered_about_a_franchisee(
    category: str, party: e.Party, rules: list[str]
) -> None:
    assert [need.rule for need in needs_of_buyer(party, category=category)] == rules


@pytest.mark.parametrize("category", CATEGORIES)
def test_when_nothing_is_missing_no_rule_is_broken(category: str) -> None:
    """Needs and rules agree: who has entered what was asked for gets an invoice."""
    least = e.Party(name="A", country="DE", registration="1", tax_number="2")
    made = an_invoice(
        category, seller=least, buyer=e.Party(name="B", country="FR", registration="3")
    )
    assert not list(needs_of_seller(least, category=category, reason="x"))
    assert broken_rules(made) == ()
