"""Outlets and their owners."""

from collections.abc import Mapping
from datetime import date, timedelta

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from .. import queries
from ..enums import Fact, NetworkAction, OutletFormat
from ..errors import Refused
from ..models import Brand, Franchisee, Outlet, OutletOwnership, Region
from ..rules import require_transfer_day
from .editing import change, require_free, require_version
from .indexing import index_outlet
from .taking_over import sell_outlet

_FACTS = {
    "code": Fact.CODE,
    "name": Fact.NAME,
    "name_local": Fact.NAME_LOCAL,
    "brand_id": Fact.BRAND,
    "region_id": Fact.REGION,
    "format": Fact.FORMAT,
    "opened_on": Fact.OPENED_ON,
    "closed_on": Fact.CLOSED_ON,
    "address": Fact.ADDRESS,
    "city": Fact.CITY,
    "postcode": Fact.POSTCODE,
    "state": Fact.STATE,
    "country": Fact.COUNTRY,
    "zone": Fact.ZONE,
}
_TAKEN = N_("Another outlet has the code “%(value)s”. Choose another.")


def create_outlet(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    code: str,
    name: str,
    brand: Brand,
    franchisee: Franchisee | None,
    opened_on: date,
    closed_on: date | None = None,
    name_local: str = "",
    region: Region | None = None,
    format: OutletFormat = OutletFormat.STREET,  # noqa: A002 - the column's name
    address: str = "",
    city: str = "",
    postcode: str = "",
    state: str = "",
    country: str = "",
    zone: str = "",
) -> Outlet:
    """Add an outlet to a franchisee's business, from its opening or, if that is to come, from now.

    Without a franchisee it is the franchisor's own. Without a region it lies in the franchisee's;
    without a zone in the network's.

    Raises:
        Taken: when another has the code.
        Refused: when it would close before it opens.
    """
    require_free(Outlet.code, code, _TAKEN, field="code")
    _require_life(opened_on, closed_on)
    outlet = Outlet(
        code=code,
        name=name,
        name_local=name_local,
        brand_id=brand.id,
        brand=brand,
        region_id=region.id if region else (franchisee.region_id if franchisee else None),
        format=format,
        opened_on=opened_on,
        closed_on=closed_on,
        address=address,
        city=city,
        postcode=postcode,
        state=state,
        country=country,
        zone=zone or queries.founded().zone,
    )
    db.session.add(outlet)
    db.session.flush()
    if franchisee is not None:
        db.session.add(
            OutletOwnership(
                outlet_id=outlet.id,
                franchisee_id=franchisee.id,
                starts_on=owned_from(opened_on),
            )
        )
        db.session.flush()
    audit.record(
        actor,
        NetworkAction.OUTLET_ADDED,
        outlet,
        name=f"{code} {name}",
        franchisee_id=franchisee.id if franchisee else None,
    )
    index_outlet(outlet)
    return outlet


def owned_from(opened_on: date) -> date:
    """An outlet that is still planned already belongs to its franchisee."""
    return min(opened_on, clock.today())


def update_outlet(
    actor: Actor,
    outlet: Outlet,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[Fact, ...]:
    """Change the facts of an outlet, its opening and closing among them.

    Raises:
        Taken: when another has the new code.
        Refused: when it would close before it opens.
        ChangedMeanwhile: when the version seen is not the present one.
    """
    require_version(outlet, version)
    if "code" in changes:
        code = str(changes["code"])
        require_free(Outlet.code, code, _TAKEN, field="code", besides=outlet.id)
    opened_on = changes.get("opened_on", outlet.opened_on)
    closed_on = changes.get("closed_on", outlet.closed_on)
    _require_life(opened_on, closed_on)  # type: ignore[arg-type]
    owner_id = queries.owner_of(outlet.id, clock.today())
    changed = change(
        actor, NetworkAction.OUTLET_CHANGED, outlet, changes, _FACTS, franchisee_id=owner_id
    )
    if Fact.OPENED_ON in changed:
        _begin_earlier(outlet)
    index_outlet(outlet)
    return changed


def transfer_outlet(
    actor: Actor, *, outlet: Outlet, franchisee: Franchisee, starts_on: date
) -> OutletOwnership:
    """Give an outlet to another franchisee from a day on; what was before stays as it was.

    An outlet of the franchisor's own is sold.

    Raises:
        Refused: when the day does not lie after the present owner's first, after the outlet's
            last, or when it would stay with the same owner.
    """
    present = queries.open_ownership(outlet.id)
    if present is None:
        return sell_outlet(actor, outlet=outlet, franchisee=franchisee, starts_on=starts_on)
    if present.franchisee_id == franchisee.id:
        raise Refused(N_("The outlet already belongs to this franchisee."), field="franchisee_id")
    require_transfer_day(on=starts_on, owned_since=present.starts_on, closed_on=outlet.closed_on)
    before = queries.franchisee_for(actor, present.franchisee_id)
    present.ends_on = starts_on - timedelta(days=1)
    db.session.flush()
    span = OutletOwnership(outlet_id=outlet.id, franchisee_id=franchisee.id, starts_on=starts_on)
    db.session.add(span)
    db.session.flush()
    for concerned in (before, franchisee):
        # Once in the history of each of the two.
        audit.record(
            actor,
            NetworkAction.OUTLET_TRANSFERRED,
            outlet,
            name=f"{outlet.code} {outlet.name}",
            franchisee_id=concerned.id,
            before=before.name,
            after=franchisee.name,
            day=starts_on,
        )
    return span


def _require_life(opened_on: date, closed_on: date | None) -> None:
    if closed_on is not None and closed_on < opened_on:
        raise Refused(
            N_("The outlet cannot close before it opens. Its first day is %(day)s."),
            field="closed_on",
            day=opened_on.isoformat(),
        )


def _begin_earlier(outlet: Outlet) -> None:
    """An opening that moves forward takes the first ownership with it."""
    first = queries.first_ownership(outlet.id)
    if first is not None and outlet.opened_on < first.starts_on:
        first.starts_on = outlet.opened_on
        db.session.flush()
