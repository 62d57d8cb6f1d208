"""Payments as an actor sees them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found
from ...ready import Ready
from ...rows import Among, written
from ...web.paging import Page
from ...web.slices import AnyRows, Prepared, page, prepared
from ..enums import Book, Turn
from ..models import Allocation, Invoice, Payment, PaymentImport
from .receipts import facts, settled_by, turns_of
from .statement_data import PaymentFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which payments are looked for."""

    text: str = ""
    franchisee_id: UUID | None = None
    import_id: UUID | None = None
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.text or self.franchisee_id or self.import_id)


class PaymentRow(NamedTuple):
    """A row of the list."""

    id: str
    received_on: date
    amount_minor: int
    currency: str
    reference: str
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
    if wanted.is_everything and isinstance(actor.scope, Everything):
        return page(_all_of_them(), wanted.page, make=PaymentRow)
    ids = visible_payments(actor).with_only_columns(Payment.id)
    if wanted.franchisee_id is not None:
        ids = ids.where(Payment.franchisee_id == wanted.franchisee_id)
    if wanted.import_id is not None:
        ids = ids.where(Payment.import_id == wanted.import_id)
    if wanted.text:
        ids = _matching(ids, wanted.text)
    return page(prepared(ids, _rows, _LATEST), wanted.page, make=PaymentRow)


@cache
def _all_of_them() -> Prepared:
    return prepared(select(Payment.id), _rows, _LATEST)


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Payment.id.in_(ids))


_LATEST = (Payment.received_on.desc(), Payment.id.desc())
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(Payment.id),
    Payment.received_on,
    Payment.amount_minor,
    Payment.currency,
    Payment.reference,
    Franchisee.name,
    Franchisee.name_local,
).join(Franchisee, Franchisee.id == Payment.franchisee_id)


def settled(payment_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """What payments of the list settled: by invoice number, in minor units, the oldest first."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for payment_id, number, minor in _SETTLED.run({"ids": payment_ids}):
        found[payment_id][number] = int(minor)
    return found


_SETTLED = Ready(
    select(written(Allocation.payment_id), Invoice.number, func.sum(Allocation.amount_minor))
    .join(Invoice, Invoice.id == Allocation.invoice_id)
    .where(Among(Allocation.payment_id, "ids"))
    .group_by(Allocation.payment_id, Invoice.number)
    .having(func.sum(Allocation.amount_minor) != 0)
    .order_by(Invoice.number)
)


def _matching(query: Select[UUID], text: str) -> Select[UUID]:
    """Those whose reference begins like the text, or whose franchisee's words do."""
    if text[:1].isdigit():
        return query.where(Payment.reference.startswith(text, autoescape=True))
    return found(query, SearchKind.FRANCHISEE, Payment.franchisee_id, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentData:
    """Everything that the page of a payment shows."""

    payment: Payment
    amount: Money
    facts: PaymentFacts
    why: Mapping[tuple[UUID, Book], tuple[tuple[Turn, Money], ...]]
    """Why it went to each part of an invoice, where that was noted."""
    file: PaymentImport | None
    came_back: Payment | None
    """The entry by which the bank took it back."""
    first: Payment | None
    """Of such an entry: the payment that came back."""


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
        why=turns_of(payment.id),
        file=file,
        came_back=db.session.scalar(select(Payment).where(Payment.reverses_id == payment.id)),
        first=db.session.get(Payment, payment.reverses_id) if payment.reverses_id else None,
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
