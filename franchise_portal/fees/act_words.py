"""What will be done when something is granted, for whoever decides about it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ..contracts.acts import Told
from ..contracts.models import Approval
from ..database import db
from ..kit.money import Money
from ..web import filters
from .models import Invoice
from .queries.crediting import creditable
from .reports.words import named_fee
from .single_enums import SingleKind


def told_of_credit(approval: Approval) -> Sequence[Told]:
    """The invoice, and how much of which of its lines."""
    if "invoice" not in approval.payload:
        return ()
    invoice = db.session.get_one(Invoice, UUID(approval.payload["invoice"]))
    return (_invoice(invoice), *_lines(invoice, approval))


def _lines(invoice: Invoice, approval: Approval) -> Iterator[Told]:
    asked = approval.payload["lines"]
    for line in creditable(invoice):
        minor = asked.get(str(line.charge_id))
        if minor:
            parts = (named_fee(line.fee), line.outlet, line.words)
            words = _(", ").join(part for part in parts if part)
            yield words, filters.money(Money(minor, invoice.currency))


def told_of_write_off(approval: Approval) -> Sequence[Told]:
    """The invoice."""
    return (_invoice(db.session.get_one(Invoice, UUID(approval.payload["invoice"]))),)


def told_of_refund(approval: Approval) -> Sequence[Told]:
    """Where the money goes."""
    return ((_("Account"), str(approval.payload["account"])),)


def told_of_single(approval: Approval) -> Sequence[Told]:
    """What for, under which clause, and what the franchisee would read."""
    told = approval.payload
    if "source" not in told:
        return ()
    return (
        (_("What for"), filters.label(SingleKind(told["kind"]))),
        (_("Clause"), str(told["clause"])),
        (_("In words"), str(told["words"])),
    )


def _invoice(invoice: Invoice) -> Told:
    url = url_for("fees.show_invoice", invoice_id=invoice.id)
    return _("Invoice"), Markup('<a href="{}">{}</a>').format(url, invoice.number)
