"""An invoice as EN 16931 has it: its parts and its sums.

Names of business terms (BT) and groups (BG) are those of EN 16931-1. Pure: facts in, an invoice
out. Amounts are decimals in major units, as the standard writes them. A line without a tax of its
own stands in the network's category, whose tax is zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")

INVOICE, CREDIT_NOTE, DEBIT_NOTE = "380", "381", "383"
"""BT-3."""
ONE = "C62"
"""BT-130: one of something."""
CREDIT_TRANSFER, SEPA_TRANSFER, SEPA_DEBIT = "30", "58", "59"
"""BT-81."""
STANDARD, ZERO_RATED, EXEMPT, REVERSE_CHARGE, NOT_SUBJECT = "S", "Z", "E", "AE", "O"
"""BT-118, BT-151: categories of UN/CEFACT code list 5305."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The seller or the buyer."""

    name: str
    country: str
    trading_name: str = ""
    identifier: str = ""
    """By which the seller knows the buyer."""
    registration: str = ""
    vat_number: str = ""
    tax_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fee. `quantity` is one, or minus one for what is given back: prices are never negative."""

    id: str
    name: str
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ONE
    price: Decimal
    net: Decimal
    category: str
    rate: Decimal | None = None
    """In per cent; None where the category has none."""
    starts_on: date | None = None
    ends_on: date | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxGroup:
    """What is owed of one category at one rate (BG-23)."""

    category: str
    rate: Decimal | None
    basis: Decimal
    tax: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBy:
    """How to pay (BG-16): into an account, or by a direct debit under a mandate."""

    means: str
    account: str = ""
    account_name: str = ""
    bic: str = ""
    mandate: str = ""
    creditor: str = ""
    debited: str = ""
    """The account that is debited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preceding:
    """The invoice that a credit note is about (BG-3)."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The document's totals (BG-22)."""

    lines: Decimal
    allowances: Decimal = ZERO
    charges: Decimal = ZERO
    without_tax: Decimal
    tax: Decimal
    with_tax: Decimal
    paid: Decimal = ZERO
    rounding: Decimal = ZERO
    due: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole invoice or credit note."""

    number: str
    type: str
    issued_on: date
    due_on: date | None
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    groups: tuple[TaxGroup, ...]
    sums: Sums
    starts_on: date | None = None
    ends_on: date | None = None
    contract: str = ""
    pay_by: PayBy | None = None
    notes: tuple[str, ...] = ()
    preceding: Preceding | None = None
    digits: int = 2
    """Decimals of the currency: to these tax is rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The tax on a fee."""

    category: str
    rate: Decimal
    """In per cent."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What is charged for one fee: below zero when it is given back."""

    name: str
    amount: Decimal
    tax: Tax | None = None
    """None: as the network says for all."""
    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an issued invoice.

    `taxes` is what it owes of each category and rate, as it was posted, in the sign of the fees.
    """

    number: str
    issued_on: date
    due_on: date
    currency: str
    seller: Party
    buyer: Party
    fees: tuple[Fee, ...]
    category: str
    reason: str = ""
    rate: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    contract: str = ""
    pay_by: PayBy | None = None
    notes: tuple[str, ...] = ()
    taxes: Mapping[tuple[str, Decimal], Decimal] = field(default_factory=dict)
    preceding: Preceding | None = None
    digits: int = 2
    is_debit_note: bool = False


def document_of(facts: Facts) -> Document:
    """The invoice; below zero in all it is a credit note, whose amounts are above zero."""
    total = sum((fee.amount for fee in facts.fees), ZERO) + sum(facts.taxes.values(), ZERO)
    sign = -1 if total < 0 else 1
    lines = tuple(_line(place, fee, facts, sign) for place, fee in enumerate(facts.fees, start=1))
    groups = tuple(
        _as_posted(group, facts, sign) for group in tax_groups(lines, _reasons(facts), facts.digits)
    )
    seller, buyer = facts.seller, facts.buyer
    if {group.category for group in groups} == {NOT_SUBJECT}:
        # BR-O-02: who is not subject to the tax shows no number of it.
        seller, buyer = _without_vat(seller), _without_vat(buyer)
    return Document(
        number=facts.number,
        type=_type(facts, sign),
        issued_on=facts.issued_on,
        due_on=facts.due_on,
        currency=facts.currency,
        seller=seller,
        buyer=buyer,
        lines=lines,
        groups=groups,
        sums=sums_of(lines, groups),
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        contract=facts.contract,
        pay_by=facts.pay_by if sign > 0 else None,
        notes=facts.notes,
        preceding=facts.preceding,
        digits=facts.digits,
    )


def _type(facts: Facts, sign: int) -> str:
    if sign < 0:
        return CREDIT_NOTE
    return DEBIT_NOTE if facts.is_debit_note else INVOICE


def _reasons(facts: Facts) -> dict[str, str]:
    own = {fee.tax.category: fee.tax.reason for fee in facts.fees if fee.tax and fee.tax.reason}
    return {facts.category: facts.reason, **own}


def _as_posted(group: TaxGroup, facts: Facts, sign: int) -> TaxGroup:
    """A group with the tax that was posted: what is credited bit by bit comes to the whole."""
    posted = facts.taxes.get((group.category, group.rate or ZERO))
    return group if posted is None else replace(group, tax=posted * sign)


def _line(place: int, fee: Fee, facts: Facts, sign: int) -> Line:
    amount = fee.amount * sign
    return Line(
        id=str(place),
        name=fee.name,
        description=fee.description,
        quantity=Decimal(-1 if amount < 0 else 1),
        price=abs(amount),
        net=amount,
        category=fee.tax.category if fee.tax else facts.category,
        rate=_rate(fee.tax.category, fee.tax.rate)
        if fee.tax
        else _rate(facts.category, facts.rate),
        starts_on=fee.starts_on,
        ends_on=fee.ends_on,
        attributes=fee.attributes,
    )


def _rate(category: str, rate: Decimal | None) -> Decimal | None:
    if category == NOT_SUBJECT:
        return None
    return rate if category == STANDARD else ZERO


def _without_vat(party: Party) -> Party:
    return replace(party, vat_number="")


def tax_groups(
    lines: Iterable[Line], reasons: str | Mapping[str, str] = "", digits: int = 2
) -> tuple[TaxGroup, ...]:
    """The lines by category and rate; tax is rounded once for each, half up.

    `reasons` is why there is none: one for all, or by category.
    """
    basis: dict[tuple[str, Decimal | None], Decimal] = {}
    for line in lines:
        key = (line.category, line.rate)
        basis[key] = basis.get(key, ZERO) + line.net
    return tuple(
        TaxGroup(
            category=category,
            rate=rate,
            basis=amount,
            tax=tax_on(amount, rate, digits),
            reason=_reason(category, reasons),
        )
        for (category, rate), amount in basis.items()
    )


def _reason(category: str, reasons: str | Mapping[str, str]) -> str:
    if category in {STANDARD, ZERO_RATED}:
        return ""
    return reasons if isinstance(reasons, str) else reasons.get(category, "")


def tax_on(basis: Decimal, rate: Decimal | None, digits: int = 2) -> Decimal:
    """BR-CO-17: the tax on a basis, half up to the decimals of the currency, at most two."""
    if not rate:
        return ZERO
    step = Decimal(1).scaleb(-min(digits, 2))
    return (basis * rate / HUNDRED).quantize(step, ROUND_HALF_UP)


def rounded(amount: Decimal) -> Decimal:
    """To two decimals, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def sums_of(lines: Iterable[Line], groups: Iterable[TaxGroup]) -> Sums:
    """The totals of an invoice without allowances, charges or anything paid before."""
    net = sum((line.net for line in lines), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    return Sums(lines=net, without_tax=net, tax=tax, with_tax=net + tax, due=net + tax)
