"""Contracts as an actor sees them, and which contract covers an outlet on a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...network import queries as network
from ...network.models import Brand, Franchisee, Outlet
from ..enums import ContractStatus
from ..models import Clause, Contract, ContractDocument, ContractOutlet
from ..rules import Covering
from ..rules.clauses import ClauseText

PORTION = 500
#: What nobody has signed binds nobody, and may be written beside the contract that it will replace.
BINDING = tuple(status for status in ContractStatus if status.is_binding)
#: What binds and has not ended.
LIVING = tuple(status for status in BINDING if not status.is_over)
#: What the other side sees: not what the office is still writing, nor what it gave up.
SHOWN = tuple(
    status
    for status in ContractStatus
    if status not in {ContractStatus.DRAFT, ContractStatus.WITHDRAWN}
)


def visible_contracts(actor: Actor) -> Select[Contract]:
    """All contracts for the office, one's own on the other side; drafts are the office's alone."""
    query = select(Contract)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(
        Contract.franchisee_id == actor.scope.franchisee_id,
        Contract.status.in_(SHOWN),
    )


def contract_for(actor: Actor, contract_id: UUID) -> Contract:
    """One contract with its parties, outlets and clauses.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_contracts(actor)
        .where(Contract.id == contract_id)
        .options(
            joinedload(Contract.franchisee),
            joinedload(Contract.brand),
            selectinload(Contract.outlets).joinedload(ContractOutlet.outlet),
            selectinload(Contract.clauses),
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def documents_of(contract_id: UUID) -> Sequence[ContractDocument]:
    """What is attached to a contract, the newest first."""
    query = (
        select(ContractDocument)
        .where(ContractDocument.contract_id == contract_id)
        .order_by(ContractDocument.added_at.desc(), ContractDocument.id.desc())
        .options(joinedload(ContractDocument.file))
    )
    return db.session.scalars(query).all()


def document_for(actor: Actor, document_id: UUID) -> tuple[Contract, ContractDocument]:
    """One document with its contract.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        select(ContractDocument)
        .where(ContractDocument.id == document_id)
        .options(joinedload(ContractDocument.file))
    )
    document = db.session.scalars(query).one_or_none()
    if document is None:
        raise NotFound
    return contract_for(actor, document.contract_id), document


def contracts_of(franchisee_id: UUID) -> Sequence[Contract]:
    """A franchisee's contracts, the latest first, with brand and outlets."""
    query = (
        select(Contract)
        .where(Contract.franchisee_id == franchisee_id)
        .order_by(Contract.starts_on.desc(), Contract.number)
        .options(
            joinedload(Contract.brand),
            selectinload(Contract.outlets).joinedload(ContractOutlet.outlet),
        )
    )
    return db.session.scalars(query).all()


def contract_covering(outlet_id: UUID, on: date) -> Contract | None:
    """The binding contract that covers an outlet on a day, with its clauses."""
    query = (
        select(Contract)
        .join(ContractOutlet, ContractOutlet.contract_id == Contract.id)
        .where(
            ContractOutlet.outlet_id == outlet_id,
            ContractOutlet.starts_on <= on,
            ContractOutlet.ends_on >= on,
            Contract.status.in_(BINDING),
        )
        .order_by(Contract.starts_on.desc())
        .limit(1)
        .options(selectinload(Contract.clauses))
    )
    return db.session.scalars(query).one_or_none()


def coverings(outlet_ids: Iterable[UUID], *, besides: UUID | None = None) -> list[Covering]:
    """Under which binding contracts some outlets stand, of all times."""
    ids, found = sorted(set(outlet_ids)), []
    for start in range(0, len(ids), PORTION):
        query = (
            select(
                ContractOutlet.outlet_id,
                Contract.number,
                ContractOutlet.starts_on,
                ContractOutlet.ends_on,
            )
            .join(Contract, Contract.id == ContractOutlet.contract_id)
            .where(
                ContractOutlet.outlet_id.in_(ids[start : start + PORTION]),
                Contract.status.in_(BINDING),
            )
        )
        if besides is not None:
            query = query.where(Contract.id != besides)
        found += [Covering(*row) for row in db.session.execute(query)]
    return found


def numbers_taken(numbers: Iterable[str]) -> set[str]:
    """Which of some contract numbers exist already."""
    asked = sorted(set(numbers))
    found: set[str] = set()
    for start in range(0, len(asked), PORTION):
        query = select(Contract.number).where(Contract.number.in_(asked[start : start + PORTION]))
        found.update(db.session.scalars(query))
    return found


def clause_numbers(contract_id: UUID) -> Sequence[str]:
    """The numbers of a contract's clauses, in their order."""
    query = select(Clause.number).where(Clause.contract_id == contract_id)
    return db.session.scalars(query.order_by(Clause.position, Clause.id)).all()


def next_number(year: int) -> str:
    """A number that nobody has yet, in the usual form: CT-2026-0118."""
    beginning = f"CT-{year}-"
    taken = db.session.scalars(
        select(Contract.number).where(Contract.number.startswith(beginning, autoescape=True))
    )
    used = [int(rest) for number in taken if (rest := number.removeprefix(beginning)).isdecimal()]
    return f"{beginning}{max(used, default=0) + 1:04d}"


def clause_of(contract_id: UUID, number: str) -> Clause | None:
    """The words of a clause, if they have been entered."""
    query = select(Clause).where(Clause.contract_id == contract_id, Clause.number == number)
    return db.session.scalars(query).one_or_none()


def clause_texts(contract_id: UUID) -> tuple[ClauseText, ...]:
    """The clauses of a contract as a version holds them, for one that has no version yet."""
    query = select(Clause).where(Clause.contract_id == contract_id).order_by(Clause.position)
    return tuple(
        ClauseText(number=clause.number, title=clause.title, body=clause.body)
        for clause in db.session.scalars(query)
    )


def contracts_about(actor: Actor, outlet_id: UUID) -> Sequence[Contract]:
    """The contracts that cover an outlet, as far as the actor can see, the latest first."""
    query = (
        visible_contracts(actor)
        .join(ContractOutlet, ContractOutlet.contract_id == Contract.id)
        .where(ContractOutlet.outlet_id == outlet_id)
        .order_by(Contract.starts_on.desc())
        .options(joinedload(Contract.brand))
    )
    return db.session.scalars(query).unique().all()


def find_franchisee(actor: Actor, code: str) -> Franchisee | None:
    """The franchisee with a code, if the actor can see it."""
    return db.session.scalars(
        network.visible_franchisees(actor).where(Franchisee.code == code)
    ).one_or_none()


def find_brand(code: str) -> Brand | None:
    """The brand with a code."""
    return db.session.scalars(select(Brand).where(Brand.code == code)).one_or_none()


def find_outlets(actor: Actor, codes: Iterable[str]) -> dict[str, Outlet]:
    """The outlets with some codes, as far as the actor can see them."""
    query = network.visible_outlets(actor).where(Outlet.code.in_(list(codes)))
    return {outlet.code: outlet for outlet in db.session.scalars(query)}
