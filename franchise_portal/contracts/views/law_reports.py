"""Tables and drafts for authorities: Item 20 for the United States, the filing for China."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from ... import audit, sheets
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import Unreadable
from ...kit.period import Period, shifted
from ...law import disclaimer, pack
from ...network import queries as network
from ...network.models import Brand
from ...network.views.sending import attachment
from ...reports import queries as reports
from ...sheets.writing import CSV_TYPE
from ...web.filters import month as month_words
from ...web.navigation import section
from ...web.rendering import render
from .. import law_words
from ..event_enums import EventAction
from ..queries import filing as filings
from ..queries import item20 as tables
from ..reports import filing as filing_report
from ..reports import item20 as item20_report
from .blueprint import bp

MONTHS_BACK = 24
EARLIEST = 1990


@bp.get("/item-20")
@requires(Permission.CONTRACTS_FILING_READ)
@section("contracts.item20")
def item20() -> ResponseReturnValue:
    """The five tables of a brand, with their proof."""
    brand, ends = _brand(), _month()
    data = tables.item20_of(current_actor, brand, year_ends=ends.last) if brand else None
    return render(
        "contracts/events/item20.html",
        data=data,
        brand=brand,
        brands=network.brands(),
        month=ends.text,
        months=[(one.text, month_words(one.start)) for one in _year_ends(ends)],
        words=law_words,
        report=reports.current_report(
            current_actor, item20_report.SLUG, ends.text, item20_report.SLUG
        ),
        slug=item20_report.SLUG,
        disclaimer=disclaimer(pack(item20_report.PACK)),
    )


@bp.get("/item-20.csv")
@requires(Permission.CONTRACTS_FILING_READ)
@section("contracts.item20")
def item20_csv() -> ResponseReturnValue:
    """Every figure of the tables as a file."""
    brand, ends = _brand(), _month()
    rows = (
        list(law_words.csv_rows(tables.item20_of(current_actor, brand, year_ends=ends.last).tables))
        if brand
        else []
    )
    name = f"item-20-{brand.code if brand else 'none'}-{ends.text}.csv"
    audit.record_access(current_actor, EventAction.TABLES_EXPORTED, name=name, rows=len(rows))
    return attachment(sheets.write_csv(law_words.CSV_COLUMNS, rows), name, CSV_TYPE)


@bp.get("/filing")
@requires(Permission.CONTRACTS_FILING_READ)
@section("contracts.filing")
def filing() -> ResponseReturnValue:
    """The draft for China: first filing, changes, the yearly report."""
    year = _year()
    month = f"{year}-12"
    made = {
        language: reports.current_report(
            current_actor, filing_report.SLUG, month, filing_report.key_of(language)
        )
        for language in filing_report.LANGUAGES
    }
    this_year = clock.today().year
    return render(
        "contracts/events/filing.html",
        draft=filings.filing_draft(current_actor, year),
        years=range(this_year, this_year - 5, -1),
        words=law_words,
        made=made,
        month=month,
        slug=filing_report.SLUG,
    )


def _brand() -> Brand | None:
    """The brand asked for by its code, else the first."""
    found = network.brands()
    code = request.args.get("brand", "")
    return next((one for one in found if one.code == code), found[0] if found else None)


def _month() -> Period:
    """The month with which the last fiscal year ends: as asked, else last December."""
    today = clock.today()
    usual = Period.month_of(date(today.year - 1, 12, 31))
    try:
        asked = Period.parse_month(request.args.get("month", ""))
    except Unreadable:
        return usual
    return asked if asked.last < today and asked.start.year >= EARLIEST else usual


def _year_ends(chosen: Period) -> list[Period]:
    """Months with which a fiscal year may have ended, the latest first, and the one chosen."""
    month = Period.month_of(clock.today())
    found = []
    for _count in range(MONTHS_BACK):
        month = Period.month_of(shifted(month.start, -1))
        found.append(month)
    return sorted({*found, chosen}, reverse=True)


def _year() -> int:
    """The year to report: as asked, else the one before."""
    text, today = request.args.get("year", ""), clock.today()
    if text.isascii() and text.isdigit() and EARLIEST <= int(text) <= today.year:
        return int(text)
    return today.year - 1
