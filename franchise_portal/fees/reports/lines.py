"""The charges of a month as groups of rows: each outlet with its base, the other fees, the fund."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext as _

from ...kit.money import Money
from ...web import filters
from ..queries.charges import ExplainedLine, OutletCharges
from ..queries.crediting import TakenBack
from ..queries.single_charges import SingleLine
from ..rules import ReasonKind, said
from .documents import Group, Row
from .single_lines import single_groups
from .taking_back import taken_back_groups
from .words import PAPER, brief_span, fee_name, listed, local_name, sentences
from .working import (
    base_rows,
    basis_text,
    counted,
    effective,
    has_base,
    value_of,
    with_last,
    working,
)

K = ReasonKind

#: Beyond so many rows a table is cut: the time of layout grows faster than its rows.
ROWS_IN_TABLE = 120
#: Beyond so many outlets only their totals are printed; the portal has every line.
OUTLETS_IN_FULL = 40


def fee_groups(
    outlets: Sequence[OutletCharges],
    total: Money,
    month: str,
    taken_back: Sequence[TakenBack] = (),
    singles: Sequence[SingleLine] = (),
) -> tuple[Group, ...]:
    """The franchisor's: each outlet's with their base, the others, corrections, the sum."""
    groups: list[Group] = []
    others: list[Row] = []
    for outlet in outlets:
        lines = [line for line in outlet.lines if not line.fee.fund]
        if len(outlets) > OUTLETS_IN_FULL:
            others.extend(_totals_only(outlet, lines))
            continue
        based = [line for line in lines if has_base(line)]
        if based:
            groups.append(_outlet_group(outlet, based))
        others.extend(
            _row_of(line, _of_outlet(line, outlet)) for line in lines if line not in based
        )
    title = _("Other fees") if groups and others else ""
    words = _("Fees for %(month)s", month=filters.month(month))
    if singles and not outlets:
        words = _("Charges without tax")
    elif any(line.kind.is_owed_back for line in singles):
        words = _("Fees and deposits for %(month)s", month=filters.month(month))
    total_row = Row(words=words, amount=filters.amount(total), style="sum")
    further = [
        *single_groups(singles, has_title=bool(groups or others)),
        *taken_back_groups(taken_back, is_fund=False),
    ]
    if not further:
        others.append(total_row)
    if others:
        groups.append(Group(title=title, rows=with_last(others)))
    groups.extend(further[:-1])
    for group in further[-1:]:
        rows = with_last([*group.rows, total_row])
        groups.append(Group(title=group.title, rows=rows))
    return tuple(groups)


def fund_groups(
    outlets: Sequence[OutletCharges],
    total: Money,
    month: str,
    taken_back: Sequence[TakenBack] = (),
) -> tuple[Group, ...]:
    """The contributions to the fund, a row for each outlet; none when there are none."""
    rows = []
    for outlet in outlets:
        lines = [line for line in outlet.lines if line.fee.fund]
        if len(lines) > 1:
            rows.append(_summed(outlet, lines))
        else:
            rows.extend(_row_of(line, _named(outlet)) for line in lines)
    for group in taken_back_groups(taken_back, is_fund=True):
        rows.extend(group.rows)
    if not rows:
        return ()
    words = _("To the fund for %(month)s", month=filters.month(month))
    rows.append(Row(words=words, amount=filters.amount(total), style="sum"))
    return (Group(rows=with_last(rows)),)


def in_tables(groups: Sequence[Group]) -> tuple[tuple[Group, ...], ...]:
    """The groups in tables of bearable length."""
    tables: list[list[Group]] = [[]]
    rows = 0
    for group in groups:
        if rows and rows + len(group.rows) > ROWS_IN_TABLE:
            tables.append([])
            rows = 0
        tables[-1].append(group)
        rows += len(group.rows)
    return tuple(tuple(table) for table in tables)


def _outlet_group(outlet: OutletCharges, lines: Sequence[ExplainedLine]) -> Group:
    rows: list[Row] = []
    if outlet.has_many_reports:
        rows.extend(_brief(line) for line in lines)
        rows[-1:] = with_last([*rows[-1:], _sum_of(lines)])
    else:
        shown: list[Row] = []
        for line in lines:
            base = list(base_rows(line))
            if base != shown:
                rows.extend(base)
                shown = base
            rows.extend(working(line))
    reports = outlet.reports
    reported = ""
    if any(report.is_estimate for report in reports):
        reported = _("estimated, no report has come")
    elif len(reports) == 1 and reports[0].reported_by:
        reported = _(
            "reported by %(name)s, %(day)s",
            name=reports[0].reported_by,
            day=filters.short_date(reports[0].reported_at.date()),
        )
    return Group(title=_named(outlet), note=reported, rows=tuple(rows))


def _row_of(line: ExplainedLine, words: str) -> Row:
    """A fee in one row."""
    rate = next((value_of(r, "rate") for r in line.reasons if r.kind is K.RATE), "")
    return Row(
        words=words,
        note=_notes([line]),
        clause=line.contract.clause,
        base=counted(line) if has_base(line) else "",
        rate=rate or effective(line),
        amount=filters.amount(line.amount),
        to_date=filters.amount(line.year.amount),
    )


def _brief(line: ExplainedLine) -> Row:
    """A fee on one of several reports of a month."""
    days = brief_span(line.period.start, line.period.last)
    return _row_of(line, _("%(fee)s, %(days)s", fee=fee_name(line.fee), days=days))


def _summed(outlet: OutletCharges, lines: Sequence[ExplainedLine]) -> Row:
    """One fee on several reports of an outlet, as one row."""
    basis = sum((line.line.basis_amount for line in lines), Decimal(0))
    amount = Money.total((line.amount for line in lines), lines[0].amount.currency)
    rates = {value_of(r, "rate") for line in lines for r in line.reasons if r.kind is K.RATE}
    return Row(
        words=_named(outlet),
        note=_notes(lines),
        clause=listed(sorted({line.contract.clause for line in lines})),
        base=basis_text(lines[0], basis) if has_base(lines[0]) else "",
        rate=rates.pop() if len(rates) == 1 else "",
        amount=filters.amount(amount),
        to_date=filters.amount(lines[-1].year.amount),
    )


def _sum_of(lines: Sequence[ExplainedLine]) -> Row:
    """The sum of several lines of an outlet."""
    names = list(dict.fromkeys(fee_name(line.fee) for line in lines))
    amount = Money.total((line.amount for line in lines), lines[0].amount.currency)
    return Row(words=listed(names), amount=filters.amount(amount), style="sum")


def _totals_only(outlet: OutletCharges, lines: Sequence[ExplainedLine]) -> Iterator[Row]:
    if lines:
        amount = Money.total((line.amount for line in lines), lines[0].amount.currency)
        yield Row(words=_named(outlet), amount=filters.amount(amount))


def _notes(lines: Sequence[ExplainedLine]) -> str:
    """What held the amounts back or up, and that they are estimated or in dispute."""
    guessed = _("estimated") if any(line.report.is_estimate for line in lines) else ""
    disputed = _("in dispute") if any(line.is_disputed for line in lines) else ""
    return _(", ").join(part for part in (_bounds_in_words(lines), guessed, disputed) if part)


def _bounds_in_words(lines: Sequence[ExplainedLine]) -> str:
    told = {K.MINIMUM, K.MAXIMUM, K.TRUE_UP, K.FLAT_PART, K.STEP}
    parts = [said(r, PAPER) for line in lines for r in line.reasons if r.kind in told]
    return sentences(dict.fromkeys(parts))


def _of_outlet(line: ExplainedLine, outlet: OutletCharges) -> str:
    return _("%(fee)s, %(outlet)s", fee=fee_name(line.fee), outlet=_named(outlet))


def _named(outlet: OutletCharges) -> str:
    return local_name(outlet.name, outlet.name_local)
