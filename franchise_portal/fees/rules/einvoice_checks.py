"""The rules of EN 16931 as checks: an invoice in, what it breaks out, by the rules' own numbers.

They hold for any invoice without allowances and charges. The official rules run over the same
invoices in a test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .einvoice import (
    CREDIT_NOTE,
    CREDIT_TRANSFER,
    EXEMPT,
    NOT_SUBJECT,
    REVERSE_CHARGE,
    SEPA_TRANSFER,
    STANDARD,
    ZERO,
    ZERO_RATED,
    Document,
    Line,
    TaxGroup,
    rounded,
    tax_on,
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the standard that an invoice breaks."""

    rule: str
    what: str
    """In English, for logs and whoever looks into it."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


def broken_rules(document: Document) -> tuple[Broken, ...]:
    """Every rule of the standard that an invoice breaks, of those that its parts can break."""
    checks = (_present, _of_lines, _of_sums, _of_groups, _of_categories, _of_payment, _decimals)
    return tuple(broken for check in checks for broken in check(document))


def _present(document: Document) -> Iterator[Broken]:
    seller, buyer = document.seller, document.buyer
    needed = (
        ("BR-02", document.number, "an invoice has a number (BT-1)"),
        ("BR-04", document.type, "an invoice has a type (BT-3)"),
        ("BR-05", document.currency, "an invoice has a currency (BT-5)"),
        ("BR-06", seller.name, "the seller has a name (BT-27)"),
        ("BR-07", buyer.name, "the buyer has a name (BT-44)"),
        ("BR-09", seller.country, "the seller's address has a country (BT-40)"),
        ("BR-11", buyer.country, "the buyer's address has a country (BT-55)"),
        ("BR-16", document.lines, "an invoice has at least one line (BG-25)"),
        ("BR-CO-18", document.groups, "an invoice has at least one VAT breakdown (BG-23)"),
        (
            "BR-CO-26",
            seller.registration or seller.vat_number or seller.identifier,
            "the buyer can tell the seller by an identifier, a registration or a VAT number",
        ),
        (
            "BR-CO-25",
            document.sums.due <= 0 or document.due_on,
            "an amount that is due has a due date (BT-9) or terms (BT-20)",
        ),
    )
    for rule, value, what in needed:
        if not value:
            yield Broken(rule, what)
    for whose, party in (("seller", seller), ("buyer", buyer)):
        if party.vat_number and not party.vat_number[:2].isalpha():
            yield Broken("BR-CO-09", f"the {whose}'s VAT number begins with a country's letters")
    if document.starts_on and document.ends_on and document.ends_on < document.starts_on:
        yield Broken("BR-29", "the invoicing period ends on or after its first day")


def _of_lines(document: Document) -> Iterator[Broken]:
    for line in document.lines:
        needed = (
            ("BR-21", line.id, "has an identifier (BT-126)"),
            ("BR-23", line.unit, "has a unit (BT-130)"),
            ("BR-25", line.name, "has an item with a name (BT-153)"),
            ("BR-27", line.price >= 0, "has a price that is not negative (BT-146)"),
            ("BR-CO-04", line.category, "has a VAT category (BT-151)"),
        )
        for rule, value, what in needed:
            if not value:
                yield Broken(rule, f"line {line.id} {what}")
        if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
            yield Broken(
                "BR-30", f"line {line.id} has a period that ends on or after its first day"
            )
        # No rule of the standard has a number for this one; its text on BT-131 says it.
        if line.net != rounded(line.price * line.quantity):
            yield Broken("BT-131", f"line {line.id} comes to its price times its quantity")


def _of_sums(document: Document) -> Iterator[Broken]:
    sums, lines, groups = document.sums, document.lines, document.groups
    expected = (
        ("BR-CO-10", sums.lines, sum((line.net for line in lines), ZERO), "BT-106 = Σ BT-131"),
        (
            "BR-CO-13",
            sums.without_tax,
            sums.lines - sums.allowances + sums.charges,
            "BT-109 = BT-106 − BT-107 + BT-108",
        ),
        ("BR-CO-14", sums.tax, sum((group.tax for group in groups), ZERO), "BT-110 = Σ BT-117"),
        ("BR-CO-15", sums.with_tax, sums.without_tax + sums.tax, "BT-112 = BT-109 + BT-110"),
        (
            "BR-CO-16",
            sums.due,
            sums.with_tax - sums.paid + sums.rounding,
            "BT-115 = BT-112 − BT-113 + BT-114",
        ),
        # Nothing here gives allowances or charges on the whole document.
        ("BR-CO-11", sums.allowances, ZERO, "BT-107 = Σ BT-92"),
        ("BR-CO-12", sums.charges, ZERO, "BT-108 = Σ BT-99"),
    )
    for rule, value, right, formula in expected:
        if value != right:
            yield Broken(rule, f"{formula}: {value} is not {right}")


def _of_groups(document: Document) -> Iterator[Broken]:
    for group in document.groups:
        if not group.category:
            yield Broken("BR-47", "a VAT breakdown has a category (BT-118)")
        if group.rate is None and group.category != NOT_SUBJECT:
            yield Broken("BR-48", "a VAT breakdown has a rate (BT-119)")
        off = abs(group.tax - tax_on(group.basis, group.rate, document.digits))
        # The standard's own check allows less than one; we allow a step for what credit notes
        # take back bit by bit, so that all of it comes to the tax of the invoice.
        if off > (_step(document.digits) if document.type == CREDIT_NOTE else ZERO):
            yield Broken("BR-CO-17", "BT-117 = BT-116 × BT-119 ÷ 100, rounded to two decimals")


def _step(digits: int) -> Decimal:
    return Decimal(1).scaleb(-min(digits, 2))


@dataclass(frozen=True, slots=True)
class _Category:
    """What the standard wants of a category; the rules of each are numbered alike."""

    code: str
    rule: str
    has_rate: bool = True
    is_zero: bool = True
    has_reason: bool = False
    seller_needs_number: bool = True
    buyer_needs_number: bool = False
    forbids_numbers: bool = False


_CATEGORIES = (
    _Category(STANDARD, "BR-S", is_zero=False),
    _Category(ZERO_RATED, "BR-Z"),
    _Category(EXEMPT, "BR-E", has_reason=True),
    _Category(REVERSE_CHARGE, "BR-AE", has_reason=True, buyer_needs_number=True),
    _Category(
        NOT_SUBJECT,
        "BR-O",
        has_rate=False,
        has_reason=True,
        seller_needs_number=False,
        forbids_numbers=True,
    ),
)


def _of_categories(document: Document) -> Iterator[Broken]:
    for category in _CATEGORIES:
        lines = [line for line in document.lines if line.category == category.code]
        groups = [group for group in document.groups if group.category == category.code]
        yield from _grouped(category, lines, groups)
        if lines:
            yield from _numbers(category, document)
    known = {category.code for category in _CATEGORIES}
    for code in {line.category for line in document.lines} - known - {""}:
        yield Broken("BR-CL-17", f"{code} is a category that we know")
    categories = {line.category for line in document.lines}
    if NOT_SUBJECT in categories:
        if len(document.groups) > 1:
            yield Broken("BR-O-11", "what is not subject to VAT has the only VAT breakdown")
        if categories != {NOT_SUBJECT}:
            yield Broken("BR-O-12", "where one line is not subject to VAT, none is")


def _grouped(
    category: _Category, lines: Sequence[Line], groups: Sequence[TaxGroup]
) -> Iterator[Broken]:
    rule, is_standard = category.rule, category.code == STANDARD
    counts = len(groups) >= 1 if is_standard else len(groups) == 1
    if lines and not counts:
        yield Broken(f"{rule}-01", "its lines have a VAT breakdown")
    for line in lines:
        if not _is_right_rate(category, line.rate):
            yield Broken(f"{rule}-05", f"line {line.id} has a rate that fits its category")
    for group in groups:
        of_group = (line.net for line in lines if not is_standard or line.rate == group.rate)
        if group.basis != sum(of_group, ZERO):
            yield Broken(f"{rule}-08", "BT-116 = Σ BT-131 of its lines")
        if category.is_zero and group.tax:
            yield Broken(f"{rule}-09", "its tax is zero")
        if bool(group.reason) != category.has_reason:
            wanted = "a reason" if category.has_reason else "no reason"
            yield Broken(f"{rule}-10", f"its VAT breakdown has {wanted} for an exemption")


def _is_right_rate(category: _Category, rate: Decimal | None) -> bool:
    if not category.has_rate:
        return rate is None
    if rate is None:
        return False
    return rate == 0 if category.is_zero else rate > 0


def _numbers(category: _Category, document: Document) -> Iterator[Broken]:
    seller, buyer = document.seller, document.buyer
    rule = f"{category.rule}-02"
    if category.seller_needs_number and not (seller.vat_number or seller.tax_number):
        yield Broken(rule, "the seller has a VAT number or a tax number (BT-31, BT-32)")
    if category.buyer_needs_number and not (buyer.vat_number or buyer.registration):
        yield Broken(rule, "the buyer has a VAT number or a registration (BT-48, BT-47)")
    if category.forbids_numbers and (seller.vat_number or buyer.vat_number):
        yield Broken(rule, "neither party shows a VAT number (BT-31, BT-48)")


def _of_payment(document: Document) -> Iterator[Broken]:
    pay_by = document.pay_by
    if pay_by is None:
        return
    if not pay_by.means:
        yield Broken("BR-49", "payment instructions say by which means (BT-81)")
    if pay_by.means in {CREDIT_TRANSFER, SEPA_TRANSFER} and not pay_by.account:
        yield Broken("BR-61", "a credit transfer names the account (BT-84)")


def _decimals(document: Document) -> Iterator[Broken]:
    sums = document.sums
    amounts = [
        *(("BR-DEC-23", line.net) for line in document.lines),
        *(("BR-DEC-19", group.basis) for group in document.groups),
        *(("BR-DEC-20", group.tax) for group in document.groups),
        ("BR-DEC-09", sums.lines),
        ("BR-DEC-12", sums.without_tax),
        ("BR-DEC-13", sums.tax),
        ("BR-DEC-14", sums.with_tax),
        ("BR-DEC-18", sums.due),
    ]
    for rule in dict.fromkeys(rule for rule, amount in amounts if amount != rounded(amount)):
        yield Broken(rule, "an amount has at most two decimals")
