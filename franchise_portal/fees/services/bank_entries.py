"""Deciding about money on a bank statement that nobody could be found for."""

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.money import Money
from ...network.models import Franchisee
from ..bank_enums import BankEntryStatus
from ..bank_errors import EntryDecided
from ..enums import FeesAction
from ..models import BankEntry, Invoice
from ..queries.crediting import cancelled
from ..rules.bank_statement import StatementLine
from .bank_files import payable_in
from .bank_lines import currency_trouble, invoice_trouble
from .booking import BankLine, book
from .ledger import pass_gate


def assign_entry(
    actor: Actor,
    entry: BankEntry,
    *,
    franchisee: Franchisee,
    invoice: Invoice | None = None,
    version: int | None = None,
) -> None:
    """Book a line of a bank statement as a payment of a franchisee.

    Raises:
        EntryDecided: when it was booked or set aside before.
        ChangedMeanwhile: when somebody else decided since the page was opened.
        Refused: when the franchisee was never invoiced in the currency, or the invoice is
            another's.
        PaymentKnown: when the same bank line was booked in another way.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    # Whether the invoice can still be paid is asked behind the gate: it may be credited meanwhile.
    pass_gate()
    _require_open(entry, version)
    line = _bank_line(entry, franchisee, invoice)
    _require_fitting(line, invoice)
    [(payment_id, _)] = book([line], by=actor.name, import_id=entry.import_id)
    entry.status, entry.payment_id = BankEntryStatus.BOOKED, payment_id
    entry.franchisee_id = franchisee.id
    _decided(actor, entry)
    audit.record(
        actor,
        FeesAction.ENTRY_ASSIGNED,
        entry,
        name=entry.payer_name or entry.reference,
        franchisee_id=franchisee.id,
        franchisee=franchisee.name,
        amount=line.amount,
    )


def set_entry_aside(
    actor: Actor, entry: BankEntry, *, note: str, version: int | None = None
) -> None:
    """Say why a line of a bank statement is no payment of a franchisee.

    Raises:
        EntryDecided: when it was booked or set aside before.
        ChangedMeanwhile: when somebody else decided since the page was opened.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    _require_open(entry, version)
    entry.status, entry.note = BankEntryStatus.ASIDE, note
    _decided(actor, entry)
    audit.record(
        actor,
        FeesAction.ENTRY_SET_ASIDE,
        entry,
        name=entry.payer_name or entry.reference,
        amount=Money(entry.amount_minor, entry.currency),
        note=note,
    )


def _require_open(entry: BankEntry, version: int | None) -> None:
    if entry.status is not BankEntryStatus.OPEN:
        raise EntryDecided
    if version is not None and entry.version != version:
        raise ChangedMeanwhile


def _bank_line(entry: BankEntry, franchisee: Franchisee, invoice: Invoice | None) -> BankLine:
    amount = Money(entry.amount_minor, entry.currency)
    words = StatementLine(
        account="",
        day=entry.received_on,
        amount=amount,
        text=entry.reference,
        bank_reference=entry.bank_reference or entry.digest[:12],
    )
    return BankLine(
        franchisee.id,
        franchisee.code,
        entry.received_on,
        amount,
        words.reference,
        invoice.id if invoice else None,
    )


def _require_fitting(line: BankLine, invoice: Invoice | None) -> None:
    trouble = currency_trouble(line.amount.currency, payable_in(line.franchisee_id))
    if trouble:
        raise Refused(trouble.message, field="franchisee", **trouble.params)
    trouble = (
        invoice_trouble(invoice, line, is_cancelled=bool(cancelled([invoice]))) if invoice else None
    )
    if trouble:
        raise Refused(trouble.message, field="invoice", **trouble.params)


def _decided(actor: Actor, entry: BankEntry) -> None:
    entry.decided_by_name, entry.decided_at = actor.name, clock.now()
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
