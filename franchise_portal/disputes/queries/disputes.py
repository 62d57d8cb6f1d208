"""Disputes as an actor sees them: the list, one of them, what is late, what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...access.scope import Everything
from ...contracts.models import Clause
from ...database import db
from ...fees.models import Invoice
from ...fees.queries.listing import page_of, with_rows
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import SearchKind
from ...network.queries import found, founded
from ...ready import Ready
from ...rows import Among
from ...storage.models import StoredFile
from ...web.paging import Page
from ..enums import DisputeStatus
from ..models import Dispute, DisputeEntry
from ..rules.answering import Clock, calendar_of, clock_on

OPEN = (DisputeStatus.OPEN, DisputeStatus.MEDIATION)
LATE = "late"

#: By which a contract's clause about disputes is found; contracts are written in either language.
MEDIATION = ("mediat", "arbitrat", "调解", "調解", "仲裁")
DISPUTES = ("dispute", "争议", "爭議")

_WHOLE = (
    joinedload(Dispute.franchisee),
    joinedload(Dispute.contract),
    joinedload(Dispute.outlet),
    joinedload(Dispute.invoice).joinedload(Invoice.franchisee),
    joinedload(Dispute.correction),
    joinedload(Dispute.report),
    joinedload(Dispute.payment),
    joinedload(Dispute.approval),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of disputes is narrowed to."""

    text: str = ""
    statuses: Sequence[str] = ()
    reasons: Sequence[str] = ()
    is_late: bool = False
    order: str = "opened"
    is_descending: bool = True
    page: int = 1


ORDERS = {
    "opened": (Dispute.opened_at, Dispute.id),
    "due": (Dispute.answer_until, Dispute.id),
    "amount": (Dispute.disputed_minor, Dispute.id),
}


def visible_disputes(actor: Actor) -> Select[Dispute]:
    """All for the office; of a business the owner's all, of some outlets their manager's."""
    actor.require(Permission.DISPUTES_DISPUTE_READ)
    query, scope = select(Dispute), actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(Dispute.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is None:
        return query
    return query.where(Dispute.outlet_id.in_(scope.outlet_ids) if scope.outlet_ids else false())


def disputes(actor: Actor, wanted: Wanted) -> Page[Dispute]:
    """A page of disputes, the latest first unless asked otherwise."""
    query = visible_disputes(actor)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if wanted.text:
        named = Dispute.number.startswith(wanted.text.upper(), autoescape=True)
        business = found(
            select(Dispute.id), SearchKind.FRANCHISEE, Dispute.franchisee_id, wanted.text
        )
        query = query.where(or_(named, Dispute.id.in_(business)))
    order = [
        column.desc() if wanted.is_descending else column.asc()
        for column in ORDERS.get(wanted.order, ORDERS["opened"])
    ]
    loaded = (joinedload(Dispute.franchisee), joinedload(Dispute.invoice))
    rows = page_of(query.options(*loaded), wanted.page, *order)
    return with_rows(rows, [row.Dispute for row in rows.rows])


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.statuses:
        conditions.append(Dispute.status.in_(wanted.statuses))
    if wanted.reasons:
        conditions.append(Dispute.reason.in_(wanted.reasons))
    if wanted.is_late:
        conditions.append(is_late(clock.today()))
    return conditions


def is_late(on: date) -> ColumnElement[bool]:
    """A condition: the day for the answer has passed and there is none."""
    return and_(Dispute.status == DisputeStatus.OPEN, Dispute.answer_until < on)


def dispute_for(actor: Actor, dispute_id: UUID) -> Dispute:
    """One dispute with all that its page shows.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_disputes(actor).where(Dispute.id == dispute_id).options(*_WHOLE)
    dispute = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if dispute is None:
        raise NotFound
    return dispute


def entries_of(dispute_id: UUID) -> Sequence[DisputeEntry]:
    """What was said and done, the earliest first, with files."""
    query = select(DisputeEntry).where(DisputeEntry.dispute_id == dispute_id)
    return db.session.scalars(
        query.options(joinedload(DisputeEntry.file)).order_by(DisputeEntry.at, DisputeEntry.id)
    ).all()


def file_for(actor: Actor, entry_id: UUID) -> tuple[Dispute, StoredFile]:
    """The file of an entry, and its dispute, where the actor may see that.

    Raises:
        NotFound: when there is none.
    """
    entry = db.session.scalars(
        select(DisputeEntry)
        .where(DisputeEntry.id == entry_id)
        .options(joinedload(DisputeEntry.file))
    ).one_or_none()
    if entry is None or entry.file is None:
        raise NotFound
    return dispute_for(actor, entry.dispute_id), entry.file


def clock_of(dispute: Dispute) -> Clock | None:
    """How the answer's clock stands today; None where none runs."""
    if dispute.status is not DisputeStatus.OPEN:
        return None
    calendar = calendar_of(founded().country)
    return clock_on(dispute.answer_until, calendar, on=clock.today())


def mediation_clause(dispute: Dispute) -> Clause | None:
    """The contract's words about what follows when both sides do not agree, if it has any."""
    settles = or_(*[Clause.body.ilike(f"%{word}%") for word in MEDIATION])
    speaks = or_(*[Clause.title.ilike(f"%{word}%") for word in DISPUTES])
    query = select(Clause).where(Clause.contract_id == dispute.contract_id, settles | speaks)
    order = (case((settles, 0), else_=1), Clause.number)
    return db.session.scalars(query.order_by(*order).limit(1)).one_or_none()


def waiting_disputes(actor: Actor, *, limit: int) -> tuple[Sequence[Dispute], int]:
    """What waits for the office's answer, the soonest due first; for the other side what is late.

    A franchisee waits for the answer and can do nothing; only one that is late needs it.
    """
    query = visible_disputes(actor).where(Dispute.status == DisputeStatus.OPEN)
    if actor.side is Side.FRANCHISEE:
        query = query.where(is_late(clock.today()))
    count = db.session.scalar(query.with_only_columns(func.count(Dispute.id))) or 0
    if not count:
        return (), 0
    rows = query.options(joinedload(Dispute.franchisee), joinedload(Dispute.invoice))
    order = (Dispute.answer_until, Dispute.id)
    return db.session.scalars(rows.order_by(*order).limit(limit)).all(), count


def open_by_invoice(invoice_ids: Sequence[UUID]) -> Mapping[UUID, Money]:
    """How much of some invoices is in dispute, without tax; those without are left out."""
    if not invoice_ids:
        return {}
    rows = _OPEN_BY_INVOICE.run({"ids": invoice_ids})
    return {invoice_id: Money(int(minor), currency) for invoice_id, currency, minor in rows}


#: Built once: the list of invoices asks it for each page.
_OPEN_BY_INVOICE = Ready(
    select(Dispute.invoice_id, Dispute.currency, func.sum(Dispute.disputed_minor))
    .where(Among(Dispute.invoice_id, "ids"), Dispute.status.in_(OPEN))
    .group_by(Dispute.invoice_id, Dispute.currency)
)


def open_by_franchisee(franchisee_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Money]]:
    """How much some franchisees dispute, for each currency."""
    if not franchisee_ids:
        return {}
    rows = db.session.execute(
        select(Dispute.franchisee_id, Dispute.currency, func.sum(Dispute.disputed_minor))
        .where(Dispute.franchisee_id.in_(list(franchisee_ids)), Dispute.status.in_(OPEN))
        .group_by(Dispute.franchisee_id, Dispute.currency)
        .order_by(Dispute.currency)
    )
    several: dict[UUID, list[Money]] = {}
    for franchisee_id, currency, minor in rows:
        several.setdefault(franchisee_id, []).append(Money(int(minor), currency))
    return several


def latest_of_lines(line_ids: Sequence[UUID]) -> Sequence[Dispute]:
    """The latest dispute of each of some lines, open or not."""
    if not line_ids:
        return ()
    ids = list(line_ids)
    query = select(Dispute).where(
        or_(Dispute.charge_id.in_(ids), Dispute.single_charge_id.in_(ids))
    )
    latest: dict[UUID, Dispute] = {}
    for dispute in db.session.scalars(query.order_by(Dispute.opened_at)):
        line = dispute.charge_id or dispute.single_charge_id
        if line is not None:
            latest[line] = dispute
    return tuple(latest.values())
