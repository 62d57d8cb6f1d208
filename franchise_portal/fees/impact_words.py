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
from .queries.impact import OutletEffect
from .queries.plan_versions import Impact
from .rules.impact import EDGES, MOST_ROWS, distribution, first_and_last

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
    """The impact of a version."""
    sums, whole = impact.totals, impact.totals.whole
    gaps = [row for row in impact.rows if row.gap is not None]
    counts = distribution(row.effect for row in impact.known)
    return _shown(
        {
            "window": [impact.window.start.isoformat(), impact.window.last.isoformat()],
            "sales": whole.sales,
            "before": whole.before,
            "after": whole.after,
            "losers": sums.losers,
            "winners": sums.winners,
            "unchanged": sums.unchanged,
            "lost": sums.lost,
            "won": sums.won,
            "outlets": len(impact.rows),
            "unknown": len(gaps),
        },
        impact.currency,
        counts,
        [_row_of(row, impact.currency) for row in first_and_last(impact.known)],
        [(row.place.outlet, _said(*row.gap)) for row in gaps[:MOST_ROWS] if row.gap],
    )


def shown_result(result: Mapping[str, Any], currency: str) -> ShownImpact:
    """The answer of a simulation, as it was kept."""
    rows = [_kept(row, currency) for row in result["rows"]]
    gaps = [(gap["outlet"], _said(gap["message"], gap["params"])) for gap in result["gaps"]]
    return _shown(result, currency, result["distribution"], rows, gaps)


def _said(message: str, params: Mapping[str, object]) -> str:
    text = _(message)
    return text % params if params else text


def _shown(
    facts: Mapping[str, Any],
    currency: str,
    counts: Sequence[int],
    rows: Sequence[ImpactRow],
    gaps: Sequence[tuple[str, str]],
) -> ShownImpact:
    def money(key: str) -> Money:
        return Money(facts[key], currency)

    difference = facts["after"] - facts["before"]
    return ShownImpact(
        first=date.fromisoformat(facts["window"][0]),
        last=date.fromisoformat(facts["window"][1]),
        currency=currency,
        sales=money("sales"),
        before=money("before"),
        after=money("after"),
        difference=Money(difference, currency),
        share=share_words(difference, facts["sales"]),
        losers=facts["losers"],
        winners=facts["winners"],
        unchanged=facts["unchanged"],
        lost=money("lost"),
        won=money("won"),
        rows=tuple(rows),
        left_out=facts["outlets"] - facts["unknown"] - len(rows),
        gaps=tuple(gaps),
        gap_count=facts["unknown"],
        chart=distribution_chart(counts, WIDE),
        paper_chart=distribution_chart(counts, SHEET),
    )


def _row_of(row: OutletEffect, currency: str) -> ImpactRow:
    place, effect = row.place, row.effect
    return _kept(
        {
            "outlet_id": place.outlet_id,
            "outlet": place.outlet,
            "name": place.outlet_name,
            "franchisee": place.franchisee,
            "franchisee_local": place.franchisee_local,
            "sales": effect.sales,
            "before": effect.before,
            "after": effect.after,
        },
        currency,
    )


def _kept(row: Mapping[str, Any], currency: str) -> ImpactRow:
    difference = row["after"] - row["before"]
    outlet_id = row["outlet_id"]
    return ImpactRow(
        outlet_id=outlet_id if isinstance(outlet_id, UUID) else UUID(outlet_id),
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
