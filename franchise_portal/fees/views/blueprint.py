"""The blueprint, and what addresses, uploads and words of these pages have in common."""

from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request, url_for
from flask_babel import get_timezone, gettext
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ...access.actor import current_actor
from ...access.guards import may
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...kit.errors import NotFound, Unreadable
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.period import Period
from ...web import filters
from ...web.paging import list_url
from ..reports.words import named_fee, span

bp = Blueprint("fees", __name__)

Menu = dict[str, object]

#: The columns of sales, payments and contracts files in words.
COLUMNS = {
    "number": N_("Number"),
    "brand": N_("Brand"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
    "outlets": N_("Outlets"),
    "plan": N_("Plan"),
    "outlet": N_("Outlet"),
    "period": N_("Period"),
    "gross_sales": N_("Gross sales"),
    "sales_tax": N_("Sales tax"),
    "refunds": N_("Refunds"),
    "discounts": N_("Discounts"),
    "excluded_sales": N_("Excluded sales"),
    "cost_of_goods": N_("Cost of goods"),
    "transactions": N_("Transactions"),
    "customers": N_("Customers"),
    "units": N_("Units"),
    "currency": N_("Currency"),
    "franchisee": N_("Franchisee"),
    "received_on": N_("Received on"),
    "amount": N_("Amount"),
    "reference": N_("Reference"),
    "invoice": N_("Invoice"),
}


@bp.app_template_filter("column")
def column_name(name: str) -> str:
    """A column of a file in words; one that we do not know as it is written."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name


@bp.app_template_filter("period")
def period_words(period: Period) -> str:
    """A period in words: `October 2026`, `5 to 11 October 2026`."""
    return filters.month(period.start) if period.is_month else span(period.start, period.last)


@bp.app_template_filter("span_of")
def span_of(period: Period) -> str:
    """A period by its first and last day: `1 to 31 October 2026`."""
    return span(period.start, period.last)


@bp.app_template_filter("day")
def local_day(moment: datetime) -> str:
    """The day of a moment in the viewer's zone."""
    return filters.date(moment.astimezone(ZoneInfo(str(get_timezone() or "UTC"))).date())


@bp.app_template_filter("label_text")
def label_text(words: str) -> str:
    """Marked words in the viewer's language."""
    return gettext(words)


@bp.app_template_global("sees_one_business")
def sees_one_business() -> bool:
    """Whether every row is the viewer's own, so that a list need not say whose each is."""
    return isinstance(current_actor.scope, OwnBusiness)


@bp.app_template_filter("skipped_words")
def skipped_words(skipped: dict[str, Any]) -> str:
    """Why a report was left out, as the run noted it."""
    text = filters.label(skipped["message"])
    return text % skipped["params"] if skipped["params"] else text


@bp.app_template_filter("fee_name")
def name_of_fee(name: str) -> str:
    """A fee's name with a capital, translated where it is a usual one."""
    return named_fee(name)


@bp.app_template_filter("minor")
def minor_words(minor: int, currency: str) -> str:
    """Minor units as an amount without its currency."""
    return filters.amount(Money(minor, currency))


@bp.app_template_filter("minor_money")
def minor_money_words(minor: int, currency: str) -> str:
    """Minor units as an amount with its currency."""
    return filters.money(Money(minor, currency))


@bp.app_template_filter("sums")
def sums_words(sums: tuple[Money, ...]) -> str:
    """Sums in several currencies, each with its symbol."""
    return _(", ").join(filters.money(amount) for amount in sums)


def month_in_url(text: str) -> Period:
    """The month of an address; one that is none is a page that is not there."""
    try:
        return Period.parse_month(text)
    except Unreadable:
        raise NotFound from None


def asked(name: str) -> str:
    """A parameter of the address."""
    return request.args.get(name, "").strip()[:100]


def asked_id(name: str) -> UUID | None:
    """An id in the address; nonsense counts as none."""
    try:
        return UUID(asked(name))
    except ValueError:
        return None


def uploaded(file: FileStorage) -> tuple[BinaryIO, str, int]:
    """An uploaded file: open, with its name and its size in bytes."""
    stream = cast("BinaryIO", file.stream)
    size = stream.seek(0, 2)
    stream.seek(0)
    return stream, (file.filename or _("file"))[-200:], size


def month_menu(months: list[str] | tuple[str, ...], chosen: str) -> Menu:
    """The filter for a month."""
    return {
        "name": "month",
        "label": _("Month"),
        "options": [(month, filters.month(month)) for month in months],
        "selected": [chosen] if chosen else [],
        "single": True,
    }


def chips_of(menus: list[Menu]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    shown = []
    for menu in menus:
        chosen = menu["selected"]
        names = [
            words
            for value, words in cast("list[tuple[str, str]]", menu["options"])
            if value in cast("list[str]", chosen)
        ]
        if names:
            words = _("%(filter)s: %(values)s", filter=menu["label"], values=_(", ").join(names))
            shown.append((words, list_url(**{str(menu["name"]): "", "page": ""})))
    return shown


def reports_url(view: str, **values: str | UUID) -> str | None:
    """A page of the reports; None while there is none, or for those who may not read them."""
    endpoint = f"reports.{view}"
    if endpoint not in current_app.view_functions or not may(Permission.REPORTS_REPORT_READ):
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]
