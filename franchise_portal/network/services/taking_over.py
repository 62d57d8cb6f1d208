"""Outlets of the franchisor's own: taken over from a franchisee, and sold to one again.

An outlet without an owner on a day is the franchisor's own on that day.
"""

from datetime import date, timedelta

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from .. import queries
from ..enums import NetworkAction
from ..models import Franchisee, Outlet, OutletOwnership
from ..rules import require_transfer_day


def take_over_outlet(actor: Actor, *, outlet: Outlet, starts_on: date) -> OutletOwnership:
    """Let the franchisor run an outlet from a day on; what was before stays as it was.

    Raises:
        Refused: when the day does not lie after the present owner's first, or after the outlet's
            last.
        NotFound: when it is the franchisor's own already.
    """
    present = queries.open_ownership(outlet.id)
    if present is None:
        raise NotFound
    require_transfer_day(on=starts_on, owned_since=present.starts_on, closed_on=outlet.closed_on)
    before = queries.franchisee_for(actor, present.franchisee_id)
    present.ends_on = starts_on - timedelta(days=1)
    db.session.flush()
    audit.record(
        actor,
        NetworkAction.OUTLET_TAKEN_OVER,
        outlet,
        name=f"{outlet.code} {outlet.name}",
        franchisee_id=before.id,
        before=before.name,
        day=starts_on,
    )
    return present


def sell_outlet(
    actor: Actor, *, outlet: Outlet, franchisee: Franchisee, starts_on: date
) -> OutletOwnership:
    """Give an outlet of the franchisor's own to a franchisee from a day on.

    Raises:
        Refused: when the day does not lie after the last owner's last, or after the outlet's last.
    """
    history = queries.ownership_history(outlet.id)
    last = max((owner.ends_on for owner in history if owner.ends_on), default=None)
    since = last or outlet.opened_on - timedelta(days=1)
    require_transfer_day(on=starts_on, owned_since=since, closed_on=outlet.closed_on)
    span = OutletOwnership(outlet_id=outlet.id, franchisee_id=franchisee.id, starts_on=starts_on)
    db.session.add(span)
    db.session.flush()
    audit.record(
        actor,
        NetworkAction.OUTLET_SOLD,
        outlet,
        name=f"{outlet.code} {outlet.name}",
        franchisee_id=franchisee.id,
        after=franchisee.name,
        day=starts_on,
    )
    return span
