"""A statement of the fund in words, for its page and its paper, in the language in hand."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import pgettext

from ..kit.money import Money
from ..web import filters
from .enums import Agreement, SpendingKind
from .rules.statement import FundFacts, RegionFact
from .statement_rows import (
    LineRow,
    MonthRow,
    OutletRow,
    RegionRow,
    Row,
    ShownStatement,
    SpendingRow,
)


def shown(facts: FundFacts) -> ShownStatement:
    """The facts in words."""

    def money(minor: int) -> Money:
        return Money(minor, facts.currency)

    agreement = Agreement(facts.agreement)
    return ShownStatement(
        first=facts.first,
        last=facts.last,
        symbol=filters.currency_symbol(facts.currency),
        closing=money(facts.closing),
        sums=_sums(facts),
        held=_held(facts),
        bank=_bank(facts),
        agreement=agreement,
        is_reconciled=facts.is_reconciled,
        mark="" if facts.is_reconciled else _("NOT RECONCILED"),
        verdict=_verdict(facts, agreement),
        administration=_administration(facts),
        months=tuple(
            MonthRow(
                filters.month(one.month),
                money(one.franchisees),
                money(one.own),
                money(one.franchisees + one.own),
            )
            for one in facts.months
        ),
        lines=_lines(facts),
        kinds=tuple(
            (filters.label(SpendingKind(kind)), money(minor)) for kind, minor in facts.kinds
        ),
        regions=region_rows(facts.regions, facts.currency),
        network_wide=money(facts.network_wide),
        outlets=tuple(
            outlet_row(one, facts.currency, is_own=not one.owner) for one in facts.outlets
        ),
        outlet_count=facts.outlet_count,
        is_whole=facts.is_whole,
        has_long_list=facts.has_long_list,
        is_part_of_year=facts.is_part_of_year,
        spending=tuple(
            SpendingRow(
                one.number,
                date.fromisoformat(one.on),
                one.supplier,
                one.purpose,
                money(one.amount),
            )
            for one in facts.spending
        ),
        spending_count=facts.spending_count,
        contributed=money(facts.contributed),
        spent=money(facts.spent + facts.administration),
    )


def region_rows(regions: Iterable[RegionFact], currency: str) -> tuple[RegionRow, ...]:
    """Regions in words."""
    return tuple(
        RegionRow(
            f"{one.name} {one.name_local}".strip() or _("Without a region"),
            one.outlets,
            Money(one.contributed, currency),
            Money(one.spent, currency),
            Money(one.share, currency),
        )
        for one in regions
    )


class Contribution(Protocol):
    """An outlet in the facts, or in a row beside them."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_local(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def contributed(self) -> int: ...


def outlet_row(one: Contribution, currency: str, *, is_own: bool) -> OutletRow:
    """An outlet in words. Who of them it is, is nobody's business but theirs."""
    return OutletRow(
        one.code,
        f"{one.name} {one.name_local}".strip(),
        _("Franchisor’s own") if is_own else _("Franchisee"),
        Money(one.contributed, currency),
        one.region,
    )


def _sums(facts: FundFacts) -> tuple[Row, ...]:
    """Opening, what came and went, closing."""

    def row(label: str, minor: int, note: str = "") -> Row:
        return Row(label, note, Money(minor, facts.currency))

    rows = [
        row(_("At the beginning"), facts.opening, filters.date(facts.first)),
        row(_("Contributions of franchisees"), facts.franchisees, _("by invoice")),
        row(_("Contributions for the franchisor’s own outlets"), facts.own, _("on the same basis")),
    ]
    if facts.lost:
        row_of_loss = row(_("Contributions written off"), -facts.lost)
        rows.append(row_of_loss)
    rows += [
        row(_("Spent"), -facts.spent, _("with receipts")),
        row(_("Administration of the fund"), -facts.administration, _administration(facts)),
    ]
    if facts.other:
        rows.append(row(_("Interest and other receipts"), facts.other))
    return (*rows, row(pgettext("fund", "At the end"), facts.closing, filters.date(facts.last)))


def _administration(facts: FundFacts) -> str:
    agreed = filters.money(Money(facts.administration_agreed, facts.currency))
    if facts.is_part_of_year:
        return _("%(agreed)s were agreed for the whole year", agreed=agreed)
    return _("%(agreed)s were agreed", agreed=agreed)


def _held(facts: FundFacts) -> tuple[Row, ...]:
    """Where the closing is."""
    return (
        Row(_("On the fund’s account, by the book"), "", Money(facts.in_bank, facts.currency)),
        Row(
            _("Invoiced, not paid yet by franchisees"),
            "",
            Money(facts.owed_by_franchisees, facts.currency),
        ),
        Row(
            _("Not transferred yet by the franchisor"),
            "",
            Money(facts.owed_by_franchisor, facts.currency),
        ),
    )


def _bank(facts: FundFacts) -> tuple[Row, ...]:
    """The bank's balance, what explains a difference, the book's."""
    if facts.bank is None:
        return ()

    def row(label: str, minor: int) -> Row:
        return Row(label, "", Money(minor, facts.currency))

    items = sum(item.amount for item in facts.items)
    rest = facts.in_bank - facts.bank - items
    unexplained = (row(_("Not explained"), rest),) if rest else ()
    return (
        row(_("By the bank’s statement"), facts.bank),
        *(row(item.words, item.amount) for item in facts.items),
        *unexplained,
        row(_("By the book"), facts.in_bank),
    )


def _verdict(facts: FundFacts, agreement: Agreement) -> str:
    if facts.bank is None:
        return _(
            "Nobody has entered what the bank says of %(day)s, so this statement is not proven.",
            day=filters.date(facts.last),
        )
    difference = filters.money(Money(abs(facts.in_bank - facts.bank), facts.currency))
    if facts.is_reconciled:
        return _("The bank’s statement of the last day says what the book says.")
    if agreement is Agreement.EXPLAINED:
        return _(
            "Bank and book differ by %(difference)s; the items explain it.", difference=difference
        )
    return _(
        "Bank and book differ by %(difference)s, and not all of it is explained.",
        difference=difference,
    )


def _lines(facts: FundFacts) -> tuple[LineRow, ...]:
    rows = []
    for one in facts.lines:
        planned, left = (
            None if minor is None else Money(minor, facts.currency)
            for minor in (one.planned, one.left)
        )
        rows.append(
            LineRow(
                one.name,
                filters.label(SpendingKind(one.kind)),
                one.region or _("Whole network"),
                planned,
                Money(one.spent, facts.currency),
                left,
            )
        )
    return tuple(rows)
