"""The page on which somebody tells an outlet's sales, with all that stands beside the fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.guards import may
from ...access.permissions import Permission
from ...kit import clock
from ...kit.money import Money
from ...web import filters
from ...web.rendering import render
from ...web.wording import sentence
from ..enums import SalesSource
from ..models import SalesReport
from ..queries import telling as queries
from ..queries.charges import sales_of
from ..queries.foreseen import fees_or_none
from ..queries.telling import Beside, Place
from ..queries.tills import TillSum, till_sum
from ..reports.words import PAPER, fee_name
from ..rules import explain, said
from ..rules.assessment import FeeLine
from ..rules.sales import Sales
from ..rules.telling import AMOUNTS, FIGURES, asked_figures, says_the_same, trouble_with, unusual
from ..sales_forms import SalesForm, typed_of
from .blueprint import period_words

CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenFee:
    """A fee that the report would cause, in the viewer's words."""

    name: str
    clause: str
    amount: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a report would cost; no fees where the plan needs a number that was not typed."""

    fees: tuple[ForeseenFee, ...]
    total: Money
    on: Money
    """The gross sales."""
    unusual: str
    """A sentence when the sales differ much from those before; empty otherwise."""


def telling_page(
    place: Place,
    form: SalesForm | None = None,
    *,
    sales: Sales | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    """The page; with `form` what was typed, with `sales` what it would cost."""
    current = queries.current_report(place.outlet.id, place.period)
    draft = queries.draft_of(place.outlet.id, place.period)
    till = till_sum(place)
    besides = queries.compared_with(place) if may(Permission.FEES_SALES_READ) else ()
    if form is None:
        form, sales = _filled(place, current, till)
    if status == CONFLICT or not form.version.data:
        # The page shows the other's work, so what is sent next answers to that.
        form.version.data = str(current.version if current else 0)
        form.draft.data = str(draft.version if draft else 0)
    trouble = trouble_with(place.period, queries.known_of(place), on=clock.today())
    return render(
        "fees/sales/tell.html",
        form=form,
        status=status,
        place=place,
        key=place.reporting.period_of(place.period.last).text,
        asked=_asked(place, form),
        amounts=AMOUNTS,
        symbol=filters.currency_symbol(place.currency),
        hints=_hints(besides),
        current=current,
        is_correction=current is not None and current.source is not SalesSource.ESTIMATE,
        draft=draft,
        till=till,
        till_differs=_differs(place, current, till),
        foreseen=_foreseen(place, sales, besides) if sales else None,
        trouble=sentence(trouble.message, trouble.params) if trouble else "",
        was_overtaken=status == CONFLICT,
    )


def _filled(
    place: Place, current: SalesReport | None, till: TillSum | None
) -> tuple[SalesForm, Sales | None]:
    """The form of a page that is opened: the draft, else the report, else the till's sum."""
    draft = queries.draft_of(place.outlet.id, place.period)
    if draft is not None:
        return SalesForm(formdata=None, data=draft.typed), None
    known: Sales | None = None
    if current is not None and current.source is not SalesSource.ESTIMATE:
        known = sales_of(current, place.outlet.code)
    elif till is not None:
        known = till.sales
    if known is None:
        return SalesForm(formdata=None), None
    return SalesForm(formdata=None, data=typed_of(known)), known


def _asked(place: Place, form: SalesForm) -> tuple[str, ...]:
    """The figures that the plan needs, and those that somebody has filled in anyway."""
    asked = asked_figures(place.plan)
    return tuple(name for name in FIGURES if name in asked or form[name].data)


def _hints(besides: Sequence[Beside]) -> dict[str, str]:
    """Under each field what was reported a period and a year before."""
    return {name: _hint(name, besides) for name in FIGURES}


def _hint(name: str, besides: Sequence[Beside]) -> str:
    parts = []
    for beside in besides:
        value = getattr(beside.sales, name) if beside.sales else None
        if value is None or beside.sales is None:
            continue
        if name in AMOUNTS:
            words = filters.amount(Money(value, beside.sales.currency))
        else:
            words = filters.number(Decimal(value))
        parts.append(_("%(period)s: %(figure)s", period=period_words(beside.period), figure=words))
    return _(", ").join(parts)


def _differs(place: Place, current: SalesReport | None, till: TillSum | None) -> bool:
    """Whether the till says otherwise than the report that somebody has sent."""
    if current is None or till is None or not till.is_whole:
        return False
    if current.source is SalesSource.ESTIMATE:
        return False
    return not says_the_same(sales_of(current, place.outlet.code), till.sales)


def _foreseen(place: Place, sales: Sales, besides: Sequence[Beside]) -> Foreseen:
    lines = fees_or_none(place, sales) or ()
    return Foreseen(
        fees=tuple(_fee(line) for line in lines),
        total=Money(sum(line.amount_minor for line in lines), sales.currency),
        on=Money(sales.gross_sales, sales.currency),
        unusual=_unusual(sales, besides),
    )


def _fee(line: FeeLine) -> ForeseenFee:
    return ForeseenFee(
        name=fee_name(line.meter.fee),
        clause=line.meter.fee.clause,
        amount=filters.amount(line.amount),
        told=tuple(said(reason, PAPER) for reason in explain(line)),
    )


def _unusual(sales: Sales, besides: Sequence[Beside]) -> str:
    before = next((one for one in besides if one.sales and not one.is_estimate), None)
    share = unusual(sales, before.sales) if before and before.sales else None
    if share is None or before is None:
        return ""
    period = period_words(before.period)
    if share < 0:
        return _(
            "This is %(share)s less than in %(period)s. Check that no digit is missing.",
            share=filters.percent(-share, 0),
            period=period,
        )
    return _(
        "This is %(share)s more than in %(period)s. Check that no digit is too many.",
        share=filters.percent(share, 0),
        period=period,
    )
