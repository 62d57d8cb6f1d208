"""The acts in the table of authority that are carried out here: waived charges, later due days."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ..contracts.acts import Told
from ..contracts.event_acts import ACTS as ACTS_OF_CONTRACTS
from ..contracts.models import Approval
from ..contracts.services.development import EXTEND
from ..database import db
from ..fees.models import Invoice
from ..web import filters
from .models import LateCharge
from .services import extending, waiving


def _told_of_waiver(approval: Approval) -> Sequence[Told]:
    """The charge and the invoice that was late."""
    if waiving.CHARGE not in approval.payload:
        return ()
    charge = db.session.get_one(LateCharge, UUID(approval.payload[waiving.CHARGE]))
    url = url_for("dunning.show_late_charge", late_charge_id=charge.id)
    words = Markup('<a href="{}">{}</a>').format(url, filters.label(charge.kind))
    return ((_("Late charge"), words), *_told_of_invoice(charge.invoice_id))


def _told_of_extension(approval: Approval) -> Sequence[Told]:
    """The invoice and the new day."""
    if extending.INVOICE not in approval.payload:
        return ()
    return tuple(_told_of_invoice(UUID(approval.payload[extending.INVOICE])))


def _told_of_invoice(invoice_id: UUID) -> Iterable[Told]:
    invoice = db.session.get_one(Invoice, invoice_id)
    url = url_for("fees.show_invoice", invoice_id=invoice.id)
    yield _("Invoice"), Markup('<a href="{}">{}</a>').format(url, invoice.number)


_BY_SLUG = {act.slug: act for act in ACTS_OF_CONTRACTS}

# Contracts know the acts and their limits; here is who carries them out where they are about money.
ACTS = (
    replace(_BY_SLUG[waiving.WAIVE], perform=waiving.perform, tell=_told_of_waiver),
    replace(_BY_SLUG[EXTEND], perform=extending.perform, tell=_told_of_extension),
)
