"""Two years of sales as a chart, the outlets stacked."""

from decimal import Decimal

from flask_babel import gettext as _

from ...web import filters
from ...web.charts import WIDE, Bar, Chart, Emphasis, bar_chart
from ..queries.statement_data import AccountData

YEAR = 12
STACKED = 3


def sales_chart(account: AccountData) -> Chart | None:
    """The months up to the statement's; None when nothing was sold."""
    series, last = account.sales, len(account.sales.months) - 1
    totals = [series.total(place, account.currency) for place in range(last + 1)]
    if not any(totals):
        return None
    bars = []
    for place, month in enumerate(series.months):
        total = totals[place]
        emphasis = {last: Emphasis.NOW, last - YEAR: Emphasis.BEFORE}.get(place, Emphasis.PLAIN)
        is_told = place in {0, last - YEAR, last}
        bars.append(
            Bar(
                _amounts(account, place),
                label=filters.month(month, short=True) if is_told else "",
                figure=_whole(total.to_decimal()) if total and emphasis else "",
                emphasis=emphasis,
            )
        )
    alt = _(
        "Net sales of 24 months; %(month)s: %(amount)s",
        month=filters.month(series.months[-1]),
        amount=filters.money(totals[-1]) if totals[-1] else _("nothing reported"),
    )
    return bar_chart(bars, size=WIDE, tick=_whole, alt=alt)


def _amounts(account: AccountData, place: int) -> tuple[Decimal, ...]:
    """The outlets one on the other; of many only the sum, which can still be read."""
    nets = [outlet.net[place] for outlet in account.sales.outlets]
    amounts = tuple(net.to_decimal() if net else Decimal(0) for net in nets)
    return amounts if len(amounts) <= STACKED else (sum(amounts, Decimal(0)),)


def _whole(number: Decimal) -> str:
    return filters.number(round(number), 0)
