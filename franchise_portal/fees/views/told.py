"""One report with its versions, and how two of them differ."""

from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import may, requires
from ...access.permissions import Permission
from ...kit.money import Money
from ...web import filters
from ...web.navigation import section
from ...web.rendering import render
from ..enums import SalesSource
from ..models import SalesReport
from ..queries import telling as queries
from ..queries.charges import sales_of
from ..queries.versions import report_of_any_version
from ..rules.sales import Sales
from ..rules.telling import AMOUNTS, Change, changes
from .blueprint import bp, column_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """One version of a report, with what it changed."""

    report: SalesReport
    changes: tuple[tuple[str, str, str, str], ...]
    """Label, before, after, difference: of what the version before said otherwise."""


@bp.get("/sales/reports/<uuid:sales_report_id>")
@section("fees.sales")
@requires(Permission.FEES_SALES_READ)
def show_report(sales_report_id: UUID) -> ResponseReturnValue:
    """The version that counts, with those before it."""
    report, outlet = report_of_any_version(current_actor, sales_report_id)
    place = queries.place_of(outlet, report.period, None)
    versions = queries.versions_of(outlet.id, report.period)
    current = next((one for one in versions if one.is_current), versions[0])
    return render(
        "fees/sales/show.html",
        place=place,
        key=place.reporting.period_of(report.ends_on).text,
        current=current,
        figures=_figures(sales_of(current, outlet.code)),
        versions=_versions(list(versions), outlet.code),
        invoice=queries.invoice_of(current.id),
        is_estimate=current.source is SalesSource.ESTIMATE,
        audit=queries.audit_of(outlet.id, report.period),
        may_correct=may(Permission.FEES_SALES_REPORT),
    )


def _figures(sales: Sales) -> list[tuple[str, str]]:
    """The figures that were said, in words."""
    names = [one.name for one in changes(sales, sales)]
    return [
        (column_name(name), _figure(name, getattr(sales, name), sales))
        for name in dict.fromkeys(("gross_sales", *names))
    ]


def _figure(name: str, value: object, sales: Sales) -> str:
    if value is None:
        return _("not said")
    if name in AMOUNTS:
        return filters.money(Money(int(str(value)), sales.currency))
    return filters.number(value)  # type: ignore[arg-type]


def _versions(versions: list[SalesReport], code: str) -> list[ShownVersion]:
    shown = []
    for place, report in enumerate(versions):
        after = sales_of(report, code)
        before = sales_of(versions[place + 1], code) if place + 1 < len(versions) else None
        rows = changes(before, after) if before else ()
        shown.append(
            ShownVersion(
                report=report,
                changes=tuple(_change(one, after) for one in rows if one.is_changed),
            )
        )
    return shown


def _change(change: Change, sales: Sales) -> tuple[str, str, str, str]:
    difference = change.difference
    if difference is None:
        words = ""
    elif change.name in AMOUNTS:
        words = filters.amount(Money(int(difference), sales.currency), sign=True)
    else:
        words = filters.number(difference)
    return (
        column_name(change.name),
        _figure(change.name, change.before, sales),
        _figure(change.name, change.after, sales),
        words,
    )
