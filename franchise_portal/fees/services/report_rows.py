"""Good rows of a file as rows of `sales_reports`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from ...database import db
from ...kit.ids import new_id
from ...rows import insert_rows
from ..enums import SalesSource
from ..models import SalesImport, SalesReport
from ..queries import directory
from ..queries.raw_ids import is_one_of
from .assessment_requests import reassess
from .sales_clashes import GoodRow

REPORT_COLUMNS = (
    "id",
    "outlet_id",
    "starts_on",
    "ends_on",
    "month",
    "version",
    "is_current",
    "currency",
    "gross_minor",
    "sales_tax_minor",
    "refunds_minor",
    "discounts_minor",
    "excluded_minor",
    "cost_of_goods_minor",
    "transactions",
    "customers",
    "units",
    "source",
    "import_id",
    "reported_at",
    "reported_by_name",
)


def write_reports(rows: Sequence[GoodRow], file: SalesImport, at: datetime) -> None:
    """Write reports that came from a file; an estimate makes room for the report that has come."""
    _replace_estimates(rows)
    insert_rows(SalesReport, REPORT_COLUMNS, [_report(row, file, at) for row in rows])


def _replace_estimates(rows: Sequence[GoodRow]) -> None:
    estimates = [row.estimate.id for row in rows if row.estimate is not None]
    if not estimates:
        return
    charged = directory.invoices_of(estimates)
    db.session.execute(
        update(SalesReport)
        .where(is_one_of(SalesReport.id, estimates))
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    months = {
        row.sales.period.month
        for row in rows
        if row.estimate is not None and row.estimate.id in charged
    }
    for month in sorted(months):
        reassess(month)


def _report(good: GoodRow, row: SalesImport, at: datetime) -> tuple[object, ...]:
    sales = good.sales
    last = sales.period.last
    return (
        new_id(),
        good.outlet_id,
        sales.period.start,
        last,
        f"{last:%Y-%m}",
        good.estimate.version + 1 if good.estimate else 1,
        True,
        sales.currency,
        sales.gross_sales,
        sales.sales_tax,
        sales.refunds,
        sales.discounts,
        sales.excluded_sales,
        sales.cost_of_goods,
        sales.transactions,
        sales.customers,
        sales.units,
        SalesSource.FILE,
        row.id,
        at,
        row.created_by_name,
    )
