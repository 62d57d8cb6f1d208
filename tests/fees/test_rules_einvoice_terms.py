"""Each fact of an e-invoice at its business term; `ACCEPT_GOLDEN=1` writes the copy anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from franchise_portal.fees.rules import einvoice as e
from franchise_portal.fees.rules.einvoice_terms import plain, terms_of
from tests.fees.einvoices import BUYER, SELLER, an_invoice, some_facts
from tests.support import golden

GOLDEN = Path(__file__).parent / "golden"
TAX = e.Tax(category="S", rate=Decimal(19))
REDUCED = e.Tax(category="S", rate=Decimal(7))
EXEMPT = e.Tax(category="E", rate=Decimal(0), reason="§ 4 UStG")


PARTY = e.Party(
    name="Omar\n& Sons",
    trading_name="Omar's",
    country="FR",
    identifier="F-001",
    registration="552 100 554",
    vat_number="FR83404833048",
    tax_number="30/1",
    street="1 rue",
    postcode="75001",
    city="Paris",
    email="omar@example.test",
)
DEBIT = e.PayBy(means="59", mandate="M-1", creditor="DE98ZZZ09999999999", debited="FR76")


def _dump(terms, depth=0):
    for key, value in terms.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:"
            yield from _dump(value, depth + 1)
        elif isinstance(value, list):
            for one in value:
                yield f"{'  ' * depth}{key}:"
                yield from _dump(one, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {value!r}"


def test_every_fact_stands_at_its_term():
    made = [
        *(an_invoice(category) for category in ("O", "E", "AE", "Z", "S")),
        an_invoice("E", "-5", "2", preceding=e.Preceding(number="1", issued_on=date(2026, 9, 1))),
        an_invoice("S", seller=PARTY, buyer=replace(PARTY, trading_name="Omar\n& Sons")),
        an_invoice("E", pay_by=DEBIT, notes=("a\tb", "c"), is_debit_note=True),
        an_invoice("E", pay_by=None, notes=(), due_on=None, contract="", ends_on=None),
        an_invoice("E", seller=e.Party(name="A", country=""), buyer=e.Party(name="B", country="")),
    ]
    told = []
    for document in made:
        told += ["# Invoice", *_dump(terms_of(document))]
    golden.check(GOLDEN / "einvoice_terms.txt", "\n".join([*told, ""]))


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n\tb", "a b"), ("  a  b ", "a b"), ("a\x00b", "a b"), ("ä 店", "ä 店"), ("", "")],
)
def test_a_text_is_one_line(text, line):
    assert plain(text) == line


def fee(amount, tax=None, **more):
    return e.Fee(name=f"of {amount}", amount=Decimal(amount), tax=tax, **more)


def test_each_fee_becomes_a_line_with_all_that_is_known_of_it():
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31)}
    more = {"description": "why", "attributes": (("Clause", "6.1"),), **days}
    made = e.document_of(replace(some_facts("Z"), fees=(fee("5", **more), fee("-2", TAX))))
    assert made.lines == (
        e.Line(id="1", name="of 5", price=Decimal(5), net=Decimal(5), category="Z",
               rate=Decimal(0), **more),
        e.Line(id="2", name="of -2", quantity=Decimal(-1), price=Decimal(2), net=Decimal(-2),
               category="S", rate=Decimal(19)),
    )  # fmt: skip
    assert made.groups == (
        e.TaxGroup(category="Z", rate=Decimal(0), basis=Decimal(5), tax=Decimal(0)),
        e.TaxGroup(category="S", rate=Decimal(19), basis=Decimal(-2), tax=Decimal("-0.38")),
    )


def test_a_fee_of_nothing_is_one_of_nothing():
    [line] = an_invoice("E", "0").lines
    assert (line.quantity, line.price) == (1, 0)


def test_numbers_are_written_out_and_no_bank_is_named_without_its_account():
    tax = e.Tax(category="S", rate=Decimal("1E+1"))
    unpaid = e.PayBy(means="59", account_name="Tamberley", bic="COBADEFFXXX")
    made = e.document_of(replace(some_facts("S"), fees=(fee("1E+3", tax),), pay_by=unpaid))
    terms = terms_of(made)
    assert (terms["BG-25"][0]["BT-131"], terms["BG-23"][0]["BT-119"]) == ("1000", "10")
    assert not {"BT-85", "BT-86"} & set(terms)


def test_a_document_keeps_every_fact():
    facts = some_facts("E", digits=0, preceding=e.Preceding(number="9", issued_on=date(2026, 1, 1)))
    made = e.document_of(facts)
    for name in ("number", "issued_on", "due_on", "currency", "seller", "buyer", "starts_on",
                 "ends_on", "contract", "pay_by", "notes", "preceding", "digits"):  # fmt: skip
        assert getattr(made, name) == getattr(facts, name), name
    net = Decimal("4250.13")
    assert made.sums == e.Sums(lines=net, without_tax=net, tax=Decimal(0), with_tax=net, due=net)


@pytest.mark.parametrize(
    ("amounts", "is_debit_note", "kind"),
    [
        (("5",), False, "380"),
        (("0",), False, "380"),
        (("-5",), False, "381"),
        (("5",), True, "383"),
        (("-5",), True, "381"),
    ],
)
def test_a_document_below_zero_is_a_credit_note(amounts, is_debit_note, kind):
    made = an_invoice("E", *amounts, is_debit_note=is_debit_note)
    assert made.type == kind
    assert (made.pay_by is None) is (kind == "381")


def test_tax_is_rounded_to_the_decimals_of_the_documents_currency():
    made = e.document_of(replace(some_facts("S"), fees=(fee("12", TAX),), digits=0))
    assert (made.groups[0].tax, made.sums.due) == (Decimal(2), Decimal(14))


def test_the_tax_decides_too_whether_a_document_is_below_zero():
    posted = {("S", Decimal(19)): Decimal("-1.01")}
    made = e.document_of(replace(some_facts("S", "1"), taxes=posted))
    assert made.type == e.CREDIT_NOTE
    assert made.lines[0].net == -1


def test_tax_is_what_was_posted_where_something_was_posted():
    facts = replace(some_facts("S"), fees=(fee("10", TAX), fee("20", REDUCED), fee("1", EXEMPT)))
    assert [one.tax for one in e.document_of(facts).groups] == [
        Decimal("1.90"), Decimal("1.40"), Decimal(0),
    ]  # fmt: skip
    posted = {("S", Decimal(19)): Decimal("1.91"), ("E", Decimal(0)): Decimal("0.00")}
    made = e.document_of(replace(facts, taxes=posted))
    assert [one.tax for one in made.groups] == [Decimal("1.91"), Decimal("1.40"), Decimal("0.00")]
    assert made.sums.due == Decimal("34.31")
    back = replace(
        facts,
        fees=tuple(replace(one, amount=-one.amount) for one in facts.fees),
        taxes={key: -tax for key, tax in posted.items()},
    )
    assert [one.tax for one in e.document_of(back).groups] == [one.tax for one in made.groups]


def test_posted_tax_of_a_category_without_a_rate_is_found_at_zero():
    facts = replace(some_facts("O", "5"), taxes={("O", Decimal(0)): Decimal("0.07")})
    assert e.document_of(facts).groups[0].tax == Decimal("0.07")


def test_the_reason_is_the_fees_own_or_the_networks():
    other = replace(EXEMPT, reason="Art. 135")
    facts = some_facts("AE")
    for fees, reasons in (
        ((fee("1"),), ["Reverse charge"]),
        ((fee("1"), fee("2", EXEMPT)), ["Reverse charge", "§ 4 UStG"]),
        ((fee("2", replace(EXEMPT, reason="")),), [""]),
        ((fee("2", other),), ["Art. 135"]),
        ((fee("2", replace(other, category="AE")), fee("3")), ["Art. 135"]),
        ((fee("2", TAX),), [""]),
    ):
        made = e.document_of(replace(facts, fees=fees))
        assert [one.reason for one in made.groups] == reasons


def test_only_a_document_that_is_nowhere_subject_hides_the_numbers():
    mixed = replace(some_facts("O"), fees=(fee("1"), fee("2", EXEMPT)))
    assert e.document_of(mixed).seller == SELLER
    assert e.document_of(mixed).buyer == BUYER
    hidden = e.document_of(some_facts("O"))
    assert hidden.seller == replace(SELLER, vat_number="")
    assert hidden.buyer == replace(BUYER, vat_number="")


@pytest.mark.parametrize(
    ("basis", "rate", "digits", "tax"),
    [
        ("0.03", "19", 2, "0.01"), ("10", "0", 2, "0"), ("10", None, 2, "0"),
        ("12", "19", 0, "2"), ("13.2", "19", 0, "3"), ("1.237", "10", 3, "0.12"),
        ("1.25", "10", 2, "0.13"), ("-1.25", "10", 2, "-0.13"), ("1.25", "10", 1, "0.1"),
    ],
)  # fmt: skip
def test_tax_has_the_decimals_of_the_currency_and_at_most_two(basis, rate, digits, tax):
    found = e.tax_on(Decimal(basis), None if rate is None else Decimal(rate), digits)
    assert found == Decimal(tax)
    assert -found.as_tuple().exponent <= min(digits, 2)


@pytest.mark.parametrize(
    ("amount", "text"), [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), ("1", "1.00")]
)
def test_rounding_goes_half_away_from_zero(amount, text):
    assert str(e.rounded(Decimal(amount))) == text


LINE = e.Line(id="1", name="a", price=Decimal(1), net=Decimal("0.25"), category="S",
              rate=Decimal(10))  # fmt: skip


def test_lines_of_one_rate_are_taxed_together():
    other = replace(LINE, rate=Decimal(20))
    exempt = replace(LINE, category="E", rate=Decimal(0))
    assert e.tax_groups([LINE, other, LINE, exempt], {"E": "why", "S": "never"}) == (
        e.TaxGroup(category="S", rate=Decimal(10), basis=Decimal("0.50"), tax=Decimal("0.05")),
        e.TaxGroup(category="S", rate=Decimal(20), basis=Decimal("0.25"), tax=Decimal("0.05")),
        e.TaxGroup(
            category="E", rate=Decimal(0), basis=Decimal("0.25"), tax=Decimal(0), reason="why"
        ),
    )
    assert [one.reason for one in e.tax_groups([exempt], "for all")] == ["for all"]
    assert [one.reason for one in e.tax_groups([exempt], {})] == [""]
    assert [one.reason for one in e.tax_groups([exempt])] == [""]
    assert e.tax_groups([LINE], digits=0)[0].tax == 0
    assert e.tax_groups([LINE])[0].tax == Decimal("0.03")
