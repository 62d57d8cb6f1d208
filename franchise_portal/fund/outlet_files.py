"""The outlets of a statement as a table for spreadsheets, in the language in hand."""

from flask_babel import gettext as _

from ..sheets import write_csv
from .models import FundStatement
from .queries import statements as queries


def outlets_csv(row: FundStatement) -> bytes:
    """What each outlet contributed: code, name, region, who runs it, the amount."""
    return write_csv(
        (
            _("Code"),
            _("Outlet"),
            _("Region"),
            _("Run by"),
            _("Contributed, %(currency)s", currency=row.currency),
        ),
        (
            (one.code, one.name, one.region, one.owner, one.amount.to_decimal())
            for one in queries.all_outlets(row)
        ),
    )


def file_name(row: FundStatement) -> str:
    """Under which name it is attached and downloaded."""
    return f"{row.name}-outlets.csv"
