"""Who pays more and who pays less, in words and as a chart, on pages and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from ..kit.money import Money
from ..web import filters
from ..web.charts import SHEET, WIDE, Bar, Chart, Emphasis, Size, bar_chart
from .queries.impact_answers import answer_of
from .queries.plan_versions import Impact
from .rules.impact import EDGES

NONE_IN_PERCENT = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRow:
    """An outlet in the table."""

    outlet_id: UUID
    outlet: str
    name: str
    franchisee: str
    franchisee_local: str
    sales: Money
    before: Money
    after: Money
    difference: Money
    share: str
    """The difference as a share of sales, with its sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImpact:
    """What a change means, in words."""

    first: date
    last: date
    currency: str
    sales: Money
    before: Money
    after: Money
    difference: Money
    share: str
    losers: int
    winners: int
    unchanged: int
    lost: Money
    won: Money
    rows: tuple[ImpactRow, ...]
    left_out: int
    """Outlets that are counted but not listed."""
    gaps: tuple[tuple[str, str], ...]
    """Outlets of whom nobody can tell, with the reason."""
    gap_count: int
    chart: Chart
    paper_chart: Chart


def shown_impact(impact: Impact) -> ShownImpact:
    """The impact of a version, as it is now."""
    return shown_result(answer_of(impact.rows, impact.window), impact.currency)


def shown_result(result: Mapping[str, Any], currency: str) -> ShownImpact:
    """The answer of a simulation or of a version, as it was kept."""

    def money(key: str) -> Money:
        return Money(result[key], currency)

    counts, difference = result["distribution"], result["after"] - result["before"]
    rows = tuple(_row(row, currency) for row in result["rows"])
    return ShownImpact(
        first=date.fromisoformat(result["window"][0]),
        last=date.fromisoformat(result["window"][1]),
        currency=currency,
        sales=money("sales"),
        before=money("before"),
        after=money("after"),
        difference=Money(difference, currency),
        share=share_words(difference, result["sales"]),
        losers=result["losers"],
        winners=result["winners"],
        unchanged=result["unchanged"],
        lost=money("lost"),
        won=money("won"),
        rows=rows,
        left_out=result["outlets"] - result["unknown"] - len(rows),
        gaps=tuple((gap["outlet"], _said(gap["message"], gap["params"])) for gap in result["gaps"]),
        gap_count=result["unknown"],
        chart=distribution_chart(counts, WIDE),
        paper_chart=distribution_chart(counts, SHEET),
    )


def _said(message: str, params: Mapping[str, object]) -> str:
    text = _(message)
    return text % params if params else text


def _row(row: Mapping[str, Any], currency: str) -> ImpactRow:
    difference = row["after"] - row["before"]
    return ImpactRow(
        outlet_id=UUID(row["outlet_id"]),
        outlet=row["outlet"],
        name=row["name"],
        franchisee=row["franchisee"],
        franchisee_local=row["franchisee_local"],
        sales=Money(row["sales"], currency),
        before=Money(row["before"], currency),
        after=Money(row["after"], currency),
        difference=Money(difference, currency),
        share=share_words(difference, row["sales"]),
    )


def share_words(difference: int, sales: int) -> str:
    """A difference in per cent of sales with its sign; a dash without sales."""
    if sales <= 0:
        return NONE_IN_PERCENT
    share = Decimal(difference) / sales
    text = filters.percent(share, 2)
    return f"+{text}" if share > 0 else text


def distribution_chart(counts: Sequence[int], size: Size) -> Chart:
    """How many outlets gain or lose how much of their sales: a column for each class."""
    middle = sum(edge < 0 for edge in EDGES) + 1
    bars = [
        Bar(
            (count,),
            label=label,
            figure=filters.number(count) if count else "",
            emphasis=Emphasis.NOW if place > middle else Emphasis.PLAIN,
        )
        for place, (count, label) in enumerate(zip(counts, class_words(), strict=True))
    ]
    more, less = sum(counts[middle + 1 :]), sum(counts[:middle])
    alt = _(
        "Outlets by what changes in per cent of their sales: %(less)s pay less, %(same)s the same, "
        "%(more)s more.",
        less=filters.number(less),
        same=filters.number(counts[middle]),
        more=filters.number(more),
    )
    return bar_chart(bars, size=size, alt=alt)


def class_words() -> list[str]:
    """The classes of the distribution, in per cent of sales."""
    negative = [filters.percent(edge) for edge in EDGES if edge < 0]
    positive = [f"+{filters.percent(edge)}" for edge in EDGES if edge > 0]
    zero = filters.number(0)
    below = [f"< {negative[0]}", *(_("to %(limit)s", limit=one) for one in [*negative[1:], zero])]
    above = [*(_("to %(limit)s", limit=one) for one in positive), f"> {positive[-1]}"]
    return [*below, _("same"), *above]
