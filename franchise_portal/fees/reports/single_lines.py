"""Charges that come from no sales report as rows of paper."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext as _

from ...web import filters
from ..queries.single_charges import SingleLine
from ..rules.single_working import Fact, Step
from .documents import Group, Row
from .single_words import about, label_of, name_of, part_name, said_already, worded

IN_COLUMNS = (Fact.BASE, Fact.RATE)
"""What has a column of its own."""


def single_groups(lines: Sequence[SingleLine], *, has_title: bool) -> tuple[Group, ...]:
    """Each with its reckoning below; none when there are none."""
    if not lines:
        return ()
    rows = [row for line in lines for row in _rows(line)]
    return (Group(title=_("Other charges") if has_title else "", rows=tuple(rows)),)


def _rows(line: SingleLine) -> Iterator[Row]:
    whole, parts = line.working.whole, line.working.parts
    told = _told(whole, but=(*IN_COLUMNS, *said_already(line)))
    yield Row(
        words=name_of(line),
        note=_(", ").join(
            part for part in (about(line), _owed_back(line), _in_dispute(line)) if part
        ),
        clause=line.contract.clause,
        base=_column(whole, Fact.BASE),
        rate=_rate(whole),
        amount=filters.amount(line.amount),
        style="tight" if told or parts else "last",
    )
    if told:
        yield Row(words=told, style="muted told tight" if parts else "muted told last")
    for place, part in enumerate(parts, start=1):
        yield Row(
            words=part_name(part),
            note=_told(part, but=(*IN_COLUMNS, Fact.ABOUT, Fact.FROM, Fact.UNTIL, Fact.NOTE)),
            base=_column(part, Fact.BASE),
            rate=_rate(part),
            amount=filters.amount(part.amount) if part.amount else "",
            style="muted tight" if place < len(parts) else "muted last",
        )


def _owed_back(line: SingleLine) -> str:
    return _("held for you and owed back") if line.kind.is_owed_back else ""


def _in_dispute(line: SingleLine) -> str:
    return _("in dispute") if line.is_disputed else ""


def _told(step: Step, but: Sequence[Fact]) -> str:
    """The facts that have no column, in one line."""
    return _("; ").join(
        _("%(what)s: %(value)s", what=label_of(key, value), value=worded(key, value, step))
        for key, value in step.facts
        if key not in but
    )


def _rate(step: Step) -> str:
    """The bare rate: what it is for does not fit into its column."""
    value = step.fact(Fact.RATE)
    return filters.percent(value) if isinstance(value, Decimal) else ""


def _column(step: Step, key: Fact) -> str:
    value = step.fact(key)
    return "" if value is None else worded(key, value, step)
