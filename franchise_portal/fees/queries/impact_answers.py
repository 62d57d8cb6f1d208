"""What a changed plan means for everybody, as it is kept: sums, a distribution, the dearest first.

Simulations and versions of plans keep the same answer, and pages and papers show it.
"""

from collections.abc import Sequence
from typing import Any

from ...kit.period import Period
from ..rules.impact import MOST_ROWS, distribution, first_and_last, totals
from .impact import OutletEffect


def answer_of(found: Sequence[OutletEffect], window: Period) -> dict[str, Any]:
    """The answer as JSON; `found` is sorted, who pays most more first. Amounts in minor units."""
    known = [one for one in found if one.gap is None]
    sums = totals(one.effect for one in known)
    return {
        "window": [window.start.isoformat(), window.last.isoformat()],
        "plans": len({one.place.plan_id for one in found}),
        "outlets": len(found),
        "unknown": len(found) - len(known),
        "gaps": [
            {"outlet": one.place.outlet, "message": one.gap[0], "params": dict(one.gap[1])}
            for one in found
            if one.gap is not None
        ][:MOST_ROWS],
        "sales": sums.whole.sales,
        "before": sums.whole.before,
        "after": sums.whole.after,
        "losers": sums.losers,
        "winners": sums.winners,
        "unchanged": sums.unchanged,
        "lost": sums.lost,
        "won": sums.won,
        "distribution": list(distribution(one.effect for one in known)),
        "rows": [_row(one) for one in first_and_last(known)],
    }


def _row(one: OutletEffect) -> dict[str, Any]:
    place, effect = one.place, one.effect
    return {
        "outlet_id": str(place.outlet_id),
        "outlet": place.outlet,
        "name": place.outlet_name,
        "franchisee_id": str(place.franchisee_id),
        "franchisee": place.franchisee,
        "franchisee_local": place.franchisee_local,
        "sales": effect.sales,
        "before": effect.before,
        "after": effect.after,
    }
