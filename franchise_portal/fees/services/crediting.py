"""Credit notes: asked for, granted within somebody's limit or by a second person, and issued.

Of each line at most what is left is credited. A credit note settles what is open of its invoice
first; the rest is credit, which settles the next one.
"""

from collections.abc import Mapping
from typing import Any
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
from ...kit.money import Money
from ..enums import FeesAction, InvoiceKind
from ..errors import CreditTooMuch, NoCreditNoteOfCreditNote, NothingToCredit
from ..models import Invoice
from ..queries.crediting import Creditable, creditable
from ..queries.raw_ids import as_raw
from ..rules.taxes import Taxed, taxes_back
from ..single_enums import SingleKind
from .drafts import Draft, Taken
from .issuing import Issuing
from .ledger import pass_gate

CREDIT = "credit"
"""The slug of the act in the table of authority."""
LONGEST_REASON = 500

Amounts = Mapping[UUID, Money]
"""What is credited of each line, by the charge's id, without tax."""


def ask_credit(actor: Actor, invoice: Invoice, amounts: Amounts, *, reason: str) -> Approval:
    """Credit lines of an invoice: at once within one's limit, else by asking a second person.

    Raises:
        NoCreditNoteOfCreditNote, NothingToCredit, CreditTooMuch: when it cannot be.
        NoAuthority: when nobody else may grant it either.
        Refused: without a reason.
    """
    pass_gate()
    draft = draft_of(invoice, amounts, reason=reason)
    return approvals.ask(
        actor,
        CREDIT,
        Size(Measure.AMOUNT, -draft.total, draft.currency),
        words=reason,
        franchisee=invoice.franchisee,
        subject=invoice.number,
        payload={
            "invoice": str(invoice.id),
            "lines": {str(charge): amount.minor for charge, amount in amounts.items()},
        },
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Issue the credit note that was granted: the performer of the act."""
    told: Mapping[str, Any] = approval.payload
    if "invoice" not in told:
        return False  # asked for by hand, without naming an invoice
    invoice = db.session.scalars(
        select(Invoice)
        .where(Invoice.id == UUID(told["invoice"]))
        .options(joinedload(Invoice.franchisee))
    ).one()
    amounts = {UUID(key): Money(minor, invoice.currency) for key, minor in told["lines"].items()}
    issue_credit_note(actor, invoice, amounts, reason=approval.words)
    return True


def issue_credit_note(actor: Actor, invoice: Invoice, amounts: Amounts, *, reason: str) -> Invoice:
    """Issue a credit note. Whether it may be was settled before: by whoever calls it.

    Raises:
        NoCreditNoteOfCreditNote, NothingToCredit, CreditTooMuch: when it cannot be.
        Refused: without a reason.
    """
    pass_gate()
    draft = draft_of(invoice, amounts, reason=reason)
    issuing = Issuing(actor, month=invoice.month)
    issuing.add(draft)
    issuing.issue()
    note = db.session.get_one(Invoice, UUID(str(draft.id)))
    audit.record(
        actor,
        FeesAction.CREDIT_NOTE_ISSUED,
        note,
        name=note.number,
        franchisee_id=invoice.franchisee_id,
        amount=Money(-note.total_minor, note.currency),
        invoice=invoice.number,
        reason=draft.reason,
    )
    return note


def draft_of(invoice: Invoice, amounts: Amounts, *, reason: str) -> Draft:
    """The credit note as it would be issued, with its tax; raises as `issue_credit_note`."""
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        raise NoCreditNoteOfCreditNote(number=invoice.number)
    if not reason.strip():
        raise Refused(N_("Write why; the franchisee reads it on the credit note."), field="reason")
    lines = {line.charge_id: line for line in creditable(invoice)}
    wanted = {charge: amount for charge, amount in amounts.items() if amount}
    if not wanted or not wanted.keys() <= lines.keys():
        raise NothingToCredit
    draft = Draft(
        as_raw(invoice.franchisee_id),
        invoice.franchisee.code,
        invoice.currency,
        month=_month_of(invoice),
        corrects=as_raw(invoice.id),
        reason=reason.strip()[:LONGEST_REASON],
    )
    for charge_id, amount in wanted.items():
        line = lines[charge_id]
        _require_left(line, amount)
        draft.take_back(_taken(line, amount))
    draft.taxes = taxes_back(
        [Taxed(one.rate, one.left.minor) for one in lines.values() if one.rate],
        [Taxed(lines[key].rate, one.minor) for key, one in wanted.items() if lines[key].rate],  # type: ignore[arg-type]
    )
    return draft


def _month_of(invoice: Invoice) -> str:
    """The month that a credit note belongs to: that of the sales, or today's without any."""
    is_of_sales = invoice.kind is not InvoiceKind.DEBIT_NOTE
    return invoice.month if is_of_sales else f"{clock.today():%Y-%m}"


def named(line: Creditable) -> tuple[object, ...]:
    """A line as messages name it."""
    fee = SingleKind(line.fee) if line.is_single else line.fee
    return tuple(part for part in (fee, line.outlet) if part)


def _taken(line: Creditable, amount: Money) -> Taken:
    line_id = as_raw(line.charge_id)
    return Taken(
        None if line.is_single else line_id,
        -amount.minor,
        line.is_fund,
        is_reversal=False,
        rate=line.rate,
        single_id=line_id if line.is_single else None,
        is_deposit=line.is_single and SingleKind(line.fee).is_owed_back,
    )


def _require_left(line: Creditable, amount: Money) -> None:
    if amount.minor < 0 or amount.currency != line.left.currency or amount.minor > line.left.minor:
        raise CreditTooMuch(line=named(line), left=line.left, asked=amount)
