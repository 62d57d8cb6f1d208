"""More time to pay an invoice: within one's limit at once, above it with a second person's word.

What was issued is not changed. The later day counts for reminders, for what being late costs, and
for what lists and balances call late.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from ... import audit
from ...access.actor import Actor
from ...contracts.event_enums import Measure
from ...contracts.models import Approval
from ...contracts.rules.authority import Size
from ...contracts.services import approvals, extensions
from ...contracts.services.development import EXTEND
from ...database import db
from ...fees.models import Invoice, OpenItem
from ...fees.services.ledger import pass_gate
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import DunningAction
from ..models import DueExtension
from ..queries import overdue as queries

INVOICE = "invoice"
LONGEST = 366


def ask_extension(actor: Actor, invoice: Invoice, *, until: date, words: str) -> Approval:
    """Give time until a day, or ask somebody who may.

    Raises:
        NoAuthority: when nobody else may grant it either.
        Refused: for a day that is not later, past or more than a year off; for an invoice that is
            paid; without a reason.
    """
    pass_gate()
    present = due_day(invoice)
    _require_open(invoice)
    if until <= present or not 0 <= (until - clock.today()).days <= LONGEST:
        raise Refused(
            N_("Choose a day after %(day)s, from today on and at most a year ahead."),
            field="until",
            day=present,
        )
    return approvals.ask(
        actor,
        EXTEND,
        Size(Measure.DAYS, (until - present).days),
        words=words,
        franchisee=invoice.franchisee,
        subject=invoice.number,
        payload={INVOICE: str(invoice.id), "until": until.isoformat()},
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Carry out a granted later date: of an invoice here, of anything else as contracts do."""
    if INVOICE not in approval.payload:
        return extensions.perform(actor, approval)
    pass_gate()
    invoice = db.session.scalars(
        select(Invoice)
        .where(Invoice.id == UUID(approval.payload[INVOICE]))
        .options(joinedload(Invoice.franchisee))
    ).one()
    until = date.fromisoformat(approval.payload["until"])
    _require_open(invoice)
    if until <= due_day(invoice):
        raise Refused(N_("More time than that was given meanwhile."), field="until")
    extension = DueExtension(
        id=new_id(),
        invoice_id=invoice.id,
        until=until,
        reason=approval.words,
        approval_id=approval.id,
        granted_by_name=actor.name,
        granted_at=clock.now(),
    )
    db.session.add(extension)
    db.session.connection().execute(
        update(OpenItem).where(OpenItem.invoice_id == invoice.id).values(due_on=until)
    )
    audit.record(
        actor,
        DunningAction.DUE_MOVED,
        invoice,
        name=invoice.franchisee.name,
        franchisee_id=invoice.franchisee_id,
        invoice=invoice.number,
        until=until,
        reason=approval.words,
    )
    db.session.flush()
    return True


def due_day(invoice: Invoice) -> date:
    """The day that counts now."""
    later = queries.extensions([invoice.id]).get(invoice.id, invoice.due_on)
    return max(later, invoice.due_on)


def _require_open(invoice: Invoice) -> None:
    is_open = select(OpenItem.invoice_id).where(OpenItem.invoice_id == invoice.id).limit(1)
    if db.session.scalar(is_open) is None:
        raise Refused(
            N_("Invoice %(number)s is paid; it needs no more time."),
            field="until",
            number=invoice.number,
        )
