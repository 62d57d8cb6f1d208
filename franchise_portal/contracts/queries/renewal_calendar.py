"""Which terms end when, until when each side may say what it wants, and what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from ... import law
from ...access.actor import Actor
from ...access.roles import Side
from ...database import db
from ...network.models import Brand, Franchisee
from ...web.paging import COUNT_LIMIT, SIZE, Page
from ..enums import ContractStatus, NoticeKind, NoticeStatus, RenewalMode
from ..models import Contract, Notice
from ..rules.notices import Window, term_window
from ..rules.renewal import renewals_left
from ..rules.terms import Terms
from .contracts import visible_contracts
from .versions import terms_in_force

RUNNING = tuple(status for status in ContractStatus if status.is_running)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTerm:
    """A contract whose term ends, with the windows of both sides."""

    contract_id: UUID
    number: str
    status: ContractStatus
    franchisee_id: UUID
    franchisee: str
    franchisee_local: str
    brand: str
    ends_on: date
    term_number: int
    pack: str
    ours: Window
    """When the franchisor may give notice."""
    theirs: Window
    mode: RenewalMode | None
    renewals_left: int | None
    """None without a limit, or without any renewal (`mode` is None then)."""
    said: Sequence[tuple[UUID, NoticeKind, Side]]
    """The standing notices about this end."""

    @property
    def closes_on(self) -> date:
        """The first of the days after which somebody can no longer give notice."""
        return min(self.ours.act_by, self.theirs.act_by)


def ending_terms(actor: Actor, first: date, last: date, *, page: int) -> Page[EndingTerm]:
    """One page of the terms that end between two days, the nearest first."""
    query = _ending(actor, first, last)
    ids = query.with_only_columns(Contract.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(ids)) or 0
    found = _rows(query.limit(SIZE).offset((page - 1) * SIZE))
    return Page(found, page, SIZE, total)


def all_ending_terms(actor: Actor, first: date, last: date, *, limit: int) -> list[EndingTerm]:
    """The terms that end between two days, for a report, up to a limit."""
    return _rows(_ending(actor, first, last).limit(limit))


def _ending(actor: Actor, first: date, last: date) -> Any:  # noqa: ANN401 - a select
    return (
        visible_contracts(actor)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .join(Brand, Brand.id == Contract.brand_id)
        .where(Contract.ends_on >= first, Contract.ends_on <= last, Contract.status.in_(RUNNING))
        .with_only_columns(
            Contract.id,
            Contract.number,
            Contract.status,
            Contract.franchisee_id,
            Franchisee.name,
            Franchisee.name_local,
            Brand.name,
            Contract.ends_on,
            Contract.term_number,
            Contract.pack,
        )
        .order_by(Contract.ends_on, Contract.number)
    )


def _rows(query: Select[*tuple[Any, ...]]) -> list[EndingTerm]:
    rows = db.session.execute(query).all()
    ids = [row[0] for row in rows]
    today = min((row[7] for row in rows), default=date.max)
    terms = terms_in_force(ids, today)
    said = _said(ids)
    return [_row(row, terms.get(row[0]), said) for row in rows]


def _row(
    row: Any,  # noqa: ANN401 - a row of the query above
    terms: Terms | None,
    said: Mapping[tuple[UUID, date], list[tuple[UUID, NoticeKind, Side]]],
) -> EndingTerm:
    agreed, pack = terms.notice if terms else None, law.pack(row[9])
    renewal = terms.renewal if terms else None
    left = renewals_left(renewal, term_number=row[8])
    return EndingTerm(
        contract_id=row[0],
        number=row[1],
        status=row[2],
        franchisee_id=row[3],
        franchisee=row[4],
        franchisee_local=row[5],
        brand=row[6],
        ends_on=row[7],
        term_number=row[8],
        pack=row[9],
        ours=term_window(NoticeKind.NON_RENEWAL, row[7], agreed, pack, giver=Side.FRANCHISOR),
        theirs=term_window(NoticeKind.NON_RENEWAL, row[7], agreed, pack, giver=Side.FRANCHISEE),
        mode=renewal.mode if renewal and left != 0 else None,
        renewals_left=left,
        said=said.get((row[0], row[7]), []),
    )


def _said(
    contract_ids: Iterable[UUID],
) -> Mapping[tuple[UUID, date], list[tuple[UUID, NoticeKind, Side]]]:
    query = select(Notice.contract_id, Notice.term_end, Notice.id, Notice.kind, Notice.giver).where(
        Notice.contract_id.in_(list(contract_ids)),
        Notice.term_end.is_not(None),
        Notice.status != NoticeStatus.WITHDRAWN,
    )
    found: dict[tuple[UUID, date], list[tuple[UUID, NoticeKind, Side]]] = {}
    for contract_id, term_end, notice_id, kind, giver in db.session.execute(query):
        if term_end is not None:
            found.setdefault((contract_id, term_end), []).append((notice_id, kind, giver))
    return found
