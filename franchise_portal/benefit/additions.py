"""What the balance adds to the page of an outlet: how the fees weigh, in short."""

from dataclasses import dataclass
from uuid import UUID

from ..access.actor import Actor
from ..access.permissions import Permission
from ..kit import clock
from ..kit.errors import NotFound
from ..network.additions import Additions, Panel
from ..network.models import Outlet
from .queries import stress
from .queries.accounts import place_for
from .queries.facts import facts_of, window_to
from .queries.months import latest_month
from .words import share_words


@dataclass(frozen=True, slots=True)
class OutletPart:
    """How the fees weigh on one outlet."""

    outlet_id: UUID
    month: str
    share: str
    burden: str
    alerts: int


def _outlet(actor: Actor, outlet: Outlet) -> OutletPart | None:
    month = latest_month(actor)
    if month is None:
        return None
    try:
        place = place_for(actor, outlet.id, on=clock.today())
    except NotFound:
        return None
    owned = place.owned
    facts = facts_of([owned], window_to(month))
    burden = facts.burden(outlet.id, month)
    noted = [one for one in stress.alerts_of(actor, outlet.id) if one.month == month]
    return OutletPart(
        outlet.id,
        month,
        share_words(facts.balances[outlet.id].franchisor_share),
        share_words(burden.share if burden else None),
        len(noted),
    )


ADDITIONS = Additions(
    outlet_panels=(
        Panel(
            key="balance",
            permission=Permission.BENEFIT_ACCOUNT_READ,
            template="benefit/panels/outlet.html",
            load=_outlet,
            place="aside",
        ),
    ),
    guards={"benefit.": Permission.BENEFIT_ACCOUNT_READ},
)
