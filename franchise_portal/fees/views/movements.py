"""A statement's way from the opening to the closing balance, row by row."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ...access.guards import may
from ...access.permissions import Permission
from ...web import filters
from ..enums import InvoiceKind
from ..queries.statement_data import AccountData, PaymentFacts, StatementData
from ..reports.words import document_words

Row = tuple[Markup, str, str]
"""What it is, nothing, the amount: as the component for sums takes it."""


def movements(data: StatementData, account: AccountData) -> tuple[Row, ...]:
    """Opening balance, invoices, payments, closing balance, and what has come since."""
    return tuple((label, "", amount) for label, amount in _rows(data, account))


def _rows(data: StatementData, account: AccountData) -> Iterator[tuple[Markup, str | Markup]]:
    opening = _("Opening balance")
    yield _words(opening, filters.date(data.first_on)), filters.amount(account.opening)
    for invoice in account.invoices:
        url = url_for("fees.show_invoice", invoice_id=invoice.id)
        link = _link(url, document_words(invoice.kind, invoice.number))
        note = (
            filters.date(invoice.issued_on)
            if invoice.kind is InvoiceKind.DEBIT_NOTE
            else _("sales of %(month)s", month=filters.month(invoice.month))
        )
        yield _words(link, note), filters.amount(invoice.total)
    for payment in account.payments:
        yield _words(_payment(payment), _paid(payment)), filters.amount(-payment.amount)
    if account.written_off:
        yield _words(_("Written off"), ""), filters.amount(-account.written_off)
    if account.paid_back:
        yield _words(_("Credit paid back"), ""), filters.amount(account.paid_back)
    closing = _strong(_("Closing balance"))
    yield _words(closing, filters.date(data.last_on)), _strong(filters.amount(account.closing))
    if account.paid_since:
        until = _("up to %(day)s", day=filters.date(data.as_of))
        # Below zero when money of the month went to invoices that stand on a later statement.
        since = _("Received since") if account.paid_since.minor > 0 else _("Used for later charges")
        yield _words(since, until), filters.amount(-account.paid_since)
        label, amount = (
            (_("Credit now"), account.credit) if account.credit else (_("Due now"), account.due)
        )
        yield _strong(label), _strong(filters.amount(amount))


def _payment(payment: PaymentFacts) -> str | Markup:
    words = _("Payment come back") if payment.amount.minor < 0 else _("Payment")
    if not may(Permission.FEES_PAYMENT_READ):
        return words
    return _link(url_for("fees.show_payment", payment_id=payment.id), words)


def _paid(payment: PaymentFacts) -> str:
    day = filters.date(payment.received_on)
    return _(", ").join(part for part in (day, payment.reference) if part)


def _link(url: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, words)


def _strong(words: str) -> Markup:
    return Markup("<b>{}</b>").format(words)


def _words(first: str | Markup, note: str) -> Markup:
    return Markup('{} <span class="muted">{}</span>').format(first, note)
