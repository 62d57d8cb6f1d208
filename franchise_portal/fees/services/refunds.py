"""Paying credit back: asked for, granted by a second person, posted, then transferred by hand."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.event_enums import Measure
from ...contracts.models import Approval
from ...contracts.rules.authority import Size
from ...contracts.services import approvals
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Franchisee
from ...rows import insert_rows
from ..enums import EntryKind, FeesAction
from ..errors import MoreThanCredit, RefundOver
from ..models import Refund, RefundUse
from ..rules.bookkeeping import Side, payout_sides, refund_sides
from .credit import sources
from .issuing import with_credit
from .ledger import Journal, pass_gate

REFUND = "refund"
"""The slug of the act in the table of authority."""
USE_COLUMNS = ("id", "refund_id", "payment_id", "from_invoice_id", "amount_minor")
LONGEST_ACCOUNT, LONGEST_REFERENCE = 80, 200


def ask_refund(
    actor: Actor, franchisee: Franchisee, *, amount: Money, account: str, words: str
) -> Approval:
    """Ask a second person to let credit be paid back.

    Raises:
        MoreThanCredit: for more than there is.
        NoAuthority: when nobody else may grant it.
        Refused: for nothing, without an account, or without a reason.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    pass_gate()
    _require_credit(franchisee, amount)
    if not account.strip():
        raise Refused(N_("Write the account into which it is paid."), field="account")
    return approvals.ask(
        actor,
        REFUND,
        Size(Measure.AMOUNT, amount.minor, amount.currency),
        words=words,
        franchisee=franchisee,
        subject=franchisee.name,
        payload={"account": account.strip()[:LONGEST_ACCOUNT]},
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Post the refund that was granted: the performer of the act. It is still to be paid."""
    pass_gate()
    franchisee = db.session.get_one(Franchisee, approval.franchisee_id)
    amount = Money(approval.quantity, approval.currency)
    _require_credit(franchisee, amount)
    refund = Refund(
        id=new_id(),
        franchisee_id=franchisee.id,
        amount_minor=amount.minor,
        currency=amount.currency,
        account=str(approval.payload["account"]),
        reason=approval.words,
        approval_id=approval.id,
        posted_on=clock.today(),
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    db.session.add(refund)
    db.session.flush()
    _use(refund)
    _enter(refund, EntryKind.REFUND, refund.posted_on, refund_sides(amount.minor), franchisee.code)
    audit.record(
        actor,
        FeesAction.REFUND_GRANTED,
        refund,
        name=franchisee.name,
        franchisee_id=franchisee.id,
        amount=amount,
    )
    return True


def pay_refund(
    actor: Actor, refund: Refund, *, on: date, reference: str, version: int | None = None
) -> Refund:
    """Note that a refund was transferred.

    Raises:
        RefundOver: when it was noted before.
        Refused: without a reference, or for a day before it was granted or to come.
        ChangedMeanwhile: when somebody else noted it since the page was opened.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    pass_gate()
    db.session.refresh(refund)
    if refund.paid_on is not None:
        raise RefundOver(day=refund.paid_on)
    if version is not None and refund.version != version:
        raise ChangedMeanwhile
    if not reference.strip():
        raise Refused(N_("Write the reference of the transfer."), field="reference")
    if not refund.posted_on <= on <= clock.today():
        raise Refused(
            N_("Choose a day from %(day)s, when it was granted, up to today."),
            field="on",
            day=refund.posted_on,
        )
    refund.paid_on, refund.paid_reference = on, reference.strip()[:LONGEST_REFERENCE]
    refund.paid_by_name = actor.name
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    amount = Money(refund.amount_minor, refund.currency)
    _enter(refund, EntryKind.PAYOUT, on, payout_sides(amount.minor), refund.paid_reference)
    audit.record(
        actor,
        FeesAction.REFUND_PAID,
        refund,
        name=db.session.get_one(Franchisee, refund.franchisee_id).name,
        franchisee_id=refund.franchisee_id,
        amount=amount,
        reference=refund.paid_reference,
    )
    return refund


def credit_of(franchisee_id: UUID, currency: str) -> Money:
    """The credit that a franchisee has in a currency."""
    minor = with_credit([franchisee_id]).get((franchisee_id, currency), 0)
    return Money(minor, currency)


def _require_credit(franchisee: Franchisee, amount: Money) -> None:
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    credit = credit_of(franchisee.id, amount.currency)
    if amount.minor > credit.minor:
        raise MoreThanCredit(name=franchisee.name, credit=credit, asked=amount)


def _use(refund: Refund) -> None:
    """Take the credit from where it came, the oldest first."""
    left, rows = refund.amount_minor, []
    for source in sources(refund.franchisee_id, refund.currency):
        taken = min(left, source.left)
        if taken:
            rows.append((new_id(), refund.id, source.payment_id, source.invoice_id, taken))
            left -= taken
    insert_rows(RefundUse, USE_COLUMNS, rows)


def _enter(refund: Refund, kind: EntryKind, on: date, sides: tuple[Side, ...], memo: str) -> None:
    journal = Journal()
    journal.enter(
        kind,
        on=on,
        at=clock.now(),
        sides=sides,
        franchisee_id=refund.franchisee_id,
        currency=refund.currency,
        memo=memo,
    )
    journal.write()
