"""What disputes say to the pages of fees."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for

from ..access.actor import Actor
from ..access.permissions import Permission
from ..access.roles import Side
from ..fees.contests import Contest, ContestSource
from ..web import filters
from ..web.lists import around_row
from .queries import disputes as queries


def of_lines(actor: Actor, line_ids: Sequence[UUID]) -> Mapping[UUID, Contest]:
    """The latest dispute of each of some lines."""
    if not actor.may(Permission.DISPUTES_DISPUTE_READ):
        return {}
    return {
        dispute.charge_id or dispute.single_charge_id or dispute.id: Contest(
            number=dispute.number,
            url=url_for("disputes.show", dispute_id=dispute.id),
            state=filters.label(dispute.status),
            tone=dispute.status.tone,
            amount=dispute.disputed,
            is_open=dispute.status.is_open,
        )
        for dispute in queries.latest_of_lines(line_ids)
    }


def open_of(line_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of some lines are in dispute."""
    return frozenset(
        dispute.charge_id or dispute.single_charge_id or dispute.id
        for dispute in queries.latest_of_lines(line_ids)
        if dispute.status.is_open
    )


def new_url(actor: Actor) -> tuple[str, str] | None:
    """The form's address around a line's id."""
    if actor.side is not Side.FRANCHISEE or not actor.may(Permission.DISPUTES_DISPUTE_OPEN):
        return None
    return around_row("disputes.new", "disputed_line_id")


CONTESTS = (
    ContestSource(
        of_lines=of_lines,
        open_of=open_of,
        of_invoices=queries.open_by_invoice,
        of_franchisees=queries.open_by_franchisee,
        new_url=new_url,
    ),
)
