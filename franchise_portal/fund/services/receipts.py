"""Money that comes to the fund and is no contribution: interest, a supplier's refund."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.enums import EntryKind
from ...fees.services.ledger import Journal, pass_gate
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...storage.models import StoredFile
from ..enums import FundAction
from ..errors import ReversedAlready
from ..models import FundReceipt
from ..queries.terms import currency as currency_of_fund
from ..rules.bookkeeping import receipt_sides
from .spending import require_open_year

LONGEST_WORDS, LONGEST_REASON = 200, 500


@dataclass(frozen=True, slots=True)
class Received:
    """What came, as it was written down."""

    words: str
    on: date
    amount: Money


def receive(actor: Actor, received: Received, evidence: StoredFile | None) -> FundReceipt:
    """Post money that came to the fund's account.

    Raises:
        Refused: for nothing, in another currency, for a day to come, without words or evidence.
        YearClosed: when the year's statement is published.
    """
    actor.require(Permission.FUND_BANK_RECORD)
    pass_gate()
    own, amount = currency_of_fund(), received.amount
    if amount.currency != own:
        raise Refused(N_("The fund's book is kept in %(own)s."), field="amount", own=own)
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if not received.words.strip():
        raise Refused(N_("Write what it is."), field="words")
    if received.on > clock.today():
        raise Refused(N_("Choose today or a day before it."), field="on")
    if evidence is None:
        raise Refused(N_("Attach what shows it. Nothing is posted without."), field="file")
    require_open_year(received.on)
    row = FundReceipt(
        id=new_id(),
        received_on=received.on,
        words=received.words.strip()[:LONGEST_WORDS],
        amount_minor=amount.minor,
        currency=own,
        file_id=evidence.id,
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    _post(row)
    audit.record(actor, FundAction.RECEIVED, row, name=row.words, amount=amount)
    return row


def take_back(actor: Actor, receipt: FundReceipt, *, reason: str) -> FundReceipt:
    """Take a receipt back today, because it was wrong.

    Raises:
        ReversedAlready: when it was taken back before, or takes one back itself.
        Refused: without a reason.
        YearClosed: when today lies in a year whose statement is published.
    """
    actor.require(Permission.FUND_BANK_RECORD)
    pass_gate()
    known = select(FundReceipt.id).where(FundReceipt.reverses_id == receipt.id)
    if receipt.reverses_id is not None or db.session.scalar(known) is not None:
        raise ReversedAlready(number=receipt.words, by=receipt.words)
    if not reason.strip():
        raise Refused(N_("Write why it is taken back."), field="reason")
    require_open_year(clock.today())
    row = FundReceipt(
        id=new_id(),
        received_on=clock.today(),
        words=receipt.words,
        amount_minor=-receipt.amount_minor,
        currency=receipt.currency,
        file_id=receipt.file_id,
        reason=reason.strip()[:LONGEST_REASON],
        reverses_id=receipt.id,
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    _post(row)
    audit.record(
        actor,
        FundAction.RECEIPT_REVERSED,
        row,
        name=row.words,
        amount=Money(receipt.amount_minor, receipt.currency),
        reason=row.reason,
    )
    return row


def _post(row: FundReceipt) -> None:
    db.session.add(row)
    db.session.flush()
    journal = Journal()
    journal.enter(
        EntryKind.FUND_RECEIPT,
        on=row.received_on,
        at=row.posted_at,
        sides=receipt_sides(row.amount_minor),
        franchisee_id=None,
        currency=row.currency,
        memo=row.words,
    )
    journal.write()
