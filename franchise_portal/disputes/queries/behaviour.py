"""What a franchisee's grade is worked out from, measured in the books up to a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...contracts.enums import ContractStatus
from ...contracts.models import Contract
from ...contracts.queries.versions import terms_in_force
from ...database import db
from ...fees.enums import InvoiceKind
from ...fees.models import Allocation, Invoice, OpenItem, Payment
from ...fees.promises import broken_promises
from ...fees.queries.deposits import received_deposits
from ...fees.queries.held import deposits_of_documents
from ...kit.durations import Duration, Unit
from ...kit.money import Money
from ...network.models import Franchisee
from ...network.queries import founded
from ..enums import DisputeStatus
from ..models import Dispute
from ..rules.grades import Behaviour, Portion, days_late

WINDOW = Duration(12, Unit.MONTHS)
YEAR_DAYS = Decimal("365.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposits:
    """The deposits of the contracts in force, in the network's currency."""

    agreed: Money
    received: Money | None
    """None: none was charged here, so nobody here knows what came."""
    counted: Money
    """What came; of contracts whose deposit was not charged here what was agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was measured, and the sums behind it."""

    behaviour: Behaviour
    first: date
    until: date
    """Left out itself."""
    deposits: Deposits
    monthly_fees: Money


def measured(franchisee: Franchisee, until: date) -> Measurement:
    """The twelve months before a day, in the network's currency where amounts are compared."""
    first = WINDOW.before(until)
    currency = founded().currency
    monthly, deposits = _monthly_fees(franchisee.id, first, until), _deposits(franchisee.id, until)
    cover = Decimal(deposits.counted.minor) / monthly if monthly > 0 else Decimal(0)
    behaviour = Behaviour(
        late=days_late(_portions(franchisee.id, first, until)),
        returned=_returned(franchisee.id, first, until),
        broken=broken_promises([franchisee.id], first, until).get(franchisee.id, 0),
        cover=cover.quantize(Decimal("0.1"), ROUND_DOWN),
        age=_age(franchisee, until),
    )
    return Measurement(
        behaviour=behaviour,
        first=first,
        until=until,
        deposits=deposits,
        monthly_fees=Money(monthly, currency),
    )


def _portions(franchisee_id: UUID, first: date, until: date) -> Iterator[Portion]:
    """What was settled of invoices due in the window, and what is open and late on its last day.

    A payment that came back settled nothing; what is in dispute is not late.
    """
    returned = aliased(Payment)
    whence = (Allocation.payment_id, Allocation.from_invoice_id, Allocation.write_off_id)
    # What was moved to another invoice is undone by a row below zero: it settled nothing here.
    settled = (
        select(func.sum(Allocation.amount_minor), func.min(Allocation.allocated_on), Invoice.due_on)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .where(
            Invoice.franchisee_id == franchisee_id,
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
            Invoice.due_on >= first,
            Invoice.due_on < until,
            Allocation.allocated_on < until,
            or_(
                Allocation.payment_id.is_(None),
                Payment.reverses_id.is_(None)
                & ~exists().where(returned.reverses_id == Allocation.payment_id),
            ),
        )
        .group_by(*whence, Allocation.invoice_id, Allocation.book, Invoice.due_on)
    )
    for minor, on, due_on in db.session.execute(settled):
        yield Portion(int(minor), (on - due_on).days)
    disputed = _disputed(franchisee_id)
    last = until - timedelta(days=1)
    for invoice_id, minor, due_on in _open_late(franchisee_id, until):
        kept = min(disputed.pop(invoice_id, 0), minor)
        yield Portion(minor - kept, (last - due_on).days)


def _open_late(franchisee_id: UUID, until: date) -> Iterator[tuple[UUID, int, date]]:
    query = (
        select(OpenItem.invoice_id, func.sum(OpenItem.open_minor), func.min(OpenItem.due_on))
        .where(OpenItem.franchisee_id == franchisee_id, OpenItem.due_on < until)
        .group_by(OpenItem.invoice_id)
    )
    for invoice_id, minor, due_on in db.session.execute(query):
        yield invoice_id, int(minor), due_on


def _disputed(franchisee_id: UUID) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Dispute.invoice_id, func.sum(Dispute.disputed_minor))
        .where(
            Dispute.franchisee_id == franchisee_id,
            Dispute.status.in_((DisputeStatus.OPEN, DisputeStatus.MEDIATION)),
        )
        .group_by(Dispute.invoice_id)
    )
    return {invoice_id: int(minor) for invoice_id, minor in rows}


def _returned(franchisee_id: UUID, first: date, until: date) -> int:
    query = select(func.count(Payment.id)).where(
        Payment.franchisee_id == franchisee_id,
        Payment.reverses_id.is_not(None),
        Payment.received_on >= first,
        Payment.received_on < until,
    )
    return db.session.scalar(query) or 0


def _monthly_fees(franchisee_id: UUID, first: date, until: date) -> int:
    """The usual month: what was invoiced in the window, less credit notes, by its months.

    A deposit is no fee: it is security for them.
    """
    deposits = deposits_of_documents()
    own = Invoice.total_minor - func.coalesce(deposits.c.minor, 0)
    row = db.session.execute(
        select(
            func.coalesce(func.sum(own), 0),
            func.count(case((own != 0, Invoice.month)).distinct()),
        )
        .outerjoin(deposits, deposits.c.invoice_id == Invoice.id)
        .where(
            Invoice.franchisee_id == franchisee_id,
            Invoice.currency == founded().currency,
            Invoice.issued_on >= first,
            Invoice.issued_on < until,
        )
    ).one()
    return max(int(row[0]), 0) // row[1] if row[1] else 0


def _deposits(franchisee_id: UUID, on: date) -> Deposits:
    ids = db.session.scalars(
        select(Contract.id).where(
            Contract.franchisee_id == franchisee_id, Contract.status == ContractStatus.IN_FORCE
        )
    ).all()
    currency = founded().currency
    agreed = {
        contract_id: terms.deposit.amount.minor
        for contract_id, terms in terms_in_force(ids, on).items()
        if terms.deposit and terms.deposit.amount.currency == currency
    }
    came = {
        contract_id: of.get(currency, 0)
        for contract_id, of in received_deposits(ids, before=on).items()
    }
    return Deposits(
        agreed=Money(sum(agreed.values()), currency),
        received=Money(sum(came.values()), currency) if came else None,
        counted=Money(sum((agreed | came).values()), currency),
    )


def _age(franchisee: Franchisee, on: date) -> Decimal:
    since = franchisee.since or db.session.scalar(
        select(func.min(Contract.starts_on)).where(Contract.franchisee_id == franchisee.id)
    )
    if since is None or since >= on:
        return Decimal(0)
    return (Decimal((on - since).days) / YEAR_DAYS).quantize(Decimal("0.1"), ROUND_DOWN)
