"""What came to the fund beside contributions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, select
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


def receipts(actor: Actor, *, limit: int = 36) -> Sequence[tuple[FundReceipt, bool]]:
    """The latest first, each with whether it was taken back."""
    back = aliased(FundReceipt)
    was_taken_back = exists().where(back.reverses_id == FundReceipt.id)
    order = (FundReceipt.received_on.desc(), FundReceipt.id.desc())
    rows = db.session.execute(
        visible_receipts(actor).add_columns(was_taken_back).order_by(*order).limit(limit)
    )
    return [(row, bool(is_back)) for row, is_back in rows]


def is_taken_back(receipt: FundReceipt) -> bool:
    """Whether a receipt was taken back."""
    back = exists().where(FundReceipt.reverses_id == receipt.id)
    return bool(db.session.scalar(select(back)))


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
