"""The sales of 24 months as a chart, and the sentences beside it."""

from decimal import Decimal

from flask_babel import gettext as _

from ...web import filters
from ...web.charts import SHEET, Bar, Chart, Emphasis, bar_chart
from ..queries.statement_data import OutletSeries, SalesSeries
from .words import listed, local_name, sentences, whole

TWO = 2
YEAR = 12
#: Of more outlets the openings would crowd the chart.
MOST_NOTES = 3


def sales_chart(series: SalesSeries, currency: str) -> Chart:
    """A column for each month; of two outlets the second is the lighter part."""
    last = len(series.months) - 1
    bars = [
        Bar(
            amounts=_parts(series, place, currency),
            label=_label(series, place, last),
            figure=_figure(series, place, last, currency),
            note=_opening(series, place) or _figure_in_a_note(series, place, last, currency),
            emphasis=_emphasis(place, last),
        )
        for place in range(len(series.months))
    ]
    return bar_chart(bars, size=SHEET, tick=whole, alt=_in_words(series, currency))


def sales_note(series: SalesSeries, currency: str) -> str:
    """What is counted, how the month compares, which part is which."""
    parts = [
        _("Net of tax and refunds, all outlets.")
        if len(series.outlets) > 1
        else _("Net of tax and refunds.")
    ]
    parts.append(_change(series, currency))
    parts.append(_missing(series))
    if len(series.outlets) == TWO:
        parts.append(_("The lighter part is %(outlet)s.", outlet=_name(series.outlets[1])))
    return sentences(parts)


def _change(series: SalesSeries, currency: str) -> str:
    last = len(series.months) - 1
    now = series.total(last, currency)
    before = series.total(last - YEAR, currency) if last >= YEAR else None
    if now is None or before is None or before.minor <= 0:
        return ""
    share = Decimal(now.minor - before.minor) / before.minor
    month = filters.month(series.months[last])
    if not now.minor - before.minor:
        return _("%(month)s is as a year before.", month=month)
    if share > 0:
        return _(
            "%(month)s is up %(share)s on the year before.",
            month=month,
            share=filters.percent(share, 1),
        )
    return _(
        "%(month)s is down %(share)s on the year before.",
        month=month,
        share=filters.percent(-share, 1),
    )


def _missing(series: SalesSeries) -> str:
    """Which outlets reported the month before and not this one."""
    late = [one for one in series.outlets if one.net[-1] is None and one.net[-2] is not None]
    if not late or len(late) > MOST_NOTES:
        return ""
    return _(
        "No report for %(month)s: %(outlets)s.",
        month=filters.month(series.months[-1]),
        outlets=listed(_name(outlet) for outlet in late),
    )


def _parts(series: SalesSeries, place: int, currency: str) -> tuple[Decimal, ...]:
    if len(series.outlets) == TWO:
        nets = (outlet.net[place] for outlet in series.outlets)
        return tuple(net.to_decimal() if net else Decimal(0) for net in nets)
    total = series.total(place, currency)
    return (total.to_decimal() if total else Decimal(0),)


def _label(series: SalesSeries, place: int, last: int) -> str:
    if place in {0, last - YEAR, last}:
        return filters.month(series.months[place], short=True)
    return ""


def _figure(series: SalesSeries, place: int, last: int, currency: str) -> str:
    """The amount above the month and above the same month a year before, where there is room."""
    total = series.total(place, currency) if place in {last - YEAR, last} else None
    if not total or (place != last and _is_between_higher(series, place, currency)):
        return ""
    return whole(total.to_decimal())


def _figure_in_a_note(series: SalesSeries, place: int, last: int, currency: str) -> str:
    """The amount of a year before over a leader, as higher columns beside it would cover it."""
    total = series.total(place, currency) if place == last - YEAR else None
    if total and _is_between_higher(series, place, currency):
        return whole(total.to_decimal())
    return ""


def _is_between_higher(series: SalesSeries, place: int, currency: str) -> bool:
    beside = [series.total(near, currency) for near in (place - 1, place + 1)]
    here = series.total(place, currency)
    return here is not None and any(total is not None and total > here for total in beside)


def _emphasis(place: int, last: int) -> Emphasis:
    if place == last:
        return Emphasis.NOW
    return Emphasis.BEFORE if place == last - YEAR else Emphasis.PLAIN


def _opening(series: SalesSeries, place: int) -> str:
    if len(series.outlets) > MOST_NOTES or not place:
        return ""
    month = series.months[place]
    opened = [outlet for outlet in series.outlets if f"{outlet.opened_on:%Y-%m}" == month]
    return _("%(outlet)s opens", outlet=_name(opened[0])) if opened else ""


def _in_words(series: SalesSeries, currency: str) -> str:
    """What the chart shows, for who does not see it."""
    totals = [series.total(place, currency) for place in range(len(series.months))]
    known = [total for total in totals if total is not None]
    if not known:
        return _("No sales were reported in these months.")
    return _(
        "Sales of %(count)s months up to %(month)s: between %(low)s and %(high)s a month.",
        count=len(series.months),
        month=filters.month(series.months[-1]),
        low=whole(min(known).to_decimal()),
        high=whole(max(known).to_decimal()),
    )


def _name(outlet: OutletSeries) -> str:
    return local_name(outlet.name, outlet.name_local)
