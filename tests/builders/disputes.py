"""Disputes for tests: a charged line, a dispute of it, a decision."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from franchise_portal.access.actor import Actor
from franchise_portal.database import db
from franchise_portal.disputes.enums import DisputeReason
from franchise_portal.disputes.models import Dispute
from franchise_portal.disputes.queries import disputes as queries
from franchise_portal.disputes.queries.lines import Line, line_for
from franchise_portal.disputes.services import opening
from franchise_portal.disputes.services.opening import Complaint
from franchise_portal.fees.models import Charge, Invoice, Posting
from franchise_portal.kit.money import Money
from franchise_portal.network.models import Outlet
from tests.builders.fees import a_report, assess, give_plan
from tests.support.people import SmallNetwork


def charge_both(network: SmallNetwork) -> SmallNetwork:
    """TL-001 and HX-001 sold for 50,000 and 40,000 in October and were charged for it."""
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"], "2026-10", "50000")
    a_report(network.outlets["HX-001"], "2026-10", "40000")
    assess()
    db.session.commit()
    return network


def charge_of(outlet: Outlet, fee: str = "royalty") -> Charge:
    """The first charge of a fee on an outlet."""
    query = select(Charge).where(Charge.outlet_id == outlet.id, Charge.fee == fee)
    return db.session.scalars(query.order_by(Charge.turn, Charge.id)).first()  # type: ignore[return-value]


def line_of(actor: Actor, outlet: Outlet, fee: str = "royalty") -> Line:
    """The line as somebody sees it."""
    return line_for(actor, charge_of(outlet, fee).id)


def a_dispute(
    actor: Actor,
    outlet: Outlet,
    right: str = "2000",
    *,
    fee: str = "royalty",
    reason: DisputeReason = DisputeReason.SALES,
    words: str = "The till counted the vouchers twice.",
    files: Sequence[Any] = (),
) -> Dispute:
    """Dispute a line; `right` is what it should come to."""
    line = line_of(actor, outlet, fee)
    complaint = Complaint(reason=reason, words=words, right=Money.parse(right, line.left.currency))
    return opening.open_dispute(actor, line, complaint, files=files)


def fresh(actor: Actor, dispute: Dispute) -> Dispute:
    """The dispute as it stands in the database."""
    return queries.dispute_for(actor, dispute.id)


def books() -> tuple[int, int, int]:
    """How many documents, charges and postings there are: what a refusal must not change."""
    return (
        db.session.query(Invoice).count(),
        db.session.query(Charge).count(),
        db.session.query(Posting).count(),
    )
