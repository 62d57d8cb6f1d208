"""Pausing all reminders to a franchisee, with a reason and a last day, and letting them go on."""

from datetime import date

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network.models import Franchisee
from ..enums import DunningAction
from ..errors import HoldOver
from ..models import DunningHold

LONGEST = 366
"""Days; a pause without an end would be forgotten."""


def pause(actor: Actor, franchisee: Franchisee, *, until: date, reason: str) -> DunningHold:
    """Remind of nothing up to a day, included.

    Raises:
        Refused: for a day that is past or more than a year off, or without a reason.
    """
    actor.require(Permission.DUNNING_ACCOUNT_WRITE)
    today = clock.today()
    if not 0 <= (until - today).days <= LONGEST:
        raise Refused(N_("Choose a day from today on, at most a year ahead."), field="until")
    if not reason.strip():
        raise Refused(
            N_("Write why reminders pause; whoever reads it later was not there."), field="reason"
        )
    hold = DunningHold(
        id=new_id(),
        franchisee_id=franchisee.id,
        starts_on=today,
        until=until,
        reason=reason.strip(),
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    db.session.add(hold)
    audit.record(
        actor,
        DunningAction.HELD,
        franchisee,
        franchisee_id=franchisee.id,
        until=until,
        reason=hold.reason,
    )
    db.session.flush()
    return hold


def go_on(actor: Actor, hold: DunningHold, franchisee: Franchisee, *, seen: int | None) -> None:
    """End a pause today.

    Raises:
        HoldOver: when it is over.
        ChangedMeanwhile: when somebody else ended it since the page was opened.
    """
    actor.require(Permission.DUNNING_ACCOUNT_WRITE)
    today = clock.today()
    if hold.ended_on is not None or hold.until < today:
        raise HoldOver
    if seen is not None and hold.version != seen:
        raise ChangedMeanwhile
    hold.ended_on, hold.ended_by_name = today, actor.name
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    audit.record(actor, DunningAction.RELEASED, franchisee, franchisee_id=franchisee.id)
