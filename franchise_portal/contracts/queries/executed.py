"""Signed files: found by contract, by digest, and by the signatures that stand in them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from ..models import Contract, ExecutedDocument, SealMark
from .contracts import visible_contracts

_WHOLE = (
    joinedload(ExecutedDocument.contract),
    joinedload(ExecutedDocument.file),
    selectinload(ExecutedDocument.marks).joinedload(SealMark.signature),
)


def executed_for(actor: Actor, executed_id: UUID) -> ExecutedDocument:
    """One signed file.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    seen = visible_contracts(actor).with_only_columns(Contract.id).order_by(None)
    query = (
        select(ExecutedDocument)
        .where(ExecutedDocument.id == executed_id, ExecutedDocument.contract_id.in_(seen))
        .options(*_WHOLE)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def executed_of(contract_id: UUID) -> Sequence[ExecutedDocument]:
    """A contract's signed files, the latest first."""
    query = (
        select(ExecutedDocument)
        .where(ExecutedDocument.contract_id == contract_id)
        .order_by(ExecutedDocument.sealed_at.desc(), ExecutedDocument.id.desc())
        .options(*_WHOLE)
    )
    return db.session.scalars(query).all()


def executed_in(round_id: UUID) -> ExecutedDocument | None:
    """The signed file that came of a round, once it is sealed."""
    query = select(ExecutedDocument).where(ExecutedDocument.round_id == round_id)
    return db.session.scalars(query.options(*_WHOLE)).one_or_none()


def executed_with_digest(sha256: str) -> ExecutedDocument | None:
    """The signed file whose bytes have this digest."""
    query = select(ExecutedDocument).where(ExecutedDocument.sha256 == sha256)
    return db.session.scalars(query.options(*_WHOLE)).one_or_none()


def executed_with_mark(marks: Iterable[str]) -> ExecutedDocument | None:
    """The signed file to which the first of some signatures belongs that we know."""
    query = (
        select(ExecutedDocument)
        .join(SealMark, SealMark.executed_id == ExecutedDocument.id)
        .where(SealMark.sha256.in_(list(marks)))
        .order_by(ExecutedDocument.sealed_at, ExecutedDocument.id)
        .limit(1)
        .options(*_WHOLE)
    )
    return db.session.scalars(query).one_or_none()


def known_roots() -> Sequence[str]:
    """The certificates (PEM) that ever vouched for a seal of this portal's."""
    return db.session.scalars(select(ExecutedDocument.root).distinct()).all()
