"""Lines that take something back, and taxes, in the viewer's words."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _

from ...kit.money import Money
from ...web import filters
from ..models import InvoiceTax
from ..queries.crediting import TakenBack
from ..reports.taking_back import tax_name, what_of


class ShownTakenBack(NamedTuple):
    """A line as the page shows it."""

    words: str
    note: str
    amount: str
    is_fund: bool


def shown_taken_back(lines: Iterable[TakenBack]) -> list[ShownTakenBack]:
    """Each line with why it stands there."""
    return [
        ShownTakenBack(
            what_of(line),
            _("Charged by invoice %(number)s; charged anew.", number=line.charged_on)
            if line.is_reversal
            else _("Credited of invoice %(number)s.", number=line.charged_on),
            filters.amount(line.amount),
            line.is_fund,
        )
        for line in lines
    ]


def tax_rows(taxes: Iterable[InvoiceTax]) -> list[tuple[str, str]]:
    """Taxes as rows of the sums."""
    return [(tax_name(tax), filters.amount(Money(tax.tax_minor, tax.currency))) for tax in taxes]
