"""What came to the fund beside contributions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ..models import FundReceipt


def visible_receipts(actor: Actor) -> Select[FundReceipt]:
    """All for everybody who may read the fund's book."""
    actor.require(Permission.FUND_BOOK_READ)
    return select(FundReceipt)


def receipts(actor: Actor, *, limit: int = 36) -> Sequence[FundReceipt]:
    """The latest first."""
    order = (FundReceipt.received_on.desc(), FundReceipt.id.desc())
    return db.session.scalars(visible_receipts(actor).order_by(*order).limit(limit)).all()


def taken_back(ids: Sequence[UUID]) -> set[UUID]:
    """Those of some receipts that were taken back."""
    back = aliased(FundReceipt)
    found = db.session.scalars(select(back.reverses_id).where(back.reverses_id.in_(ids)))
    return {one for one in found if one is not None}


def receipt_for(actor: Actor, receipt_id: UUID) -> FundReceipt:
    """One receipt.

    Raises:
        NotFound: when there is none.
    """
    query = visible_receipts(actor).where(FundReceipt.id == receipt_id)
    row = db.session.scalar(query.options(joinedload(FundReceipt.file)))
    if row is None:
        raise NotFound
    return row
