"""Taxes on fees: which applies to a line, and what an invoice owes, once for each rate.

The rule that says most about a line wins: one for the franchisee before one for the brand, one for
the brand before one for the fee, any of these before one for everything. Of several for the same
the latest that has begun counts. The day is the last of the period that is charged: by then the
service is done. Tax is rounded once for each kind and rate of a document, half away from zero.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...kit.i18n import N_
from ...kit.money import half_up
from ..tax_enums import TaxKind

HIGHEST = Decimal(1)


class Scope(NamedTuple):
    """What a rule is for; an empty part means: whatever it is."""

    fee: str = ""
    brand: object = None
    franchisee: object = None

    @property
    def weight(self) -> int:
        """How much it says: a rule with more goes before one with less."""
        return 4 * bool(self.franchisee) + 2 * bool(self.brand) + bool(self.fee)

    def covers(self, line: "Scope") -> bool:
        """Whether a line belongs to it."""
        return (
            (not self.fee or self.fee == line.fee)
            and (not self.brand or self.brand == line.brand)
            and (not self.franchisee or self.franchisee == line.franchisee)
        )

    @property
    def splits_invoices(self) -> bool:
        """Whether an invoice may hold lines inside and outside of it."""
        return bool(self.fee or self.brand)


class Rate(NamedTuple):
    """A tax at the rate of a day."""

    id: object
    kind: TaxKind
    rate: Decimal
    """A share of one."""
    label: str
    reason: str = ""


class Rule(NamedTuple):
    """A tax for a scope from a day on; without a tax the scope has no rule of its own any more."""

    scope: Scope
    starts_on: date
    tax: object


class TaxSum(NamedTuple):
    """What a document owes of one kind at one rate, in minor units."""

    kind: TaxKind
    rate: Decimal
    label: str
    reason: str
    basis: int
    tax: int


class Taxed(NamedTuple):
    """A line of a document with its tax, in minor units."""

    rate: Rate
    minor: int


def tax_for(rules: Iterable[Rule], line: Scope, *, on: date) -> object:
    """The tax of a line on a day; None where no rule speaks of it."""
    latest: dict[Scope, Rule] = {}
    for rule in rules:
        if rule.starts_on <= on and rule.scope.covers(line):
            other = latest.get(rule.scope)
            if other is None or rule.starts_on >= other.starts_on:
                latest[rule.scope] = rule
    speaking = [rule for rule in latest.values() if rule.tax is not None]
    return max(speaking, key=lambda rule: rule.scope.weight).tax if speaking else None


def rate_on(rates: Iterable[tuple[date, Decimal]], on: date) -> Decimal | None:
    """The rate in force on a day, of (first day, rate); None before the first."""
    begun = [(starts_on, rate) for starts_on, rate in rates if starts_on <= on]
    return max(begun)[1] if begun else None


def tax_on(basis: int, rate: Decimal) -> int:
    """The tax on a basis of minor units, rounded half away from zero."""
    numerator, denominator = rate.as_integer_ratio()
    return half_up(basis * numerator, denominator)


def taxes_of(lines: Iterable[Taxed]) -> tuple[TaxSum, ...]:
    """What lines owe together, once for each kind and rate."""
    bases: dict[tuple[TaxKind, Decimal], int] = {}
    named: dict[tuple[TaxKind, Decimal], Rate] = {}
    for line in lines:
        key = (line.rate.kind, line.rate.rate)
        bases[key] = bases.get(key, 0) + line.minor
        named.setdefault(key, line.rate)
    return tuple(
        TaxSum(kind, rate, named[kind, rate].label, named[kind, rate].reason, basis,
               tax_on(basis, rate))
        for (kind, rate), basis in bases.items()
    )  # fmt: skip


def taxes_back(left: Sequence[Taxed], taken: Sequence[Taxed]) -> tuple[TaxSum, ...]:
    """What taking lines back gives back of their tax, below zero.

    `left` is what was still charged of the invoice before, `taken` what goes now, both above
    zero. The parts of an invoice that are taken back one by one come to its tax, to the cent.
    """
    before = {(one.kind, one.rate): one.basis for one in taxes_of(left)}
    sums = []
    for one in taxes_of(taken):
        stood = before.get((one.kind, one.rate), one.basis)
        tax = tax_on(stood, one.rate) - tax_on(stood - one.basis, one.rate)
        sums.append(one._replace(basis=-one.basis, tax=-tax))
    return tuple(sums)


class Trouble(NamedTuple):
    """What is wrong with a tax that is to be kept, and where."""

    field: str
    message: str


def tax_trouble(kind: TaxKind, rate: Decimal, reason: str) -> Trouble | None:
    """What is wrong with a tax: a rate that its kind cannot have, or a law that is missing."""
    if kind.has_rate and not 0 < rate <= HIGHEST:
        return Trouble("rate", N_("Write a rate above 0 and at most 100 per cent."))
    if not kind.has_rate and rate:
        return Trouble("rate", N_("This kind of tax charges nothing: leave the rate at zero."))
    if kind is TaxKind.EXEMPT and not reason.strip():
        return Trouble("reason", N_("Name the law by which fees are exempt; invoices print it."))
    return None


def rule_trouble(
    kinds: Iterable[tuple[Scope, TaxKind]], scope: Scope, kind: TaxKind | None
) -> Trouble | None:
    """What is wrong with a rule beside those in force, of (scope, kind of its tax).

    EN 16931 (BR-O-11 to 14) has no invoice on which something is not subject to VAT beside
    something that is; and a line without any tax beside one with a tax could not be told apart.
    """
    others = [(other, theirs) for other, theirs in kinds if other != scope]
    has_splits = any(other.splits_invoices for other, _ in others)
    if kind is None:
        if has_splits and not scope.splits_invoices:
            return Trouble("tax", N_("End the rules for single fees and brands first."))
        return None
    if scope.splits_invoices:
        return _trouble_of_exception(others, kind)
    if has_splits and kind is TaxKind.NOT_SUBJECT:
        return Trouble(
            "tax", N_("Single fees or brands have a tax of their own. End these rules first.")
        )
    return None


def _trouble_of_exception(others: Iterable[tuple[Scope, TaxKind]], kind: TaxKind) -> Trouble | None:
    """What is wrong with a tax for a single fee or brand."""
    if kind is TaxKind.NOT_SUBJECT:
        return Trouble(
            "tax",
            N_(
                "“Not subject to VAT” cannot stand beside other taxes on one invoice. "
                "Choose a tax at zero per cent or an exemption."
            ),
        )
    whole = [(other, theirs) for other, theirs in others if not other.splits_invoices]
    if all(other.franchisee for other, _ in whole):
        return Trouble("scope", N_("Give everything a tax first, then the exceptions."))
    if any(theirs is TaxKind.NOT_SUBJECT for _, theirs in whole):
        return Trouble(
            "scope", N_("Where something is not subject to VAT, single fees cannot be taxed.")
        )
    return None
