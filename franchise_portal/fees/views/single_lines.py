"""Charges that come from no sales report, as the page opens them."""

from collections.abc import Iterable

from ...web import filters
from ..queries.single_charges import SingleLine
from ..reports.single_words import about, in_short, lead, name_of, steps
from .explaining import ShownLine


def shown_singles(lines: Iterable[SingleLine]) -> tuple[ShownLine, ...]:
    """Each in the form in which fees are shown."""
    return tuple(_shown(line) for line in lines)


def _shown(line: SingleLine) -> ShownLine:
    name, amount = name_of(line), filters.amount(line.amount)
    return ShownLine(
        id=f"line-{line.id}",
        charge_id=line.id,
        label=name,
        note=about(line),
        clause=line.contract.clause,
        working=in_short(line),
        amount=amount,
        is_fund=False,
        lead=lead(line),
        base=(),
        base_total=None,
        parts=tuple(steps(line)),
        result=(name, "", amount),
        told=(),
        limits=(),
        quote=line.contract.clause_body,
        quote_title=line.contract.clause_title,
        contract_id=str(line.contract.id),
        contract=line.contract.number,
        year=(),
        chart=None,
    )
