"""The days to pay that were adopted, for whoever issues invoices."""

from .queries.grades import adopted_days

AGREED_DAYS = (adopted_days,)
