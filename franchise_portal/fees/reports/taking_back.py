"""Lines that take something back, and taxes, as rows of paper."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ...kit.money import Money
from ...web import filters
from ..models import InvoiceTax
from ..queries.crediting import TakenBack
from .documents import Group, Row
from .words import named_fee, span


def what_of(line: TakenBack) -> str:
    """The fee, the outlet and the period that a line takes back."""
    if line.is_single:
        parts = (named_fee(line.fee), line.outlet, line.words)
        return _(", ").join(part for part in parts if part)
    period = line.period
    days = filters.month(period.start) if period.is_month else span(period.start, period.last)
    return _(
        "%(fee)s, %(outlet)s, %(days)s", fee=named_fee(line.fee), outlet=line.outlet, days=days
    )


def taken_back_groups(lines: Sequence[TakenBack], *, is_fund: bool) -> tuple[Group, ...]:
    """What is taken back of one book as a group of rows; none when nothing is."""
    rows = [_row(line) for line in lines if line.is_fund is is_fund]
    return (Group(title=_("Taken back from earlier charges"), rows=tuple(rows)),) if rows else ()


def _row(line: TakenBack) -> Row:
    note = (
        _("charged by %(number)s, charged anew", number=line.charged_on)
        if line.is_reversal
        else _("of invoice %(number)s", number=line.charged_on)
    )
    return Row(words=what_of(line), note=note, amount=filters.amount(line.amount))


def tax_name(tax: InvoiceTax, sign: int = 1) -> str:
    """A tax with its rate and what it is counted on; `sign` as the document shows its sums."""
    if not tax.kind.has_rate:
        return tax.label
    return _(
        "%(tax)s %(rate)s on %(basis)s",
        tax=tax.label,
        rate=filters.percent(tax.rate),
        basis=filters.amount(Money(tax.basis_minor * sign, tax.currency)),
    )
