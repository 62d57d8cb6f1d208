"""Payments as an actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found
from ...web.paging import Page
from ..models import Payment, PaymentImport
from .listing import page_of, with_rows
from .receipts import facts, settled_by
from .statement_data import PaymentFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which payments are looked for."""

    text: str = ""
    franchisee_id: UUID | None = None
    import_id: UUID | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment of the list, with its payer and what it settled."""

    facts: PaymentFacts
    franchisee_id: UUID
    franchisee: str
    franchisee_local: str


def visible_payments(actor: Actor) -> Select[Payment]:
    """All for the office, one's own for the owner of a business; none for people of one outlet."""
    query = select(Payment)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(Payment.franchisee_id == scope.franchisee_id)


def payments(actor: Actor, wanted: Wanted) -> Page[PaymentRow]:
    """A page of payments, the latest received first."""
    query = (
        visible_payments(actor)
        .join(Franchisee, Franchisee.id == Payment.franchisee_id)
        .add_columns(Franchisee.name, Franchisee.name_local)
    )
    if wanted.franchisee_id is not None:
        query = query.where(Payment.franchisee_id == wanted.franchisee_id)
    if wanted.import_id is not None:
        query = query.where(Payment.import_id == wanted.import_id)
    if wanted.text:
        query = query.where(_matches(wanted.text))
    page = page_of(query, wanted.page, Payment.received_on.desc(), Payment.id.desc())
    settled = settled_by([row.Payment.id for row in page.rows])
    return with_rows(
        page,
        [
            PaymentRow(
                facts(row.Payment, settled.get(row.Payment.id, ())),
                row.Payment.franchisee_id,
                row.name,
                row.name_local,
            )
            for row in page.rows
        ],
    )


def _matches(text: str) -> ColumnElement[bool]:
    named = found(select(Franchisee.id), SearchKind.FRANCHISEE, Franchisee.id, text)
    return or_(
        Payment.reference.startswith(text, autoescape=True), Payment.franchisee_id.in_(named)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentData:
    """Everything that the page of a payment shows."""

    payment: Payment
    amount: Money
    facts: PaymentFacts
    file: PaymentImport | None


def payment_for(actor: Actor, payment_id: UUID) -> PaymentData:
    """One payment.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_payments(actor).where(Payment.id == payment_id)
    payment = db.session.scalar(query.options(joinedload(Payment.franchisee)))
    if payment is None:
        raise NotFound
    settled: Sequence[object] = settled_by([payment.id]).get(payment.id, ())
    file = db.session.get(PaymentImport, payment.import_id) if payment.import_id else None
    return PaymentData(
        payment=payment,
        amount=Money(payment.amount_minor, payment.currency),
        facts=facts(payment, settled),  # type: ignore[arg-type]
        file=file,
    )


def find_franchisee(code: str) -> Franchisee | None:
    """The franchisee with a code."""
    return db.session.scalar(select(Franchisee).where(Franchisee.code == code.strip()))


def file_for(actor: Actor, import_id: UUID) -> PaymentImport:
    """One payments file.

    Raises:
        NotFound: when there is none, or the actor sees only one business.
    """
    row = db.session.get(PaymentImport, import_id)
    if row is None or not isinstance(actor.scope, Everything):
        raise NotFound
    return row
