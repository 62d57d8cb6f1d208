"""Contributions by outlet: each figure of a month with the invoices behind it.

What counts is the day of the invoice, as in the book: so the sums are the book's to the cent.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.models import Charge, CreditLine, Invoice
from ...fees.queries.invoices import visible_invoices
from ...fees.queries.listing import counted
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...network.queries import owns, visible_outlets
from ...web.paging import SIZE, Page
from ..models import FundOwnContribution

OWN = "own"
OutletDays = dict[tuple[UUID, date], int]


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet in the list."""

    outlet: Outlet
    owner: Franchisee | None
    """None: the franchisor's own."""
    contributed: int
    own: int
    """What of it the franchisor owes itself."""


@dataclass(frozen=True, slots=True)
class InvoicePart:
    """What one document charged an outlet for the fund, or gave back."""

    invoice_id: UUID
    number: str
    on: date
    month: str
    """The month of the sales."""
    minor: int


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What was posted for an own outlet."""

    on: date
    month: str
    fee: str
    minor: int
    is_reversal: bool


def outlets(
    actor: Actor, period: Period, currency: str, *, on: date, only: str = "", page: int = 1
) -> Page[OutletRow]:
    """A page of outlets with what each contributed in a period; `only` own ones or franchisees'."""
    query = _outlets(actor, on, only)
    rows, total = _own_rows(query, page) if only == OWN else _rows(query, on, page)
    charged, own = contributed(period, currency, [outlet.id for outlet, _owner in rows])
    return Page(
        rows=[
            OutletRow(
                outlet,
                owner,
                charged.get(outlet.id, 0) + own.get(outlet.id, 0),
                own.get(outlet.id, 0),
            )
            for outlet, owner in rows
        ],
        number=page,
        size=SIZE,
        total=total,
    )


def _rows(
    query: Select[*tuple[Any, ...]], on: date, page: int
) -> tuple[Sequence[Row[Outlet, Franchisee | None]], int]:
    rows = db.session.execute(
        query.outerjoin(OutletOwnership, and_(OutletOwnership.outlet_id == Outlet.id, owns(on)))
        .outerjoin(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .with_only_columns(Outlet, Franchisee)
        .order_by(Outlet.code)
        .limit(SIZE)
        .offset((page - 1) * SIZE)
    ).all()
    return rows, counted(query)


def _own_rows(
    query: Select[*tuple[Any, ...]], page: int
) -> tuple[Sequence[tuple[Outlet, None]], int]:
    """The franchisor's own: few among many, so all outlets are read past once, not twice."""
    ids = db.session.scalars(query.with_only_columns(Outlet.id).order_by(Outlet.code)).all()
    shown = ids[(page - 1) * SIZE : page * SIZE]
    found = db.session.scalars(select(Outlet).where(Outlet.id.in_(shown)).order_by(Outlet.code))
    return [(outlet, None) for outlet in found], len(ids)


def _outlets(actor: Actor, on: date, only: str) -> Select[*tuple[Any, ...]]:
    actor.require(Permission.FUND_BOOK_READ)
    query = visible_outlets(actor)
    if only == OWN:
        # Two sorted lists against each other, rather than a search for each of all outlets.
        every = aliased(Outlet)
        owned = select(OutletOwnership.outlet_id).where(owns(on))
        query = query.where(Outlet.id.in_(select(every.id).except_(owned)))
    elif only == "franchisees":
        query = query.where(
            exists().where(OutletOwnership.outlet_id == Outlet.id, owns(on)).correlate(Outlet)
        )
    return query


def contributed(
    period: Period, currency: str, outlet_ids: Collection[UUID] | None = None
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """What outlets contributed in a period: by invoices, and what the franchisor owes itself."""
    charged: dict[UUID, int] = defaultdict(int)
    own: dict[UUID, int] = {}
    rows = db.session.execute(
        union_all(
            _of(_charges(period, currency), Charge.outlet_id, outlet_ids),
            _of(_credits(period, currency), Charge.outlet_id, outlet_ids),
            _of(_own(period, currency), FundOwnContribution.outlet_id, outlet_ids),
        )
    )
    for is_own, outlet_id, minor in rows:
        if is_own:
            own[outlet_id] = int(minor)
        else:
            charged[outlet_id] += int(minor)
    return charged, own


def _of(
    query: Select[*tuple[Any, ...]],
    column: Any,  # noqa: ANN401 - a column
    outlet_ids: Collection[UUID] | None,
) -> Select[*tuple[Any, ...]]:
    query = query.group_by(column)
    return query if outlet_ids is None else query.where(column.in_(outlet_ids))


def _charges(period: Period, currency: str) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(0), Charge.outlet_id, func.sum(Charge.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.is_fund, *_issued(period, currency))
    )


def _credits(period: Period, currency: str) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(0), Charge.outlet_id, func.sum(CreditLine.amount_minor))
        .join(Charge, Charge.id == CreditLine.charge_id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(CreditLine.is_fund, *_issued(period, currency))
    )


def _issued(period: Period, currency: str) -> tuple[Any, ...]:
    return (
        Invoice.issued_on >= period.start,
        Invoice.issued_on < period.end,
        Invoice.currency == currency,
    )


def _own(period: Period, currency: str) -> Select[*tuple[Any, ...]]:
    return select(
        literal(1), FundOwnContribution.outlet_id, func.sum(FundOwnContribution.amount_minor)
    ).where(
        FundOwnContribution.posted_on >= period.start,
        FundOwnContribution.posted_on < period.end,
        FundOwnContribution.currency == currency,
    )


def parts_of(actor: Actor, outlet: Outlet, period: Period, currency: str) -> Sequence[InvoicePart]:
    """The documents behind an outlet's contribution, those that the actor may open, by day."""
    seen = visible_invoices(actor).with_only_columns(Invoice.id).subquery()
    facts = (Invoice.id, Invoice.number, Invoice.issued_on, Charge.month)
    charges = (
        select(*facts, func.sum(Charge.amount_minor))
        .join(Charge, Charge.invoice_id == Invoice.id)
        .where(Charge.is_fund)
    )
    credited = (
        select(*facts, func.sum(CreditLine.amount_minor))
        .join(CreditLine, CreditLine.invoice_id == Invoice.id)
        .join(Charge, Charge.id == CreditLine.charge_id)
        .where(CreditLine.is_fund)
    )
    found = [
        InvoicePart(invoice_id, number, on, month, int(minor))
        for query in (charges, credited)
        for invoice_id, number, on, month, minor in db.session.execute(
            query.where(
                Charge.outlet_id == outlet.id,
                Invoice.id.in_(select(seen.c.id)),
                *_issued(period, currency),
            ).group_by(*facts)
        )
    ]
    return sorted(found, key=lambda part: (part.on, part.number))


def own_parts_of(outlet: Outlet, period: Period, currency: str) -> Sequence[OwnPart]:
    """What was posted for an own outlet in a period, by day."""
    rows = db.session.scalars(
        select(FundOwnContribution)
        .where(
            FundOwnContribution.outlet_id == outlet.id,
            FundOwnContribution.posted_on >= period.start,
            FundOwnContribution.posted_on < period.end,
            FundOwnContribution.currency == currency,
        )
        .order_by(FundOwnContribution.posted_on, FundOwnContribution.id)
    )
    return [
        OwnPart(row.posted_on, row.month, row.fee, row.amount_minor, row.reverses_id is not None)
        for row in rows
    ]


def paid_in(actor: Actor, period: Period, currency: str) -> int | None:
    """What an actor's own business was invoiced for the fund in a period; None for the office."""
    scope = actor.scope
    if isinstance(scope, Everything):
        return None
    total = db.session.scalar(
        visible_invoices(actor)
        .with_only_columns(func.coalesce(func.sum(Invoice.fund_minor), 0))
        .where(*_issued(period, currency))
    )
    return int(total or 0)


def contributors(period: Period) -> Sequence[UUID]:
    """The franchisees that were invoiced anything for the fund in a period."""
    rows = db.session.scalars(
        select(Invoice.franchisee_id)
        .where(
            Invoice.issued_on >= period.start,
            Invoice.issued_on < period.end,
            Invoice.fund_minor != 0,
        )
        .distinct()
    )
    return sorted(rows.all())


def regions_of_outlets() -> Mapping[UUID, UUID | None]:
    """The region of each outlet."""
    return dict(db.session.execute(select(Outlet.id, Outlet.region_id)).all())
