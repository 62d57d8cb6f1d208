"""Writing off what an invoice still owes: asked for, granted by a second person, posted."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import audit
from ...access.actor import Actor
from ...contracts.event_enums import Measure
from ...contracts.models import Approval
from ...contracts.rules.authority import Size
from ...contracts.services import approvals
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...rows import insert_rows
from ..enums import EntryKind, FeesAction
from ..errors import MoreThanOpen
from ..models import Allocation, Invoice, WriteOff
from ..rules.allocation import allocate
from ..rules.bookkeeping import write_off_sides
from .booking import ALLOCATION_COLUMNS
from .ledger import Journal, pass_gate
from .open_items import OpenItems

WRITE_OFF = "invoice_write_off"
"""The slug of the act in the table of authority."""


def ask_write_off(actor: Actor, invoice: Invoice, *, amount: Money, words: str) -> Approval:
    """Ask a second person to give up what an invoice owes, or a part of it.

    Raises:
        MoreThanOpen: for more than is open.
        NoAuthority: when nobody else may grant it.
        Refused: for nothing, or without a reason.
    """
    pass_gate()
    _require_open(OpenItems(invoice.id), amount)
    return approvals.ask(
        actor,
        WRITE_OFF,
        Size(Measure.AMOUNT, amount.minor, amount.currency),
        words=words,
        franchisee=invoice.franchisee,
        subject=invoice.number,
        payload={"invoice": str(invoice.id)},
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Post the write-off that was granted: the performer of the act."""
    pass_gate()
    invoice = db.session.scalars(
        select(Invoice)
        .where(Invoice.id == UUID(approval.payload["invoice"]))
        .options(joinedload(Invoice.franchisee))
    ).one()
    amount = Money(approval.quantity, approval.currency)
    items = OpenItems(invoice.id)
    _require_open(items, amount)
    row = WriteOff(
        id=new_id(),
        franchisee_id=invoice.franchisee_id,
        invoice_id=invoice.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=approval.words,
        approval_id=approval.id,
        posted_on=clock.today(),
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    _post(row, items, invoice.number)
    audit.record(
        actor,
        FeesAction.WRITTEN_OFF,
        invoice,
        name=invoice.number,
        franchisee_id=invoice.franchisee_id,
        amount=amount,
        reason=approval.words,
    )
    return True


def _require_open(items: OpenItems, amount: Money) -> None:
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if amount.currency != items.currency or amount.minor > items.minor:
        raise MoreThanOpen(
            number=items.invoice.number, open=Money(items.minor, items.currency), asked=amount
        )


def _post(row: WriteOff, items: OpenItems, number: str) -> None:
    shares = allocate(row.amount_minor, items.parts, on=row.posted_on, named=row.invoice_id).shares
    for share in shares:
        items.settle(share.book, share.minor)
    insert_rows(
        Allocation,
        ALLOCATION_COLUMNS,
        [
            (
                new_id(),
                None,
                None,
                share.invoice_id,
                share.book,
                share.minor,
                row.currency,
                row.posted_on,
                row.id,
                None,
            )
            for share in shares
        ],
    )
    journal = Journal()
    journal.enter(
        EntryKind.WRITE_OFF,
        on=row.posted_on,
        at=row.posted_at,
        sides=write_off_sides(shares),
        franchisee_id=row.franchisee_id,
        currency=row.currency,
        memo=number,
        invoice_id=row.invoice_id,
    )
    journal.write()
