"""Mandates, as those who collect see them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Franchisee, Network
from ...web.paging import Page
from ..bank_enums import DebitStatus, MandateStatus
from ..models import DebitItem, DebitRun, Mandate
from ..rules.direct_debit import MandateFacts
from .listing import page_of, with_rows

COUNTS = (DebitStatus.OPEN, DebitStatus.COLLECTED)
"""Debits after which a mandate has been used."""


def visible_mandates(actor: Actor) -> Select[Mandate]:
    """All for those who may see direct debits."""
    actor.require(Permission.FEES_DEBIT_READ)
    return select(Mandate).options(joinedload(Mandate.franchisee))


def mandates(actor: Actor, *, status: str = "", page: int = 1) -> Page[Mandate]:
    """A page of mandates by franchisee."""
    query = visible_mandates(actor).join(Franchisee, Franchisee.id == Mandate.franchisee_id)
    if status in set(MandateStatus):
        query = query.where(Mandate.status == MandateStatus(status))
    found = page_of(query, page, Franchisee.code, Mandate.signed_on.desc(), Mandate.id)
    return with_rows(found, [row.Mandate for row in found.rows])


def mandate_for(actor: Actor, mandate_id: UUID) -> Mandate:
    """One mandate.

    Raises:
        NotFound: when there is none.
    """
    mandate = db.session.scalar(visible_mandates(actor).where(Mandate.id == mandate_id))
    if mandate is None:
        raise NotFound
    return mandate


def debits_under(mandate: Mandate) -> Sequence[tuple[DebitItem, DebitRun]]:
    """What was collected under a mandate, the latest first; the last fifty."""
    rows = db.session.execute(
        select(DebitItem, DebitRun)
        .join(DebitRun, DebitRun.id == DebitItem.run_id)
        .where(DebitItem.mandate_id == mandate.id)
        .order_by(DebitRun.collection_on.desc(), DebitItem.id.desc())
        .options(joinedload(DebitItem.invoice))
        .limit(50)
    )
    return [(item, run) for item, run in rows]


def active_mandates(creditor_ids: Sequence[str]) -> list[MandateFacts]:
    """The mandates under which some creditors may collect, with the day of their last use."""
    last = (
        select(DebitItem.mandate_id, func.max(DebitRun.collection_on).label("day"))
        .join(DebitRun, DebitRun.id == DebitItem.run_id)
        .where(DebitItem.status.in_(COUNTS))
        .group_by(DebitItem.mandate_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Mandate, last.c.day)
        .outerjoin(last, last.c.mandate_id == Mandate.id)
        .where(Mandate.creditor_id.in_(creditor_ids), Mandate.status == MandateStatus.ACTIVE)
    )
    return [_facts(mandate, day) for mandate, day in rows]


def _facts(mandate: Mandate, last: date | None) -> MandateFacts:
    return MandateFacts(
        id=mandate.id,
        franchisee_id=mandate.franchisee_id,
        creditor_id=mandate.creditor_id,
        scheme=mandate.scheme,
        reference=mandate.reference,
        holder=mandate.holder,
        iban=mandate.iban,
        bic=mandate.bic,
        signed_on=mandate.signed_on,
        last_collected_on=last,
    )


def creditors_of(network: Network) -> tuple[str, ...]:
    """The creditor identifiers that a mandate can be given to."""
    found = (network.fees_creditor, network.fund_creditor)
    return tuple(dict.fromkeys(one for one in found if one))
