"""Setting from where on something is too much."""

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import BenefitAction
from ..models import BenefitLimits
from ..queries.stress import limits_row
from ..rules.alerts import Limits

MOST_MONTHS = 12


def change_limits(actor: Actor, *, limits: Limits, seen: int = 0) -> BenefitLimits:
    """Set the limits; alerts that were noted stay as they were.

    Raises:
        Refused: for a band that is upside down or a number of months that cannot be.
        ChangedMeanwhile: when somebody else changed them since.
    """
    actor.require(Permission.BENEFIT_LIMITS_WRITE)
    if limits.lowest_share > limits.highest_share:
        raise Refused(
            N_("The band ends below its beginning. Write the smaller share first."),
            field="highest_share",
        )
    if not 1 <= limits.loss_months <= MOST_MONTHS:
        raise Refused(N_("Write a number of months from 1 to 12."), field="loss_months")
    row = limits_row()
    if (row.version if row else 0) != seen:
        raise ChangedMeanwhile
    if row is None:
        row = BenefitLimits(id=new_id())
        db.session.add(row)
    row.points, row.of_profit = limits.points, limits.of_profit
    row.loss_months, row.hurdle = limits.loss_months, limits.hurdle
    row.lowest_share, row.highest_share = limits.lowest_share, limits.highest_share
    row.changed_at, row.changed_by_name = clock.now(), actor.name
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    audit.record(actor, BenefitAction.LIMITS_CHANGED, row, name="")
    return row
