"""The outlets of a statement as a table for spreadsheets, in the language in hand."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ..kit.period import Period
from ..sheets import write_csv
from .models import FundStatement
from .queries import statements as queries
from .statement_rows import OutletRow


def outlets_csv(row: FundStatement) -> bytes:
    """What each outlet contributed to a statement."""
    return written(queries.all_outlets(row), row.currency)


def written(outlets: Iterable[OutletRow], currency: str) -> bytes:
    """Outlets as a table: code, name, region, who runs it, the amount."""
    return write_csv(
        (
            _("Code"),
            _("Outlet"),
            _("Region"),
            _("Run by"),
            _("Contributed, %(currency)s", currency=currency),
        ),
        ((one.code, one.name, one.region, one.owner, one.amount.to_decimal()) for one in outlets),
    )


def file_name(row: FundStatement) -> str:
    """Under which name it is attached and downloaded."""
    return f"{row.name}-outlets.csv"


def month_file_name(period: Period) -> str:
    """Under which name a month's is attached."""
    return f"fund-{period.text}-outlets.csv"
