"""What exactly will be done when a credit is granted, for whoever decides about it."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ..contracts.acts import Told
from ..contracts.models import Approval
from ..database import db
from ..fees import act_words
from ..kit.money import Money
from ..web import filters
from .enums import Remedy
from .models import Dispute


def told_of_credit(approval: Approval) -> Sequence[Told]:
    """The dispute, how much is disputed, and by what it is put right; else as fees say it."""
    if "dispute" not in approval.payload:
        return act_words.told_of_credit(approval)
    dispute = db.session.get_one(Dispute, UUID(approval.payload["dispute"]))
    url = url_for("disputes.show", dispute_id=dispute.id)
    link = Markup('<a href="{}">{}</a>').format(url, dispute.number)
    remedy = Remedy(approval.payload["remedy"])
    told: list[Told] = [
        (_("Dispute"), link),
        (_("Disputed"), filters.money(dispute.disputed)),
        (_("How it is put right"), filters.label(remedy)),
    ]
    if remedy is Remedy.CREDIT:
        amount = Money(approval.payload["amount"], dispute.currency)
        told.append((_("Given back of the line"), filters.money(amount)))
    else:
        gross = Money(approval.payload["figures"]["gross_sales"], dispute.currency)
        told.append((_("Gross sales as corrected"), filters.money(gross)))
    return told
