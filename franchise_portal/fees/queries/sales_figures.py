"""The figures of sales, in the order of the fields of `Sales` after outlet and period."""

from operator import attrgetter

from ..models import SalesReport

figures_of = attrgetter(
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
)
"""Those of a row: a report, what a till posted, a line of an audit."""

FIGURES = figures_of(SalesReport)
"""The columns, to be selected."""
